import { proceed } from './enter.ts'
import { leave } from './kernel.ts'
import { resolveHolders, standIns } from './people.ts'
import { isLive, type LiveActivation, type LiveTask, nodeOf, type Run, rowScopes } from './run.ts'
import { cancelTask } from './tasks.ts'

/**
 * M15: somebody who holds tasks can no longer act. The node's people are resolved again: the next who takes no part yet gets the task with its deadline. When
 * everybody else named has one already the task is dropped and the votes are counted anew; when nobody is named any more `empty` or an administrator stands in.
 */
export function replaceDeparted(run: Run, user: string): void {
  for (const activation of [...run.state.activations])
    for (const task of [...activation.tasks])
      if (isLive(activation) && isPending(task) && task.assignee === user) replace(run, activation, task)
}

const isPending = ({ state }: LiveTask): boolean => state === 'planned' || state === 'waiting' || state === 'open'

function replace(run: Run, activation: LiveActivation, task: LiveTask): void {
  const node = nodeOf(run, activation.node)
  if (task.owner !== undefined && run.world.isActive(task.owner)) {
    trace(run, activation, task, 'transfer', task.owner)
    task.assignee = task.owner
    delete task.owner
    run.effects.push({ type: 'changeTask', task: task.id, assignee: task.assignee })
    return
  }
  const free = (user: string): boolean =>
    run.world.isActive(user) &&
    !activation.tasks.some(({ assignee, state, row }) => assignee === user && row === task.row && state !== 'cancelled')
  const named =
    node === undefined || task.signer !== undefined ? undefined : resolveHolders(run, node, activation, task.row)
  const next = named?.people.find(({ user, skip }) => skip === undefined && free(user))?.user
  if (named !== undefined && !named.fallback && next === undefined) {
    trace(run, activation, task, 'cancel')
    cancelTask(run, task, null, 'cancel')
    const outcome = proceed(run, activation, node)
    if (outcome !== undefined) leave(run, activation, outcome, null)
    return
  }
  const to = next ?? standIns(run, node, rowScopes(run, activation, task.row)).find(free)
  const fallback = named?.fallback !== false
  if (fallback) run.effects.push({ type: 'warning', code: 'nobody_to_act', params: { node: activation.node } })
  if (to === undefined) return
  trace(run, activation, task, 'transfer', to)
  task.assignee = to
  if (fallback) task.fallback = true
  if (task.state !== 'planned') run.effects.push({ type: 'changeTask', task: task.id, assignee: to })
}

function trace(run: Run, activation: LiveActivation, task: LiveTask, act: 'cancel' | 'transfer', to?: string): void {
  run.effects.push({
    type: 'decision',
    task: task.state === 'planned' ? null : task.id,
    node: activation.node,
    by: null,
    onBehalfOf: null,
    act,
    opinion: null,
    files: [],
    data: { assignee: task.assignee, ...(to === undefined ? {} : { to }) },
  })
}
