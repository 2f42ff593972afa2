import type { Act, AppDefinition, Field, Scenario } from '../../schemas/generated/definition.ts'
import type { Plan } from '../commands/command.ts'
import type { Played } from './types.ts'

type Values = Readonly<Record<string, unknown>>

/** A field that scenarios leave blank and may not, and how often. */
export interface Blank {
  readonly form: string
  readonly field: string
  readonly scenarios: number
}

interface Filling {
  readonly plan: Plan
  readonly blanks: readonly Blank[]
  /** fields nobody but a person can fill in: files of a kind, records that a scenario does not have */
  readonly left: readonly Blank[]
}

/** Fields that became required fill themselves in where scenarios made records without them: a scenario is about something else, and goes on holding. */
export function fillScenarios(definition: AppDefinition, played: Played): Filling {
  const found: Found[] = []
  const plan = played.scenarios.flatMap(({ key, steps: went }) => {
    const scenario = definition.scenarios?.find(one => one.key === key)
    if (scenario === undefined) return []
    const { steps, fields } = filled(definition, scenario, went)
    found.push(...fields.map(field => ({ ...field, scenario: key })))
    return fields.some(({ isFilled }) => isFilled)
      ? [{ do: 'set' as const, at: ['scenarios', key], set: { steps } }]
      : []
  })
  return { plan, blanks: counted(found, true), left: counted(found, false) }
}

interface Found {
  readonly form: string
  readonly field: string
  readonly isFilled: boolean
  readonly scenario: string
}

/** Each field once, with the number of scenarios it is missing in. */
function counted(found: readonly Found[], isFilled: boolean): Blank[] {
  const places = Map.groupBy(
    found.filter(one => one.isFilled === isFilled),
    ({ form, field }) => `${form} ${field}`,
  )
  return [...places.values()].map(all => ({
    form: all[0]!.form,
    field: all[0]!.field,
    scenarios: new Set(all.map(({ scenario }) => scenario)).size,
  }))
}

type Went = Played['scenarios'][number]['steps']

/** The steps of a scenario with what they left blank, and which fields that were. */
function filled(definition: AppDefinition, scenario: Scenario, went: Went) {
  const fields: Omit<Found, 'scenario'>[] = []
  // What could not be given comes before the steps of the scenario.
  const before = went.length - scenario.steps.length
  const records = formsOf(scenario)
  const steps = scenario.steps.map((step, index) => {
    const missing = went[index + before]?.missing ?? []
    if (missing.length === 0) return step
    const act = (step.act ?? []).map((one, at) => {
      const names = missing.find(({ act: place }) => place === at)?.fields ?? []
      const form = definition.forms.find(({ key }) => key === formOf(one, records))
      if (form === undefined || names.length === 0) return one
      const set: Record<string, unknown> = { ...('set' in one ? one.set : {}) }
      for (const name of names) {
        const field = form.fields.find(({ key }) => key === name)
        const value = field === undefined ? undefined : sampleOf(field, { definition, records, set, by: step.by })
        fields.push({ form: form.key, field: name, isFilled: value !== undefined })
        if (value !== undefined) set[name] = value
      }
      return { ...one, set } as Act
    })
    return { ...step, act }
  })
  return { steps, fields }
}

/** Forms of the records a scenario names. */
function formsOf({ given = [], steps }: Scenario): ReadonlyMap<string, string> {
  const made = steps.flatMap(({ act = [] }) => act.flatMap(one => (one.do === 'create' ? [one] : [])))
  return new Map([...given, ...made].flatMap(({ as, form }) => (as === undefined ? [] : [[as, form] as const])))
}

const formOf = (act: Act, records: ReadonlyMap<string, string>): string | undefined =>
  act.do === 'create' ? act.form : records.get(act.record)

interface Around {
  readonly definition: AppDefinition
  readonly records: ReadonlyMap<string, string>
  /** what the act fills in already */
  readonly set: Values
  readonly by: string | undefined
}

/** What a person might enter; undefined where nothing is at hand. */
function sampleOf(field: Field, around: Around): unknown {
  switch (field.type) {
    case 'text':
    case 'long_text':
      return field.label.zh
    case 'phone':
      return '13800000000'
    case 'email':
      return 'somebody@example.com'
    case 'url':
      return 'https://example.com'
    case 'number':
    case 'money':
    case 'percent':
      return field.min ?? '1'
    case 'rating':
      return 1
    case 'date':
    case 'datetime':
      return '@+1d'
    case 'time':
      return '09:00'
    case 'yes_no':
      return true
    case 'select':
      return optionOf(field, around)
    case 'user':
      return around.by === undefined ? undefined : field.multiple === true ? [`@${around.by}`] : `@${around.by}`
    case 'attachment':
      return ['@file:file.pdf']
    case 'image':
      return ['@file:picture.png']
    case 'relation': {
      const name = [...around.records].find(([, form]) => form === field.to)?.[0]
      return name === undefined ? undefined : field.multiple === true ? [`@${name}`] : `@${name}`
    }
    default:
      return undefined
  }
}

/** The first option that may be chosen: of those that belong to the option of the field above, where there is one. */
function optionOf(field: Extract<Field, { type: 'select' }>, { definition, set }: Around): unknown {
  const library = definition.optionLibraries?.find(({ key }) => key === field.options)
  const above = field.parent === undefined ? undefined : set[field.parent]
  const option = library?.options.find(
    ({ active, parent }) => active !== false && (above === undefined || parent === undefined || parent === above),
  )
  return option === undefined ? undefined : field.multiple === true ? [option.key] : option.key
}
