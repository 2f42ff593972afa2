import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyCommands } from '../../designer/commands/apply.ts'
import type { Command, Plan } from '../../designer/commands/command.ts'
import {
  addField,
  addSection,
  moveField,
  moveSection,
  neighbourAt,
  removeFields,
  removeSection,
} from '../../designer/commands/fields.ts'
import { entryKey, sectionsOf } from '../../designer/commands/layout.ts'
import { freeKey } from '../../designer/commands/names.ts'
import { fieldTypes } from '../../designer/fields/fieldTypes.ts'
import { compileApp } from '../../engine/index.ts'
import type { AppDefinition, Field, Form } from '../../schemas/generated/definition.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import { trade } from '../fixtures/trade.ts'

const form = (definition: AppDefinition, key = 'customer'): Form => definition.forms.find(one => one.key === key)!
const placed = (definition: AppDefinition): string[] =>
  sectionsOf(form(definition)).flatMap(section => section.fields.map(entryKey))
const text = (key: string): Field => ({ key, label: { zh: key, en: key }, type: 'text' })

type PlanOf = (form: Form) => Plan
/** Plans in turn, each made for the definition the one before left. */
const plan = (...plans: PlanOf[]): AppDefinition =>
  plans.reduce((definition, one) => applyCommands(definition, one(form(definition))), trade)
const apply = (...commands: Command[]): AppDefinition => applyCommands(trade, commands)

describe('a command', () => {
  it('adds an element after its neighbour, first, or at the end', () => {
    const option = (key: string) => ({ key, label: { zh: key } })
    const to = ['optionLibraries', 'industry', 'options']
    const after = apply(
      { do: 'add', to, element: option('a'), after: null },
      { do: 'add', to, element: option('b'), after: 'a' },
      { do: 'add', to, element: option('c') },
      { do: 'add', to, element: option('c'), after: null },
    )
    const keys = after.optionLibraries![0]!.options.map(({ key }) => key)
    expect([keys.slice(0, 2), keys.at(-1)]).toEqual([['a', 'b'], 'c'])
    expect(keys.filter(key => key === 'c')).toHaveLength(1)
  })

  it('makes a list that was not there', () => {
    const calendar = { key: 'work', week: { mon: [['09:00', '18:00']] } }
    expect(apply({ do: 'add', to: ['calendars'], element: calendar }).calendars).toEqual([calendar])
  })

  it('sets and takes away properties, never the key', () => {
    const after = apply({
      do: 'set',
      at: ['forms', 'customer', 'fields', 'name'],
      set: { required: null, maxLength: 9, key: 'other' },
    })
    expect(form(after).fields[0]).toEqual({
      key: 'name',
      label: { zh: '名称', en: 'Name' },
      type: 'text',
      maxLength: 9,
      searchable: true,
    })
  })

  it('moves an option, retires one and removes one', () => {
    const at = (key: string) => ['optionLibraries', 'industry', 'options', key]
    const after = apply(
      { do: 'set', at: at('energy'), set: { active: false } },
      { do: 'move', at: at('old'), after: null },
      { do: 'remove', at: at('medical') },
    )
    expect(after.optionLibraries![0]!.options.map(({ key, active }) => [key, active])).toEqual([
      ['old', false],
      ['energy', false],
    ])
  })

  it('reaches a property of an element that has none of it yet', () => {
    const after = apply({
      do: 'set',
      at: ['roles', 'seller', 'grants', 'customer', 'fields'],
      set: { phone: 'hidden' },
    })
    const grant = after.roles!.find(({ key }) => key === 'seller')!.grants.find(one => one.form === 'customer')!
    expect(grant.fields).toMatchObject({ phone: 'hidden' })
  })

  it('about something that is gone changes nothing, and answers the same object', () => {
    const gone: Command[] = [
      { do: 'set', at: ['forms', 'customer', 'fields', 'gone'], set: { required: true } },
      { do: 'move', at: ['forms', 'customer', 'fields', 'gone'], after: null },
      { do: 'remove', at: ['forms', 'gone'] },
      { do: 'set', at: ['forms', 'customer', 'fields', 'name'], set: { required: true } },
    ]
    expect(apply(...gone)).toBe(trade)
  })

  it('shares what it did not touch', () => {
    const after = apply({ do: 'set', at: ['forms', 'customer', 'fields', 'phone'], set: { required: true } })
    expect(after.forms[1]).toBe(trade.forms[1])
    expect(form(after).fields[0]).toBe(form(trade).fields[0])
  })
})

describe('a plan for a form', () => {
  it('adds a field where it was dropped', () => {
    const after = plan(one => addField(one, text('fresh'), { section: 'main', after: 'name' }))
    expect(placed(after).slice(0, 3)).toEqual(['name', 'fresh', 'industry'])
    expect(form(after).fields.at(-1)).toEqual(text('fresh'))
  })

  it('moves a field between sections and keeps the others in order', () => {
    const after = plan(
      one => addSection(one, { key: 'more', fields: [] }),
      one => moveField(one, 'phone', { section: 'more', after: null }),
    )
    expect(sectionsOf(form(after)).map(section => section.fields)).toEqual([
      ['name', 'industry', 'sub', 'secret', 'deals', 'total', 'rebate_rate'],
      ['phone'],
    ])
  })

  it('hands the fields of a removed section to its neighbour', () => {
    const after = plan(
      one => addSection(one, { key: 'more', fields: [] }),
      one => moveField(one, 'phone', { section: 'more', after: null }),
      one => removeSection(one, 'more'),
    )
    expect(placed(after).at(-1)).toBe('phone')
  })

  it.each([
    [['a', 'b', 'c'], 0, undefined, null],
    [['a', 'b', 'c'], 2, undefined, 'b'],
    [['a', 'b', 'c'], 9, undefined, 'c'],
    [['a', 'b', 'c'], 1, 'a', 'b'],
    [['a', 'b', 'c'], 0, 'c', null],
  ] as const)('position %j %i without %s is after %s', (keys, at, moved, neighbour) => {
    expect(neighbourAt(keys, at, moved)).toBe(neighbour)
  })
})

describe('any sequence of plans', () => {
  const keys = ['name', 'industry', 'phone', 'secret', 'new_a', 'new_b']
  const key = fc.constantFrom(...keys)
  const section = fc.constantFrom('main', 'more')
  const neighbour = fc.option(key)
  const anyPlan: fc.Arbitrary<PlanOf> = fc.oneof(
    fc.tuple(fc.constantFrom('new_a', 'new_b'), section, neighbour).map(
      ([field, to, after]): PlanOf =>
        one =>
          addField(one, text(field), { section: to, after }),
    ),
    fc.tuple(key, section, neighbour).map(
      ([field, to, after]): PlanOf =>
        one =>
          sectionsOf(one).some(known => known.key === to) ? moveField(one, field, { section: to, after }) : [],
    ),
    key.map(
      (field): PlanOf =>
        one =>
          removeFields(one, [field]),
    ),
    fc.constant((one: Form) => addSection(one, { key: 'more', fields: [] })),
    section.map(
      (gone): PlanOf =>
        one =>
          removeSection(one, gone),
    ),
    fc.tuple(section, fc.option(section)).map(
      ([moved, after]): PlanOf =>
        one =>
          moveSection(one, moved, after),
    ),
  )

  it('leaves every field placed exactly once, a valid shape, and the original untouched', () => {
    const before = JSON.stringify(trade)
    fc.assert(
      fc.property(fc.array(anyPlan, { maxLength: 12 }), plans => {
        const after = plan(...plans)
        expect([...placed(after)].sort()).toEqual(
          form(after)
            .fields.map(field => field.key)
            .sort(),
        )
        expect(validateDefinition(after).problems).toEqual([])
        expect(JSON.stringify(trade)).toBe(before)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the palette', () => {
  it.each(fieldTypes.map(type => [type.type, type] as const))('a dropped %s works with its defaults', (_, type) => {
    const field = {
      key: freeKey(type.type, []),
      label: { zh: type.name[0], en: type.name[1] },
      type: type.type,
      ...type.make?.(trade),
    } as Field
    const after = plan(one => addField(one, field))
    expect(validateDefinition(after).problems).toEqual([])
    expect(compileApp(after).findings).toEqual([])
  })
})
