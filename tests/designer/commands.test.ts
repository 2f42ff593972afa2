import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyCommand } from '../../designer/commands/apply.ts'
import type { Command } from '../../designer/commands/command.ts'
import { entryKey, sectionsOf } from '../../designer/commands/layout.ts'
import { freeKey } from '../../designer/commands/names.ts'
import { fieldTypes } from '../../designer/fields/fieldTypes.ts'
import { designTexts } from '../../designer/texts.ts'
import { compileApp } from '../../engine/index.ts'
import type { AppDefinition, Field, Form } from '../../schemas/generated/definition.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import { trade } from '../fixtures/trade.ts'

const form = (definition: AppDefinition, key = 'customer'): Form => definition.forms.find(one => one.key === key)!
const placed = (definition: AppDefinition): string[] =>
  sectionsOf(form(definition)).flatMap(section => section.fields.map(entryKey))
const text = (key: string): Field => ({ key, label: { zh: key, en: key }, type: 'text' })
const apply = (...commands: Command[]): AppDefinition => commands.reduce(applyCommand, trade)

describe('a command', () => {
  it('adds a field where it was dropped', () => {
    const after = apply({ do: 'add_field', form: 'customer', field: text('fresh'), section: 'main', at: 1 })
    expect(placed(after).slice(0, 3)).toEqual(['name', 'fresh', 'industry'])
    expect(form(after).fields.at(-1)).toEqual(text('fresh'))
  })

  it('moves a field between sections and keeps the others in order', () => {
    const after = apply(
      { do: 'add_section', form: 'customer', section: { key: 'more', fields: [] } },
      { do: 'move_field', form: 'customer', field: 'phone', section: 'more', at: 0 },
    )
    expect(sectionsOf(form(after)).map(section => section.fields)).toEqual([
      ['name', 'industry', 'sub', 'secret', 'deals', 'total', 'rebate_rate'],
      ['phone'],
    ])
  })

  it('hands the fields of a removed section to its neighbour', () => {
    const after = apply(
      { do: 'add_section', form: 'customer', section: { key: 'more', fields: [] } },
      { do: 'move_field', form: 'customer', field: 'phone', section: 'more', at: 0 },
      { do: 'remove_section', form: 'customer', section: 'more' },
    )
    expect(placed(after).at(-1)).toBe('phone')
  })

  it('sets and takes away properties, never the key', () => {
    const after = apply({
      do: 'change_field',
      form: 'customer',
      field: 'name',
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

  it('edits options of a library', () => {
    const after = apply(
      { do: 'add_option', library: 'industry', option: { key: 'food', label: { zh: '食品' } }, at: 0 },
      { do: 'change_option', library: 'industry', option: 'energy', set: { active: false } },
      { do: 'move_option', library: 'industry', option: 'old', at: 0 },
      { do: 'remove_option', library: 'industry', option: 'medical' },
    )
    expect(after.optionLibraries![0]!.options.map(({ key, active }) => [key, active])).toEqual([
      ['old', false],
      ['food', undefined],
      ['energy', false],
    ])
  })

  it('about something that is gone changes nothing', () => {
    expect(
      apply(
        { do: 'change_field', form: 'customer', field: 'gone', set: { required: true } },
        { do: 'move_field', form: 'customer', field: 'gone', section: 'main', at: 0 },
      ).forms[0]!.fields,
    ).toEqual(trade.forms[0]!.fields)
  })
})

describe('any sequence of commands', () => {
  const keys = ['name', 'industry', 'phone', 'secret', 'new_a', 'new_b']
  const command: fc.Arbitrary<Command> = fc.oneof(
    fc.record({
      do: fc.constant('add_field' as const),
      form: fc.constant('customer'),
      field: fc.constantFrom('new_a', 'new_b').map(text),
      section: fc.constantFrom('main', 'more'),
      at: fc.nat(9),
    }),
    fc.record({
      do: fc.constant('move_field' as const),
      form: fc.constant('customer'),
      field: fc.constantFrom(...keys),
      section: fc.constantFrom('main', 'more'),
      at: fc.nat(9),
    }),
    fc.record({
      do: fc.constant('remove_field' as const),
      form: fc.constant('customer'),
      field: fc.constantFrom(...keys),
    }),
    fc.constant({ do: 'add_section' as const, form: 'customer', section: { key: 'more', fields: [] as string[] } }),
    fc.constantFrom('main', 'more').map(section => ({ do: 'remove_section' as const, form: 'customer', section })),
    fc.record({
      do: fc.constant('move_section' as const),
      form: fc.constant('customer'),
      section: fc.constantFrom('main', 'more'),
      at: fc.nat(3),
    }),
  )

  it('leaves every field placed exactly once, a valid shape, and the original untouched', () => {
    const before = JSON.stringify(trade)
    fc.assert(
      fc.property(fc.array(command, { maxLength: 12 }), commands => {
        const after = apply(...commands)
        expect([...placed(after)].sort()).toEqual(
          form(after)
            .fields.map(({ key }) => key)
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
    const after = apply({ do: 'add_field', form: 'customer', field })
    expect(validateDefinition(after).problems).toEqual([])
    expect(compileApp(after).findings).toEqual([])
  })
})

it('every text of the designer says something in both languages', () => {
  for (const [key, texts] of Object.entries(designTexts)) for (const one of texts) expect(one.trim(), key).not.toBe('')
})
