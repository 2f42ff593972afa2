import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyCommands } from '../../designer/commands/apply.ts'
import * as elements from '../../designer/commands/elements.ts'
import { nameSpaceOf } from '../../designer/formula/place.ts'
import { emptyOf, newItem } from '../../designer/panel/empty.ts'
import { readSchedule, writtenSchedule } from '../../designer/panel/schedule.ts'
import { propertiesOf, type Shape } from '../../designer/panel/shape.ts'
import { compileApp } from '../../engine/index.ts'
import { nextTime } from '../../engine/timer/schedule.ts'
import { appSchema } from '../../schemas/definition/app.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import { trade } from '../fixtures/trade.ts'

const context = { definition: trade, space: nameSpaceOf(trade), form: 'customer' }
const primitives = ['app', ...Object.keys(appSchema.$defs as object)].filter(name => propertiesOf(name).length > 0)

describe('a panel made from the schema', () => {
  it('has a row for every property but sample data; sections place their fields on the canvas', () => {
    const without = primitives.flatMap(primitive =>
      propertiesOf(primitive).flatMap(({ name, shape }) => (shape.kind === 'other' ? [`${primitive}.${name}`] : [])),
    )
    expect(without).toEqual(['app.sampleData', 'section.fields'])
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
    ['calendar', 'week', { kind: 'week', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] }],
    ['http_action', 'payload', { kind: 'named' }],
    ['scenario', 'settings', { kind: 'map', refers: 'setting', value: { kind: 'value' } }],
    ['automation', 'same', { kind: 'pairs' }],
    ['event_trigger', 'to', { kind: 'values' }],
    ['schedule_trigger', 'schedule', { kind: 'schedule', period: { kind: 'object' } }],
    ['dimension', 'missing', { kind: 'either', is: 'object', other: { kind: 'choice', values: ['skip', 'zero'] } }],
    ['bands', 'rows', { kind: 'either', is: 'array', first: { kind: 'list', of: 'band' }, other: { kind: 'expr' } }],
    ['subprocess_node', 'wait', { kind: 'either', is: 'integer', other: { kind: 'choice', values: ['all', 'none'] } }],
    ['do_node', 'join', { kind: 'either', other: { kind: 'choice', values: ['each', 'all', 'started'] } }],
  ] as const)('edits %s.%s as %j', (primitive, name, shape) => {
    expect(propertiesOf(primitive).find(one => one.name === name)?.shape).toMatchObject(shape)
  })

  const lists = primitives.flatMap(primitive =>
    propertiesOf(primitive).flatMap(({ name, shape }) =>
      shape.kind === 'list' ? [[`${primitive}.${name}`, shape] as const] : [],
    ),
  )

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

describe('what a row begins with', () => {
  const rows = primitives.flatMap(primitive =>
    propertiesOf(primitive).flatMap(({ name, shape }) =>
      ['week', 'named', 'pairs', 'values', 'schedule', 'either'].includes(shape.kind)
        ? [[`${primitive}.${name}`, shape] as const]
        : [],
    ),
  )
  it.each(rows)('%s is what the format allows there', (place, shape) => {
    const [primitive = '', name = ''] = place.split('.')
    const schema = (appSchema.$defs as Record<string, { properties: Record<string, object> }>)[primitive]!
    const ways = shape.kind === 'either' ? [shape.first, shape.other] : [shape]
    const allowed = new Ajv({ strict: false, discriminator: true }).compile({
      $ref: `#/$defs/${primitive}/properties/${name}`,
      $defs: appSchema.$defs as object,
    })
    expect(schema.properties[name]).toBeDefined()
    for (const way of ways)
      expect([emptyOf(way, context), allowed(emptyOf(way, context))]).toEqual([expect.anything(), true])
  })
})

describe('a schedule', () => {
  it.each([
    ['0 9 * * *', { kind: 'daily', at: '09:00' }],
    ['30 18 * * 1-5', { kind: 'workdays', at: '18:30' }],
    ['5 8 * * 7', { kind: 'weekly', at: '08:05', weekday: 0 }],
    ['0 0 31 * *', { kind: 'monthly', at: '00:00', day: 31 }],
    ['*/5 * * * *', { kind: 'other', text: '*/5 * * * *' }],
    ['0 9 1 * 1', { kind: 'other', text: '0 9 1 * 1' }],
    ['0 9 * 6 *', { kind: 'other', text: '0 9 * 6 *' }],
    [{ every: '1d', from: '2026-01-01' }, { kind: 'period' }],
  ])('%j says %j', (schedule, said) => expect(readSchedule(schedule)).toEqual(said))

  it('said in words is read back as it was said, and comes round at that hour', () => {
    const at = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
    const said = fc.oneof(
      fc.record({ kind: fc.constantFrom('daily' as const, 'workdays' as const), at }),
      fc.record({ kind: fc.constant('weekly' as const), at, weekday: fc.nat(6) }),
      fc.record({ kind: fc.constant('monthly' as const), at, day: fc.integer({ min: 1, max: 31 }) }),
    )
    fc.assert(
      fc.property(said, one => {
        expect(readSchedule(writtenSchedule(one))).toEqual(one)
        const next = nextTime(writtenSchedule(one), '2026-11-22T00:00:00.000Z', { zone: 'UTC' })
        expect(next?.slice(11, 16)).toBe(one.at)
      }),
    )
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
