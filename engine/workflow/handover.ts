import type { Acting } from './acting.ts'
import { isOwnApproval } from './allowed.ts'
import { type LiveActivation, type LiveTask, nodeOf, Refusal, type Run } from './run.ts'

/**
 * The task keeps its identity, so that its deadline goes on (M17). A person names somebody; of the people the app names the first who may takes it, else
 * an administrator, so that an escalation is never lost.
 */
export function transfer({ run, activation, task, event }: Acting): void {
  const named = [...(event.to === undefined ? [] : [event.to]), ...(event.users ?? [])]
  const obstacle = (to: string): string | undefined => transferObstacle(run, activation, task, to)
  const first = named[0]
  if (event.by !== null) {
    const code = first === undefined ? 'user_unknown' : obstacle(first)
    if (code !== undefined) throw new Refusal(code, {}, '/to')
  }
  const to =
    event.by === null ? [...named, ...run.world.administrators].find(user => obstacle(user) === undefined) : first
  if (to === undefined) {
    run.effects.push({ type: 'warning', code: 'nobody_to_act', params: { node: activation.node } })
    return
  }
  task.assignee = to
  delete task.fallback
  delete task.owner
  delete task.standsFor
  run.effects.push({ type: 'changeTask', task: task.id, assignee: to, standsFor: null })
}

function transferObstacle(run: Run, activation: LiveActivation, task: LiveTask, to: string): string | undefined {
  const node = nodeOf(run, activation.node)
  if (!run.world.isActive(to)) return 'user_unknown'
  const takesPart = activation.tasks.some(({ assignee, state }) => assignee === to && state !== 'cancelled')
  if (to === task.assignee || takesPart) return 'already_taking_part'
  return node !== undefined && isOwnApproval(node, { assignee: to }, run.state) ? 'self_approval' : undefined
}

/** 委派: another person is asked for his word; the task then comes back to its owner, who decides. */
export function delegate({ run, activation, task, event }: Acting): void {
  const to = event.to ?? event.users?.[0]
  const code = to === undefined ? 'user_unknown' : transferObstacle(run, activation, task, to)
  if (to === undefined || code !== undefined) throw new Refusal(code ?? 'user_unknown', {}, '/to')
  task.owner ??= task.assignee
  task.assignee = to
  run.effects.push({ type: 'changeTask', task: task.id, assignee: to })
}

export function handBack({ run, task }: Acting): void {
  const { owner } = task
  if (owner === undefined) throw new Refusal('task_act_not_allowed', { act: 'hand-back' })
  delete task.owner
  task.assignee = owner
  run.effects.push({ type: 'changeTask', task: task.id, assignee: owner })
}

const MOST_COPIES = 100

/** Copies for more people than the workflow names. */
export function copyToOthers({ run, activation, event }: Acting): void {
  const node = nodeOf(run, activation.node)
  const rule = node?.definition.type === 'approve' ? node.definition.allow?.cc : undefined
  const users = [...new Set(event.users ?? [])]
  const most = rule?.max ?? MOST_COPIES
  if (users.length === 0 || users.some(user => !run.world.isActive(user)))
    throw new Refusal('user_unknown', {}, '/users')
  if (users.length > most) throw new Refusal('too_many_copies', { limit: most }, '/users')
  for (const assignee of users)
    run.effects.push({
      type: 'createTask',
      task: {
        id: run.world.newId(),
        kind: 'cc',
        node: activation.node,
        activation: activation.id,
        assignee,
        standsFor: null,
        due: null,
        fallback: false,
      },
    })
}
