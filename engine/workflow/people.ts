import type { ApproveNode } from '../../schemas/generated/definition.ts'
import type { CompiledExpression } from '../definition/compiled.ts'
import type { CompiledNode } from './compiled.ts'
import { ancestorsOf, evaluate, type LiveActivation, type Run, rowScopes, type Scopes } from './run.ts'

/** Who works at a node, in order. */
export interface Holders {
  readonly people: readonly Holder[]
  /** nobody was found, so `empty` or the administrators stand in */
  readonly fallback: boolean
}

export interface Holder {
  readonly user: string
  /** for whom he stands in */
  readonly standsFor?: string
  /** counts as having approved, by this rule */
  readonly skip?: 'applicant' | 'approved_previous' | 'approved_before'
}

/** M15, once at entry: resolve -> who stands in for the away -> self rule, duplicates, skip rules -> `empty`, which is never "passed". */
export function resolveHolders(run: Run, node: CompiledNode, activation: LiveActivation, row?: number): Holders {
  const scopes = rowScopes(run, activation, row)
  const found = chosenPeople(run, node, scopes).map((user): Holder => {
    const present = standIn(run, user)
    return present === user ? { user } : { user: present, standsFor: user }
  })
  const rule = selfRule(node)
  const skipWhen = node.definition.type === 'approve' ? (node.definition.skipWhen ?? []) : []
  const { applicant } = run.state
  const distinct = found.filter(({ user }, index) => found.findIndex(other => other.user === user) === index)
  const people = distinct.flatMap((holder): Holder[] => {
    const { user } = holder
    if (user === applicant && (rule === 'skip' || skipWhen.includes('applicant'))) return [{ user, skip: 'applicant' }]
    if (user === applicant && rule === 'forbid') return []
    const skip = skipped(run, user, skipWhen, activation)
    return [skip === undefined ? holder : { user, skip }]
  })
  if (people.length > 0) return { people, fallback: false }
  return { people: standIns(run, node, scopes).map(user => ({ user })), fallback: true }
}

/** What the applicant may do in a node; he may not approve what he asked for, but fill in what it needs. */
function selfRule({ definition }: CompiledNode): 'allow' | 'forbid' | 'skip' {
  const self = 'self' in definition ? definition.self : undefined
  return self ?? (definition.type === 'approve' ? 'forbid' : 'allow')
}

/** `empty`, else the administrators; the applicant where the node allows him, else only when nobody else is there: then the self rule stops his act. */
export function standIns(run: Run, node: CompiledNode | undefined, scopes: Scopes = {}): string[] {
  const named = node?.empty === undefined ? [] : peopleOf(run, node.empty, scopes)
  const others = (users: readonly string[]): string[] => users.filter(user => user !== run.state.applicant)
  const administrators = run.world.administrators
  const choices = [
    node !== undefined && selfRule(node) === 'allow' ? named : others(named),
    others(administrators),
    [...administrators],
  ]
  return choices.find(users => users.length > 0) ?? []
}

/** People of a node: those the applicant chose, else all it names. */
export function chosenPeople(run: Run, node: CompiledNode, scopes: Scopes = {}): string[] {
  const named = node.by === undefined ? [] : peopleOf(run, node.by, scopes)
  const chosen = run.state.chosen?.[node.key]
  const active = (chosen ?? []).filter(user => run.world.isActive(user))
  return active.length > 0 ? active : named
}

/** Links of a chain of substitutes who are away themselves. */
const LONGEST_CHAIN = 10

/** Who is there in somebody's place: his substitute, or whoever stands in for him in turn; himself when he is there or nobody stands in. */
export function standIn({ world }: Run, user: string): string {
  let found = user
  for (let link = 0; link < LONGEST_CHAIN; link += 1) {
    const next = world.substitute?.(found)
    if (next === undefined) return world.isActive(found) ? found : user
    found = next
  }
  return user
}

/** Active people of an expression, each once, in its order. */
export function peopleOf(run: Run, expression: CompiledExpression, scopes: Scopes = {}): string[] {
  const result = evaluate(run, expression, null, scopes)
  const found = (Array.isArray(result) ? result.flat() : [result]).filter(
    user => typeof user === 'string' && user !== '',
  )
  return [...new Set(found)].filter(user => run.world.isActive(user))
}

function skipped(
  run: Run,
  user: string,
  rules: readonly NonNullable<ApproveNode['skipWhen']>[number][],
  activation: LiveActivation,
): Holder['skip'] {
  const approvals = ancestorsOf(run, activation).filter(({ state, tasks }) => state === 'done' && tasks.length > 0)
  const approved = ({ tasks }: LiveActivation): boolean =>
    tasks.some(({ outcome, by }) => outcome === 'approved' && by === user)
  if (rules.includes('approved_previous') && approvals[0] !== undefined && approved(approvals[0]))
    return 'approved_previous'
  return rules.includes('approved_before') && approvals.some(approved) ? 'approved_before' : undefined
}
