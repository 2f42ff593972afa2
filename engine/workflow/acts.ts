import type { Acting } from './acting.ts'
import { allowedActs, isOwnApproval, urgeRule } from './allowed.ts'
import { proceed } from './enter.ts'
import type { Act, ActEvent } from './events.ts'
import { copyToOthers, delegate, handBack, transfer } from './handover.ts'
import { leave } from './kernel.ts'
import { checkFilled } from './required.ts'
import { returnFrom, returnTarget } from './rollback.ts'
import { type LiveActivation, type LiveTask, nodeOf, Refusal, type Run } from './run.ts'
import { addSigner, removeSigner } from './signers.ts'
import { cancelTask, finishTask } from './tasks.ts'
import { withdraw } from './withdraw.ts'

/** Carries out an act on a task. @throws Refusal with the code the actor is told */
export function act(run: Run, activation: LiveActivation, task: LiveTask, event: ActEvent): void {
  const acting = { run, activation, task, event }
  if (event.by !== null) checkActor(acting, event.by)
  else if (task.state !== 'open') throw finished(acting)
  if (event.by !== null) checkEvidence(acting)
  record(acting)
  table[event.act](acting)
}

const table: Readonly<Record<Act, (acting: Acting) => void>> = {
  approve: acting => decide(acting, 'approved'),
  reject: acting => decide(acting, 'rejected'),
  submit: acting => decide(acting, 'submitted'),
  close: ({ run, activation, event }) => {
    for (const task of activation.tasks) cancelTask(run, task, event.by, 'close')
    leave(run, activation, 'timeout', event.by, 'close')
  },
  return: goBack,
  transfer,
  delegate,
  'hand-back': handBack,
  'add-signer': addSigner,
  'remove-signer': removeSigner,
  cc: copyToOthers,
  withdraw,
  urge,
}

/** The loser of two acts at one moment reads who was first, and with what (M18). */
function finished({ activation, task }: Acting): Refusal {
  const acted = task.state === 'done' && task.by !== undefined
  return new Refusal('task_finished', {
    by: acted ? task.by : (activation.by ?? null),
    act: acted ? (task.outcome ?? '') : (activation.act ?? ''),
  })
}

function checkActor(acting: Acting, by: string): void {
  const { run, activation, task, event } = acting
  const { state, world } = run
  const node = nodeOf(run, activation.node)
  const finds = event.act === 'withdraw' || event.act === 'urge'
  // Who waits for signers before him may still take them out.
  const waits = event.act === 'remove-signer' && task.state === 'waiting'
  if (!finds && !waits && task.state !== 'open') throw finished(acting)
  if (!finds && task.assignee !== by && !(event.admin === true && event.act === 'transfer'))
    throw new Refusal('task_not_yours')
  if (!allowedActs(world.workflow, state, task.id, by, event.admin).includes(event.act)) {
    if (finds && task.state !== 'open' && event.act === 'urge') throw finished(acting)
    if (node !== undefined && (event.act === 'approve' || event.act === 'reject') && isOwnApproval(node, task, state))
      throw new Refusal('self_approval')
    throw new Refusal('task_act_not_allowed', { act: event.act })
  }
}

function checkEvidence({ run, activation, event }: Acting): void {
  const node = nodeOf(run, activation.node)
  if (node?.definition.type === 'fill' && event.act === 'submit') checkFilled(run.world, node.definition.require ?? [])
  if (node?.definition.type !== 'approve' || !['approve', 'reject', 'return'].includes(event.act)) return
  const require = node.definition.require ?? []
  if (require.includes('opinion') && (event.opinion ?? '').trim() === '')
    throw new Refusal('opinion_required', {}, '/opinion')
  if (event.act === 'return') return
  if (require.includes('attachment') && (event.files ?? []).length === 0)
    throw new Refusal('attachment_required', {}, '/files')
  if (require.includes('signature') && event.signature === undefined)
    throw new Refusal('signature_required', {}, '/signature')
}

function record({ run, activation, task, event }: Acting): void {
  const { to, users, kind, signature } = event
  run.effects.push({
    type: 'decision',
    task: task.id,
    node: activation.node,
    by: event.by,
    onBehalfOf: task.standsFor ?? null,
    act: event.act,
    opinion: event.opinion ?? null,
    files: event.files ?? [],
    data: Object.fromEntries(
      Object.entries({ to, users, kind, signature, assignee: task.assignee }).filter(
        ([, value]) => value !== undefined,
      ),
    ),
  })
}

function decide({ run, activation, task, event }: Acting, outcome: 'approved' | 'rejected' | 'submitted'): void {
  finishTask(run, task, outcome, event.by)
  // The node went on already: a word that comes late is kept, and changes nothing.
  if (activation.state === 'done') return
  const result = proceed(run, activation, nodeOf(run, activation.node), event.by)
  if (result !== undefined) leave(run, activation, result, event.by)
}

function goBack({ run, activation, event }: Acting): void {
  const node = nodeOf(run, activation.node)
  const rule = node?.definition.type === 'approve' ? node.definition.allow?.return : undefined
  const to = event.to ?? rule?.to?.[0] ?? 'applicant'
  const allowed = rule?.to ?? ['applicant']
  const made = run.state.returns[activation.node] ?? 0
  if (event.by !== null && rule?.max !== undefined && made >= rule.max)
    throw new Refusal('return_too_often', { limit: rule.max })
  const target = returnTarget(run, activation, to)
  const named =
    target === 'applicant' ? 'applicant' : target === returnTarget(run, activation, 'previous') ? 'previous' : 'any'
  if (event.by !== null && !allowed.includes('any') && !allowed.includes(named))
    throw new Refusal('task_act_not_allowed', { act: 'return' })
  run.state.returns[activation.node] = made + 1
  const then = rule?.then === 'ask' ? event.kind : rule?.then
  returnFrom(run, activation, { target, mode: then === 'back' ? 'back' : 'again' }, event.by)
}

function urge({ run, activation, task, event }: Acting): void {
  const rule = urgeRule(run.world.workflow, nodeOf(run, activation.node))
  const last = run.state.urged[task.id]
  const made = run.state.urges?.[task.id] ?? 0
  const every = rule?.every ?? 0
  if (event.by !== null && last !== undefined && Date.parse(run.world.now) - Date.parse(last) < every)
    throw new Refusal('urged_recently', { minutes: Math.ceil(every / 60_000) })
  if (event.by !== null && rule?.max !== undefined && made >= rule.max)
    throw new Refusal('urged_too_often', { limit: rule.max })
  run.state.urged[task.id] = run.world.now
  run.state.urges = { ...run.state.urges, [task.id]: made + 1 }
  run.effects.push({ type: 'notify', users: [task.assignee], code: 'task_urged', node: activation.node, task: task.id })
}
