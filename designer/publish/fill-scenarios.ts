import type { Act, AppDefinition, Field, Scenario } from '../../schemas/generated/definition.ts'
import type { Plan } from '../commands/command.ts'
import type { Played } from './types.ts'

type Values = Readonly<Record<string, unknown>>
type Set = Extract<Act, { set?: object }>

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

/**
 * Fields that became required fill themselves in where scenarios made records without them: a scenario is about something else, and goes on holding.
 * Values are what a person might enter; what a formula reads is not among them, for a required field is not new to it.
 */
export function fillScenarios(definition: AppDefinition, played: Played): Filling {
  const blanks = new Map<string, { form: string; field: string; keys: globalThis.Set<string> }>()
  const left = new Map<string, { form: string; field: string; keys: globalThis.Set<string> }>()
  const note = (into: typeof blanks, form: string, field: string, scenario: string) => {
    const one = into.get(`${form} ${field}`) ?? { form, field, keys: new Set<string>() }
    one.keys.add(scenario)
    into.set(`${form} ${field}`, one)
  }
  const plan = played.scenarios.flatMap(({ key, steps: went }) => {
    const scenario = definition.scenarios?.find(one => one.key === key)
    if (scenario === undefined) return []
    // What could not be given comes before the steps of the scenario.
    const before = went.length - scenario.steps.length
    const records = formsOf(scenario)
    let changed = false
    const steps = scenario.steps.map((step, index) => {
      const missing = went[index + before]?.missing ?? []
      if (missing.length === 0) return step
      const act = (step.act ?? []).map((one, at) => {
        const fields = missing.find(({ act: place }) => place === at)?.fields ?? []
        const form = definition.forms.find(({ key: own }) => own === formOf(one, records))
        if (form === undefined || fields.length === 0) return one
        let set = ((one as Set).set ?? {}) as Values
        for (const name of fields) {
          const field = form.fields.find(({ key: own }) => own === name)
          const value = field === undefined ? undefined : sampleOf(field, { definition, records, set, by: step.by })
          note(value === undefined ? left : blanks, form.key, name, key)
          if (value === undefined) continue
          set = { ...set, [name]: value }
          changed = true
        }
        return { ...one, set } as Act
      })
      return { ...step, act }
    })
    return changed ? [{ do: 'set' as const, at: ['scenarios', key], set: { steps } }] : []
  })
  const counted = (found: typeof blanks): Blank[] =>
    [...found.values()].map(({ form, field, keys }) => ({ form, field, scenarios: keys.size }))
  return { plan, blanks: counted(blanks), left: counted(left) }
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
