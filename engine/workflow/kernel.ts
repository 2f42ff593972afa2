import { closeActivation, end, openActivation } from './activation.ts'
import { askApplicant, notifyReturned } from './applicant.ts'
import type { CompiledEdge, CompiledNode } from './compiled.ts'
import { graphOf } from './graph.ts'
import {
  cancelsRest,
  closeRound,
  closeSpentRounds,
  completeRound,
  incompleteRound,
  queues,
  startedRound,
} from './joins.ts'
import { ancestorsOf, holds, isLive, type LiveActivation, nodeOf, type Run, warn } from './run.ts'
import { APPLICANT, DIRECT_EDGE, type EndOutcome, type Outcome, START_EDGE, type Token } from './state.ts'
import { cancelActivation } from './tasks.ts'
import { type Choose, work } from './work.ts'

/** Automatic steps between two rests (SEMANTICS "Limits"). */
const MOST_STEPS = 1_000
/** Tokens under way at once. */
const MOST_TOKENS = 2_000

/** Sends a token along an edge. */
export function send(run: Run, node: string, edge: string, activation: number): void {
  run.arrivals.push({ node, edge, activation })
}

export const sendToStart = (run: Run): void => send(run, run.world.workflow.definition.start.to, START_EDGE, 0)

/**
 * The one kernel (M13, M14): while tokens arrive, join -> work -> split. Comes to rest when every live node waits for somebody or something;
 * ends the instance when no token is left.
 */
export function settle(run: Run): void {
  while (run.state.status === 'running') {
    const token = run.arrivals.shift()
    if (token !== undefined) arrive(run, token)
    else if (!fireStarted(run) && !freeMutex(run)) {
      if (run.state.activations.some(isLive)) break
      if (!fireIncomplete(run)) end(run, run.state.reached ?? outcomeOf(run.state.last))
    }
  }
  closeSpentRounds(run)
}

const outcomeOf = (last: Outcome | null): EndOutcome => (last === 'approved' || last === 'rejected' ? last : 'done')

function arrive(run: Run, token: Token): void {
  const node = nodeOf(run, token.node)
  if (node === undefined) {
    warn(run, 'unknown_node', token.node)
    return
  }
  if (!queues(node) || token.edge === DIRECT_EDGE) {
    enter(run, node, [token])
    return
  }
  run.state.waiting.push({ ...token })
  if (node.join === 'started') return
  const round = completeRound(run, node)
  if (round !== undefined) fire(run, node, round.tokens)
}

function fire(run: Run, node: CompiledNode, tokens: readonly Token[]): void {
  if (cancelsRest(node)) cancelRegion(run, node.key, tokens)
  enter(run, node, tokens)
  // What stood in line behind the round may be the next one.
  const next = node.join === 'started' ? undefined : completeRound(run, node)
  if (next !== undefined) fire(run, node, next.tokens)
}

function fireStarted(run: Run): boolean {
  const round = startedRound(run)
  if (round === undefined) return false
  if (round.circle) warn(run, 'join_circle', round.node.key)
  fire(run, round.node, round.tokens)
  return true
}

function fireIncomplete(run: Run): boolean {
  const round = incompleteRound(run)
  if (round === undefined) return false
  if (round.node.join !== 'started') warn(run, 'join_incomplete', round.node.key)
  enter(run, round.node, round.tokens)
  return true
}

/** `rest: cancel`: what is still under way between the split and this join stops (M17). */
function cancelRegion(run: Run, key: string, tokens: readonly Token[]): void {
  const { split, nodes } = graphOf(run.world.workflow).region(key)
  const origin = tokens
    .flatMap(token => ancestorsOf(run, { id: 0, from: [token] }))
    .filter(({ node }) => node === split)
    .sort((a, b) => b.id - a.id)[0]
  const within = (from: readonly Token[]): boolean =>
    origin === undefined || ancestorsOf(run, { id: 0, from }).includes(origin)
  for (const activation of run.state.activations)
    if (isLive(activation) && nodes.has(activation.node) && within(activation.from))
      cancelActivation(run, activation, null, 'join')
  const gone = (token: Token): boolean => (nodes.has(token.node) || token.node === key) && within([token])
  run.state.waiting = run.state.waiting.filter(token => !gone(token))
  run.arrivals.splice(0, run.arrivals.length, ...run.arrivals.filter(token => !gone(token)))
  closeRound(run, key)
}

/** The first held node whose `mutex` is free begins. */
function freeMutex(run: Run): boolean {
  const busy = new Set(
    run.state.activations.flatMap(({ node, state }) => (state === 'live' ? (mutexOf(nodeOf(run, node)) ?? []) : [])),
  )
  const next = run.state.activations.find(
    ({ node, state }) => state === 'held' && !busy.has(mutexOf(nodeOf(run, node)) ?? ''),
  )
  const node = next === undefined ? undefined : nodeOf(run, next.node)
  if (next === undefined || node === undefined) return false
  next.state = 'live'
  begin(run, next, node)
  return true
}

const mutexOf = (node: CompiledNode | undefined): string | undefined =>
  node !== undefined && 'mutex' in node.definition ? node.definition.mutex : undefined

/** Enters a node past its join: the round's tokens become one run of the node. */
export function enter(run: Run, node: CompiledNode, from: readonly Token[], people?: readonly string[]): void {
  const { state } = run
  state.steps += 1
  if (state.steps > MOST_STEPS || run.arrivals.length + state.waiting.length > MOST_TOKENS) {
    warn(run, 'too_many_steps', node.key)
    end(run, 'cancelled', undefined, 'failed')
    return
  }
  const activation = openActivation(run, node.key, from)
  if (mutexOf(node) === undefined) begin(run, activation, node, people)
  else activation.state = 'held'
}

function begin(run: Run, activation: LiveActivation, node: CompiledNode, people?: readonly string[]): void {
  const result = work(run, activation, node, people)
  if (result === undefined) return
  if (result.type === 'left') leave(run, activation, result.outcome, null)
  else if (result.type === 'ended') end(run, result.outcome, activation)
  else if (result.type === 'gone') closeActivation(run, activation, 'done', null, 'end')
  else split(run, activation, node, result.choose)
}

/** Ends a run of a node and sends its token on: back to whoever returned it, else along the first edge that holds for the outcome. */
export function leave(
  run: Run,
  activation: LiveActivation,
  outcome: Outcome,
  by: string | null,
  act: string = outcome,
): void {
  const { backTo } = activation
  closeActivation(run, activation, outcome, by, act)
  const waiting = backTo === undefined ? undefined : nodeOf(run, backTo.node)
  if (backTo !== undefined && waiting !== undefined) {
    enter(run, waiting, backTo.from, backTo.people)
    return
  }
  if (activation.node === APPLICANT) {
    if (outcome === 'submitted') sendToStart(run)
    else run.state.last = 'rejected'
    return
  }
  const node = nodeOf(run, activation.node)
  if (node === undefined) return
  if (['approve', 'fill', 'subprocess'].includes(node.definition.type)) run.state.last = outcome
  const sent = follow(run, node, activation, outcome, edges => edges.slice(0, 1))
  if (!sent && outcome === 'rejected') rejected(run, activation, by)
  else if (!sent && outcome === 'timeout') run.state.last = 'rejected'
}

/** An edge without `on` is for going well: a rejection or a time-out never slips along it. */
const fits = (edge: CompiledEdge, outcome: Outcome): boolean =>
  edge.on === undefined ? outcome !== 'rejected' && outcome !== 'timeout' : edge.on === outcome

function follow(run: Run, node: CompiledNode, activation: LiveActivation, outcome: Outcome, choose: Choose): boolean {
  const holding = node.next.flatMap((edge, index) => (fits(edge, outcome) && holds(run, edge.when) ? [index] : []))
  for (const index of choose(holding, node)) send(run, node.next[index]!.to, `${node.key}>${index}`, activation.id)
  return holding.length > 0
}

function split(run: Run, activation: LiveActivation, node: CompiledNode, choose: Choose): void {
  closeActivation(run, activation, 'done', null, 'split')
  if (!follow(run, node, activation, 'done', choose)) warn(run, 'branch_gap', node.key)
}

/** A rejection that no edge takes ends the instance, or goes back to the applicant, as the workflow says. */
function rejected(run: Run, activation: LiveActivation, by: string | null): void {
  if (run.world.workflow.definition.onReject !== 'return_to_applicant') {
    end(run, 'rejected')
    return
  }
  for (const other of run.state.activations) {
    if (isLive(other)) cancelActivation(run, other, by, 'reject')
    other.state = 'cancelled'
  }
  run.state.waiting = []
  run.state.rounds = {}
  run.arrivals.length = 0
  askApplicant(run, [{ node: APPLICANT, edge: DIRECT_EDGE, activation: 0 }])
  notifyReturned(run, activation.node)
}
