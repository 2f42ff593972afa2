import type { CompiledNode } from './compiled.ts'
import { type Holder, resolveHolders } from './people.ts'
import type { LiveActivation, LiveTask, Run } from './run.ts'
import type { Outcome } from './state.ts'
import { cancelTask } from './tasks.ts'
import { openDue, verdict } from './votes.ts'

/**
 * Gives a node that people work at its tasks. `people` are named by a return (only they act again); else they are resolved once, now (M15).
 * Answers an outcome when skip rules already decide it.
 */
export function enterPeople(
  run: Run,
  activation: LiveActivation,
  node: CompiledNode | undefined,
  people?: readonly string[],
): Outcome | undefined {
  const named = people?.filter(user => node === undefined || run.world.isActive(user)) ?? []
  const holders =
    named.length === 0 && node !== undefined
      ? resolveHolders(run, node, activation)
      : { people: named.map((user): Holder => ({ user })), fallback: false }
  const kind = node?.definition.type === 'approve' ? 'approve' : 'fill'
  activation.tasks = holders.people.map((holder): LiveTask => newTask(run, kind, holder, holders.fallback))
  for (const [index, { user, skip }] of holders.people.entries())
    if (skip !== undefined) tellSkip(run, activation, activation.tasks[index]!, user, skip)
  if (holders.fallback) run.effects.push({ type: 'warning', code: 'nobody_to_act', params: { node: activation.node } })
  return proceed(run, activation, node)
}

function newTask(run: Run, kind: 'approve' | 'fill', holder: Holder, fallback: boolean): LiveTask {
  const task: LiveTask = { id: run.world.newId(), kind, assignee: holder.user, state: 'planned', timers: [] }
  if (fallback) task.fallback = true
  if (holder.skip === undefined) return task
  return { ...task, state: 'done', outcome: kind === 'approve' ? 'approved' : 'submitted', by: holder.user }
}

function tellSkip(run: Run, activation: LiveActivation, task: LiveTask, user: string, rule: string): void {
  run.effects.push({
    type: 'decision',
    task: null,
    node: activation.node,
    by: null,
    act: 'skip',
    opinion: null,
    files: [],
    data: { user, rule, task: task.id },
  })
}

/** What a node's tasks come to now: an outcome that ends it (the rest is cancelled), or the next tasks are opened. */
export function proceed(
  run: Run,
  activation: LiveActivation,
  node: CompiledNode | undefined,
  by: string | null = null,
): Outcome | undefined {
  const definition = node?.definition
  const outcome =
    definition?.type === 'approve'
      ? verdict(definition, activation.tasks)
      : activation.tasks.some(task => task.outcome === 'submitted')
        ? 'submitted'
        : undefined
  if (outcome === undefined) {
    openDue(run, activation, definition?.type === 'approve' && definition.mode === 'sequence')
    return undefined
  }
  for (const task of activation.tasks) cancelTask(run, task, by, outcome)
  return outcome
}
