import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyCommands } from '../../../designer/commands/apply.ts'
import { markKeys } from '../../../designer/commands/names.ts'
import { edited, openSession, received, type Stored, undone } from '../../../designer/model/session.ts'
import { reached, readFlow } from '../../../designer/workflow/graph/flow.ts'
import type { Kind } from '../../../designer/workflow/plans/kinds.ts'
import { type FlowPlan, isRefusal } from '../../../designer/workflow/plans/plan.ts'
import { insertOnEdge, removeNode } from '../../../designer/workflow/plans/steps.ts'
import { mergeDefinitions } from '../../../engine/definition/merge.ts'
import { compileApp } from '../../../engine/index.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { validateDefinition } from '../../../schemas/validate.ts'
import { approve, end, waysIn, withWorkflow, workflowIn } from './sample.ts'

const plain = withWorkflow([approve('a', ['b', 'approved']), approve('b', ['done', 'approved']), end('done')])
const kinds = ['approve', 'fill', 'cc', 'exclusive', 'parallel', 'inclusive', 'wait', 'do'] as const

/** What an author makes of the app who puts steps on ways, one after the other. */
function author(mark: string, puts: readonly (readonly [way: string, kind: Kind])[]): AppDefinition {
  markKeys(mark)
  try {
    return puts.reduce((now, [way, kind]) => {
      const plan = insertOnEdge(now, 'w', way, kind)
      return isRefusal(plan) ? now : applyCommands(now, (plan as FlowPlan).commands)
    }, plain)
  } finally {
    markKeys('')
  }
}

function isSound(definition: AppDefinition): void {
  expect(validateDefinition(definition).problems).toEqual([])
  expect(compileApp(definition).findings.filter(({ severity }) => severity === 'error')).toEqual([])
  const { nodes } = workflowIn(definition)
  expect([...reached(readFlow(workflowIn(definition)))].sort()).toEqual(nodes.map(({ key }) => key).sort())
}

describe('two authors who put a step on the same way', () => {
  const [one, other] = [author('aaaa', [['a>0', 'approve']]), author('bbbb', [['a>0', 'fill']])]

  it('have both, one behind the other, whoever of them merges', () => {
    for (const [ours, theirs] of [
      [one, other],
      [other, one],
    ] as const) {
      const { merged, conflicts } = mergeDefinitions(plain, ours, theirs)
      expect(conflicts).toEqual([])
      isSound(merged)
      expect(waysIn(merged)).toEqual(
        expect.arrayContaining(['a>approve_1_aaaa:approved', 'approve_1_aaaa>fill_1_bbbb:approved']),
      )
    }
  })

  it('always have a sound workflow with the steps of both, the same for either', () => {
    const puts = fc.array(fc.tuple(fc.constantFrom('>', 'a>0', 'b>0'), fc.constantFrom(...kinds)), {
      minLength: 1,
      maxLength: 3,
    })
    fc.assert(
      fc.property(puts, puts, (first, second) => {
        const [mine, yours] = [author('aaaa', first), author('bbbb', second)]
        const here = mergeDefinitions(plain, mine, yours)
        const there = mergeDefinitions(plain, yours, mine)
        expect([here.conflicts, there.conflicts]).toEqual([[], []])
        isSound(here.merged)
        expect(waysIn(here.merged).sort()).toEqual(waysIn(there.merged).sort())
        const keys = new Set(workflowIn(here.merged).nodes.map(({ key }) => key))
        for (const side of [mine, yours]) for (const { key } of workflowIn(side).nodes) expect(keys.has(key)).toBe(true)
      }),
    )
  })

  it('have the step before the end that one of them put there', () => {
    const ended = author('cccc', [['a>0', 'end']])
    for (const [ours, theirs] of [
      [one, ended],
      [ended, one],
    ] as const) {
      const { merged, conflicts } = mergeDefinitions(plain, ours, theirs)
      expect(conflicts).toEqual([])
      isSound(merged)
      expect(waysIn(merged)).toEqual(['>a', 'a>approve_1_aaaa:approved', 'approve_1_aaaa>end_1_cccc:approved'])
    }
  })

  it('are asked when their ends differ', () => {
    const ends = ['cccc', 'dddd'].map(mark => author(mark, [['a>0', 'end']])) as [AppDefinition, AppDefinition]
    expect(mergeDefinitions(plain, ...ends).conflicts).toHaveLength(1)
  })

  it('always take back their own steps alone', () => {
    const stored = (definition: AppDefinition, revision: number): Stored => ({ definition, revision })
    const put = fc.tuple(fc.constantFrom('>', 'a>0', 'b>0'), fc.constantFrom(...kinds))
    fc.assert(
      fc.property(
        put,
        fc.array(put, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('aaaa', 'cccc'),
        (own, puts, mark) => {
          const other = author('bbbb', puts)
          markKeys(mark)
          const { commands } = insertOnEdge(plain, 'w', ...own) as FlowPlan
          markKeys('')
          const { session } = edited(openSession(stored(plain, 1)), commands)
          const both = received(session, stored(other, 2))
          expect(both.conflicts).toEqual([])
          isSound(both.definition)
          expect(waysIn(undone(both).definition).sort()).toEqual(waysIn(other).sort())
        },
      ),
    )
  })
})

describe('one author takes a step away, the other puts one beside it', () => {
  const without = applyCommands(plain, (removeNode(plain, 'w', 'b') as FlowPlan).commands)

  it.each([
    ['before it', 'a>0', ['>a', 'a>cc_1_aaaa:approved', 'cc_1_aaaa>done']],
    ['behind it', 'b>0', ['>a', 'a>cc_1_aaaa:approved', 'cc_1_aaaa>done']],
  ])('%s: the new one stands where it stood', (_, way, ways) => {
    const put = author('aaaa', [[way, 'cc']])
    for (const [ours, theirs] of [
      [put, without],
      [without, put],
    ] as const) {
      const { merged, conflicts } = mergeDefinitions(plain, ours, theirs)
      expect(conflicts).toEqual([])
      isSound(merged)
      expect(waysIn(merged).sort()).toEqual(ways)
    }
  })

  it('before and behind it: both stand there in their order', () => {
    const put = author('aaaa', [
      ['a>0', 'cc'],
      ['b>0', 'fill'],
    ])
    const { merged, conflicts } = mergeDefinitions(plain, put, without)
    expect(conflicts).toEqual([])
    isSound(merged)
    expect(waysIn(merged)).toContain('cc_1_aaaa>fill_1_aaaa')
  })
})
