import { describe, expect, it } from 'vitest'
import { compileApp } from '../../../engine/index.ts'
import type { AppDefinition, Field } from '../../../schemas/generated/definition.ts'
import { trade } from '../../fixtures/trade.ts'

type Change = (definition: AppDefinition) => void

function findings(change: Change): (readonly [string, string])[] {
  const definition = structuredClone(trade)
  change(definition)
  return compileApp(definition).findings.map(({ code, path }) => [code, path] as const)
}
const customer = (definition: AppDefinition) => definition.forms[0]!
const opportunity = (definition: AppDefinition) => definition.forms[1]!
const add =
  (field: object): Change =>
  definition =>
    customer(definition).fields.push({ label: { zh: '新', en: 'New' }, ...field } as Field)
const label = { zh: '新', en: 'New' }

describe('a definition is checked with the place of each mistake', () => {
  it('finds nothing in a sound one', () => expect(findings(() => undefined)).toEqual([]))

  const cases: [string, Change, (readonly [string, string])[]][] = [
    ['a key twice', add({ key: 'name', type: 'text' }), [['duplicate_key', '/forms/0/fields/8/key']]],
    ['a system key', add({ key: 'created_at', type: 'text' }), [['reserved_key', '/forms/0/fields/8/key']]],
    [
      'an unknown library',
      add({ key: 'x', type: 'select', options: 'nope' }),
      [['unknown_library', '/forms/0/fields/8/options']],
    ],
    [
      'a column of choices without a library',
      definition =>
        definition.settings![1]!.columns!.push(
          { key: 'a', label, type: 'select' },
          { key: 'b', label, type: 'select', options: 'nope' },
        ),
      [
        ['missing_property', '/settings/1/columns/2/options'],
        ['unknown_library', '/settings/1/columns/3/options'],
      ],
    ],
    [
      'a parent that is no drop-down',
      add({ key: 'x', type: 'select', options: 'industry', parent: 'name' }),
      [['wrong_field_type', '/forms/0/fields/8/parent']],
    ],
    [
      'a relation to nowhere',
      add({ key: 'x', type: 'relation', to: 'nope' }),
      [['unknown_form', '/forms/0/fields/8/to']],
    ],
    [
      'an unknown field in a formula',
      add({ key: 'x', type: 'formula', formula: '{nme}', result: 'text' }),
      [['formula_unknown_name', '/forms/0/fields/8/formula']],
    ],
    [
      'a formula of another type',
      add({ key: 'x', type: 'formula', formula: '{name}', result: 'date' }),
      [['formula_wrong_result', '/forms/0/fields/8/formula']],
    ],
    [
      'a roll-up without its field',
      add({ key: 'x', type: 'rollup', relation: 'opportunities', aggregate: 'sum' }),
      [['missing_property', '/forms/0/fields/8/field']],
    ],
    [
      'a roll-up over nothing',
      add({ key: 'x', type: 'rollup', relation: 'nope', aggregate: 'count' }),
      [['unknown_field', '/forms/0/fields/8/relation']],
    ],
    [
      'a rule about an unknown field',
      definition => opportunity(definition).rules!.push({ key: 'r', require: ['nope'] }),
      [['unknown_field', '/forms/1/rules/3/require/0']],
    ],
    [
      'a gate that asks for an unknown field',
      definition => Object.assign(opportunity(definition).stages!.pipeline[1]!, { gate: { require: ['nope'] } }),
      [['unknown_field', '/forms/1/stages/pipeline/1/gate/require/0']],
    ],
    [
      'a view with an unknown column',
      definition => definition.views![0]!.columns!.push('nope'),
      [['unknown_field', '/views/0/columns/4']],
    ],
    [
      'a view grouped by text',
      definition => Object.assign(definition.views![1]!, { group: 'title' }),
      [['wrong_field_type', '/views/1/group']],
    ],
    [
      'a right on an unknown form',
      definition => definition.roles![0]!.grants.push({ form: 'nope', can: ['read'] }),
      [['unknown_form', '/roles/0/grants/2/form']],
    ],
    [
      'a right on an unknown field',
      definition => Object.assign(definition.roles![0]!.grants[0]!, { fields: { nope: 'hidden' } }),
      [['unknown_field', '/roles/0/grants/0/fields/nope']],
    ],
    [
      'a section with an unknown field',
      definition => Object.assign(customer(definition), { layout: { sections: [{ key: 'a', fields: ['nope'] }] } }),
      [['unknown_field', '/forms/0/layout/sections/0/fields/0']],
    ],
    [
      'a zone that is none',
      definition => Object.assign(definition, { zone: 'Mars/Base' }),
      [['unknown_time_zone', '/zone']],
    ],
    [
      'an automation that feeds itself',
      definition =>
        Object.assign(definition, {
          automations: [
            {
              key: 'a',
              name: label,
              form: 'customer',
              on: [{ event: 'updated' }],
              then: [{ do: 'update', set: { phone: '123' } }],
            },
          ],
        }),
      [['self_feeding_automation', '/automations/0']],
    ],
  ]
  it.each(cases)('%s', (_, change, expected) => {
    const found = findings(change)
    for (const one of expected) expect(found).toContainEqual(one)
    expect(found).toHaveLength(expected.length)
  })

  it('draws the circle of formulas', () => {
    const definition = structuredClone(trade)
    customer(definition).fields.push(
      { key: 'a', label, type: 'formula', formula: '{b}+1', result: 'number' },
      { key: 'b', label, type: 'formula', formula: '{a}+1', result: 'number' },
    )
    const cycle = compileApp(definition).findings.find(({ code }) => code === 'formula_cycle')
    expect(cycle).toMatchObject({
      path: '/forms/0/fields/8',
      params: { cycle: { zh: '新 → 新 → 新', en: 'New → New → New' } },
    })
  })

  it('orders a chain of a thousand formulas without recursion', () => {
    const chain = Array.from(
      { length: 990 },
      (_, n): Field => ({
        key: `f${n}`,
        label,
        type: 'formula',
        formula: n === 989 ? '1' : `{f${n + 1}}+1`,
        result: 'number',
      }),
    )
    const definition = {
      ...structuredClone(trade),
      forms: [{ key: 'long', name: label, fields: chain }],
      views: [],
      roles: [],
    }
    const { app, findings: found } = compileApp(definition)
    expect(found).toEqual([])
    expect(app?.forms.get('long')?.computeOrder[0]?.field.key).toBe('f989')
  })
})
