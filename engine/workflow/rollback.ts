import { askApplicant, notifyReturned } from './applicant.ts'
import { closeRound } from './joins.ts'
import { enter } from './kernel.ts'
import { ancestorsOf, isLive, type LiveActivation, nodeOf, Refusal, type Run } from './run.ts'
import { APPLICANT, DIRECT_EDGE, type Token } from './state.ts'
import { cancelActivation } from './tasks.ts'

const isPeople = (run: Run, key: string): boolean => {
  const type = nodeOf(run, key)?.definition.type
  return type === 'approve' || type === 'fill'
}

/** Earlier runs of people's nodes that led to this one, nearest first: where it may be returned to. */
export const earlierRuns = (run: Run, activation: LiveActivation): LiveActivation[] =>
  ancestorsOf(run, activation).filter(
    ({ node, state, tasks }) => state === 'done' && isPeople(run, node) && tasks.some(({ acted }) => acted === true),
  )

/**
 * Takes back a run of a node and everything that followed from it (0 = the start: everything): what is live is cancelled, its tokens before joins
 * go, and a join it fired gets back the tokens of the branches that stay.
 */
export function takeBack(run: Run, target: number, by: string | null, act: string): void {
  const { state } = run
  const gone = new Set(target === 0 ? state.activations.map(({ id }) => id) : [target])
  for (const { id, from } of state.activations) if (from.some(token => gone.has(token.activation))) gone.add(id)
  const kept: Token[] = []
  for (const activation of state.activations) {
    if (!gone.has(activation.id) || activation.state === 'cancelled') continue
    if (activation.id !== target && target !== 0)
      kept.push(...activation.from.filter(token => token.edge !== DIRECT_EDGE && !gone.has(token.activation)))
    if (isLive(activation)) cancelActivation(run, activation, by, act)
    activation.state = 'cancelled'
    if (state.rounds?.[activation.node] !== undefined) closeRound(run, activation.node)
  }
  state.waiting = [...state.waiting.filter(token => !gone.has(token.activation)), ...kept]
}

export interface ReturnTo {
  /** `applicant`, or the run to go back to */
  readonly target: LiveActivation | 'applicant'
  readonly mode: 'again' | 'back'
}

/** Where a return leads. @throws Refusal `return_target_unknown` */
export function returnTarget(run: Run, activation: LiveActivation, to: string): LiveActivation | 'applicant' {
  if (to === 'applicant') return 'applicant'
  const earlier = earlierRuns(run, activation)
  const found = to === 'previous' ? earlier[0] : earlier.find(({ node }) => node === to)
  if (found === undefined && to === 'previous') return 'applicant'
  if (found === undefined) throw new Refusal('return_target_unknown', { node: to })
  return found
}

/**
 * M17. `again`: what followed from the target is taken back and the flow runs from it anew. `back`: only the returning node stops; when the
 * target is done, it goes on there, for those who had not decided yet; other branches are not touched.
 */
export function returnFrom(run: Run, activation: LiveActivation, { target, mode }: ReturnTo, by: string | null): void {
  const { node: key, from } = activation
  const direct = (token: Token): Token => ({ ...token, edge: DIRECT_EDGE })
  if (mode === 'back') {
    const people = activation.tasks
      .filter(({ state }) => state !== 'done' && state !== 'cancelled')
      .map(({ assignee }) => assignee)
    const backTo = { node: key, people: [...new Set(people)], from: from.map(direct) }
    cancelActivation(run, activation, by, 'return')
    if (target === 'applicant') askApplicant(run, from.map(direct), backTo)
    else reenter(run, target, backTo)
  } else {
    takeBack(run, target === 'applicant' ? 0 : target.id, by, 'return')
    if (target === 'applicant') askApplicant(run, [{ node: APPLICANT, edge: DIRECT_EDGE, activation: 0 }])
    else reenter(run, target)
  }
  notifyReturned(run, key)
}

/** A new run of a node in the place of an earlier one: people are resolved again (M15), timers armed anew. */
export function reenter(
  run: Run,
  target: LiveActivation,
  backTo?: LiveActivation['backTo'],
  people?: readonly string[],
): void {
  const node = nodeOf(run, target.node)
  if (node === undefined) return
  const before = run.state.activations.length
  enter(
    run,
    node,
    target.from.map(token => ({ ...token })),
    people,
  )
  const entered = run.state.activations[before]
  if (entered !== undefined && backTo !== undefined) entered.backTo = backTo
}
