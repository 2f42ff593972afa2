import { describe, expect, it } from 'vitest'
import { applyCommands } from '../../designer/commands/apply.ts'
import * as elements from '../../designer/commands/elements.ts'
import { nameSpaceOf } from '../../designer/formula/place.ts'
import { newItem } from '../../designer/panel/empty.ts'
import { propertiesOf, type Shape } from '../../designer/panel/shape.ts'
import { compileApp } from '../../engine/index.ts'
import { appSchema } from '../../schemas/definition/app.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import { trade } from '../fixtures/trade.ts'

const primitives = ['app', ...Object.keys(appSchema.$defs as object)].filter(name => propertiesOf(name).length > 0)

describe('a panel made from the schema', () => {
  it('has a row for every property but those with pages of their own', () => {
    const without = primitives.flatMap(primitive =>
      propertiesOf(primitive).flatMap(({ name, shape }) => (shape.kind === 'other' ? [`${primitive}.${name}`] : [])),
    )
    const joins = ['fill', 'approve', 'cc', 'exclusive', 'parallel', 'inclusive', 'do', 'wait', 'subprocess', 'end']
    expect(without.sort()).toEqual(
      [
        ...joins.map(type => `${type}_node.join`),
        ...['automation.same', 'event_trigger.from', 'event_trigger.to', 'schedule_trigger.schedule'],
        ...['bands.rows', 'calendar.week', 'dimension.missing', 'http_action.payload', 'http_action.query'],
        ...['app.sampleData', 'scenario.settings', 'section.fields', 'subprocess_node.wait'],
      ].sort(),
    )
  })

  it.each([
    ['table_view', 'columns', { kind: 'keys', refers: 'field' }],
    ['table_view', 'where', { kind: 'expr' }],
    ['relation_field', 'to', { kind: 'key', refers: 'form' }],
    ['relation_field', 'onDelete', { kind: 'choice', values: ['restrict', 'clear', 'cascade'] }],
    ['notify_action', 'channels', { kind: 'choices' }],
    ['update_action', 'set', { kind: 'map', refers: 'field', value: { kind: 'value' } }],
    ['money_field', 'scale', { kind: 'number', whole: true, min: 0, max: 20 }],
    ['text_field', 'label', { kind: 'words', long: false, max: 200 }],
    ['ladder', 'steps', { kind: 'list', keyed: true }],
    ['stage', 'onEnter', { kind: 'list', keyed: false }],
  ] as const)('edits %s.%s as %j', (primitive, name, shape) => {
    expect(propertiesOf(primitive).find(one => one.name === name)?.shape).toMatchObject(shape)
  })

  const lists = primitives.flatMap(primitive =>
    propertiesOf(primitive).flatMap(({ name, shape }) =>
      shape.kind === 'list' ? [[`${primitive}.${name}`, shape] as const] : [],
    ),
  )
  const context = { definition: trade, space: nameSpaceOf(trade), form: 'customer' }

  it.each(
    lists.filter(([name]) => name.startsWith('stage.') || name.startsWith('rule') || name.startsWith('scorecard')),
  )('a new item of %s has what its schema asks for', (name, shape: Extract<Shape, { kind: 'list' }>) => {
    const item = newItem(shape, context, [])
    const [primitive = '', list = ''] = name.split('.')
    const host = { stage: ['forms', 'opportunity', 'stages', 'pipeline', 'lead'] }[primitive]
    if (host === undefined) return
    const after = applyCommands(trade, [{ do: 'set', at: host, set: { [list]: [item] } }])
    expect(validateDefinition(after).problems).toEqual([])
  })
})

describe('a new element', () => {
  const creators = Object.entries(elements)
  it.each(creators)('%s works at once', (_, create) => {
    const { commands } = create(trade)
    const after = applyCommands(trade, commands)
    expect(after).not.toBe(trade)
    expect(validateDefinition(after).problems).toEqual([])
    expect(compileApp(after).findings.filter(({ severity }) => severity === 'error')).toEqual([])
    // A second one takes another key.
    const twice = applyCommands(after, create(after).commands)
    expect(validateDefinition(twice).problems).toEqual([])
    expect(compileApp(twice).findings.filter(({ severity }) => severity === 'error')).toEqual([])
  })
})
