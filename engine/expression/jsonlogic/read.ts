import { Decimal, numberText } from '../decimal.ts'
import { ParseFailure } from '../expression-error.ts'
import { DEFAULT_LIMITS, type Limits } from '../limits.ts'
import { assertTreeDepth, type Parsed } from '../parser.ts'
import type { BinaryOperator, Node } from '../tree.ts'

const SPAN = { start: 0, end: 0 }
const BLANK: Node = { type: 'blank', ...SPAN }
const text = (value: string): Node => ({ type: 'text', value, ...SPAN })
const call = (name: string, ...args: readonly Node[]): Node => ({ type: 'call', name, args, ...SPAN })
const list = (items: readonly Node[]): Node => ({ type: 'list', items, ...SPAN })
const binary = (operator: BinaryOperator, left: Node, right: Node): Node => ({
  type: 'binary',
  operator,
  left,
  right,
  ...SPAN,
})

/** How the names of a rule are read: fields outside, members of the element inside map, filter and their like. */
interface Place {
  readonly depth: number
  readonly element: 'none' | 'item' | 'reduce'
}

/** Arguments as written and as trees. */
type Operator = (args: readonly unknown[], place: Place, reader: Reader) => Node

interface Reader {
  read(rule: unknown, place: Place): Node
  condition(rule: unknown, place: Place): Node
  fail(code: string, params?: Record<string, string | number>): never
}

/**
 * Reads a JsonLogic rule as the same tree that formula text gives. Conditions are two-valued (M1), so `and` and `or` answer a boolean. Own properties only.
 * Errors: `logic_unknown_operator`, `logic_bad_argument`, `formula_too_deep`, `formula_too_long`.
 */
export function fromJsonLogic(rule: unknown, limits: Partial<Limits> = {}): Parsed {
  const bounds = { ...DEFAULT_LIMITS, ...limits }
  let left = bounds.text
  const reader: Reader = {
    fail(code, params = {}) {
      throw new ParseFailure(code, 0, 0, params)
    },
    read(value, place) {
      if (place.depth > bounds.depth) reader.fail('formula_too_deep', { limit: bounds.depth })
      left -= typeof value === 'string' ? value.length + 1 : 1
      if (left < 0) reader.fail('formula_too_long', { limit: bounds.text })
      return readValue(value, { ...place, depth: place.depth + 1 }, reader)
    },
    condition(value, place) {
      const node = reader.read(value, place)
      return isCondition(node) ? node : call('TRUTHY', node)
    },
  }
  try {
    const tree = reader.read(rule, { depth: 1, element: 'none' })
    assertTreeDepth(tree, bounds.treeDepth)
    return { tree }
  } catch (failure) {
    if (failure instanceof ParseFailure) return { errors: [failure.error] }
    throw failure
  }
}

const CONDITIONS = new Set(['AND', 'OR', 'NOT', 'IN', 'TRUTHY', 'EVERY', 'SOME', 'NONE', 'ISEMPTY', 'CONTAINS'])

function isCondition(node: Node): boolean {
  if (node.type === 'boolean') return true
  if (node.type === 'binary') return ['=', '<>', '<', '<=', '>', '>=', '&&', '||'].includes(node.operator)
  return node.type === 'call' && CONDITIONS.has(node.name)
}

function readValue(value: unknown, place: Place, reader: Reader): Node {
  if (value === null) return BLANK
  if (typeof value === 'string') return text(value)
  if (typeof value === 'boolean') return { type: 'boolean', value, ...SPAN }
  if (typeof value === 'number' && Number.isFinite(value))
    return { type: 'number', text: numberText(new Decimal(value)), ...SPAN }
  if (Array.isArray(value)) return list(value.map(item => reader.read(item, place)))
  if (typeof value !== 'object') return reader.fail('logic_bad_argument', { operator: typeof value })
  const keys = Object.keys(value)
  const name = keys[0]
  if (keys.length !== 1 || name === undefined)
    return reader.fail('logic_one_operator', { found: keys.join(', ').slice(0, 60) })
  const operator = OPERATORS.get(name)
  if (!operator) return reader.fail('logic_unknown_operator', { operator: name.slice(0, 40) })
  const given: unknown = (value as Record<string, unknown>)[name]
  return operator(Array.isArray(given) ? given : [given], place, reader)
}

function variable(args: readonly unknown[], place: Place, reader: Reader): Node {
  const [name, otherwise] = args
  if (typeof name !== 'string' && typeof name !== 'number')
    return reader.fail('logic_bad_argument', { operator: 'var' })
  const parts = name === '' ? [] : String(name).split('.')
  const path = elementPath(parts, place)
  if (path.length === 0) return reader.fail('logic_bad_argument', { operator: 'var' })
  const node: Node = { type: 'path', path, ...SPAN }
  return otherwise === undefined ? node : call('IFEMPTY', node, reader.read(otherwise, place))
}

function elementPath(parts: readonly string[], place: Place): readonly string[] {
  if (place.element === 'none' || parts[0]?.startsWith('$')) return parts
  if (place.element === 'item') return ['$item', ...parts]
  if (parts[0] === 'accumulator') return ['$accumulator', ...parts.slice(1)]
  return parts[0] === 'current' ? ['$item', ...parts.slice(1)] : parts
}

function chain(operator: BinaryOperator, only: (node: Node) => Node): Operator {
  return (args, place, reader) => {
    const nodes = args.map(arg => reader.read(arg, place))
    if (nodes.length === 0) return reader.fail('logic_bad_argument', { operator })
    return nodes.length === 1 ? only(nodes[0]!) : nodes.reduce((left, right) => binary(operator, left, right))
  }
}

function comparison(operator: BinaryOperator): Operator {
  return (args, place, reader) => {
    const [a, b, c] = args.map(arg => reader.read(arg, place))
    if (!a || !b || args.length > 3) return reader.fail('logic_bad_argument', { operator })
    return c ? call('AND', binary(operator, a, b), binary(operator, b, c)) : binary(operator, a, b)
  }
}

function functionCall(name: string, least: number, most: number): Operator {
  return (args, place, reader) => {
    if (args.length < least || args.length > most)
      return reader.fail('logic_bad_argument', { operator: name.toLowerCase() })
    return call(name, ...args.map(arg => reader.read(arg, place)))
  }
}

function conditions(name: 'AND' | 'OR'): Operator {
  return (args, place, reader) => {
    if (args.length === 0) return reader.fail('logic_bad_argument', { operator: name.toLowerCase() })
    return call(name, ...args.map(arg => reader.condition(arg, place)))
  }
}

function iteration(name: string, body: 'value' | 'condition'): Operator {
  return (args, place, reader) => {
    if (args.length !== 2) return reader.fail('logic_bad_argument', { operator: name.toLowerCase() })
    const inside: Place = { ...place, element: 'item' }
    return call(
      name,
      reader.read(args[0], place),
      body === 'value' ? reader.read(args[1], inside) : reader.condition(args[1], inside),
    )
  }
}

const choose: Operator = (args, place, reader) => {
  const [condition, ...rest] = args
  if (args.length < 2)
    return args.length === 1 ? reader.read(condition, place) : reader.fail('logic_bad_argument', { operator: 'if' })
  const [then, ...others] = rest
  const otherwise =
    others.length === 0 ? BLANK : others.length === 1 ? reader.read(others[0], place) : choose(others, place, reader)
  return call('IF', reader.condition(condition, place), reader.read(then, place), otherwise)
}

const reduce: Operator = (args, place, reader) => {
  if (args.length !== 3) return reader.fail('logic_bad_argument', { operator: 'reduce' })
  return call(
    'REDUCE',
    reader.read(args[0], place),
    reader.read(args[1], { ...place, element: 'reduce' }),
    reader.read(args[2], place),
  )
}

function missingNames(names: readonly unknown[], place: Place, reader: Reader): Node {
  return call(
    'COMPACT',
    list(names.map(name => call('IF', call('ISEMPTY', variable([name], place, reader)), text(String(name)), BLANK))),
  )
}

const missingSome: Operator = ([least, names], place, reader) => {
  if (typeof least !== 'number' || !Array.isArray(names) || names.length === 0) {
    return reader.fail('logic_bad_argument', { operator: 'missing_some' })
  }
  const given = call('COUNTA', ...names.map(name => variable([name], place, reader)))
  const enough = binary('>=', given, { type: 'number', text: String(least), ...SPAN })
  return call('IF', enough, list([]), missingNames(names, place, reader))
}

const negate = (node: Node): Node => ({ type: 'unary', operator: '-', operand: node, ...SPAN })

/** Every operator we read; anything else is an error, never "true". */
const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['var', variable],
  ['missing', (args, place, reader) => missingNames(args.flat(1), place, reader)],
  ['missing_some', missingSome],
  ['if', choose],
  ['?:', choose],
  ['==', comparison('=')],
  ['===', comparison('=')],
  ['!=', comparison('<>')],
  ['!==', comparison('<>')],
  ['<', comparison('<')],
  ['<=', comparison('<=')],
  ['>', comparison('>')],
  ['>=', comparison('>=')],
  ['!', ([arg], place, reader) => call('NOT', reader.condition(arg, place))],
  ['!!', ([arg], place, reader) => reader.condition(arg, place)],
  ['and', conditions('AND')],
  ['or', conditions('OR')],
  ['+', chain('+', node => call('VALUE', node))],
  ['-', chain('-', negate)],
  ['*', chain('*', node => node)],
  ['/', chain('/', node => node)],
  ['%', functionCall('REMAINDER', 2, 2)],
  ['max', functionCall('MAX', 1, 10_000)],
  ['min', functionCall('MIN', 1, 10_000)],
  ['in', functionCall('IN', 2, 2)],
  ['cat', functionCall('CONCATENATE', 1, 10_000)],
  ['substr', functionCall('SUBSTR', 2, 3)],
  ['merge', functionCall('MERGE', 0, 10_000)],
  ['map', iteration('MAPLIST', 'value')],
  ['filter', iteration('FILTER', 'condition')],
  ['all', iteration('EVERY', 'condition')],
  ['some', iteration('SOME', 'condition')],
  ['none', iteration('NONE', 'condition')],
  ['reduce', reduce],
])
