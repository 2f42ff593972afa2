import type { Acting } from './acting.ts'
import { isOwnApproval, removableSigners } from './allowed.ts'
import { proceed } from './enter.ts'
import { leave } from './kernel.ts'
import { type LiveTask, nodeOf, Refusal } from './run.ts'
import { cancelTask, openTask } from './tasks.ts'

const MOST_SIGNERS = 50

/** before: they sign first, this task waits; beside: together with it; after: once it is approved. */
export function addSigner({ run, activation, task, event }: Acting): void {
  const node = nodeOf(run, activation.node)
  const rule = node?.definition.type === 'approve' ? node.definition.allow?.add_signer : undefined
  const kind = event.kind ?? rule?.kinds?.[0] ?? 'before'
  if (kind !== 'before' && kind !== 'after' && kind !== 'beside')
    throw new Refusal('signer_kind_unknown', { kind }, '/kind')
  if (rule?.kinds !== undefined && !rule.kinds.includes(kind))
    throw new Refusal('signer_kind_unknown', { kind }, '/kind')
  const users = [...new Set(event.users ?? (event.to === undefined ? [] : [event.to]))]
  const taking = activation.tasks
    .filter(({ state, row }) => state !== 'cancelled' && row === task.row)
    .map(({ assignee }) => assignee)
  if (users.length === 0 || users.some(user => !run.world.isActive(user)))
    throw new Refusal('user_unknown', {}, '/users')
  if (users.some(user => taking.includes(user))) throw new Refusal('already_taking_part', {}, '/users')
  if (node !== undefined && users.some(assignee => isOwnApproval(node, { assignee }, run.state)))
    throw new Refusal('self_approval', {}, '/users')
  const added = activation.tasks.filter(({ signer }) => signer !== undefined).length
  const most = rule?.max ?? MOST_SIGNERS
  if (added + users.length > most) throw new Refusal('too_many_signers', { limit: most }, '/users')
  if (kind === 'before') {
    task.state = 'waiting'
    run.effects.push({ type: 'changeTask', task: task.id, waiting: true })
  }
  for (const assignee of users) {
    const signer: LiveTask = {
      id: run.world.newId(),
      kind: 'approve',
      assignee,
      state: 'planned',
      timers: [],
      signer: { kind, of: task.id },
    }
    if (task.row !== undefined) signer.row = task.row
    activation.tasks.push(signer)
    if (kind !== 'after') openTask(run, activation, signer)
  }
}

/** Takes signers out again who have not decided; a task that waited for them goes on. */
export function removeSigner({ run, activation, task, event }: Acting): void {
  const users = [...new Set(event.users ?? (event.to === undefined ? [] : [event.to]))]
  const found = removableSigners(activation, task).filter(({ assignee }) => users.includes(assignee))
  if (users.length === 0 || found.length < users.length) throw new Refusal('signer_unknown', {}, '/users')
  for (const signer of found) cancelTask(run, signer, event.by, 'remove-signer')
  const outcome = proceed(run, activation, nodeOf(run, activation.node), event.by)
  if (outcome !== undefined) leave(run, activation, outcome, event.by)
}
