import type { CompiledNode } from './compiled.ts'
import { itemsOf } from './rows.ts'
import { evaluate, type LiveActivation, type Run, rowScopes, warn } from './run.ts'
import type { EndOutcome, Outcome } from './state.ts'

/** Rows a subprocess goes through (SEMANTICS "Limits"). */
const MOST_ROWS = 1_000
const DEEPEST = 10

/** Starts an instance for each row, or one; answers at once when there is nothing to wait for. */
export function newChildren(run: Run, activation: LiveActivation, node: CompiledNode): Outcome | undefined {
  const { definition } = node
  if (definition.type !== 'subprocess') return undefined
  const depth = (run.state.depth ?? 0) + 1
  const items = node.each === undefined ? [null] : itemsOf(run, node.each)
  if (depth > DEEPEST || items.length > MOST_ROWS) {
    warn(run, depth > DEEPEST ? 'subprocess_too_deep' : 'too_many_rows', node.key)
    return 'rejected'
  }
  if (node.each !== undefined) activation.rows = [...items]
  activation.children = items.map(() => ({ id: run.world.newId(), state: 'live' as const }))
  for (const [index, { id }] of activation.children.entries()) {
    const item = items[index] ?? null
    run.effects.push({
      type: 'startChild',
      id,
      activation: activation.id,
      workflow: definition.workflow,
      record: recordOf(run, activation, node, index),
      item,
      row: node.each === undefined ? '' : rowKey(item, index),
      depth,
    })
  }
  return childrenOutcome(run, activation, node)
}

/** What tells the instances of one record apart. */
const rowKey = (item: unknown, index: number): string => (typeof item === 'string' ? item : String(index))

function recordOf(run: Run, activation: LiveActivation, node: CompiledNode, row: number): string | null {
  if (node.record === undefined) return null
  const result: unknown = evaluate(run, node.record, null, rowScopes(run, activation, row))
  const found = Array.isArray(result) ? result[0] : result
  if (typeof found === 'string') return found
  return found !== null && typeof found === 'object' && 'id' in found && typeof found.id === 'string' ? found.id : ''
}

/** One of them ended, or could not be started, which stops it like a rejection. */
export function closeChild(
  run: Run,
  activation: LiveActivation,
  node: CompiledNode,
  id: string,
  outcome: EndOutcome | null,
): Outcome | undefined {
  const child = activation.children?.find(one => one.id === id)
  if (child?.state !== 'live') return undefined
  child.state = 'done'
  child.outcome = outcome ?? 'cancelled'
  if (outcome === null) warn(run, 'subprocess_not_started', node.key)
  return activation.state === 'live' ? childrenOutcome(run, activation, node) : undefined
}

function childrenOutcome(run: Run, activation: LiveActivation, { definition }: CompiledNode): Outcome | undefined {
  if (definition.type !== 'subprocess') return undefined
  const children = activation.children ?? []
  const ended = children.filter(({ state }) => state === 'done')
  const { wait = 'all' } = definition
  const wanted = wait === 'none' ? 0 : wait === 'all' ? children.length : Math.min(Number(wait), children.length)
  if (ended.length < wanted) return undefined
  if (definition.as !== undefined) {
    const results = children.map(({ outcome }) => outcome ?? null)
    run.state.out[definition.as] = definition.each === undefined ? (results[0] ?? null) : results
  }
  if (definition.rest === 'cancel') cancelChildren(run, activation, null)
  if (ended.some(({ outcome }) => outcome === 'rejected' || outcome === 'cancelled')) return 'rejected'
  return ended.length > 0 && ended.every(({ outcome }) => outcome === 'approved') ? 'approved' : 'done'
}

/** Stops the subprocesses of a node that is stopped. */
export function cancelChildren(run: Run, activation: LiveActivation, by: string | null): void {
  const live = (activation.children ?? []).filter(({ state }) => state === 'live')
  if (live.length === 0) return
  for (const child of live) child.state = 'cancelled'
  run.effects.push({ type: 'cancelChildren', ids: live.map(({ id }) => id), by })
}
