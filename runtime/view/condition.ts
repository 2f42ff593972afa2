import { compileExpression } from '../../engine/definition/expressions.ts'
import { collectFindings } from '../../engine/definition/finding.ts'
import {
  Decimal,
  FormulaError,
  formatFormula,
  type Node,
  parseExpr,
  toJsonLogic,
} from '../../engine/expression/index.ts'
import { type CompiledForm, formEnvironment, type RecordContext, recordScope } from '../../engine/index.ts'
import type { Expr } from '../../schemas/generated/definition.ts'

/**
 * A view's condition as the API takes it: JsonLogic over fields. What does not depend on the record (TODAY() + 7, the person, settings) is worked out here.
 * `undefined` when some part cannot be asked that way.
 */
export function askedCondition(where: Expr, form: CompiledForm, context: RecordContext): unknown {
  if (typeof where === 'object') return where
  const parsed = parseExpr(where)
  if ('errors' in parsed) return undefined
  return toJsonLogic(workedOut(parsed.tree, form, context))
}

const SPAN = { start: 0, end: 0 }

function workedOut(node: Node, form: CompiledForm, context: RecordContext): Node {
  if (isKnown(node) && !isLiteral(node)) return known(node, form, context) ?? node
  switch (node.type) {
    case 'binary':
      return { ...node, left: workedOut(node.left, form, context), right: workedOut(node.right, form, context) }
    case 'unary':
      return { ...node, operand: workedOut(node.operand, form, context) }
    case 'call':
      return { ...node, args: node.args.map(arg => workedOut(arg, form, context)) }
    default:
      return node
  }
}

const isLiteral = (node: Node): boolean => ['number', 'text', 'boolean', 'blank'].includes(node.type)

/** No part of it reads the record. */
function isKnown(node: Node): boolean {
  switch (node.type) {
    case 'path':
      return node.path[0] === '$user' || node.path[0] === '$settings'
    case 'binary':
      return isKnown(node.left) && isKnown(node.right)
    case 'unary':
      return isKnown(node.operand)
    case 'call':
      return node.args.every(isKnown)
    case 'list':
      return node.items.every(isKnown)
    default:
      return isLiteral(node)
  }
}

function known(node: Node, form: CompiledForm, context: RecordContext): Node | undefined {
  const { definition, forms, libraries } = context.app
  const environment = formEnvironment({ definition, forms, libraries }, form)
  const compiled = compileExpression(formatFormula(node), environment, collectFindings())
  const value = compiled?.evaluate(recordScope({ form, values: {} }, context))
  if (value === null) return { type: 'blank', ...SPAN }
  if (typeof value === 'string') return { type: 'text', value, ...SPAN }
  if (typeof value === 'boolean') return { type: 'boolean', value, ...SPAN }
  if (value instanceof Decimal) return { type: 'number', text: value.toFixed(), ...SPAN }
  return value instanceof FormulaError ? undefined : undefined
}
