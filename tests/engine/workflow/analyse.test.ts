import { describe, expect, it } from 'vitest'
import { compileApp } from '../../../engine/index.ts'
import type { Node, Workflow } from '../../../schemas/generated/definition.ts'
import { approve, appWith, done } from './harness.ts'

const findings = (nodes: readonly Node[], rest: Partial<Workflow> = {}): string[] =>
  compileApp(appWith(nodes, rest)).findings.map(
    ({ severity, code, path }) => `${severity} ${code} ${path.replace('/workflows/0', '')}`,
  )
const one = (next: object[], rest: object = {}): Node => approve('one', 'ROLE("a")', { next, ...rest })
const split: Node = { key: 'split', type: 'parallel', next: [{ to: 'one' }, { to: 'two' }] }
const ladder = (after: string, rest: object = {}) => ({
  deadline: { steps: [{ key: 's', after, do: [{ do: 'lock' }], ...rest }] },
})

describe('what is wrong with a workflow', () => {
  const cases: [string, Node[], string[]][] = [
    ['nothing', [one([{ to: 'done' }]), done], []],
    ['an unknown node', [one([{ to: 'dome' }, { to: 'done' }]), done], ['error unknown_node /nodes/0/next/0/to']],
    [
      'a node nothing leads to',
      [one([{ to: 'done' }]), approve('lost', 'ROLE("a")', { next: [{ to: 'done' }] }), done],
      ['error unreachable_node /nodes/1'],
    ],
    [
      'people that are surely nobody',
      [approve('one', '""', { next: [{ to: 'done' }] }), done],
      ['error no_possible_approver /nodes/0/by'],
    ],
    [
      'nobody, but whom the step names then',
      [approve('one', 'BLANK()', { next: [{ to: 'done' }], empty: { to: 'ROLE("a")' } }), done],
      [],
    ],
    [
      'a role the app has not',
      [approve('one', 'ROLE("bord")', { next: [{ to: 'done' }] }), done],
      ['error unknown_role /nodes/0/by'],
    ],
    [
      'managers up to a role the app has not',
      [approve('one', 'MANAGERS({$applicant}, "bord")', { next: [{ to: 'done' }] }), done],
      ['error unknown_role /nodes/0/by'],
    ],
    [
      'something that is no person',
      [approve('one', '{amount}', { next: [{ to: 'done' }] }), done],
      ['error formula_wrong_result /nodes/0/by'],
    ],
    ['a node nothing follows', [one([])], ['error dead_end /nodes/0']],
    [
      'an approval that only knows rejection',
      [one([{ to: 'done', on: 'rejected' }]), done],
      ['error dead_end /nodes/0'],
    ],
    [
      'an exclusive branch without otherwise',
      [{ key: 'how', type: 'exclusive', next: [{ to: 'done', when: '{amount} > 1' }] }, done],
      ['error branch_gap /nodes/0'],
    ],
    [
      'an approval whose ways all have conditions',
      [one([{ to: 'done', when: '{amount} > 1' }]), done],
      ['warning branch_gap /nodes/0'],
    ],
    [
      'a loop in which nobody acts',
      [
        { key: 'a', type: 'do', do: [{ do: 'lock' }], next: [{ to: 'b' }] },
        { key: 'b', type: 'exclusive', next: [{ to: 'done', when: '{amount} > 1' }, { to: 'a' }] },
        done,
      ],
      ['error endless_loop /nodes/0'],
    ],
    ['a loop through a person', [one([{ to: 'done' }, { to: 'one', on: 'rejected' }]), done], []],
    [
      'branches that meet without a join',
      [
        split,
        one([{ to: 'last' }]),
        approve('two', 'ROLE("b")', { next: [{ to: 'last' }] }),
        approve('last', 'ROLE("c")', { next: [{ to: 'after' }] }),
        approve('after', 'ROLE("c")', { next: [{ to: 'done' }] }),
        done,
      ],
      ['error missing_join /nodes/3'],
    ],
    [
      'branches that meet at a join',
      [
        split,
        one([{ to: 'last' }]),
        approve('two', 'ROLE("b")', { next: [{ to: 'last' }] }),
        approve('last', 'ROLE("c")', { join: 'all', next: [{ to: 'after' }] }),
        approve('after', 'ROLE("c")', { next: [{ to: 'done' }] }),
        done,
      ],
      [],
    ],
    [
      'branches that meet at an end',
      [split, one([{ to: 'done' }]), approve('two', 'ROLE("b")', { next: [{ to: 'done' }] }), done],
      [],
    ],
    [
      'a delay of no time',
      [one([{ to: 'done' }], ladder('0h')), done],
      ['error too_short_delay /nodes/0/deadline/steps/0/after'],
    ],
    [
      'a delay before the task',
      [one([{ to: 'done' }], ladder('-1d')), done],
      ['error too_short_delay /nodes/0/deadline/steps/0/after'],
    ],
    [
      'a delay of centuries',
      [one([{ to: 'done' }], ladder('9999mo')), done],
      ['error too_long_delay /nodes/0/deadline/steps/0/after'],
    ],
    [
      'working hours without a calendar',
      [one([{ to: 'done' }], ladder('4wh')), done],
      ['error calendar_missing /nodes/0/deadline/steps/0/after'],
    ],
    [
      'a repetition without pause',
      [one([{ to: 'done' }], ladder('1d', { repeat: { every: '0d', times: 3 } })), done],
      ['error too_short_delay /nodes/0/deadline/steps/0/repeat/every'],
    ],
    [
      'a field that is none',
      [one([{ to: 'done' }], { voidOn: ['amout'] }), done],
      ['error unknown_field /nodes/0/voidOn/0'],
    ],
  ]
  it.each(cases)('%s', (_, nodes, expected) => {
    expect(findings(nodes)).toEqual(expected)
  })

  it('draws the loop', () => {
    const nodes: Node[] = [
      { key: 'a', type: 'cc', by: 'ROLE("a")', next: [{ to: 'b' }] },
      { key: 'b', type: 'parallel', next: [{ to: 'a' }] },
    ]
    expect(compileApp(appWith(nodes)).findings).toContainEqual(
      expect.objectContaining({ code: 'endless_loop', params: { cycle: 'a → b → a' } }),
    )
  })
})
