/** Which operation an operator means on operands of given types. */

import { blankAs, coerce, idAsText, isId, type OptionLookup } from './coerce.ts'
import { Decimal } from './decimal.ts'
import type { Operation } from './functions/definition.ts'
import { ADD, DIVIDE, MULTIPLY, NEGATE, PERCENT, POWER, SUBTRACT } from './functions/operators/arithmetic.ts'
import { type Comparison, equality, inequality, type OrderOperator, ordering } from './functions/operators/compare.ts'
import {
  DATE_DIFFERENCE,
  DURATION_BY,
  DURATION_TIMES,
  dateShift,
  INSTANT_DIFFERENCE,
  instantShift,
  localDayShift,
} from './functions/operators/dates.ts'
import { JOIN_TEXTS } from './functions/operators/join.ts'
import type { BinaryOperator, Node, UnaryOperator } from './tree.ts'
import type { TypedNode } from './typed.ts'
import { BOOLEAN, DATE, DATETIME, DURATION, NUMBER, TEXT, type Type, typeName } from './types.ts'

/** Why an operator does not fit; the checker adds the place. */
export interface Misfit {
  readonly code: string
  readonly params: Readonly<Record<string, string | number>>
}

export type Fit = { readonly node: TypedNode; readonly hint?: string } | { readonly misfit: Misfit }

export function callNode(operation: Operation, args: readonly TypedNode[], type: Type, source: Node): TypedNode {
  const size = operation.size?.(
    args.map(arg => arg.size),
    args,
  )
  return { node: 'call', operation, args, type, source, ...(size ? { size } : {}) }
}

/** Operands taken as the wanted types, or undefined. */
function taken(operands: readonly TypedNode[], types: readonly Type[]): TypedNode[] | undefined {
  const nodes = operands.map((operand, index) => coerce(operand, types[index] ?? types[0]!))
  return nodes.every(node => node !== undefined) ? (nodes as TypedNode[]) : undefined
}

function apply(
  operation: Operation,
  operands: readonly TypedNode[],
  types: readonly Type[],
  result: Type,
  source: Node,
): Fit | undefined {
  const nodes = taken(operands, types)
  return nodes && { node: callNode(operation, nodes, result, source) }
}

const isDay = (type: Type) => type.kind === 'date' || type.kind === 'datetime'
const isLoose = (type: Type) => type.kind === 'any' || type.kind === 'blank'

export function fitUnary(operator: UnaryOperator, operand: TypedNode, source: Node): Fit {
  if (operator !== '%' && operand.type.kind === 'duration') {
    return { node: operator === '+' ? operand : callNode(NEGATE, [operand], DURATION, source) }
  }
  const number = coerce(operand, NUMBER)
  if (!number) return { misfit: { code: 'formula_wrong_operand', params: { operator, found: typeName(operand.type) } } }
  if (operator === '+') return { node: number }
  if (operator === '-' && number.node === 'constant' && Decimal.isDecimal(number.value))
    return { node: { ...number, value: number.value.negated(), source } }
  return { node: callNode(operator === '%' ? PERCENT : NEGATE, [number], NUMBER, source) }
}

export function fitBinary(
  operator: Exclude<BinaryOperator, '&&' | '||'>,
  a: TypedNode,
  b: TypedNode,
  source: Node,
  option?: OptionLookup,
): Fit {
  switch (operator) {
    case '+':
    case '-':
      return fitSum(operator, a, b, source)
    case '*':
    case '/':
    case '^':
      return fitProduct(operator, a, b, source)
    case '&':
      return apply(JOIN_TEXTS, [a, b], [TEXT, TEXT], TEXT, source) ?? wrong(operator, a, b)
    default:
      return fitComparison(operator, a, b, source, option)
  }
}

function wrong(operator: string, a: TypedNode, b: TypedNode): Fit {
  return {
    misfit: { code: 'formula_wrong_operands', params: { operator, left: typeName(a.type), right: typeName(b.type) } },
  }
}

function fitSum(operator: '+' | '-', a: TypedNode, b: TypedNode, source: Node): Fit {
  const sign = operator === '+' ? 1 : -1
  const kinds = [a.type.kind, b.type.kind]
  if (operator === '-' && isDay(a.type) && isDay(b.type)) return fitDifference(a, b, source)
  if (operator === '-' && isDay(b.type) && isLoose(a.type)) return fitDifference(a, b, source)
  if (isDay(a.type)) return fitShift(sign, a, b, source) ?? wrong(operator, a, b)
  if (isDay(b.type) && operator === '+') return fitShift(sign, b, a, source) ?? wrong(operator, a, b)
  if (kinds.includes('duration'))
    return apply(sign === 1 ? ADD : SUBTRACT, [a, b], [DURATION, DURATION], DURATION, source) ?? wrong(operator, a, b)
  if (operator === '+' && kinds.includes('text')) {
    const joined = apply(JOIN_TEXTS, [a, b], [TEXT, TEXT], TEXT, source)
    return joined && 'node' in joined ? { ...joined, hint: 'formula_plus_joins' } : wrong(operator, a, b)
  }
  return apply(sign === 1 ? ADD : SUBTRACT, [a, b], [NUMBER, NUMBER], NUMBER, source) ?? wrong(operator, a, b)
}

function fitDifference(a: TypedNode, b: TypedNode, source: Node): Fit {
  const days = a.type.kind === 'date' || b.type.kind === 'date'
  const fit = days
    ? apply(DATE_DIFFERENCE, [a, b], [DATE, DATE], NUMBER, source)
    : apply(INSTANT_DIFFERENCE, [a, b], [DATETIME, DATETIME], DURATION, source)
  return fit ?? wrong('-', a, b)
}

/** A number beside a date or datetime counts days; a duration beside a date makes a datetime. */
function fitShift(sign: 1 | -1, day: TypedNode, by: TypedNode, source: Node): Fit | undefined {
  if (by.type.kind === 'duration') return apply(instantShift(sign), [day, by], [DATETIME, DURATION], DATETIME, source)
  if (day.type.kind === 'date') return apply(dateShift(sign), [day, by], [DATE, NUMBER], DATE, source)
  const days = coerce(by, NUMBER)
  return days && { node: callNode(localDayShift(sign), [day, days], DATETIME, source) }
}

function fitProduct(operator: '*' | '/' | '^', a: TypedNode, b: TypedNode, source: Node): Fit {
  const kinds = [a.type.kind, b.type.kind]
  if (operator === '*' && kinds.includes('duration')) {
    const [duration, factor] = kinds[0] === 'duration' ? [a, b] : [b, a]
    return apply(DURATION_TIMES, [duration, factor], [DURATION, NUMBER], DURATION, source) ?? wrong(operator, a, b)
  }
  if (operator === '/' && kinds[0] === 'duration') {
    const fit =
      kinds[1] === 'duration'
        ? apply(DURATION_BY, [a, b], [DURATION, DURATION], NUMBER, source)
        : apply(DURATION_BY, [a, b], [DURATION, NUMBER], DURATION, source)
    return fit ?? wrong(operator, a, b)
  }
  const operation = { '*': MULTIPLY, '/': DIVIDE, '^': POWER }[operator]
  return apply(operation, [a, b], [NUMBER, NUMBER], NUMBER, source) ?? wrong(operator, a, b)
}

function fitComparison(
  operator: OrderOperator | '=' | '<>',
  a: TypedNode,
  b: TypedNode,
  source: Node,
  option?: OptionLookup,
): Fit {
  const pair = comparable(a, b, option)
  if (!pair)
    return { misfit: { code: 'formula_not_comparable', params: { left: typeName(a.type), right: typeName(b.type) } } }
  const by = comparisonOf(pair)
  if (operator === '=') return { node: callNode(equality(by), pair, BOOLEAN, source) }
  if (operator === '<>') return { node: callNode(inequality(by), pair, BOOLEAN, source) }
  const type = isLoose(pair[0].type) ? pair[1].type : pair[0].type
  if (!isLoose(type) && !['number', 'text', 'date', 'datetime', 'time', 'duration'].includes(type.kind)) {
    return { misfit: { code: 'formula_no_order', params: { type: typeName(type) } } }
  }
  return { node: callNode(ordering(operator, by), pair, BOOLEAN, source) }
}

function comparisonOf([a, b]: readonly [TypedNode, TypedNode]): Comparison {
  const kinds = [a.type.kind, b.type.kind]
  if (kinds.includes('any') || kinds.includes('list') || kinds.includes('record'))
    return kinds.every(kind => kind === 'record' || kind === 'blank') ? 'plain' : 'any'
  if (kinds.includes('number') || kinds.includes('duration')) return 'number'
  if (kinds.includes('boolean')) return 'boolean'
  return kinds.includes('text') ? 'text' : 'plain'
}

/** Both sides in one type: a constant follows the other side, a datetime meets a date as a date. */
function comparable(a: TypedNode, b: TypedNode, option?: OptionLookup): [TypedNode, TypedNode] | undefined {
  if (a.type.kind === 'blank' && !isLoose(b.type)) return [blankAs(a, b.type), b]
  if (b.type.kind === 'blank' && !isLoose(a.type)) return [a, blankAs(b, a.type)]
  if (isLoose(a.type) || isLoose(b.type)) return [a, b]
  if (a.type.kind === 'date' || b.type.kind === 'date') {
    const pair = taken([a, b], [DATE, DATE])
    return pair && isDay(a.type) === isDay(b.type) ? [pair[0]!, pair[1]!] : constantBeside(a, b, option)
  }
  return constantBeside(a, b, option) ?? textPair(a, b)
}

function constantBeside(a: TypedNode, b: TypedNode, option?: OptionLookup): [TypedNode, TypedNode] | undefined {
  if (a.type.kind === b.type.kind) return a.type.kind !== 'record' || coerce(b, a.type) ? [a, b] : undefined
  const isText = (node: TypedNode) => node.node === 'constant' && node.type.kind === 'text'
  // A list equals a list; whether it holds a value is IN's question.
  if (a.type.kind === 'list' || b.type.kind === 'list') return undefined
  if (isText(b)) {
    const right = coerce(b, a.type, option)
    if (right) return [a, right]
    const [day, date] = [coerce(a, DATE), coerce(b, DATE)]
    return a.type.kind === 'datetime' && day && date ? [day, date] : undefined
  }
  if (isText(a)) {
    const swapped = constantBeside(b, a, option)
    return swapped && [swapped[1], swapped[0]]
  }
  return undefined
}

function textPair(a: TypedNode, b: TypedNode): [TypedNode, TypedNode] | undefined {
  if (isId(a.type) && isId(b.type)) return [a, b]
  // A literal that is no option of the other side's library was refused before; it must not pass as plain text.
  const isLiteral = (node: TypedNode) => node.node === 'constant'
  if ((isLiteral(a) && b.type.kind === 'option') || (isLiteral(b) && a.type.kind === 'option')) return undefined
  const textual = (node: TypedNode) => (isId(node.type) ? idAsText(node) : coerce(node, TEXT))
  const kinds = ['text', 'option', 'time', 'user', 'department', 'record']
  const [left, right] = [textual(a), textual(b)]
  return kinds.includes(a.type.kind) && kinds.includes(b.type.kind) && left && right ? [left, right] : undefined
}
