import type { ApproveNode } from '../../schemas/generated/definition.ts'
import type { CompiledNode } from './compiled.ts'
import { holds, type LiveActivation, type LiveTask, type Run, rowScopes } from './run.ts'
import { openTask } from './tasks.ts'

const isPending = ({ state }: LiveTask): boolean => state === 'planned' || state === 'waiting' || state === 'open'

/** Who should sign after somebody who rejected, or was taken out, is not asked any more. */
function isMoot(task: LiveTask, tasks: readonly LiveTask[]): boolean {
  if (task.state !== 'planned' || task.signer?.kind !== 'after') return false
  const before = tasks.find(({ id }) => id === task.signer?.of)
  return before === undefined || before.outcome === 'rejected' || before.state === 'cancelled' || isMoot(before, tasks)
}

const isMain = ({ signer }: LiveTask): boolean => signer === undefined || signer.kind === 'beside'

/**
 * What the votes of an approval come to, counted anew at each decision so that added signers count (M16). 或签 `any`: one approval (and those who
 * sign after it); 会签 `all` and 依次 `sequence`: every one. One rejection rejects unless `rejectWhen: all`, where the rest is awaited. 票签 `share`: as
 * `passWhen` and `failWhen` say over `{$votes}`; when nobody is left to vote and it has not passed, it is rejected.
 */
export function verdict(
  run: Run,
  activation: LiveActivation,
  node: CompiledNode,
  definition: ApproveNode,
  tasks: readonly LiveTask[],
): 'approved' | 'rejected' | undefined {
  const counted = tasks.filter(task => task.state !== 'cancelled' && !isMoot(task, tasks))
  const pending = counted.some(isPending)
  if (definition.mode === 'share') {
    const scopes = { ...rowScopes(run, activation, tasks[0]?.row), $votes: votesOf(counted) }
    if (node.failWhen !== undefined && holds(run, node.failWhen, null, scopes)) return 'rejected'
    if (node.passWhen !== undefined && holds(run, node.passWhen, null, scopes)) return 'approved'
    return pending ? undefined : 'rejected'
  }
  if (definition.rejectWhen !== 'all' && counted.some(({ outcome }) => outcome === 'rejected')) return 'rejected'
  const signedAfter = (task: LiveTask): boolean =>
    counted.every(other => other.signer?.of !== task.id || other.signer.kind !== 'after' || !isPending(other))
  if ((definition.mode ?? 'any') === 'any') {
    if (counted.some(task => isMain(task) && task.outcome === 'approved' && signedAfter(task))) return 'approved'
    return pending ? undefined : 'rejected'
  }
  if (pending) return undefined
  const mains = counted.filter(isMain)
  return mains.length > 0 && mains.every(({ outcome }) => outcome === 'approved') ? 'approved' : 'rejected'
}

/** `{$votes}`: how many are asked, and what they said so far. */
const votesOf = (tasks: readonly LiveTask[]) => {
  const said = (what: string): number => tasks.filter(({ outcome }) => outcome === what).length
  const yes = said('approved')
  const no = said('rejected')
  return { yes, no, voted: yes + no, total: tasks.length, pending: tasks.filter(isPending).length }
}

/** Opens the tasks whose turn it is: the next in a sequence, signers after one who approved, one whose signers before are through. */
export function openDue(run: Run, activation: LiveActivation, tasks: readonly LiveTask[], sequence: boolean): void {
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
