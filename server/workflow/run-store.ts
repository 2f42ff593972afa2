import type { Installation } from '../apps/installation.ts'
import type { Transaction } from '../database/statements.ts'
import type { RunStep } from './step.ts'

/** `waiting`: for its next try (`dueAt`) or for another system's answer. */
export type RunState = 'waiting' | 'done' | 'failed' | 'handed_over'

/** What set a run off, and what it needs to be gone on with. */
export interface RunCause {
  readonly kind: 'event' | 'schedule' | 'button' | 'webhook' | 'ladder'
  readonly event: Readonly<Record<string, unknown>>
  /** the record before the event, for `$old` */
  readonly old?: Readonly<Record<string, unknown>> | null | undefined
  /** step of the ladder; `stop` = what it does when it is stopped */
  readonly step?: string | undefined
  /** version the ladder runs by (M19) */
  readonly version?: number | undefined
}

/** A run of an automation or of a ladder's step: kept as its history, and for what is still to come. */
export interface StoredRun {
  readonly id: string
  /** key of the automation, or the ladder's name */
  readonly automation: string
  readonly form: string | null
  readonly record: string | null
  readonly state: RunState
  readonly key: string
  readonly cause: RunCause
  /** the person it acts for, if any */
  readonly user: string | null
  readonly steps: readonly RunStep[]
  /** the action it goes on with */
  readonly next: number
  /** what earlier actions answered, by `as` */
  readonly out: Readonly<Record<string, unknown>>
  readonly attempts: number
  readonly dueAt: string
  readonly createdAt: string
  readonly endedAt: string | null
  readonly error: { readonly zh: string; readonly en: string } | null
}

const COLUMNS = `id, automation, form_key as form, record_id as record, state, key, happening as cause, actor ->> 'user' as user, steps, next, out, attempts,
  due_at as "dueAt", created_at as "createdAt", ended_at as "endedAt", error`

type Place = Pick<Installation, 'orgId' | 'id'>

/** Stores runs as they are now, new or gone on with, in one statement. */
export async function storeRuns(
  connection: Transaction,
  { orgId, id: appId, version }: Place & Pick<Installation, 'version'>,
  runs: readonly StoredRun[],
): Promise<void> {
  if (runs.length === 0) return
  const rows = runs.map(({ user, ...run }) => ({ ...run, actor: { user } }))
  await connection.query(
    `insert into formwork.run (org_id, app_id, app_version, id, automation, form_key, record_id, state, key, happening, actor, steps, next, out, attempts, due_at,
       created_at, ended_at, error)
     select $1, $2, $3, x.id, x.automation, x.form, x.record, x.state, x.key, x.cause, x.actor, x.steps, x.next, x.out, x.attempts, x."dueAt", x."createdAt", x."endedAt", x.error
       from jsonb_to_recordset($4::jsonb) as x(id uuid, automation text, form text, record uuid, state text, key text, cause jsonb, actor jsonb, steps jsonb, next integer,
         out jsonb, attempts integer, "dueAt" timestamptz, "createdAt" timestamptz, "endedAt" timestamptz, error jsonb)
     on conflict (org_id, id) do update set state = excluded.state, steps = excluded.steps, next = excluded.next, out = excluded.out,
       attempts = excluded.attempts, due_at = excluded.due_at, ended_at = excluded.ended_at, error = excluded.error`,
    [orgId, appId, version, JSON.stringify(rows)],
  )
}

/** One run of an app; `lock` takes it for the transaction. */
export async function readRun(
  connection: Transaction,
  { orgId, id: appId }: Place,
  id: string,
  lock = false,
): Promise<StoredRun | undefined> {
  const { rows } = await connection.query<StoredRun>(
    `select ${COLUMNS} from formwork.run where org_id = $1 and app_id = $2 and id = $3${lock ? ' for update' : ''}`,
    [orgId, appId, id],
  )
  return rows[0]
}

/** Runs of an automation for a record since an instant; no more than `most` are counted. */
export async function countRuns(
  connection: Transaction,
  { orgId, id: appId }: Place,
  { automation, form, record }: Pick<StoredRun, 'automation' | 'form' | 'record'>,
  since: string,
  most: number,
): Promise<number> {
  const { rows } = await connection.query<{ n: number }>(
    `select count(*)::int as n from (select 1 from formwork.run where org_id = $1 and app_id = $2 and form_key = $3 and record_id = $4
       and created_at > $5 and automation = $6 limit $7) x`,
    [orgId, appId, form, record, since, automation, most],
  )
  return rows[0]?.n ?? 0
}

export interface RunFilter {
  readonly automation?: string | undefined
  readonly state?: RunState | undefined
  readonly record?: string | undefined
  readonly before?: string | undefined
  readonly limit: number
}

/** Runs of an app, the newest first. */
export async function listRuns(
  connection: Pick<Transaction, 'query'>,
  { orgId, id: appId }: Place,
  { automation, state, record, before, limit }: RunFilter,
): Promise<readonly StoredRun[]> {
  const { rows } = await connection.query<StoredRun>(
    `select ${COLUMNS} from formwork.run where org_id = $1 and app_id = $2 and ($3::text is null or automation = $3) and ($4::text is null or state = $4)
       and ($5::uuid is null or record_id = $5) and ($6::uuid is null or id < $6) order by id desc limit $7`,
    [orgId, appId, automation ?? null, state ?? null, record ?? null, before ?? null, limit],
  )
  return rows
}

const DAY_MS = 86_400_000
const KEEP_DONE_MS = 30 * DAY_MS
const KEEP_FAILED_MS = 365 * DAY_MS

/** History has an end: runs that went well are kept 30 days, the others a year. */
export async function forgetOldRuns(connection: Pick<Transaction, 'query'>, nowMs: number): Promise<void> {
  const before = (ms: number): string => new Date(nowMs - ms).toISOString()
  await connection.query(`delete from formwork.run where ended_at < $1 and (state = 'done' or ended_at < $2)`, [
    before(KEEP_DONE_MS),
    before(KEEP_FAILED_MS),
  ])
}
