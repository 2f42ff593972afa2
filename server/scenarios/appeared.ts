import type { Act, Scenario } from '../../schemas/generated/definition.ts'
import { readStored } from '../records/stored.ts'
import type { Named } from './values.ts'
import type { ScenarioWorld } from './world.ts'

interface Said {
  readonly zh: string
  readonly en: string
}

/** A task as the scenario names things: people and records by their keys. */
export interface AppearedTask {
  readonly at: string
  readonly to: string
  readonly title: Said
  readonly due: string | null
  readonly record: string | null
  readonly node: string | null
}

/** A value that came about by itself: nobody of the step typed it. */
interface AppearedValue {
  readonly record: string
  readonly form: string
  readonly field: string
  readonly value: unknown
}

/** What appeared in a step, with all that fell due since the one before. */
export interface Appeared {
  readonly notices: readonly { readonly at: string; readonly to: string; readonly text: Said }[]
  readonly tasks: readonly AppearedTask[]
  readonly values: readonly AppearedValue[]
}

/** What was there already, so that only what is new is told. */
export interface Known {
  readonly ids: readonly string[]
  readonly records: ReadonlyMap<string, Readonly<Record<string, unknown>>>
}

export const nothingAppeared: Appeared = { notices: [], tasks: [], values: [] }
export const nothingKnown: Known = { ids: [], records: new Map() }

/** Records whose values are followed: a long scenario is not slowed by them. */
const MOST_FOLLOWED = 20

/** What is there now that was not `known`, and what to know for the next step. */
export async function appearedSince(
  world: ScenarioWorld,
  names: Named,
  known: Known,
  step: Scenario['steps'][number] | undefined,
): Promise<{ appeared: Appeared; known: Known }> {
  const { pool } = world.records.platform.database
  const people = reversed([...world.people])
  const { rows } = await pool.query<{ id: string; at: string; user: string; text: Said }>(
    `select id, created_at as at, user_id as user, text from formwork.notification
     where org_id = $1 and id <> all($2) order by created_at, id limit 1000`,
    [world.orgId, known.ids],
  )
  const tasks = await tasksWhere(world, names, 'id <> all($2)', [known.ids])
  const records = await valuesOf(world, names)
  const ids = [...known.ids, ...rows.map(({ id }) => id), ...tasks.map(({ id }) => id)]
  return {
    appeared: {
      notices: rows.map(({ at, user, text }) => ({ at: instantOf(at), to: people.get(user) ?? '', text })),
      tasks: tasks.map(({ id: _, ...task }) => task),
      values: newValues(names, known, records, typedIn(step?.act ?? []), world),
    },
    known: { ids, records },
  }
}

/** Tasks that wait for somebody at this moment. */
export async function openTasksOf(world: ScenarioWorld, names: Named): Promise<AppearedTask[]> {
  const tasks = await tasksWhere(world, names, `state = 'open'`, [])
  return tasks.map(({ id: _, ...task }) => task)
}

interface TaskRow {
  readonly id: string
  readonly at: string
  readonly user: string
  readonly title: Said
  readonly due: string | null
  readonly record: string
  readonly node: string | null
}

async function tasksWhere(
  world: ScenarioWorld,
  names: Named,
  condition: string,
  values: readonly unknown[],
): Promise<(AppearedTask & { readonly id: string })[]> {
  const people = reversed([...world.people])
  const records = reversed([...names].map(([name, { id }]) => [name, id]))
  const { rows } = await world.records.platform.database.pool.query<TaskRow>(
    `select id, created_at as at, assignee_id as user, title, due_at as due, record_id as record, node_key as node
     from formwork.task where org_id = $1 and ${condition} order by created_at, id limit 1000`,
    [world.orgId, ...values],
  )
  return rows.map(({ id, at, user, title, due, record, node }) => ({
    ...{ id, at: instantOf(at), to: people.get(user) ?? '', title, due: due === null ? null : instantOf(due) },
    ...{ record: records.get(record) ?? null, node },
  }))
}

const instantOf = (at: string): string => new Date(at).toISOString()

const reversed = (pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, string> =>
  new Map(pairs.map(([name, id]) => [id, name]))

async function valuesOf(world: ScenarioWorld, names: Named): Promise<Known['records']> {
  const { platform, installations } = world.records
  const installation = await installations.get(world.orgId, world.app)
  const values = new Map<string, Readonly<Record<string, unknown>>>()
  for (const [name, { form: key, id }] of [...names].slice(0, MOST_FOLLOWED)) {
    const form = installation.app.forms.get(key)
    if (form === undefined) continue
    const stored = await readStored(platform, installation, form, id, platform.database.pool)
    if (stored === undefined || stored.deleted) continue
    const own = [...form.fields.values()].filter(
      field => field.rows === undefined && (!field.system || field.key === 'owner' || field.key === form.stageField),
    )
    values.set(name, Object.fromEntries(own.map(field => [field.key, stored.values[field.key] ?? null])))
  }
  return values
}

/** Fields typed by the people of a step, as `record field`: what they typed is no news. */
function typedIn(acts: readonly Act[]): ReadonlySet<string> {
  return new Set(
    acts.flatMap(act => {
      const record = act.do === 'create' ? act.as : act.record
      const fields = 'set' in act ? Object.keys(act.set ?? {}) : []
      return fields.map(field => `${record} ${field}`)
    }),
  )
}

function newValues(
  names: Named,
  known: Known,
  records: Known['records'],
  typed: ReadonlySet<string>,
  world: ScenarioWorld,
): AppearedValue[] {
  const named = reversed([...world.people, ...[...names].map(([name, { id }]) => [name, id] as const)])
  const say = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(say) : typeof value === 'string' ? (named.get(value) ?? value) : value
  return [...records].flatMap(([record, values]) =>
    Object.entries(values).flatMap(([field, value]) => {
      const before = known.records.get(record)?.[field] ?? null
      const isNews = JSON.stringify(before) !== JSON.stringify(value) && !typed.has(`${record} ${field}`)
      return isNews ? [{ record, form: names.get(record)?.form ?? '', field, value: say(value) }] : []
    }),
  )
}
