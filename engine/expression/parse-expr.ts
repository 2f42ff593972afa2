import { fromJsonLogic } from './jsonlogic/read.ts'
import type { Limits } from './limits.ts'
import { type Parsed, parseFormula } from './parser.ts'

/** An `Expr` of the format: formula text, a JsonLogic object, a number or a truth value. Anything else is `formula_not_an_expression`. */
export function parseExpr(expr: unknown, limits: Partial<Limits> = {}): Parsed {
  if (typeof expr === 'string') return parseFormula(expr, limits)
  if (typeof expr === 'number' || typeof expr === 'boolean') return fromJsonLogic(expr, limits)
  if (typeof expr === 'object' && expr !== null && !Array.isArray(expr)) return fromJsonLogic(expr, limits)
  return { errors: [{ code: 'formula_not_an_expression', params: {}, start: 0, end: 0 }] }
}
