import { atLeastMs, parseDuration } from '../timer/duration.ts'
import type { CompiledNode, CompiledWorkflow } from './compiled.ts'
import type { Act } from './events.ts'
import { type Activation, APPLICANT, type InstanceState, type TaskState } from './state.ts'

/** What a person may do with a task now, in the order buttons stand; empty for a stranger. Rights are checked again at the act (M15). */
export function allowedActs(
  workflow: CompiledWorkflow,
  state: InstanceState,
  taskId: string,
  user: string,
  admin = false,
): readonly Act[] {
  const activation = state.activations.find(({ tasks }) => tasks.some(({ id }) => id === taskId))
  const task = activation?.tasks.find(({ id }) => id === taskId)
  if (activation === undefined || task === undefined || state.status !== 'running') return []
  const node = workflow.nodes.get(activation.node)
  const acts: Act[] = []
  if (task.state === 'open' && task.assignee === user) acts.push(...handlerActs(node, activation, task, state))
  else if (task.state === 'waiting' && task.assignee === user && mayRemove(node, activation, task))
    acts.push('remove-signer')
  else if (task.state === 'open' && admin) acts.push('transfer')
  if (
    state.applicant === user &&
    urgeRule(workflow, node) !== undefined &&
    task.state === 'open' &&
    task.assignee !== user
  )
    acts.push('urge')
  if (mayWithdraw(workflow, state, user) || handlerMayWithdraw(workflow, state, activation, task, user))
    acts.push('withdraw')
  return acts
}

function handlerActs(
  node: CompiledNode | undefined,
  activation: Activation,
  task: TaskState,
  state: InstanceState,
): Act[] {
  if (task.owner !== undefined) return ['hand-back']
  if (node?.definition.type !== 'approve')
    return activation.node === APPLICANT || task.fallback !== true ? ['submit'] : ['submit', 'transfer']
  const { allow } = node.definition
  const acts: Act[] = isOwnApproval(node, task, state) ? [] : ['approve', 'reject']
  if (activation.state === 'done') return acts
  if (allow?.return !== undefined) acts.push('return')
  if (allow?.transfer !== undefined || task.fallback === true) acts.push('transfer')
  if (allow?.delegate !== undefined) acts.push('delegate')
  if (allow?.add_signer !== undefined) acts.push('add-signer')
  if (mayRemove(node, activation, task)) acts.push('remove-signer')
  if (allow?.cc !== undefined) acts.push('cc')
  return acts
}

const mayRemove = (node: CompiledNode | undefined, activation: Activation, task: TaskState): boolean =>
  node?.definition.type === 'approve' &&
  node.definition.allow?.remove_signer !== undefined &&
  removableSigners(activation, task).length > 0

/** Signers added to a task who have not decided. */
export const removableSigners = <T extends TaskState>(
  { tasks }: { readonly tasks: readonly T[] },
  task: TaskState,
): T[] => tasks.filter(({ signer, state }) => signer?.of === task.id && (state === 'planned' || state === 'open'))

/** The applicant as his own approver, where the node forbids it: a task that fell to him because nobody else was there. */
export const isOwnApproval = (node: CompiledNode, task: Pick<TaskState, 'assignee'>, state: InstanceState): boolean =>
  node.definition.type === 'approve' &&
  (node.definition.self ?? 'forbid') === 'forbid' &&
  task.assignee === state.applicant

/** How often a task may be urged: the time between in ms, and how many times at most; undefined = not at all. */
export function urgeRule(
  workflow: CompiledWorkflow,
  node: CompiledNode | undefined,
): { readonly every: number; readonly max: number | undefined } | undefined {
  const own = node?.definition.type === 'approve' ? node.definition.allow?.urge : undefined
  const urge = own ?? workflow.definition.allow?.urge
  if (urge === undefined) return undefined
  const every = parseDuration(urge.every ?? '1h')
  return { every: every === undefined ? 3_600_000 : atLeastMs(every), max: urge.max }
}

/** The applicant may withdraw before the first decision unless the workflow says otherwise. */
export function mayWithdraw(workflow: CompiledWorkflow, state: InstanceState, user: string): boolean {
  const rule = workflow.definition.allow?.withdraw?.applicant ?? 'before_first'
  if (state.applicant !== user || state.status !== 'running' || rule === 'never') return false
  return rule === 'before_end' || !state.activations.some(run => isDecided(run) && run.node !== APPLICANT)
}

const isDecided = ({ state, tasks }: Activation): boolean =>
  state !== 'cancelled' && tasks.some(({ acted }) => acted === true)

/** A handler may take his decision back while nobody after him has acted. */
export function handlerMayWithdraw(
  workflow: CompiledWorkflow,
  state: InstanceState,
  activation: Activation,
  task: TaskState,
  user: string,
): boolean {
  if (workflow.definition.allow?.withdraw?.handler !== true || activation.state === 'cancelled') return false
  if (task.state !== 'done' || task.by !== user || task.acted !== true) return false
  const after = new Set([activation.id])
  for (const { id, from } of state.activations) if (from.some(token => after.has(token.activation))) after.add(id)
  return state.activations.every(run => run.id === activation.id || !after.has(run.id) || !isDecided(run))
}
