import type { CompiledAction, CompiledForm, Related } from '../../engine/index.ts'
import { actionExpressions, relationPaths } from '../../engine/workflow/needs.ts'
import type { Action } from '../../schemas/generated/definition.ts'
import { runAssign } from '../assignment/action.ts'
import { HttpProblem } from '../http/problem.ts'
import { isId } from '../ids.ts'
import { findRecords } from '../records/find.ts'
import { freshened } from '../records/fresh.ts'
import { moveStored } from '../records/move.ts'
import { joinRelated, loadRelated } from '../records/related.ts'
import { removeStored } from '../records/save.ts'
import { recordContext } from '../records/scope.ts'
import { readStored, type StoredRecord } from '../records/stored.ts'
import { changeRecord, createRecord } from '../records/write.ts'
import { type ActionScope, evaluateIn, idsFrom, idsOf, patchOf } from './action-values.ts'
import { callOut } from './call-out.ts'
import { reasonOf } from './failures.ts'
import { lockFields, lockRecord, unlockFields, unlockRecord } from './locks.ts'
import { createTodos, sendNotice } from './messages.ts'
import { choose, each, find } from './nested.ts'
import { run } from './run.ts'
import type { Running } from './running.ts'
import { saving } from './saving.ts'
import { type ActionRequest, appWrite, type RunStep, type Step } from './step.ts'
import { whereHolds } from './where.ts'

/** Holder of a record that an action locked. */
const APP = 'app'

/**
 * Runs actions one after the other on the record as it is then; answers their results by `as` (`$out`).
 * @throws HttpProblem what an action is refused, unless `goOn`
 */
export async function runActions(step: Step, request: ActionRequest): Promise<Readonly<Record<string, unknown>>> {
  const out: Record<string, unknown> = { ...(request.scopes.$out as Record<string, unknown> | undefined) }
  const made = new Map(request.made)
  const results: Record<string, unknown> = {}
  const found: Related[] = []
  for (const [index, action] of request.actions.entries()) {
    if (request.pause?.at !== undefined) break
    if (request.skip?.(index) === true) continue
    const one = async (): Promise<void> => {
      const scope = readsRecord(action) ? await scopeOf(step, request, out, found) : recordlessScope(step, request, out)
      const result = await runOne({ step, request, action, index, scope, made, found })
      if (action.definition.as !== undefined && result !== undefined) {
        out[action.definition.as] = result
        results[action.definition.as] = result
      }
    }
    if (request.goOn === true) await saving(step, one, async error => request.onError?.(error))
    else await one()
  }
  return results
}

const readers = new WeakMap<CompiledAction, boolean>()

/** Whether an action needs the record as it is now: one that makes another record of constants, settings and the event does not. */
function readsRecord(action: CompiledAction): boolean {
  const known = readers.get(action)
  if (known !== undefined) return known
  const makes = action.definition.do === 'create'
  const outside = new Set(['$settings', '$user', '$event'])
  const reads =
    !makes ||
    [...actionExpressions([action])].some(({ references }) => references.some(({ path }) => !outside.has(path[0]!)))
  readers.set(action, reads)
  return reads
}

function recordlessScope(step: Step, request: ActionRequest, out: Record<string, unknown>): ActionScope {
  const { form, record: values, old = null } = request
  const caller = step.actor.userId === null ? null : { userId: step.actor.userId }
  const context = { ...recordContext({ ...step, caller }), scopes: { ...request.scopes, $out: out } }
  return { form, values, old, context }
}

/** One action if its condition holds, with a line in the trace of the run. */
async function runOne(running: Running): Promise<unknown> {
  const { step, request, action, index, scope } = running
  const { do: kind } = action.definition
  const told = (more: Omit<RunStep, 'action' | 'do'>): void =>
    void request.trace?.push({ action: index, do: kind, ...more })
  if (action.when !== undefined && evaluateIn(scope, action.when) !== true) {
    told({ state: 'skipped' })
    return undefined
  }
  try {
    const result = await table[kind](running)
    told({ state: 'done', ...(result === undefined ? {} : { result }) })
    return result
  } catch (error) {
    told({ state: 'failed', reason: { zh: reasonOf(step, error, 'zh'), en: reasonOf(step, error, 'en') } })
    throw error
  }
}

async function scopeOf(
  step: Step,
  request: ActionRequest,
  out: Record<string, unknown>,
  found: readonly Related[],
): Promise<ActionScope> {
  const { installation, connection, records, actor } = step
  const { form, old = null } = request
  // A schedule without records and what another system tells are about none.
  const { id } = request.record
  const stored = isId(id) ? await readStored(records.platform, installation, form, id, connection) : undefined
  const values =
    stored === undefined ? request.record : await freshened(installation, form, stored.values, step, connection)
  const paths = relationPaths(form, actionExpressions(request.actions))
  const loaded = paths.length === 0 ? undefined : await loadRelated(step, form, values, connection, paths)
  const related = joinRelated([...found, request.related, loaded])
  const caller = actor.userId === null ? null : { userId: actor.userId }
  const scopes = { ...request.scopes, $out: out }
  return { form, values, old, context: { ...recordContext({ ...step, caller }, related), scopes } }
}

type Run = (running: Running) => Promise<unknown>

const table: Readonly<Record<Action['do'], Run>> = {
  notify: sendNotice,
  task: createTodos,
  create,
  upsert,
  find,
  choose,
  each,
  http: callOut,
  signal: running => eachTarget(running, sayTo),
  delete: running => eachTarget(running, remove),
  update: running => eachTarget(running, update),
  move: running => eachTarget(running, move),
  start: running => eachTarget(running, start),
  act,
  assign,
  lock: running => eachTarget(running, (form, record) => hold(running, form, record.values.id, true)),
  unlock: running => eachTarget(running, (form, record) => hold(running, form, record.values.id, false)),
}

async function create({ step, action, scope, made }: Running): Promise<string> {
  const { definition } = action
  const form = step.installation.app.forms.get(
    definition.do === 'create' || definition.do === 'upsert' ? definition.form : '',
  )
  if (form === undefined) throw new HttpProblem(422, 'not_found')
  const { owner, ...patch } = patchOf(scope, action, form)
  const system = owner === undefined ? {} : { owner: owner as string | null }
  const { values } = await createRecord(appWrite(step, form), patch, step.connection, system)
  made.set(String(values.id), form.key)
  return String(values.id)
}

/** Changes the record that has the same values in `by`, or makes one. The lock on those values lets only one of two at once make it. */
async function upsert(running: Running): Promise<string> {
  const { step, action, scope, made } = running
  const { definition } = action
  const { records, installation, connection } = step
  const form = installation.app.forms.get(definition.do === 'upsert' ? definition.form : '')
  if (form === undefined || definition.do !== 'upsert') throw new HttpProblem(422, 'not_found')
  const { owner, ...patch } = patchOf(scope, action, form)
  const same = JSON.stringify([installation.id, form.key, definition.by.map(key => patch[key] ?? null)])
  await connection.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [same])
  const search = { form: form.key, where: action.expressions.get('by'), sort: [], limit: 1 }
  const [id] = await findRecords(step, { ...search, scopes: { $values: patch } }, connection)
  const before =
    id === undefined
      ? undefined
      : await readStored(records.platform, installation, form, id, connection, { lock: true })
  if (before === undefined || before.deleted) return create(running)
  made.set(before.values.id, form.key)
  if ((await changeRecord(appWrite(step, form), before, patch, connection)) === undefined)
    throw new HttpProblem(409, 'database_conflict')
  return before.values.id
}

/** The records an action is about, locked: those its `target` names, else the record itself. */
async function eachTarget(
  running: Running,
  work: (form: CompiledForm, record: StoredRecord, running: Running) => Promise<void>,
): Promise<void> {
  const { step, action, scope, index } = running
  const expression = action.expressions.get('target')
  const ids = expression === undefined ? [String(scope.values.id)] : idsOf(evaluateIn(scope, expression)).filter(isId)
  for (const id of ids) {
    const form = step.installation.app.forms.get(targetForm(running, id))
    const { records, installation, connection } = step
    const record =
      form === undefined
        ? undefined
        : await readStored(records.platform, installation, form, id, connection, { lock: true })
    if (form === undefined || record === undefined || record.deleted)
      throw new HttpProblem(422, 'action_target_missing', { index: index + 1 })
    await work(form, record, running)
  }
}

function targetForm({ action, scope, made }: Running, id: string): string {
  const expression = action.expressions.get('target')
  const type = expression?.type.kind === 'list' ? expression.type.of : expression?.type
  if (type?.kind === 'record') return type.form
  return made.get(id) ?? scope.context.related.formOf?.(id) ?? scope.form.key
}

async function update(form: CompiledForm, record: StoredRecord, { step, action, scope }: Running): Promise<void> {
  const written = await changeRecord(appWrite(step, form), record, patchOf(scope, action, form), step.connection)
  if (written === undefined) throw new HttpProblem(409, 'database_conflict')
}

/** To the recycle bin, as when a person deletes it. */
const remove = (form: CompiledForm, record: StoredRecord, { step }: Running): Promise<void> =>
  removeStored(appWrite(step, form), record, step.connection)

/** Gates hold for the app too (M9); it may also go back. */
async function move(form: CompiledForm, record: StoredRecord, { step, action }: Running): Promise<void> {
  if (action.definition.do !== 'move') return
  const roles = form.definition?.stages?.back?.roles ?? []
  await moveStored(appWrite(step, form), record, action.definition.to, roles, step.connection)
}

async function start(form: CompiledForm, record: StoredRecord, { step, action }: Running): Promise<void> {
  if (action.definition.do !== 'start') return
  const { workflow } = action.definition
  await step.engine.start(step, { workflow, form, record: record.values.id, applicant: step.actor.userId })
}

/** Says a word about a record: what listens to it runs now, one link further down the chain. */
async function sayTo(
  form: CompiledForm,
  record: StoredRecord,
  { step, request, action, index }: Running,
): Promise<void> {
  const { definition } = action
  if (definition.do !== 'signal') return
  const { signal } = definition
  for (const automation of step.installation.app.automations) {
    const { key, signals, actions } = automation
    const { name, onError = 'stop', enabled } = automation.definition
    if (enabled === false || !signals.some(one => one.signal === signal && one.form === form.key)) continue
    const event = { record: record.values.id, user: step.actor.userId, at: step.now, signal }
    if (!(await whereHolds(step, automation, form, record.values, event))) continue
    await run(step, {
      ...{ automation: key, name, actions, onError, form, record: record.values },
      ...{ cause: { kind: 'event', event }, by: { automation: key }, key: `${request.key}:${index}:${key}` },
    })
  }
}

/** Gives each record by a policy; answers the person the last one went to. */
async function assign(running: Running): Promise<string | null> {
  const { definition } = running.action
  let user: string | null = null
  if (definition.do !== 'assign') return user
  const { policy, release = false } = definition
  await eachTarget(running, async (form, record, { step, action, scope }) => {
    user = await runAssign(step, form, record, { policy, release, except: idsFrom(scope, action, 'except') })
  })
  return user
}

/** Acts on tasks as the app: no right and no evidence is asked of it; what is finished already stays so. */
async function act({ step, action, scope }: Running): Promise<void> {
  const { definition } = action
  if (definition.do !== 'act') return
  const to = idsFrom(scope, action, 'to')
  const whom = definition.as === 'return' ? { to: to[0] } : { users: to }
  for (const task of idsFrom(scope, action, 'on').filter(isId))
    await step.engine.actOnTask(step, task, { act: definition.as, by: null, ...whom })
}

async function hold({ step, action }: Running, form: CompiledForm, id: string, on: boolean): Promise<void> {
  const { definition } = action
  if (definition.do !== 'lock' && definition.do !== 'unlock') return
  const { fields } = definition
  if (fields !== undefined) await (on ? lockFields : unlockFields)(step, form, id, fields)
  else await (on ? lockRecord : unlockRecord)(step, form, id, APP)
}
