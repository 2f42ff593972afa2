import { describe, expect, it } from 'vitest'
import { applyCommands } from '../../../designer/commands/apply.ts'
import { fillScenarios } from '../../../designer/publish/fill-scenarios.ts'
import type { AppDefinition, Field, Scenario } from '../../../schemas/generated/definition.ts'

const label = (zh: string) => ({ zh, en: zh })
const option = (key: string, parent?: string, active = true) => ({
  ...{ key, label: label(key), active },
  ...(parent === undefined ? {} : { parent }),
})
const fieldOf = (field: object): Field => ({ key: 'new', label: label('新'), required: true, ...field }) as Field

/** An app whose scenario makes a visit of a customer without a field that became required. */
function app(field: Field, set: Record<string, unknown> = {}): AppDefinition {
  const scenario: Scenario = {
    ...{ key: 'visited', name: label('拜访过'), clock: '2026-03-02T10:00', people: [{ key: 'li', roles: ['seller'] }] },
    given: [{ form: 'customer', as: 'acme', set: { name: 'Acme' } }],
    steps: [{ by: 'li', act: [{ do: 'create', form: 'visit', as: 'visit', set }] }],
  }
  return {
    ...{ formatVersion: 1, key: 'app', version: '1.0.0', name: label('应用') },
    optionLibraries: [
      { key: 'above', label: label('上级'), options: [option('north'), option('south')] },
      {
        ...{ key: 'level', label: label('等级'), parent: 'above' },
        options: [option('gone', 'north', false), option('low', 'north'), option('high', 'south')],
      },
    ],
    forms: [
      { key: 'customer', name: label('客户'), titleField: 'name', fields: [] },
      { key: 'visit', name: label('拜访'), titleField: 'new', fields: [field] },
    ],
    scenarios: [scenario],
  } as unknown as AppDefinition
}

const playedWith = (steps: readonly { act: number; fields: readonly string[] }[][]) => ({
  ...{ passed: false, skipped: [] },
  scenarios: [
    {
      ...{ key: 'visited', name: { zh: '', en: '' }, passed: false },
      steps: steps.map(missing => ({ at: '', problems: [], missing })),
    },
  ],
})
const blank = playedWith([[{ act: 0, fields: ['new'] }]])

const filled = (field: object, set?: Record<string, unknown>): unknown => {
  const definition = app(fieldOf(field), set)
  const { plan } = fillScenarios(definition, blank)
  const [act] = applyCommands(definition, plan).scenarios![0]!.steps[0]!.act!
  return (act as { set: Record<string, unknown> }).set.new
}

describe('what a scenario leaves blank and may not', () => {
  it.each([
    [{ type: 'text' }, '新'],
    [{ type: 'number', min: '5' }, '5'],
    [{ type: 'money' }, '1'],
    [{ type: 'date' }, '@+1d'],
    [{ type: 'yes_no' }, true],
    [{ type: 'select', options: 'level' }, 'low'],
    [{ type: 'select', options: 'level', multiple: true }, ['low']],
    [{ type: 'user' }, '@li'],
    [{ type: 'attachment' }, ['@file:file.pdf']],
    [{ type: 'relation', to: 'customer' }, '@acme'],
    [{ type: 'relation', to: 'customer', multiple: true }, ['@acme']],
  ])('%j is filled in with %j', (field, value) => expect(filled(field)).toEqual(value))

  it('takes an option that belongs to what is chosen above it', () =>
    expect(filled({ type: 'select', options: 'level', parent: 'region' }, { region: 'south' })).toBe('high'))

  it('keeps what the scenario says already, and says what it did', () => {
    const definition = app(fieldOf({ type: 'text' }), { name: 'first' })
    const { plan, blanks, left } = fillScenarios(definition, blank)
    expect([blanks, left]).toEqual([[{ form: 'visit', field: 'new', scenarios: 1 }], []])
    expect(applyCommands(definition, plan).scenarios![0]!.steps[0]!.act).toEqual([
      { do: 'create', form: 'visit', as: 'visit', set: { name: 'first', new: '新' } },
    ])
  })

  it.each([[{ type: 'signature' }], [{ type: 'relation', to: 'elsewhere' }], [{ type: 'subform', fields: [] }]])(
    'leaves %j to a person, and says so',
    field => {
      const { plan, left } = fillScenarios(app(fieldOf(field)), blank)
      expect([plan, left]).toEqual([[], [{ form: 'visit', field: 'new', scenarios: 1 }]])
    },
  )

  it('knows the step although something could not be given before it, and changes nothing where nothing is missing', () => {
    const definition = app(fieldOf({ type: 'text' }))
    expect(fillScenarios(definition, playedWith([[], [{ act: 0, fields: ['new'] }]])).plan).toHaveLength(1)
    expect(fillScenarios(definition, playedWith([[]]))).toEqual({ plan: [], blanks: [], left: [] })
  })
})
