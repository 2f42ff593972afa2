import { expressionErrors } from '../../../schemas/errors/expression.ts'
import { messageOf } from '../../../schemas/errors/message.ts'
import { compile, Decimal, FormulaError, formatFormula, type Scope, type TypedNode } from '../../expression/index.ts'
import type { Advise } from './advise.ts'

/** Failures that lie in what is written, not in what a record, a person or a calendar holds. */
const SURE: ReadonlySet<string> = new Set([
  'division_by_zero',
  'not_a_number',
  'not_a_date',
  'not_a_datetime',
  'number_out_of_range',
  'outside_domain',
  'pattern_broken',
  'format_unsupported',
  'tier_table_broken',
  'date_out_of_range',
])
/** Functions that ask whether their first argument fails: there it may. */
const GUARDS: ReadonlySet<string> = new Set(['IFERROR', 'ISERROR', 'IFNA', 'ISNUMBER'])

/** Nothing to read: only parts that read nothing are worked out. */
const EMPTY: Scope = { read: () => null, now: '2026-01-01T00:00:00.000Z', today: '2026-01-01', zone: 'UTC' }

/** Parts of expressions that fail whatever a record holds: a text that is no number, a division by 0. */
export const failingFormulas: Advise = ({ heard }, warn) => {
  for (const { path, expression } of heard) {
    const found = firstFailing(expression.typed)
    if (found === undefined) continue
    const { part, failure } = found
    const reason = (language: 'zh' | 'en'): string =>
      messageOf(expressionErrors, failure.code, failure.params, language).replace(/[。.]$/, '')
    const { start, end } = part.source
    warn(path, 'formula_always_fails', {
      part: formatFormula(part.source),
      reason: { zh: reason('zh'), en: reason('en') },
      start,
      end,
    })
  }
}

interface Failing {
  readonly part: TypedNode
  readonly failure: FormulaError
}

function firstFailing(node: TypedNode): Failing | undefined {
  const children = node.node === 'call' ? node.args : node.node === 'list' ? node.items : []
  const guarded = node.source.type === 'call' && GUARDS.has(node.source.name.toUpperCase())
  for (const child of guarded ? children.slice(1) : children) {
    const found = firstFailing(child)
    if (found !== undefined) return found
  }
  if (node.node !== 'call') return undefined
  const failure = dividesByZero(node) ? new FormulaError('division_by_zero') : failureOf(node)
  return failure === undefined ? undefined : { part: node, failure }
}

function failureOf(node: TypedNode): FormulaError | undefined {
  if (!isConstant(node)) return undefined
  const result = compile(node)(EMPTY)
  return result instanceof FormulaError && SURE.has(result.code) ? result : undefined
}

/** Reads nothing: no field, no clock, no people. */
function isConstant(node: TypedNode): boolean {
  if (node.node === 'constant') return true
  if (node.node === 'list') return node.items.every(isConstant)
  return node.node === 'call' && node.args.length > 0 && node.args.every(isConstant)
}

/** Whatever is divided, a constant 0 cannot divide it. */
function dividesByZero(node: TypedNode): boolean {
  const { source } = node
  const divides =
    (source.type === 'binary' && source.operator === '/') ||
    (source.type === 'call' && ['MOD', 'QUOTIENT'].includes(source.name.toUpperCase()))
  if (!divides || node.node !== 'call') return false
  const divisor = node.args[1]
  if (divisor === undefined || !isConstant(divisor)) return false
  const value = compile(divisor)(EMPTY)
  return Decimal.isDecimal(value) && value.isZero()
}
