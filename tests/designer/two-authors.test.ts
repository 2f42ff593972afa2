import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { addNewField, newSection } from '../../designer/canvas/newParts.ts'
import type { Plan } from '../../designer/commands/command.ts'
import * as elements from '../../designer/commands/elements.ts'
import { freeKey, markKeys, markOf } from '../../designer/commands/names.ts'
import { fieldTypes } from '../../designer/fields/fieldTypes.ts'
import { addOptions } from '../../designer/libraries/plans.ts'
import { edited, isSaved, openSession, received, type Session } from '../../designer/model/session.ts'
import { addStage } from '../../designer/stages/plans.ts'
import { newWorkflow } from '../../designer/workflow/plans/create.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import { trade } from '../fixtures/trade.ts'
import { DraftServer, saved } from './shared-draft.ts'

afterEach(() => markKeys(''))

type Adds = (definition: AppDefinition) => Plan

const formIn = (definition: AppDefinition, key: string) => definition.forms.find(form => form.key === key)!

/** Everything an author can add, as the pages add it. */
const adds: readonly Adds[] = [
  ...fieldTypes.map(
    (type): Adds =>
      now =>
        addNewField(now, formIn(now, 'customer'), type).commands,
  ),
  ...Object.values(elements).map(
    (create): Adds =>
      now =>
        create(now).commands,
  ),
  now => newSection(formIn(now, 'customer')).commands,
  now => addStage(formIn(now, 'opportunity'), null).commands,
  now => addStage(formIn(now, 'opportunity'), 'lead').commands,
  now => addOptions(now.optionLibraries![0]!, ['甲', '乙']),
  now => newWorkflow(now).commands,
]

/** The keys of everything that was added, by the place it went to. */
const additions = (plan: Plan): string[] =>
  plan.flatMap(command => {
    if (command.do !== 'add') return []
    const { element } = command
    return [`${command.to.join('/')}/${typeof element === 'string' ? element : (element as { key: string }).key}`]
  })

describe('a key of a new element', () => {
  it.each([
    ['select', [], '', 'select_1'],
    ['select', ['select_1', 'select_3'], '', 'select_2'],
    ['select', ['select_1', 'select_2_bbbb'], 'k3f9', 'select_3_k3f9'],
    ['a'.repeat(40), [], 'k3f9', `${'a'.repeat(36)}_1_k3f9`],
  ])('%s beside %j by an author %j is %s', (stem, taken, mark, key) => {
    markKeys(mark)
    expect(freeKey(stem, taken)).toBe(key)
  })

  it('ends with a mark of four letters and digits', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), random => {
        expect(markOf(random)).toMatch(/^[a-z][a-z0-9]{3}$/)
      }),
    )
  })
})

describe('two authors', () => {
  const marks = ['aaaa', 'bbbb']
  const who = fc.constantFrom(0 as const, 1 as const)
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ who, add: fc.nat(adds.length - 1) }) },
    { weight: 2, arbitrary: fc.record({ who, add: fc.constant(null) }) },
  )

  /** Plays the steps (an addition, or a save when there is none), in the end saves until both have everything. */
  function play(steps: readonly { who: 0 | 1; add: number | null }[]) {
    const server = new DraftServer(trade)
    const sessions: Session[] = [openSession(server.stored), openSession(server.stored)]
    const added: string[] = []
    const conflicts: unknown[] = []
    const save = (at: number) => {
      if (!isSaved(sessions[at]!)) conflicts.push(...received(sessions[at]!, server.stored).conflicts)
      sessions[at] = saved(sessions[at]!, server)
    }
    for (const { who: at, add } of steps) {
      if (add === null) {
        save(at)
        continue
      }
      markKeys(marks[at]!)
      const plan = adds[add]!(sessions[at]!.definition)
      const { session, problems } = edited(sessions[at]!, plan)
      expect(problems).toEqual([])
      sessions[at] = session
      added.push(...additions(plan))
    }
    for (const at of [0, 1, 0]) save(at)
    return { sessions, server, added, conflicts }
  }

  /** Whether an added element stands where it was put. */
  const stands = (definition: AppDefinition, place: string): boolean => {
    let value: unknown = definition
    for (const name of place.split('/'))
      value = Array.isArray(value)
        ? value.find(item => item === name || (item as { key?: string }).key === name)
        : (value as Record<string, unknown> | undefined)?.[name]
    return value !== undefined
  }

  it('who add things, of the same kind too, in any order of additions and saves, never meet in a conflict and lose nothing', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 16 }), steps => {
        const { sessions, server, added, conflicts } = play(steps)
        expect(conflicts).toEqual([])
        expect(sessions.map(({ definition }) => definition)).toEqual([
          server.stored.definition,
          server.stored.definition,
        ])
        expect(validateDefinition(server.stored.definition).problems).toEqual([])
        expect(added.filter(place => !stands(server.stored.definition, place))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it.each(adds.map((_, at) => at))('both add the same at once: addition %i', at => {
    const { conflicts, added, server } = play([
      { who: 0, add: at },
      { who: 1, add: at },
    ])
    expect(conflicts).toEqual([])
    expect(added.filter(place => !stands(server.stored.definition, place))).toEqual([])
  })
})
