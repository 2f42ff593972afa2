import type { Policy, PolicyLimit } from '../../schemas/generated/definition.ts'
import type { CompiledExpression } from '../definition/compiled.ts'

/** A policy with its expressions ready. Those about a person read him as `{$candidate}`. */
export interface CompiledPolicy {
  readonly key: string
  readonly definition: Policy
  readonly form: string
  /** field that holds the person: `owner` unless the policy says otherwise */
  readonly into: string
  readonly pool: CompiledExpression | undefined
  readonly weight: CompiledExpression | undefined
  readonly lane: CompiledExpression | undefined
  readonly exclude: CompiledExpression | undefined
  readonly otherwise: CompiledExpression | undefined
  readonly claimants: CompiledExpression | undefined
  /** stored field whose value has one holder while records are open */
  readonly oneOwnerPer: string | undefined
  readonly limits: readonly CompiledLimit[]
}

export interface CompiledLimit {
  readonly key: string
  readonly definition: PolicyLimit
  /** people it is about, or a condition on `{$candidate}`; undefined = everybody */
  readonly who: CompiledExpression | undefined
  readonly where: CompiledExpression | undefined
  readonly share: CompiledExpression | undefined
  readonly bound: 'atLeast' | 'max'
  readonly value: CompiledExpression | undefined
}

/** Every expression of a policy. */
export function* policyExpressions(policy: CompiledPolicy): Iterable<CompiledExpression> {
  const { pool, weight, lane, exclude, otherwise, claimants, limits } = policy
  const all = [pool, weight, lane, exclude, otherwise, claimants]
  for (const { who, where, share, value } of limits) all.push(who, where, share, value)
  for (const expression of all) if (expression !== undefined) yield expression
}
