import type { CompiledAutomation, CompiledExpression, CompiledWindow } from '../../engine/definition/compiled.ts'
import { Decimal, type Result } from '../../engine/expression/index.ts'
import { type CompiledForm, type RecordValues, recordScope } from '../../engine/index.ts'
import { addDuration, parseDuration, type TimePlace } from '../../engine/timer/duration.ts'
import { type Counted, type Measure, windowMeasures } from '../../engine/timer/window.ts'
import { relationPaths } from '../../engine/workflow/needs.ts'
import { timePlaceOf } from '../apps/time-place.ts'
import { findRecords, recordsById } from '../records/find.ts'
import type { RecordEvent } from '../records/records.ts'
import { loadRelatedOf } from '../records/related.ts'
import { recordContext } from '../records/scope.ts'
import { type Happening, triggers } from './automations.ts'
import { run } from './run.ts'
import type { Step } from './step.ts'

/** Records or events of one group that are looked at. */
const MOST_COUNTED = 2_000

/** What is counted for one automation, at a write. */
interface Counting {
  readonly step: Step
  readonly automation: CompiledAutomation
  readonly window: CompiledWindow
  readonly index: number
  readonly event: RecordEvent
  readonly place: TimePlace
}

/**
 * Triggers that count (`window`): an automation runs when a write makes its condition true for the group of the record that is written. Writes of one group
 * wait for each other, so that of two at once one sees both.
 */
export async function runWindows(step: Step, event: RecordEvent, happenings: readonly Happening[]): Promise<void> {
  for (const automation of step.installation.app.automations)
    for (const [index, window] of automation.windows.entries()) {
      if (window.form !== event.form.key || automation.definition.enabled === false) continue
      await count(
        {
          step,
          automation,
          window,
          index,
          event,
          place: timePlaceOf(step.installation, automation.definition.calendar),
        },
        happenings,
      )
    }
}

async function count(counting: Counting, happenings: readonly Happening[]): Promise<void> {
  const { step, window, event, automation } = counting
  const { form, after } = event
  if (window.event === undefined) {
    if (event.kind === 'restored') return
    const group = await groupOf(counting, after)
    const now = await countedRecords(counting, group)
    const others = now.filter(({ id }) => id !== event.id)
    const before =
      event.before === null || JSON.stringify(await groupOf(counting, event.before)) !== JSON.stringify(group)
        ? others
        : [...others, ...(await measured(counting, form, [event.before as RecordValues & { id: string }]))]
    return fire(counting, before, now)
  }
  for (const happening of happenings) {
    if (!(await triggers(step, [window.event], happening))) continue
    const all = await countedEvents(counting, await groupOf(counting, after))
    await fire({ ...counting, automation }, all.slice(1), all)
  }
}

/** The values of `per`, with the lock that lets writes of one group follow each other. */
async function groupOf(counting: Counting, values: RecordValues): Promise<readonly Result[]> {
  const { step, automation, window, index, event } = counting
  const group = await evaluated(step, event.form, values, window.per)
  const key = window.per.length === 0 && window.event !== undefined ? [event.id] : group
  const name = JSON.stringify([step.installation.id, automation.key, index, key])
  await step.connection.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name])
  return key as readonly Result[]
}

async function evaluated(
  step: Step,
  form: CompiledForm,
  values: RecordValues,
  expressions: readonly CompiledExpression[],
): Promise<readonly Result[]> {
  const paths = relationPaths(form, expressions)
  const related = paths.length === 0 ? undefined : await loadRelatedOf(step, form, [values], step.connection, paths)
  const context = recordContext({ ...step, caller: null }, related)
  return expressions.map(expression => expression.evaluate(recordScope({ form, values }, context)))
}

async function countedRecords(counting: Counting, group: readonly Result[]): Promise<readonly Counted[]> {
  const { step, window, event } = counting
  const scopes = Object.fromEntries(group.map((value, index) => [`$per${index}`, value]))
  const search = { form: window.form, where: window.same, sort: ['-created_at'], limit: MOST_COUNTED, scopes }
  const ids = await findRecords(step, search, step.connection)
  return measured(counting, event.form, await recordsById(step, event.form, ids, step.connection))
}

/** Records as they are counted: when, and what they measure. */
async function measured(
  { step, window }: Counting,
  form: CompiledForm,
  records: readonly RecordValues[],
): Promise<readonly Counted[]> {
  const related = await loadRelatedOf(
    step,
    form,
    records,
    step.connection,
    relationPaths(form, [window.at, window.measure]),
  )
  const context = recordContext({ ...step, caller: null }, related)
  return records.flatMap(values => {
    const scope = recordScope({ form, values }, context)
    const at = window.at === undefined ? values.created_at : window.at.evaluate(scope)
    if (typeof at !== 'string') return []
    return [{ id: String(values.id), at, value: measureOf(window.measure?.evaluate(scope)) }]
  })
}

const measureOf = (value: Result | undefined): Measure =>
  typeof value === 'boolean' || Decimal.isDecimal(value) ? (value as Measure) : null

/** Adds the event and answers all of its group, the newest first. */
async function countedEvents(counting: Counting, group: readonly Result[]): Promise<readonly Counted[]> {
  const { step, automation, window, index, event, place } = counting
  const { installation, connection, records } = step
  const [value = null] =
    window.measure === undefined ? [] : await evaluated(step, event.form, event.after, [window.measure])
  const about = [installation.orgId, installation.id, automation.key, index, JSON.stringify(group)]
  const span = parseDuration(window.rule.over ?? '')
  if (span !== undefined)
    await connection.query(
      'delete from formwork.window_event where org_id = $1 and app_id = $2 and automation = $3 and trigger = $4 and group_key = $5 and at < $6',
      [...about, addDuration(step.now, { ...span, amount: -span.amount }, place)],
    )
  await connection.query(
    `insert into formwork.window_event (org_id, app_id, automation, trigger, group_key, id, record_id, at, value) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [...about, records.platform.newId(), event.id, step.now, JSON.stringify(measureOf(value))],
  )
  const { rows } = await connection.query<{ id: string; at: Date | string; value: string | boolean | null }>(
    `select id, at, value from formwork.window_event where org_id = $1 and app_id = $2 and automation = $3 and trigger = $4 and group_key = $5
     order by at desc, id desc limit ${MOST_COUNTED}`,
    about,
  )
  return rows.map(row => ({
    id: row.id,
    at: new Date(row.at).toISOString(),
    value: typeof row.value === 'string' ? new Decimal(row.value) : row.value,
  }))
}

/** Runs the automation when its condition holds now and did not before. */
async function fire(counting: Counting, before: readonly Counted[], now: readonly Counted[]): Promise<void> {
  const { step, automation, window, event, place } = counting
  const { form, after, before: old } = event
  const expressions = [window.is, ...(automation.where === undefined ? [] : [automation.where])]
  const related = await loadRelatedOf(step, form, [after], step.connection, relationPaths(form, expressions))
  const $event = { record: event.id, user: step.actor.userId, at: step.now, due: step.now }
  const holds = (condition: CompiledExpression, scopes: object): boolean => {
    const context = { ...recordContext({ ...step, caller: null }, related), scopes: { $event, ...scopes } }
    return condition.evaluate(recordScope({ form, values: after, old }, context)) === true
  }
  const measures = (counted: readonly Counted[]) => windowMeasures(window.rule, counted, step.now, place)
  const fulfilled = (found: readonly Measure[] | undefined): boolean =>
    found?.every($measure => holds(window.is, { $measure })) === true
  const found = measures(now)
  if (!fulfilled(found) || fulfilled(measures(before))) return
  if (automation.where !== undefined && !holds(automation.where, {})) return
  const [measure = null] = found ?? []
  await run(step, {
    ...{ automation: automation.key, name: automation.definition.name, actions: automation.actions },
    ...{ onError: automation.definition.onError ?? 'stop', form, record: after },
    cause: {
      kind: 'event',
      event: { ...$event, measure: Decimal.isDecimal(measure) ? String(measure) : measure },
      old,
    },
    by: { automation: automation.key },
    key: `${automation.key}:${event.id}:${String(after.version)}`,
  })
}
