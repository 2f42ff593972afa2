import type { CompiledField } from '../../engine/definition/compiled.ts'
import type { CompiledApp, CompiledForm } from '../../engine/index.ts'
import { addDuration } from '../../engine/timer/duration.ts'
import type { Transaction } from '../database/statements.ts'
import { type DueTimer, startDue } from '../due.ts'
import type { Platform } from '../http/platform.ts'
import { localDay } from '../records/environment.ts'
import type { Records } from '../records/records.ts'
import { FIRST, MOST_PASSES, recalculateBatch } from './recalculate.ts'

/** Kind of the one timer of an installation that waits for its next local day. */
const KIND = 'day'

/** Where the work of a day stands, kept in the timer's row: whoever claims it next goes on from here. */
interface Progress {
  /** the app's version and the organisation's zone the due time was made with */
  readonly version: number
  readonly orgZone: string
  readonly zone: string
  readonly pass?: number
  readonly form?: string
  readonly after?: string
  /** records changed in this pass so far */
  readonly changed?: number
}

/**
 * Stored values that read TODAY or NOW go stale at the app's midnight (M3, M24): then they are worked out again, once per installation and day whatever the
 * number of nodes, in batches of a transaction each, and what depends on them in other forms after them. Time passing alone emits no event. Answers how to stop.
 */
export const startDays = (records: Records, onError: (error: unknown) => void): (() => Promise<void>) =>
  startDue(
    records.platform,
    {
      kind: KIND,
      arm: () => arm(records.platform),
      fire: (transaction, timer) => goOn(records, transaction, timer),
    },
    onError,
  )

interface Unarmed {
  readonly orgId: string
  readonly appId: string
  readonly version: number
  readonly zone: string
  readonly orgZone: string
  readonly since: string
}

/** A row for every installation; a new zone means another day, so that all is looked at once more. */
async function arm(platform: Platform): Promise<void> {
  const { rows } = await platform.database.pool.query<Unarmed>(
    `select a.org_id as "orgId", a.id as "appId", a.version, coalesce(v.definition ->> 'zone', o.zone) as zone, o.zone as "orgZone", a.created_at as since
     from formwork.app a
     join formwork.app_version v on v.org_id = a.org_id and v.app_id = a.id and v.version = a.version
     join formwork.organisation o on o.id = a.org_id
     where a.deleted_at is null and not exists (
       select 1 from formwork.timer t where t.org_id = a.org_id and t.key = '${KIND}:' || a.id and t.state = 'waiting'
         and t.subject ->> 'version' = a.version::text and t.subject ->> 'orgZone' = o.zone)
     limit 1000`,
  )
  for (const { orgId, appId, version, zone, orgZone, since } of rows)
    await platform.database.pool.query(
      `insert into formwork.timer as t (org_id, id, key, app_id, kind, subject, due_at, state, version) values ($1, $2, $3, $4, '${KIND}', $5, $6, 'waiting', 1)
       on conflict (org_id, key) do update set state = 'waiting', subject = t.subject || excluded.subject,
         due_at = case when t.state = 'waiting' and t.subject ->> 'zone' = excluded.subject ->> 'zone' then t.due_at else least(t.due_at, $7) end`,
      [
        orgId,
        platform.newId(),
        `${KIND}:${appId}`,
        appId,
        JSON.stringify({ version, orgZone, zone }),
        nextDay(since, zone),
        platform.clock.now(),
      ],
    )
}

/** The instant the day after that of an instant begins in a zone. */
const nextDay = (instant: string, zone: string): string =>
  addDuration(localDay(instant, zone), { amount: 1, unit: 'd' }, { zone })

/** One batch of the day's work, then the row waits again: at once for the next batch, or for the next day when all is done. */
async function goOn(
  records: Records,
  transaction: Transaction,
  { orgId, id, appId, subject }: DueTimer,
): Promise<void> {
  const installation = await records.installations.byId(orgId, appId)
  if (installation === undefined) return
  const { version, orgZone, zone, ...progress } = subject as unknown as Progress
  const { pass = 0, form: key = '', after = FIRST, changed = 0 } = progress
  const base = { version, orgZone, zone }
  const again = (next: Progress, due: string | null): Promise<unknown> =>
    transaction.query(
      `update formwork.timer set state = 'waiting', version = 1, subject = $3, due_at = coalesce($4, due_at) where org_id = $1 and id = $2`,
      [orgId, id, JSON.stringify(next), due],
    )
  const forms = staleForms(installation.app, pass > 0)
  const form = forms.find(one => one.key >= key)
  if (form !== undefined) {
    const directory = await records.platform.directories.of({ orgId, directoryVersion: 0 })
    const from = form.key === key ? after : FIRST
    const batch = await recalculateBatch(records, installation, form, directory, from, transaction)
    const next = forms[forms.indexOf(form) + 1]
    const place =
      batch.after === undefined ? { form: next?.key ?? END, after: FIRST } : { form: form.key, after: batch.after }
    await again({ ...base, pass, ...place, changed: changed + batch.changed }, null)
  } else if (changed > 0 && pass + 1 < MOST_PASSES && staleForms(installation.app, true).length > 0) {
    await again({ ...base, pass: pass + 1 }, null)
  } else {
    await again(base, nextDay(records.platform.clock.now(), installation.zone))
  }
}

/** After every form key. */
const END = '~'

/** Forms whose stored values the passing of time changes, in the order of their keys; in later passes only those that read others. */
function staleForms(app: CompiledApp, later: boolean): CompiledForm[] {
  const stale = new Set<string>()
  const add = (key: string): void => {
    const form = app.forms.get(key.split('.')[0]!)
    if (form === undefined || stale.has(form.key)) return
    stale.add(form.key)
    for (const dependents of form.dependents.values()) for (const dependent of dependents) add(dependent.form)
  }
  for (const form of app.forms.values()) if (form.fieldList.some(readsClock)) add(form.key)
  return [...stale]
    .sort()
    .flatMap(key => app.forms.get(key) ?? [])
    .filter(form => !later || form.needs.length > 0)
}

const readsClock = ({ formula, rollup, frozenWhen }: CompiledField): boolean =>
  [formula, rollup?.where, frozenWhen].some(expression => expression !== undefined && expression.usesClock !== 'none')
