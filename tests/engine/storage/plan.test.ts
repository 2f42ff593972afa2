import { describe, expect, it } from 'vitest'
import { compileApp } from '../../../engine/index.ts'
import { decide, withAdditions } from '../../../engine/storage/additions.ts'
import { planStorage, type StorageStep, stepKey } from '../../../engine/storage/plan.ts'
import { removedFrom, removedPlaces, withoutPlace, withRemoved } from '../../../engine/storage/removed.ts'
import { allocateStorage, columnsOfField, emptyStorage, timelineOf } from '../../../engine/storage/storage-map.ts'
import type { AppDefinition, Field } from '../../../schemas/generated/definition.ts'

const both = (text: string) => ({ zh: text, en: text })
const field = (key: string, type = 'text', more: object = {}): Field =>
  ({ key, label: both(key), type, ...more }) as Field
const appWith = (fields: Field[], options = ['a', 'b']): AppDefinition => ({
  formatVersion: 1,
  key: 'app',
  version: '1.0.0',
  name: both('app'),
  optionLibraries: [{ key: 'level', label: both('level'), options: options.map(key => ({ key, label: both(key) })) }],
  forms: [
    {
      key: 'item',
      name: both('item'),
      titleField: 'name',
      fields: [field('name'), ...fields],
      layout: { sections: [{ key: 'all', fields: ['name', ...fields.map(({ key }) => key)] }] },
    },
    { key: 'other', name: both('other'), titleField: 'name', fields: [field('name')] },
  ],
  roles: [
    {
      key: 'r',
      label: both('r'),
      grants: [{ form: 'item', can: ['read'], fields: fields.length === 0 ? {} : { x: 'hidden' } }],
    },
  ],
})
const compiled = (definition: AppDefinition) => {
  const { app, findings } = compileApp(definition)
  if (app === null) throw new Error(JSON.stringify(findings))
  return app
}
const select = (more: object = {}) => field('x', 'select', { options: 'level', ...more })

/** Publishes definitions one after the other; answers the last plan's steps, and where x is. */
function follow(...definitions: AppDefinition[]) {
  let previous: Parameters<typeof planStorage>[0] = null
  let steps: StorageStep[] = []
  for (const definition of definitions) {
    const app = compiled(definition)
    const storage = allocateStorage(app, previous?.storage ?? emptyStorage, previous?.app ?? null)
    steps = planStorage(previous, { app, storage })
    previous = { app, storage }
  }
  const storage = previous!.storage
  return { steps: steps.map(stepKey), x: storage.forms.item!.columns.x, storage, app: previous!.app }
}

describe('what a publish does to the columns', () => {
  const cases: readonly [name: string, before: Field[], after: Field[], steps: string[]][] = [
    ['text becomes a number', [field('x')], [field('x', 'number')], ['convert:item.x']],
    ['text becomes a phone: as it lies', [field('x')], [field('x', 'phone')], []],
    ['number becomes money: as it lies', [field('x', 'number')], [field('x', 'money')], []],
    ['text becomes rich text', [field('x')], [field('x', 'rich_text')], ['convert:item.x']],
    ['text becomes an option, of one column type', [field('x')], [select()], ['convert:item.x']],
    ['one option becomes many', [select()], [select({ multiple: true })], ['convert:item.x']],
    [
      'a link to another form',
      [field('x', 'relation', { to: 'item' })],
      [field('x', 'relation', { to: 'other' })],
      ['convert:item.x'],
    ],
    [
      'entered becomes worked out',
      [field('x', 'number')],
      [field('x', 'formula', { formula: '1', result: 'number' })],
      ['keep_entered:item.x', 'compute:item.x'],
    ],
    ['a field leaves', [field('x')], [], ['keep_column:item.x']],
    ['a field is new', [], [field('x')], ['add_column:item.x']],
    [
      'required and unique',
      [field('x')],
      [field('x', 'text', { required: true, unique: true })],
      ['require:item.x', 'unique:item.x'],
    ],
    [
      'a field becomes a sub-form',
      [field('x')],
      [field('x', 'subform', { fields: [field('y')] })],
      ['keep_column:item.x', 'create_table:item.x'],
    ],
  ]
  it.each(cases)('%s', (_, before, after, steps) => {
    expect(follow(appWith(before), appWith(after)).steps).toEqual(steps)
  })

  it('an option leaves', () => {
    expect(follow(appWith([select()]), appWith([select()], ['a'])).steps).toEqual(['retire_option:item.x:b'])
  })

  it('a field that comes back keeps its column, and one of another content keeps all it went through', () => {
    const [text, number] = [appWith([field('x')]), appWith([field('x', 'number')])]
    expect(follow(text, appWith([]), text)).toMatchObject({ steps: ['restore_column:item.x'], x: { type: 'text' } })
    const { x } = follow(text, number, text, number)
    expect(x!.former!.map(({ type }) => type)).toEqual(['text', 'numeric', 'text'])
    expect(new Set(columnsOfField(x!)).size).toBe(7)
    expect(timelineOf(x!, 'number').at(-1)!.column).toBe(x!.column)
  })

  it('what is worked out has no values of people: they are where they were entered', () => {
    const { x } = follow(
      appWith([field('x', 'number')]),
      appWith([field('x', 'formula', { formula: '1', result: 'number' })]),
    )
    expect(timelineOf(x!, '=number').map(({ column }) => column)).toEqual([x!.former![0]!.column])
  })
})

describe('what the publisher decides', () => {
  it('keeps what does not fit in a field beside, hidden from whom the field is', () => {
    const [before, after] = [appWith([field('x')]), appWith([field('x', 'number')])]
    const [from, to] = [compiled(before), compiled(after)]
    const storage = allocateStorage(from, emptyStorage)
    const steps = planStorage({ app: from, storage }, { app: to, storage: allocateStorage(to, storage, from) })
    const { additions, kept } = decide(steps, { 'convert:item.x': 'keep' }, from, to)
    expect(kept).toMatchObject([{ key: 'x_before' }])
    const next = withAdditions(after, additions)
    expect(next.forms[0]!.fields.map(({ key }) => key)).toEqual(['name', 'x', 'x_before'])
    expect(next.forms[0]!.layout!.sections[0]!.fields).toEqual(['name', 'x', 'x_before'])
    expect(next.roles![0]!.grants[0]!.fields).toEqual({ x: 'hidden', x_before: 'hidden' })
    expect(withAdditions(next, additions)).toBe(next)
  })
})

describe('what was removed', () => {
  it('is found, put back once, and forgotten', () => {
    const { storage } = follow(appWith([select()]), { ...appWith([]), forms: appWith([]).forms.slice(0, 1) })
    const places = removedPlaces(storage)
    expect(places.map(({ form, field: key }) => [form, key])).toEqual([
      ['item', 'x'],
      ['other', null],
    ])
    const bare: AppDefinition = { ...appWith([]), optionLibraries: [] }
    const back = withRemoved(bare, removedFrom(appWith([select()]), places[0]!)!)
    expect(back.forms[0]!.fields.map(({ key }) => key)).toEqual(['name', 'x'])
    expect(back.optionLibraries).toHaveLength(1)
    expect(withRemoved(back, removedFrom(appWith([select()]), places[0]!)!)).toEqual(back)
    expect(removedPlaces(withoutPlace(withoutPlace(storage, places[0]!), places[1]!))).toEqual([])
    expect(withoutPlace(storage, { form: 'item', field: 'name' })).toBe(storage)
  })
})
