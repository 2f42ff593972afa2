import type { CompiledNode } from './compiled.ts'
import { type Holder, resolveHolders } from './people.ts'
import { itemsOf } from './rows.ts'
import { type LiveActivation, type LiveTask, type Run, warn } from './run.ts'
import type { Outcome } from './state.ts'
import { cancelTask } from './tasks.ts'
import { openDue, verdict } from './votes.ts'

/** People a node can have (SEMANTICS "Limits"). */
const MOST_PEOPLE = 1_000

/**
 * Gives a node that people work at its tasks, with `each` a set for every row. `people` are named by a return (only they act again); else they are resolved
 * once, now (M15). Answers an outcome when skip rules already decide it, or there is no row.
 */
export function enterPeople(
  run: Run,
  activation: LiveActivation,
  node: CompiledNode | undefined,
  people?: readonly string[],
): Outcome | undefined {
  if (node?.each !== undefined) activation.rows = itemsOf(run, node.each)
  const rows = activation.rows === undefined ? [undefined] : [...activation.rows.keys()]
  for (const row of rows) addTasks(run, activation, node, row, people)
  if (activation.tasks.length > MOST_PEOPLE) {
    warn(run, 'too_many_people', activation.node)
    activation.tasks = activation.tasks.slice(0, MOST_PEOPLE)
  }
  return proceed(run, activation, node)
}

function addTasks(
  run: Run,
  activation: LiveActivation,
  node: CompiledNode | undefined,
  row: number | undefined,
  people: readonly string[] | undefined,
): void {
  const named = people?.filter(user => node === undefined || run.world.isActive(user)) ?? []
  const holders =
    named.length === 0 && node !== undefined
      ? resolveHolders(run, node, activation, row)
      : { people: named.map((user): Holder => ({ user })), fallback: false }
  const kind = node?.definition.type === 'approve' ? 'approve' : 'fill'
  for (const holder of holders.people) {
    const task = newTask(run, kind, holder, holders.fallback)
    if (row !== undefined) task.row = row
    activation.tasks.push(task)
    if (holder.skip !== undefined) tellSkip(run, activation, { user: holder.user, rule: holder.skip, task: task.id })
  }
  if (holders.fallback) warn(run, 'nobody_to_act', activation.node)
}

function newTask(run: Run, kind: 'approve' | 'fill', holder: Holder, fallback: boolean): LiveTask {
  const task: LiveTask = { id: run.world.newId(), kind, assignee: holder.user, state: 'planned', timers: [] }
  if (fallback) task.fallback = true
  if (holder.standsFor !== undefined) task.standsFor = holder.standsFor
  if (holder.skip === undefined) return task
  return { ...task, state: 'done', outcome: kind === 'approve' ? 'approved' : 'submitted', by: holder.user }
}

function tellSkip(run: Run, activation: LiveActivation, data: Readonly<Record<string, unknown>>): void {
  run.effects.push({
    type: 'decision',
    task: null,
    node: activation.node,
    by: null,
    onBehalfOf: null,
    act: 'skip',
    opinion: null,
    files: [],
    data,
  })
}

/** What a node's tasks come to now: an outcome that ends it (the rest is cancelled, unless it says to ignore it), or the next tasks are opened. */
export function proceed(
  run: Run,
  activation: LiveActivation,
  node: CompiledNode | undefined,
  by: string | null = null,
): Outcome | undefined {
  const definition = node?.definition
  const sets =
    activation.rows === undefined
      ? [activation.tasks]
      : activation.rows.map((_, row) => activation.tasks.filter(task => task.row === row))
  const keeps = definition !== undefined && 'rest' in definition && definition.rest === 'ignore'
  const outcomes = sets.map(tasks => {
    const outcome = outcomeOf(run, activation, node, tasks)
    if (outcome === undefined)
      openDue(run, activation, tasks, definition?.type === 'approve' && definition.mode === 'sequence')
    else if (!keeps) for (const task of tasks) cancelTask(run, task, by, outcome)
    return outcome
  })
  const outcome = together(outcomes, definition)
  if (outcome !== undefined && !keeps) for (const task of activation.tasks) cancelTask(run, task, by, outcome)
  if (outcome !== undefined && sets.length === 0) tellSkip(run, activation, { rule: 'no_rows' })
  return outcome
}

function outcomeOf(
  run: Run,
  activation: LiveActivation,
  node: CompiledNode | undefined,
  tasks: readonly LiveTask[],
): Outcome | undefined {
  if (node?.definition.type === 'approve') return verdict(run, activation, node, node.definition, tasks)
  return tasks.some(task => task.outcome === 'submitted') ? 'submitted' : undefined
}

/** Rows together: one rejection rejects at once unless the rest is awaited; else all must be through. */
function together(
  outcomes: readonly (Outcome | undefined)[],
  definition: CompiledNode['definition'] | undefined,
): Outcome | undefined {
  if (definition?.type !== 'approve') return outcomes.includes(undefined) ? undefined : 'submitted'
  if (definition.rejectWhen !== 'all' && outcomes.includes('rejected')) return 'rejected'
  if (outcomes.includes(undefined)) return undefined
  return outcomes.includes('rejected') ? 'rejected' : 'approved'
}
