import { describe, expect, it } from 'vitest'
import { compileApp } from '../../../engine/index.ts'
import type { Node, Workflow } from '../../../schemas/generated/definition.ts'
import { approve, appWith, done, Instance } from './harness.ts'

const three = (rest: object, last: object = {}): Node[] => [
  { key: 'split', type: 'parallel', next: [{ to: 'one' }, { to: 'two' }, { to: 'three' }] },
  approve('one', 'ROLE("a")', { next: [{ to: 'last' }] }),
  approve('two', 'ROLE("b")', { next: [{ to: 'last' }] }),
  approve('three', 'ROLE("c")', { next: [{ to: 'last' }] }),
  approve('last', '"boss"', { next: [{ to: 'done' }, { to: 'split', on: 'rejected' }], ...rest, ...last }),
  done,
]

describe('joins (M13)', () => {
  it('a number: fires with so many branches, and ignores the rest', () => {
    const instance = new Instance(appWith(three({ join: 2 }, { next: [{ to: 'done' }] })))
    instance.act('a', 'approve')
    expect(instance.at).toEqual(['two:b', 'three:c'])
    instance.act('c', 'approve')
    expect(instance.at).toEqual(['two:b', 'last:boss'])
    instance.act('b', 'approve')
    expect(instance.at).toEqual(['last:boss'])
    expect([instance.state.waiting, instance.state.rounds]).toEqual([[], {}])
    instance.act('boss', 'approve')
    expect(instance.result).toBe('ended approved')
  })

  it('cancels the rest: what is between the split and the join stops, and the next round is whole', () => {
    const instance = new Instance(appWith(three({ join: 1, rest: 'cancel' })))
    instance.act('b', 'approve')
    expect(instance.at).toEqual(['last:boss'])
    instance.act('boss', 'reject')
    expect(instance.at).toEqual(['one:a', 'two:b', 'three:c'])
    instance.act('a', 'approve')
    expect(instance.at).toEqual(['last:boss'])
  })

  it('a surplus in a round that fired does not keep the instance alive', () => {
    const nodes = three({ join: 1 }, { next: [{ to: 'over' }] })
    const instance = new Instance(
      appWith([...nodes.slice(0, -1), { key: 'over', type: 'end', scope: 'branch', outcome: 'done' }]),
    )
    for (const who of ['a', 'boss', 'b']) instance.act(who, 'approve')
    expect(instance.at).toEqual(['three:c'])
    instance.act('c', 'approve')
    expect(instance.result).toBe('ended done')
  })

  it('started: waits for those under way, also for one that was sent back', () => {
    const nodes: Node[] = [
      {
        key: 'split',
        type: 'inclusive',
        next: [{ to: 'one', when: '{amount} > 1' }, { to: 'two', when: '{amount} > 3' }, { to: 'three' }],
      },
      approve('one', 'ROLE("a")', { next: [{ to: 'last' }], allow: { return: { to: ['applicant'], then: 'back' } } }),
      approve('two', 'ROLE("b")', { next: [{ to: 'last' }] }),
      approve('three', 'ROLE("c")', { next: [{ to: 'last' }] }),
      approve('last', '"boss"', { join: 'started', next: [{ to: 'done' }] }),
      done,
    ]
    const at = (amount: string) => new Instance(appWith(nodes), { values: { amount } }).at
    expect([at('0'), at('2'), at('5')]).toEqual([['three:c'], ['one:a'], ['one:a', 'two:b']])
    const instance = new Instance(appWith(nodes))
    instance.act('a', 'return')
    instance.act('b', 'approve')
    expect(instance.at).toEqual(['$applicant:app'])
    instance.act('app', 'submit')
    instance.act('a', 'approve')
    expect(instance.at).toEqual(['last:boss'])
  })

  it('started in a circle: the first in list order fires, and is told', () => {
    const nodes: Node[] = [
      { key: 'split', type: 'parallel', next: [{ to: 'x' }, { to: 'y' }] },
      approve('x', 'ROLE("a")', { join: 'started', next: [{ to: 'y', when: '{amount} > 1' }, { to: 'out' }] }),
      approve('y', 'ROLE("b")', { join: 'started', next: [{ to: 'x', when: '{amount} > 9' }, { to: 'out' }] }),
      { key: 'out', type: 'end', scope: 'branch' },
    ]
    const instance = new Instance(appWith(nodes))
    expect(instance.at).toEqual(['x:a'])
    expect(instance.log).toContainEqual({ type: 'warning', code: 'join_circle', params: { node: 'x' } })
    instance.act('a', 'approve')
    expect(instance.at).toEqual(['y:b'])
  })

  it('an end of a branch takes its own token only', () => {
    const nodes: Node[] = [
      { key: 'split', type: 'parallel', next: [{ to: 'one' }, { to: 'two' }] },
      approve('one', 'ROLE("a")', { next: [{ to: 'over' }] }),
      approve('two', 'ROLE("b")', { next: [{ to: 'over' }] }),
      { key: 'over', type: 'end', scope: 'branch', outcome: 'approved' },
    ]
    const instance = new Instance(appWith(nodes))
    instance.act('a', 'approve')
    expect([instance.at, instance.state.status]).toEqual([['two:b'], 'running'])
    instance.act('b', 'approve')
    expect(instance.result).toBe('ended approved')
  })
})

describe('soundness before publish', () => {
  const findings = (nodes: readonly Node[], rest: Partial<Workflow> = {}): string[] =>
    compileApp(appWith(nodes, rest)).findings.map(
      ({ severity, code, path }) => `${severity} ${code} ${path.replace('/workflows/0', '')}`,
    )
  const end: Node = { key: 'done', type: 'end' }

  it.each<[string, Node[], string[]]>([
    [
      'a join that waits for a branch not taken',
      [
        { key: 'how', type: 'exclusive', next: [{ to: 'one', when: '{amount} > 1' }, { to: 'two' }] },
        approve('one', 'ROLE("a")', { next: [{ to: 'last' }] }),
        approve('two', 'ROLE("b")', { next: [{ to: 'last' }] }),
        approve('last', 'ROLE("c")', { join: 'all', next: [{ to: 'done' }] }),
        end,
      ],
      ['error join_deadlock /nodes/3'],
    ],
    [
      'a branch whose time-out is lost',
      [
        { key: 'split', type: 'parallel', next: [{ to: 'one' }, { to: 'two' }] },
        approve('one', 'ROLE("a")', {
          next: [{ to: 'last' }],
          deadline: { steps: [{ key: 'x', after: '1d', do: [{ do: 'act', on: '{$task}', as: 'close' }] }] },
        }),
        approve('two', 'ROLE("b")', { next: [{ to: 'last' }] }),
        { key: 'last', type: 'end', join: 'all' },
      ],
      ['error join_deadlock /nodes/3'],
    ],
    [
      'a branch that ends everything while another waits at the join',
      [
        { key: 'split', type: 'parallel', next: [{ to: 'one' }, { to: 'two' }] },
        approve('one', 'ROLE("a")', { next: [{ to: 'last' }, { to: 'no', on: 'rejected' }] }),
        approve('two', 'ROLE("b")', { next: [{ to: 'last' }, { to: 'no', on: 'rejected' }] }),
        approve('last', 'ROLE("c")', { join: 'all', next: [{ to: 'done' }] }),
        { key: 'no', type: 'end', outcome: 'rejected' },
        end,
      ],
      [],
    ],
    ['a number no round can reach', three({ join: 5 }, { next: [{ to: 'done' }] }), []],
    [
      'an event beside the work whose token meets it again',
      [
        approve('one', 'ROLE("a")', {
          next: [{ to: 'two' }],
          events: [{ on: { event: 'updated' }, to: 'two', cancel: false }],
        }),
        approve('two', 'ROLE("b")', { next: [{ to: 'done' }] }),
        end,
      ],
      ['error missing_join /nodes/1'],
    ],
    [
      'an inclusive branch without otherwise',
      [{ key: 'how', type: 'inclusive', next: [{ to: 'done', when: '{amount} > 1' }] }, end],
      ['error branch_gap /nodes/0'],
    ],
    [
      'a loop that is counted',
      [
        { key: 'a', type: 'do', do: [{ do: 'lock' }], next: [{ to: 'b' }] },
        { key: 'b', type: 'exclusive', next: [{ to: 'a', when: '{$nodes.a.count} < 3' }, { to: 'done' }] },
        end,
      ],
      [],
    ],
    [
      'a wait for nothing',
      [{ key: 'w', type: 'wait', next: [{ to: 'done' }] }, end],
      ['error waits_for_nothing /nodes/0'],
    ],
    [
      'a subprocess that is none',
      [{ key: 's', type: 'subprocess', workflow: 'flwo', next: [{ to: 'done' }] }, end],
      ['error unknown_workflow /nodes/0/workflow'],
    ],
    [
      'a workflow that always calls itself',
      [{ key: 's', type: 'subprocess', workflow: 'flow', next: [{ to: 'done' }] }, end],
      ['error endless_recursion /nodes/0/workflow'],
    ],
    [
      'a workflow that may call itself',
      [
        { key: 'how', type: 'exclusive', next: [{ to: 's', when: '{amount} > 1' }, { to: 'done' }] },
        { key: 's', type: 'subprocess', workflow: 'flow', next: [{ to: 'done' }] },
        end,
      ],
      [],
    ],
    [
      'a share without a rule',
      [approve('one', 'ROLE("a")', { mode: 'share', next: [{ to: 'done' }] }), end],
      ['error missing_property /nodes/0'],
    ],
    [
      'votes that are not counted',
      [approve('one', 'ROLE("a")', { passWhen: '{$votes.yes} > 1', next: [{ to: 'done' }] }), end],
      ['error votes_without_share /nodes/0'],
    ],
  ])('%s', (_, nodes, expected) => {
    expect(findings(nodes)).toEqual(expected)
  })

  const grid = (branches: number, steps: number, join: string): Node[] => {
    const keys = Array.from({ length: branches }, (_, branch) =>
      Array.from({ length: steps }, (_, step) => `n${branch}_${step}`),
    )
    return [
      { key: 'split', type: 'parallel', next: keys.map(([first]) => ({ to: first! })) },
      ...keys.flatMap(branch =>
        branch.map((key, at) => approve(key, 'ROLE("a")', { next: [{ to: branch[at + 1] ?? 'last' }] })),
      ),
      { key: 'last', type: 'end', join } as Node,
    ]
  }

  it('proves wide and long workflows', () => {
    expect(findings(grid(40, 10, 'all'))).toEqual([])
    expect(findings(grid(40, 10, 'started'))).toEqual([])
  })

  it('says when it cannot prove it', () => {
    const nodes = grid(16, 1, 'all').map(node => (node.key === 'last' ? { ...node, join: 9 } : node))
    expect(findings(nodes as Node[])).toEqual(['warning not_proven /nodes/0'])
  })

  it('takes less than 5 s for 5,000 nodes', () => {
    const long = Array.from({ length: 4_999 }, (_, at) =>
      approve(`n${at}`, 'ROLE("a")', {
        next: [{ to: at === 4_998 ? 'done' : `n${at + 1}` }, { to: `n${Math.max(0, at - 3)}`, on: 'rejected' }],
      }),
    )
    const start = performance.now()
    expect(findings([...long, end])).toEqual([])
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
