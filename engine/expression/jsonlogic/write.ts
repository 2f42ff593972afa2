import type { BinaryOperator, Node } from '../tree.ts'

/** Thrown inside when a node has no JsonLogic twin. */
const INEXPRESSIBLE = Symbol('inexpressible')

const BINARY: Readonly<Partial<Record<BinaryOperator, string>>> = {
  '+': '+',
  '-': '-',
  '*': '*',
  '/': '/',
  '&': 'cat',
  '=': '==',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '&&': 'and',
  '||': 'or',
}
const CALLS: Readonly<Record<string, string>> = {
  AND: 'and',
  OR: 'or',
  NOT: '!',
  TRUTHY: '!!',
  IF: 'if',
  IN: 'in',
  MAX: 'max',
  MIN: 'min',
  CONCATENATE: 'cat',
  SUBSTR: 'substr',
  MERGE: 'merge',
  REMAINDER: '%',
}
const ITERATIONS: Readonly<Record<string, string>> = {
  MAPLIST: 'map',
  FILTER: 'filter',
  EVERY: 'all',
  SOME: 'some',
  NONE: 'none',
}

/**
 * The JsonLogic spelling of a tree, for the condition builder; `undefined` when some part has none (dates, most functions). Numbers beyond 15 significant
 * digits are written as text.
 */
export function toJsonLogic(tree: Node): unknown {
  try {
    return write(tree, false)
  } catch (failure) {
    if (failure === INEXPRESSIBLE) return undefined
    throw failure
  }
}

function write(node: Node, inside: boolean): unknown {
  const each = (nodes: readonly Node[]) => nodes.map(child => write(child, inside))
  switch (node.type) {
    case 'number':
      return node.text.replace(/[-.]|^0+/g, '').length > 15 ? node.text : Number(node.text)
    case 'text':
    case 'boolean':
      return node.value
    case 'blank':
      return null
    case 'list':
      return each(node.items)
    case 'path':
      return { var: variableName(node.path, inside) }
    case 'unary':
      if (node.operator === '-') return { '-': [write(node.operand, inside)] }
      if (node.operator === '!') return { '!': [write(node.operand, inside)] }
      throw INEXPRESSIBLE
    case 'binary': {
      const operator = BINARY[node.operator]
      if (operator === undefined) throw INEXPRESSIBLE
      return { [operator]: each([node.left, node.right]) }
    }
    case 'call':
      return writeCall(node.name, node.args, inside)
    default:
      throw INEXPRESSIBLE
  }
}

function variableName(path: readonly string[], inside: boolean): string {
  if (path.some(part => part.includes('.'))) throw INEXPRESSIBLE
  if (!inside) return path.join('.')
  if (path[0] === '$item') return path.slice(1).join('.')
  if (path[0]?.startsWith('$')) return path.join('.')
  throw INEXPRESSIBLE
}

function writeCall(name: string, args: readonly Node[], inside: boolean): unknown {
  if (name === 'ISEMPTY' && args[0]) return { '==': [write(args[0], inside), null] }
  if (name === 'IFEMPTY' && args[0]?.type === 'path' && args[1]) {
    return { var: [variableName(args[0].path, inside), write(args[1], inside)] }
  }
  const iteration = ITERATIONS[name]
  if (iteration !== undefined && args.length === 2)
    return { [iteration]: [write(args[0]!, inside), write(args[1]!, true)] }
  if (!Object.hasOwn(CALLS, name)) throw INEXPRESSIBLE
  return { [CALLS[name]!]: args.map(arg => write(arg, inside)) }
}
