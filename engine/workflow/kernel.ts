import { closeActivation, end, openActivation, warn } from './activation.ts'
import { askApplicant, notifyReturned } from './applicant.ts'
import type { CompiledEdge, CompiledNode } from './compiled.ts'
import { enterPeople } from './enter.ts'
import { peopleOf } from './people.ts'
import { holds, isLive, type LiveActivation, nodeOf, type Run } from './run.ts'
import { APPLICANT, DIRECT_EDGE, type EndOutcome, type Outcome, START_EDGE, type Token } from './state.ts'
import { cancelActivation } from './tasks.ts'

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
    else if (run.state.activations.some(isLive)) return
    else if (!releaseJoin(run)) end(run, outcomeOf(run.state.last))
  }
}

const outcomeOf = (last: Outcome | null): EndOutcome => (last === 'approved' || last === 'rejected' ? last : 'done')

function arrive(run: Run, token: Token): void {
  const node = nodeOf(run, token.node)
  if (node === undefined) {
    warn(run, 'unknown_node', token.node)
    return
  }
  if (!waitsForAll(node) || token.edge === DIRECT_EDGE) {
    enter(run, node, [token])
    return
  }
  run.state.waiting.push({ ...token })
  const taken = incoming(run, node.key).map(edge =>
    run.state.waiting.find(waiting => waiting.node === node.key && waiting.edge === edge),
  )
  if (taken.every(waiting => waiting !== undefined)) takeRound(run, node, taken)
}

const waitsForAll = ({ definition }: CompiledNode): boolean => definition.join === 'all'

function takeRound(run: Run, node: CompiledNode, tokens: readonly Token[]): void {
  run.state.waiting = run.state.waiting.filter(waiting => !tokens.includes(waiting))
  enter(run, node, tokens)
}

/** Every edge that leads to a node; the start counts as one. */
function incoming(run: Run, key: string): string[] {
  const { workflow } = run.world
  const edges = [...workflow.nodes.values()].flatMap(node =>
    node.next.flatMap(({ to }, index) => (to === key ? [`${node.key}>${index}`] : [])),
  )
  return workflow.definition.start.to === key ? [START_EDGE, ...edges] : edges
}

/**
 * No token can reach a join any more: branches not taken leave it incomplete. The first in list order fires with what it has, with a warning; a
 * join that already fired keeps nothing alive (M14).
 */
function releaseJoin(run: Run): boolean {
  const { state, world } = run
  for (const node of world.workflow.nodes.values()) {
    const tokens = state.waiting.filter(waiting => waiting.node === node.key)
    if (tokens.length === 0) continue
    const surplus = state.activations.some(({ node: key, state: now }) => key === node.key && now === 'done')
    if (surplus) {
      state.waiting = state.waiting.filter(waiting => waiting.node !== node.key)
      continue
    }
    warn(run, 'join_incomplete', node.key)
    const round = tokens.filter((token, index) => tokens.findIndex(({ edge }) => edge === token.edge) === index)
    takeRound(run, node, round)
    return true
  }
  return false
}

/** Enters a node past its join: the round's tokens become one run of the node. */
export function enter(run: Run, node: CompiledNode, from: readonly Token[], people?: readonly string[]): void {
  const { state } = run
  state.steps += 1
  if (state.steps > MOST_STEPS || run.arrivals.length + state.waiting.length > MOST_TOKENS) {
    fail(run, node.key)
    return
  }
  const activation = openActivation(run, node.key, from)
  switch (node.definition.type) {
    case 'exclusive':
      split(run, activation, node, 'done', edges => edges.slice(0, 1))
      return
    case 'parallel':
      split(run, activation, node, 'done', edges => edges)
      return
    case 'end':
      end(run, node.definition.outcome ?? 'done', activation)
      return
    case 'cc':
      copyTo(run, activation, node)
      leave(run, activation, 'done', null)
      return
    case 'do':
      run.effects.push({
        type: 'runActions',
        activation: activation.id,
        node: node.key,
        actions: node.actions,
        task: null,
      })
      return
    default: {
      const passed = enterPeople(run, activation, node, people)
      if (passed !== undefined) leave(run, activation, passed, null)
    }
  }
}

function copyTo(run: Run, activation: LiveActivation, node: CompiledNode): void {
  for (const assignee of node.by === undefined ? [] : peopleOf(run, node.by))
    run.effects.push({
      type: 'createTask',
      task: {
        id: run.world.newId(),
        kind: 'cc',
        node: node.key,
        activation: activation.id,
        assignee,
        due: null,
        fallback: false,
      },
    })
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
  if (node.definition.type === 'approve' || node.definition.type === 'fill') run.state.last = outcome
  const sent = follow(run, node, activation, outcome, edges => edges.slice(0, 1))
  if (!sent && outcome === 'rejected') rejected(run, activation, by)
  else if (!sent && outcome === 'timeout') run.state.last = 'rejected'
}

/** An edge without `on` is for going well: a rejection or a time-out never slips along it. */
const fits = (edge: CompiledEdge, outcome: Outcome): boolean =>
  edge.on === undefined ? outcome !== 'rejected' && outcome !== 'timeout' : edge.on === outcome

function follow(
  run: Run,
  node: CompiledNode,
  activation: LiveActivation,
  outcome: Outcome,
  choose: (holding: readonly number[]) => readonly number[],
): boolean {
  const holding = node.next.flatMap((edge, index) => (fits(edge, outcome) && holds(run, edge.when) ? [index] : []))
  for (const index of choose(holding)) send(run, node.next[index]!.to, `${node.key}>${index}`, activation.id)
  return holding.length > 0
}

function split(
  run: Run,
  activation: LiveActivation,
  node: CompiledNode,
  outcome: Outcome,
  choose: (holding: readonly number[]) => readonly number[],
): void {
  closeActivation(run, activation, outcome, null, 'split')
  if (!follow(run, node, activation, outcome, choose)) warn(run, 'branch_gap', node.key)
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
  run.arrivals.length = 0
  askApplicant(run, [{ node: APPLICANT, edge: DIRECT_EDGE, activation: 0 }])
  notifyReturned(run, activation.node)
}

function fail(run: Run, node: string): void {
  warn(run, 'too_many_steps', node)
  end(run, 'cancelled', undefined, 'failed')
}
