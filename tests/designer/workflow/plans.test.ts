import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyCommands } from '../../../designer/commands/apply.ts'
import { reached, readFlow, writeFlow } from '../../../designer/workflow/graph/flow.ts'
import { type FlowPlan, isRefusal } from '../../../designer/workflow/plans/plan.ts'
import {
  copyOf,
  duplicate,
  insertOnEdge,
  moveToEdge,
  pasteOnEdge,
  removeNode,
} from '../../../designer/workflow/plans/steps.ts'
import { addBranch, describeWay, disconnect, moveBranch } from '../../../designer/workflow/plans/ways.ts'
import { compileApp } from '../../../engine/index.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { validateDefinition } from '../../../schemas/validate.ts'
import { anyPlan } from './random.ts'
import { approve, carriedOut, end, waysIn, withWorkflow, workflowIn } from './sample.ts'

const plain = withWorkflow([approve('a', ['b', 'approved']), approve('b', ['done', 'approved']), end('done')])

const mistakes = (definition: AppDefinition) =>
  compileApp(definition).findings.filter(({ severity }) => severity === 'error')

describe('a step on a way', () => {
  it('stands between the two the way led from and to', () => {
    const next = carriedOut(plain, insertOnEdge(plain, 'w', 'a>0', 'approve'))
    expect(waysIn(next)).toEqual(['>a', 'a>approve_1:approved', 'approve_1>b:approved', 'b>done:approved'])
    expect(workflowIn(next).nodes.map(({ key }) => key)).toEqual(['a', 'approve_1', 'b', 'done'])
  })

  it('can be the first', () => expect(waysIn(carriedOut(plain, insertOnEdge(plain, 'w', '>', 'cc')))[0]).toBe('>cc_1'))

  it('of conditions comes with "otherwise", of parallel ways with their meeting', () => {
    const condition = carriedOut(plain, insertOnEdge(plain, 'w', 'a>0', 'exclusive'))
    expect(waysIn(condition).filter(way => way.startsWith('exclusive_1'))).toEqual(['exclusive_1>b', 'exclusive_1>b'])
    const parallel = carriedOut(plain, insertOnEdge(plain, 'w', 'a>0', 'parallel'))
    expect(waysIn(parallel)).toEqual([
      '>a',
      'a>parallel_1:approved',
      'parallel_1>join_1',
      'parallel_1>join_1',
      'join_1>b',
      'b>done:approved',
    ])
    expect(compileApp(parallel).findings).toEqual([])
  })

  it('works as it is: each kind gives a workflow without a mistake', () => {
    for (const kind of ['approve', 'fill', 'cc', 'exclusive', 'parallel', 'inclusive', 'wait', 'do'] as const)
      expect(mistakes(carriedOut(plain, insertOnEdge(plain, 'w', 'a>0', kind))), kind).toEqual([])
  })

  it('that is an end takes what came after it, and says so', () => {
    const plan = insertOnEdge(plain, 'w', '>', 'end') as FlowPlan
    expect(plan.lost).toEqual(['a', 'b', 'done'])
    expect(workflowIn(carriedOut(plain, plan)).nodes.map(({ key }) => key)).toEqual(['end_1'])
  })
})

describe('a step taken away', () => {
  it('leaves no gap', () =>
    expect(waysIn(carriedOut(plain, removeNode(plain, 'w', 'a')))).toEqual(['>b', 'b>done:approved']))

  it('that was the only end stays', () => expect(removeNode(plain, 'w', 'done')).toEqual({ refused: 'only_end' }))

  it('that was an end gives its ways to another one', () => {
    const two = withWorkflow([approve('a', ['yes', 'approved'], ['no', 'rejected']), end('yes'), end('no', 'rejected')])
    expect(waysIn(carriedOut(two, removeNode(two, 'w', 'no')))).toEqual(['>a', 'a>yes:approved', 'a>yes:rejected'])
  })

  it('inside a circle does not lead a step to itself', () => {
    const circle = withWorkflow([
      approve('a', ['done', 'approved'], ['redo', 'rejected']),
      { key: 'redo', type: 'fill', by: '{owner}', next: [{ to: 'a' }] },
      end('done'),
    ])
    expect(waysIn(carriedOut(circle, removeNode(circle, 'w', 'redo')))).toEqual(['>a', 'a>done:approved'])
  })

  it('with branches keeps the first and names the steps of the others', () => {
    const split = carriedOut(plain, insertOnEdge(plain, 'w', 'a>0', 'parallel'))
    const one = carriedOut(split, insertOnEdge(split, 'w', 'parallel_1>0', 'approve'))
    const two = carriedOut(one, insertOnEdge(one, 'w', 'parallel_1>1', 'fill'))
    const plan = removeNode(two, 'w', 'parallel_1') as FlowPlan
    expect(plan.lost).toEqual(['fill_1'])
    expect(new Set(waysIn(carriedOut(two, plan)))).toEqual(
      new Set(['>a', 'a>approve_1:approved', 'approve_1>b:approved', 'b>done:approved']),
    )
  })
})

describe('a step doubled or moved', () => {
  const two = withWorkflow([
    approve('a', ['b', 'approved'], ['no', 'rejected']),
    approve('b', ['yes', 'approved']),
    end('yes'),
    end('no', 'rejected'),
  ])

  it('goes on to what follows, but a rejection of it to where it went', () => {
    expect(waysIn(carriedOut(two, duplicate(two, 'w', 'a')))).toEqual([
      '>a',
      'a>approve_1:approved',
      'a>no:rejected',
      'approve_1>b:approved',
      'approve_1>no:rejected',
      'b>yes:approved',
    ])
    expect(new Set(waysIn(carriedOut(two, moveToEdge(two, 'w', 'a', 'b>0'))))).toEqual(
      new Set(['>b', 'b>a:approved', 'a>yes:approved', 'a>no:rejected']),
    )
  })

  it('moved onto one of several ways to it stands on that one alone', () => {
    const joined = withWorkflow([
      { key: 's', type: 'exclusive', next: [{ to: 'a', when: '{amount} > 1' }, { to: 'b' }] },
      approve('a', ['b', 'approved']),
      approve('b', ['done', 'approved']),
      end('done'),
    ])
    expect(waysIn(carriedOut(joined, moveToEdge(joined, 'w', 'b', 's>1')))).toEqual([
      '>s',
      's>a',
      's>b',
      'a>done:approved',
      'b>done:approved',
    ])
  })

  it('pasted where its other steps are not known leaves a rejection to the workflow', () =>
    expect(waysIn(carriedOut(plain, pasteOnEdge(plain, 'w', '>', copyOf(two, 'w', 'a')!)))[1]).toBe(
      'approve_1>a:approved',
    ))
})

describe('branches', () => {
  const split = carriedOut(plain, insertOnEdge(plain, 'w', 'a>0', 'exclusive'))
  const nextOf = (definition: AppDefinition) => {
    const node = workflowIn(definition).nodes.find(({ key }) => key === 'exclusive_1')!
    return 'next' in node ? (node.next ?? []) : []
  }

  it('are added before "otherwise", up to where the others meet', () =>
    expect(
      nextOf(carriedOut(split, addBranch(split, 'w', 'exclusive_1'))).map(({ to, label }) => [to, label?.en]),
    ).toEqual([
      ['b', 'Branch 1'],
      ['b', 'Branch 2'],
      ['b', 'Otherwise'],
    ]))

  it('change places, and say when they are taken; “otherwise” stays the last', () => {
    const three = carriedOut(split, addBranch(split, 'w', 'exclusive_1'))
    const named = carriedOut(three, describeWay(three, 'w', 'exclusive_1>0', { when: '{amount} > 1' }))
    const moved = carriedOut(named, moveBranch(named, 'w', 'exclusive_1>0', 1))
    expect(nextOf(moved).map(({ when }) => when)).toEqual(['FALSE', '{amount} > 1', undefined])
    expect(moveBranch(moved, 'w', 'exclusive_1>1', 1)).toEqual({ refused: 'otherwise_last' })
    expect(moveBranch(moved, 'w', 'exclusive_1>2', -1)).toEqual({ refused: 'otherwise_last' })
  })

  it('taken away leave no gateway with a single way', () =>
    expect(waysIn(carriedOut(split, disconnect(split, 'w', 'exclusive_1>0')))).toEqual(waysIn(plain)))

  it('go along when their step is moved or doubled', () => {
    const filled = carriedOut(split, insertOnEdge(split, 'w', 'exclusive_1>0', 'cc'))
    const moved = carriedOut(filled, moveToEdge(filled, 'w', 'exclusive_1', '>'))
    expect(new Set(waysIn(moved))).toEqual(
      new Set(['>exclusive_1', 'exclusive_1>cc_1', 'exclusive_1>a', 'cc_1>a', 'a>b:approved', 'b>done:approved']),
    )
    const twice = carriedOut(filled, duplicate(filled, 'w', 'exclusive_1'))
    expect(workflowIn(twice).nodes).toHaveLength(workflowIn(filled).nodes.length + 2)
    expect(mistakes(twice)).toEqual([])
  })
})

const step = fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(1000))

describe('any sequence of plans', () => {
  it('keeps a workflow the format accepts, and every step the start reached, or names it', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), steps => {
        let definition: AppDefinition = plain
        for (const numbers of steps) {
          const plan = anyPlan(definition, numbers)
          if (isRefusal(plan)) continue
          const before = readFlow(workflowIn(definition))
          definition = applyCommands(definition, plan.commands)
          const flow = readFlow(workflowIn(definition))
          const [was, is] = [reached(before), reached(flow)]
          const keys = new Set(flow.nodes.map(({ key }) => key))
          for (const key of plan.lost) expect(keys.has(key)).toBe(false)
          for (const { key } of flow.nodes) expect(is.has(key) || !was.has(key), `${key} is reached`).toBe(true)
          for (const { to } of flow.ways) expect(keys.has(to), `${to} is there`).toBe(true)
          // What is gone was asked for, dissolved, or named.
          const gone = before.nodes.filter(({ key }) => !keys.has(key) && was.has(key) && !plan.lost.includes(key))
          const workers = gone.filter(({ type }) => !['exclusive', 'parallel', 'inclusive'].includes(type))
          expect(workers.length).toBeLessThanOrEqual(1)
        }
        expect(validateDefinition(definition).problems).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('leaves what it did not touch the same object', () => {
    const workflow = workflowIn(plain)
    expect(writeFlow(workflow, readFlow(workflow)).nodes.every((node, at) => node === workflow.nodes[at])).toBe(true)
  })
})
