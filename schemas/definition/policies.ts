import { closed, expr, key, label, list, oneOf, ref, type Schema } from './shapes.ts'

/** Who is given a record, and why: assignment policies (SEMANTICS M26-M28). */
export const policySchemas: Record<string, Schema> = {
  policyLimit: closed(
    {
      key,
      label,
      applies: list(oneOf('assign', 'claim'), 2, 1),
      who: expr,
      where: expr,
      share: expr,
      atLeast: expr,
      max: expr,
      per: oneOf('day', 'week', 'month'),
      over: ref('duration'),
    },
    ['key'],
  ),
  policy: closed(
    {
      key,
      name: label,
      form: key,
      into: key,
      pool: expr,
      strategy: oneOf('weighted_round_robin', 'least_load', 'first'),
      weight: expr,
      lane: expr,
      oneOwnerPer: expr,
      exclude: expr,
      limits: list(ref('policyLimit'), 50),
      calendar: key,
      claim: closed({ who: expr, reason: key }),
      otherwise: expr,
    },
    ['key', 'form', 'pool'],
  ),
}
