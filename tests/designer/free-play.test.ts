import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyCommands } from '../../designer/commands/apply.ts'
import {
  acting,
  beginning,
  deciding,
  hoursOf,
  keeping,
  passing,
  pointedAt,
  RECORD,
  takingBack,
} from '../../designer/preview/freePlay.ts'
import { compileApp } from '../../engine/index.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import { trade } from '../fixtures/trade.ts'

const app = compileApp(trade).app!
const form = app.forms.get('opportunity')!
const clock = '2026-11-22T10:00'
const filled = { title: '@华东', customer: 'c1', owner: 'u1', amount: '100.00' }
const related = new Map([['customer c1', { id: 'c1', name: '老客户', total: '5.00', industry: 'medical' }]])

describe('a free play', () => {
  it('begins with what is filled in, the people of all roles, and the records it points at', () => {
    expect(pointedAt(form, filled)).toEqual([{ form: 'customer', id: 'c1' }])
    const scenario = beginning(app, form, filled, 'seller', clock, related)
    expect(scenario.people?.map(({ key }) => key)).toEqual(['admin_1', 'seller', 'manager', 'director'])
    expect(scenario.given).toEqual([
      { form: 'customer', as: 'related_1', by: 'seller', set: { name: '老客户', industry: 'medical' } },
    ])
    expect(scenario.steps).toEqual([
      {
        by: 'seller',
        act: [
          {
            ...{ do: 'create', form: 'opportunity', as: RECORD },
            set: { title: '@@华东', customer: '@related_1', amount: '100.00' },
          },
        ],
      },
    ])
  })

  it('is always a scenario the draft takes, whatever is done in it', () => {
    const role = fc.constantFrom(null, 'seller', 'manager', 'director')
    const moves = fc.array(
      fc.oneof(fc.constantFrom(1, 24, 72, 720), fc.constantFrom('approve', 'reject', 'submit', 'move')),
      {
        maxLength: 8,
      },
    )
    fc.assert(
      fc.property(role, moves, (who, all) => {
        const begun = beginning(app, form, filled, who, clock, related)
        const task = { to: 'director', record: RECORD, node: null }
        const scenario = all.reduce(
          (now, move) =>
            typeof move === 'number'
              ? passing(now, move)
              : move === 'move'
                ? acting(now, { do: 'move', record: RECORD, to: 'contract' })
                : deciding(now, task, move, '好'),
          begun,
        )
        expect(hoursOf(scenario)).toBe(
          all.reduce<number>((sum, move) => sum + (typeof move === 'number' ? move : 0), 0),
        )
        const definition = applyCommands(trade, keeping(scenario))
        expect(definition.scenarios).toEqual([scenario])
        expect(validateDefinition(definition).problems).toEqual([])
        expect(compileApp(definition).findings.filter(({ severity }) => severity === 'error')).toEqual([])
      }),
    )
  })

  it('is done by who made the record, and taken back a step at a time down to the first', () => {
    const begun = beginning(app, form, filled, 'seller', clock, related)
    const moved = acting(passing(begun, 24), { do: 'move', record: RECORD, to: 'contract' })
    expect(moved.steps.at(-1)).toEqual({ by: 'seller', act: [{ do: 'move', record: RECORD, to: 'contract' }] })
    expect(takingBack(moved)).toEqual(passing(begun, 24))
    expect(takingBack(takingBack(takingBack(moved)))).toEqual(begun)
  })
})
