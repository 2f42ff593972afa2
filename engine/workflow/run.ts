import type { CompiledExpression } from '../definition/compiled.ts'
import type { Result } from '../expression/index.ts'
import { recordScope } from '../record/scope.ts'
import type { CompiledNode } from './compiled.ts'
import type { Effect, TaskScope, World } from './events.ts'
import { itemValue } from './item.ts'
import { type Activation, type Draft, holdersOf, type InstanceState, type TaskState, type Token } from './state.ts'

/** One step under way: a copy of the state that its parts change, and the effects so far. */
export interface Run {
  readonly world: World
  readonly state: Draft<InstanceState>
  readonly effects: Effect[]
  /** tokens on their way */
  readonly arrivals: Token[]
}

export type LiveActivation = Draft<Activation>
export type LiveTask = Draft<TaskState>

/** Why an act is not accepted: a code of the catalogue with its params; nothing has changed. */
export class Refusal extends Error {
  readonly code: string
  readonly params: Readonly<Record<string, unknown>>
  readonly path: string
  constructor(code: string, params: Readonly<Record<string, unknown>> = {}, path = '') {
    super(code)
    this.code = code
    this.params = params
    this.path = path
  }
}

export const nodeOf = (run: Run, key: string): CompiledNode | undefined => run.world.workflow.nodes.get(key)

/** Its token stands there, at work or held by a `mutex`. */
export const isLive = ({ state }: Pick<Activation, 'state'>): boolean => state === 'live' || state === 'held'

/** Scopes of one row of a node with `each`. */
export function rowScopes({ world }: Run, { rows }: Pick<LiveActivation, 'rows'>, row: number | undefined): Scopes {
  if (rows === undefined || row === undefined) return {}
  const item = itemValue(world.form, world.values, rows[row] ?? null)
  return { $row: item, $item: item }
}

export type Scopes = Readonly<Record<string, unknown>>

/**
 * An expression of the workflow on the record as it is; `$nodes`, `$out`, `$applicant`, `$task` as the instance knows them; `$row` and `$item` are what a
 * subprocess was started for, unless the node says better.
 */
export function evaluate(
  run: Run,
  expression: CompiledExpression,
  task: TaskScope | null = null,
  more: Scopes = {},
): Result {
  const { state, world } = run
  const { context } = world
  const scopes = {
    ...context.scopes,
    $nodes: state.nodes,
    $out: state.out,
    $applicant: state.applicant,
    $holders: holdersOf(state),
    ...(task === null ? {} : { $task: task }),
  }
  const { form, values } = world
  const item = state.item === undefined ? undefined : itemValue(form, values, state.item)
  const own = { ...(item === undefined ? {} : { $row: item, $item: item }), ...more }
  return expression.evaluate(recordScope({ form, values, scopes: own }, { ...context, scopes }))
}

/** Conditions are two-valued: an error is false (M1). */
export const holds = (
  run: Run,
  condition: CompiledExpression | undefined,
  task: TaskScope | null = null,
  more: Scopes = {},
): boolean => condition === undefined || evaluate(run, condition, task, more) === true

/** Tells the author or an administrator; nothing stops. */
export function warn(run: Run, code: string, node: string): void {
  run.effects.push({ type: 'warning', code, params: { node } })
}

export function taskScope(run: Run, activation: LiveActivation, task: LiveTask, due: string | null = null): TaskScope {
  return {
    id: task.id,
    assignee: task.assignee,
    applicant: run.state.applicant,
    due,
    created_at: task.openedAt ?? null,
    node: activation.node,
  }
}

/** A task and the activation it belongs to. */
export function findTask(run: Run, id: string): { activation: LiveActivation; task: LiveTask } | undefined {
  for (const activation of run.state.activations) {
    const task = activation.tasks.find(one => one.id === id)
    if (task !== undefined) return { activation, task }
  }
  return undefined
}

/** The activations that led to one, nearest first, each once. */
export function ancestorsOf(run: Run, activation: Pick<Activation, 'id' | 'from'>): LiveActivation[] {
  const seen = new Set<number>()
  const queue = activation.from.map(token => token.activation)
  for (const id of queue) {
    if (seen.has(id)) continue
    seen.add(id)
    queue.push(...(run.state.activations[id - 1]?.from ?? []).map(token => token.activation))
  }
  return [...seen].sort((a, b) => b - a).flatMap(id => run.state.activations[id - 1] ?? [])
}
