import type { Expr } from '../../schemas/generated/definition.ts'
import {
  check,
  compile,
  type Environment,
  type ExpressionError,
  parseExpr,
  type Type,
  typeName,
  unify,
} from '../expression/index.ts'
import type { CompiledExpression, CompiledValue } from './compiled.ts'
import type { Findings } from './finding.ts'

/** Parses, types and compiles an expression; every mistake becomes a finding at the collector's place. */
export function compileExpression(
  expr: Expr,
  environment: Environment,
  findings: Findings,
  expected?: Type,
): CompiledExpression | undefined {
  const parsed = parseExpr(expr)
  if ('errors' in parsed) return report(parsed.errors, findings)
  const checked = check(parsed.tree, environment, expected)
  if (checked.typed === null || checked.errors.length > 0) return report(checked.errors, findings)
  const compiled: CompiledExpression = {
    source: expr,
    typed: checked.typed,
    type: checked.type,
    references: checked.references,
    usesClock: checked.usesClock,
    evaluate: compile(checked.typed),
  }
  findings.hear?.(findings.path, environment, compiled)
  return compiled
}

function report(errors: readonly ExpressionError[], findings: Findings): undefined {
  for (const { code, params, start, end, suggestion } of errors)
    findings.error(code, { ...params, start, end, ...(suggestion === undefined ? {} : { suggestion }) })
  return undefined
}

/** A `Value`: text that starts with "=" is an expression, "'" escapes it, everything else is a constant. */
export function compileValue(
  value: unknown,
  environment: Environment,
  findings: Findings,
  expected?: Type,
): CompiledValue | undefined {
  if (typeof value === 'string' && value.startsWith('=')) {
    const expression = compileExpression(value.slice(1), environment, findings)
    if (expression === undefined) return undefined
    if (expected !== undefined && unify(expression.type, expected) === undefined) {
      findings.error('formula_wrong_result', {
        expected: typeName(expected),
        found: typeName(expression.type),
        start: 0,
        end: value.length,
      })
      return undefined
    }
    return { expression }
  }
  return { constant: typeof value === 'string' && value.startsWith("'") ? value.slice(1) : value }
}
