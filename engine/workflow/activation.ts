import { disarmAlarms } from './alarms.ts'
import { isLive, type LiveActivation, type Run } from './run.ts'
import type { EndOutcome, Outcome, Token } from './state.ts'
import { cancelActivation, cancelTask } from './tasks.ts'

/** Begins a run of a node. */
export function openActivation(run: Run, node: string, from: readonly Token[]): LiveActivation {
  const { state, world } = run
  const activation: LiveActivation = {
    id: state.activations.length + 1,
    node,
    from: from.map(token => ({ ...token })),
    at: world.now,
    state: 'live',
    tasks: [],
  }
  state.activations.push(activation)
  const known = state.nodes[node]
  state.nodes[node] = { outcome: null, by: null, at: world.now, active: true, count: (known?.count ?? 0) + 1 }
  return activation
}

/** Ends a run of a node; `by` and `act` tell those who come too late. */
export function closeActivation(
  run: Run,
  activation: LiveActivation,
  outcome: Outcome,
  by: string | null,
  act: string,
): void {
  disarmAlarms(run, activation)
  activation.state = 'done'
  activation.outcome = outcome
  activation.by = by
  activation.act = act
  const fact = run.state.nodes[activation.node]
  if (fact !== undefined) Object.assign(fact, { outcome, by, at: run.world.now, active: false })
}

/** Ends the instance: every token is withdrawn. */
export function end(
  run: Run,
  outcome: EndOutcome,
  by?: LiveActivation,
  status: 'ended' | 'withdrawn' | 'failed' = 'ended',
  who: string | null = null,
): void {
  const { state } = run
  if (by !== undefined) closeActivation(run, by, 'done', who, 'end')
  for (const activation of state.activations)
    if (isLive(activation)) cancelActivation(run, activation, who, status === 'withdrawn' ? 'withdraw' : 'end')
  for (const { tasks } of state.activations) for (const task of tasks) cancelTask(run, task, who, 'end')
  state.waiting = []
  state.rounds = {}
  run.arrivals.length = 0
  state.status = status
  state.outcome = outcome
}
