import type { CompiledApp, CompiledField, CompiledForm } from '../../engine/index.ts'
import type { Act, AppDefinition, Scenario } from '../../schemas/generated/definition.ts'
import type { Plan } from '../commands/command.ts'
import { freeKey } from '../commands/names.ts'

type Values = Readonly<Record<string, unknown>>

/** Related records as they are stored, by form and id: `customer 0190…`. */
export type RelatedRecords = ReadonlyMap<string, Values>

export const RECORD = 'record_1'
const DEPARTMENT = 'department_1'

/** Kinds whose values mean nothing outside the organisation they were made in. */
const foreign: readonly string[] = ['user', 'users', 'department', 'departments', 'attachment', 'image', 'signature']

const free = (field: CompiledField): boolean =>
  !field.system && !field.computed && field.kind !== 'serial' && field.kind !== 'stage' && !foreign.includes(field.kind)

/** Who the administrator of a free play is: also everybody's manager. */
export const managerOf = ({ roles = [] }: Pick<AppDefinition, 'roles'>): string =>
  freeKey(
    'admin',
    roles.map(({ key }) => key),
  )

/** Which records the values point at, to be loaded before `beginning`. */
export function pointedAt(form: CompiledForm, values: Values): { readonly form: string; readonly id: string }[] {
  return [...form.fields.values()].flatMap(({ key, target }) =>
    target === undefined
      ? []
      : [values[key]].flat().flatMap(id => (typeof id === 'string' ? [{ form: target, id }] : [])),
  )
}

/**
 * A scenario in which one person of each role works in one department, and the acting one makes a record of the form with these values. People become
 * the acting one, files stand-ins, related records are given with their own plain values.
 * @param clock when it begins, wall time of the app's zone: `2026-11-22T10:00`
 */
export function beginning(
  { definition, forms }: CompiledApp,
  form: CompiledForm,
  values: Values,
  role: string | null,
  clock: string,
  related: RelatedRecords,
): Scenario {
  const manager = managerOf(definition)
  const by = role ?? manager
  const roles = (definition.roles ?? []).map(({ key }) => key)
  const given = new Map<string, NonNullable<Scenario['given']>[number]>()
  const give = (target: string, id: unknown): string | undefined => {
    const [to, stored] = [forms.get(target), related.get(`${target} ${id}`)]
    if (to === undefined || stored === undefined) return undefined
    const name = given.get(`${target} ${id}`)?.as ?? `related_${given.size + 1}`
    const plain = [...to.fields.values()].filter(
      field => free(field) && field.kind !== 'relation' && field.rows === undefined,
    )
    given.set(`${target} ${id}`, {
      form: target,
      as: name,
      by,
      set: own(plain, stored, field => escaped(stored[field.key])),
    })
    return `@${name}`
  }
  const set = own([...form.fields.values()].filter(isTyped), values, field => {
    const value = values[field.key]
    const each = (one: unknown): unknown => {
      if (field.target !== undefined) return give(field.target, one)
      if (field.kind === 'user') return `@${by}`
      return foreign.includes(field.kind) ? undefined : escaped(one)
    }
    return Array.isArray(value) ? value.map(each).filter(one => one !== undefined) : each(value)
  })
  return {
    key: freeKey(
      'scenario',
      (definition.scenarios ?? []).map(({ key }) => key),
    ),
    name: named(form),
    clock,
    people: [
      { key: manager, admin: true, department: DEPARTMENT, head: true },
      ...roles.map(key => ({ key, roles: [key], manager, department: DEPARTMENT })),
    ],
    ...(given.size === 0 ? {} : { given: [...given.values()] }),
    steps: [{ by, act: [{ do: 'create', form: form.key, as: RECORD, set }] }],
  }
}

const isTyped = (field: CompiledField): boolean =>
  !field.system && !field.computed && field.kind !== 'serial' && field.kind !== 'stage'

function own(
  fields: readonly CompiledField[],
  values: Values,
  read: (field: CompiledField) => unknown,
): Record<string, unknown> {
  const set: Record<string, unknown> = {}
  for (const field of fields) {
    if (values[field.key] === undefined || values[field.key] === null) continue
    const value = read(field)
    if (value !== undefined) set[field.key] = value
  }
  return set
}

/** A text that begins with @ names nobody. */
function escaped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(escaped)
  return typeof value === 'string' && value.startsWith('@') ? `@${value}` : value
}

const named = ({ name }: CompiledForm): NonNullable<Scenario['name']> => ({
  zh: `试用${name.zh ?? name.en ?? ''}`,
  en: `Trying ${name.en ?? name.zh ?? ''}`,
})

/** Hours from the beginning to where the scenario stands. */
export const hoursOf = ({ steps }: Scenario): number =>
  Math.max(0, ...steps.map(({ at }) => Number(/^\+(\d+)h$/.exec(at ?? '')?.[1] ?? 0)))

/** Lets hours pass. */
export const passing = (scenario: Scenario, hours: number): Scenario => ({
  ...scenario,
  steps: [...scenario.steps, { at: `+${hoursOf(scenario) + hours}h` }],
})

/** Somebody does what his task asks. */
export function deciding(
  scenario: Scenario,
  task: { readonly to: string; readonly record: string | null; readonly node: string | null },
  as: string,
  opinion: string,
): Scenario {
  const act = {
    ...{ do: 'decide' as const, record: task.record ?? RECORD, as, opinion },
    ...(task.node === null ? {} : { node: task.node }),
  }
  return { ...scenario, steps: [...scenario.steps, { by: task.to, act: [act] }] }
}

/** The one who made the record goes on with it: moves it, starts a workflow, changes it. */
export const acting = (scenario: Scenario, act: Act): Scenario => ({
  ...scenario,
  steps: [
    ...scenario.steps,
    { ...(scenario.steps[0]?.by === undefined ? {} : { by: scenario.steps[0].by }), act: [act] },
  ],
})

/** Takes the last step back; the first, which makes the record, stays. */
export const takingBack = (scenario: Scenario): Scenario => ({
  ...scenario,
  steps: scenario.steps.length < 2 ? scenario.steps : scenario.steps.slice(0, -1),
})

/** Keeps a free play as a scenario of the draft. */
export const keeping = (scenario: Scenario): Plan => [{ do: 'add', to: ['scenarios'], element: scenario }]
