import type { ApproveNode } from '../../schemas/generated/definition.ts'
import type { LiveActivation, LiveTask, Run } from './run.ts'
import { openTask } from './tasks.ts'

const isPending = ({ state }: LiveTask): boolean => state === 'planned' || state === 'waiting' || state === 'open'
const isMain = ({ signer }: LiveTask): boolean => signer === undefined || signer.kind === 'beside'

/**
 * What the votes of an approval come to, counted anew at each decision so that added signers count (M16). 或签 `any`: one approval (and those who
 * sign after it); 会签 `all` and 依次 `sequence`: every one. One rejection rejects unless `rejectWhen: all`, where the rest is awaited.
 */
export function verdict(node: ApproveNode, tasks: readonly LiveTask[]): 'approved' | 'rejected' | undefined {
  const counted = tasks.filter(({ state }) => state !== 'cancelled')
  if (node.rejectWhen !== 'all' && counted.some(({ outcome }) => outcome === 'rejected')) return 'rejected'
  const pending = counted.some(isPending)
  const signedAfter = (task: LiveTask): boolean =>
    counted.every(other => other.signer?.of !== task.id || other.signer.kind !== 'after' || !isPending(other))
  if ((node.mode ?? 'any') === 'any') {
    if (counted.some(task => isMain(task) && task.outcome === 'approved' && signedAfter(task))) return 'approved'
    return pending ? undefined : 'rejected'
  }
  if (pending) return undefined
  const mains = counted.filter(isMain)
  return mains.length > 0 && mains.every(({ outcome }) => outcome === 'approved') ? 'approved' : 'rejected'
}

/** Opens the tasks whose turn it is: the next in a sequence, signers after one who approved, one whose signers before are through. */
export function openDue(run: Run, activation: LiveActivation, sequence: boolean): void {
  const { tasks } = activation
  const mains = tasks.filter(({ signer }) => signer === undefined)
  const turn = mains.find(isPending)
  for (const task of tasks) {
    const after = task.signer?.kind === 'after' ? tasks.find(({ id }) => id === task.signer?.of) : undefined
    if (
      task.state === 'waiting' &&
      !tasks.some(other => other.signer?.of === task.id && other.signer.kind === 'before' && isPending(other))
    )
      openTask(run, activation, task)
    else if (task.state === 'planned' && after !== undefined) {
      if (after.outcome === 'approved') openTask(run, activation, task)
    } else if (task.state === 'planned' && (!sequence || task === turn) && !awaitsSigners(mains, tasks, task, sequence))
      openTask(run, activation, task)
  }
}

/** In a sequence the next one waits for everybody who was added to the one before. */
function awaitsSigners(
  mains: readonly LiveTask[],
  tasks: readonly LiveTask[],
  task: LiveTask,
  sequence: boolean,
): boolean {
  if (!sequence || task.signer !== undefined) return false
  const before = new Set(mains.slice(0, mains.indexOf(task)).map(({ id }) => id))
  return tasks.some(other => other.signer !== undefined && before.has(other.signer.of) && isPending(other))
}
