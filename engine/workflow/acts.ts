import { end } from './activation.ts'
import { allowedActs, handlerMayWithdraw, isOwnApproval, mayWithdraw, urgeEvery } from './allowed.ts'
import { proceed } from './enter.ts'
import type { Act, ActEvent } from './events.ts'
import { leave } from './kernel.ts'
import { checkFilled } from './required.ts'
import { reenter, returnFrom, returnTarget, takeBack } from './rollback.ts'
import { type LiveActivation, type LiveTask, nodeOf, Refusal, type Run } from './run.ts'
import { cancelTask, finishTask, openTask } from './tasks.ts'

/** A task with what it belongs to, and what was done with it. */
interface Acting {
  readonly run: Run
  readonly activation: LiveActivation
  readonly task: LiveTask
  readonly event: ActEvent
}

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
  'add-signer': addSigner,
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
  if (!finds && task.state !== 'open') throw finished(acting)
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

/**
 * The task keeps its identity, so that its deadline goes on (M17). A person names somebody; of the people the app names the first who may takes it, else
 * an administrator, so that an escalation is never lost.
 */
function transfer({ run, activation, task, event }: Acting): void {
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
  run.effects.push({ type: 'changeTask', task: task.id, assignee: to })
}

function transferObstacle(run: Run, activation: LiveActivation, task: LiveTask, to: string): string | undefined {
  const node = nodeOf(run, activation.node)
  if (!run.world.isActive(to)) return 'user_unknown'
  const takesPart = activation.tasks.some(({ assignee, state }) => assignee === to && state !== 'cancelled')
  if (to === task.assignee || takesPart) return 'already_taking_part'
  return node !== undefined && isOwnApproval(node, { assignee: to }, run.state) ? 'self_approval' : undefined
}

const MOST_SIGNERS = 50

/** before: they sign first, this task waits; beside: together with it; after: once it is approved. */
function addSigner({ run, activation, task, event }: Acting): void {
  const node = nodeOf(run, activation.node)
  const rule = node?.definition.type === 'approve' ? node.definition.allow?.add_signer : undefined
  const kind = event.kind ?? rule?.kinds?.[0] ?? 'before'
  if (kind !== 'before' && kind !== 'after' && kind !== 'beside')
    throw new Refusal('signer_kind_unknown', { kind }, '/kind')
  if (rule?.kinds !== undefined && !rule.kinds.includes(kind))
    throw new Refusal('signer_kind_unknown', { kind }, '/kind')
  const users = [...new Set(event.users ?? (event.to === undefined ? [] : [event.to]))]
  const taking = activation.tasks.filter(({ state }) => state !== 'cancelled').map(({ assignee }) => assignee)
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
    activation.tasks.push(signer)
    if (kind !== 'after') openTask(run, activation, signer)
  }
}

/** The applicant ends it; a handler takes his own decision back while nobody after him has acted. */
function withdraw({ run, activation, task, event }: Acting): void {
  const { state, world } = run
  const by = event.by ?? ''
  if (event.by !== null && handlerMayWithdraw(world.workflow, state, activation, task, by)) {
    takeDecisionBack({ run, activation, task, event })
    return
  }
  if (event.by !== null && !mayWithdraw(world.workflow, state, by))
    throw new Refusal('task_act_not_allowed', { act: 'withdraw' })
  end(run, 'cancelled', undefined, 'withdrawn', event.by)
}

function takeDecisionBack({ run, activation, task, event }: Acting): void {
  if (activation.state === 'done') {
    takeBack(run, activation.id, event.by, 'withdraw')
    reenter(run, activation, activation.backTo, [task.assignee])
    return
  }
  const again: LiveTask = {
    id: run.world.newId(),
    kind: task.kind,
    assignee: task.assignee,
    state: 'planned',
    timers: [],
  }
  task.state = 'cancelled'
  delete task.outcome
  activation.tasks.splice(activation.tasks.indexOf(task), 0, again)
  openTask(run, activation, again)
}

function urge({ run, activation, task, event }: Acting): void {
  const every = urgeEvery(run.world.workflow, nodeOf(run, activation.node)) ?? 0
  const last = run.state.urged[task.id]
  if (event.by !== null && last !== undefined && Date.parse(run.world.now) - Date.parse(last) < every)
    throw new Refusal('urged_recently', { minutes: Math.ceil(every / 60_000) })
  run.state.urged[task.id] = run.world.now
  run.effects.push({ type: 'notify', users: [task.assignee], code: 'task_urged', node: activation.node, task: task.id })
}
