/** The one routine that checks the arguments of every function. */
import { blankAs, coerce, type OptionLookup } from './coerce.ts'
import type { ExpressionError } from './expression-error.ts'
import type { Argument, FunctionDefinition } from './functions/definition.ts'
import type { Node, NodeOf } from './tree.ts'
import type { TypedNode } from './typed.ts'
import { ANY, BLANK, elementOf, type Type, typeName, USER, unify } from './types.ts'

/** What the routine needs of the checker. Reports answer undefined, so that a caller can return them. */
interface ArgumentChecker {
  readonly errors: readonly ExpressionError[]
  readonly option: OptionLookup
  type(node: Node): TypedNode | undefined
  typeWith(names: Readonly<Record<string, Type>>, node: Node): TypedNode | undefined
  report(code: string, at: Node, params?: ExpressionError['params']): undefined
  reportOption(node: TypedNode, library: string): undefined
  reportArgument(definition: FunctionDefinition, index: number, node: Node, expected: string, found: Type): undefined
}

/** Arguments typed, bound names set, conversions in place; undefined after errors were reported. */
export function matchArguments(
  checker: ArgumentChecker,
  definition: FunctionDefinition,
  call: NodeOf<'call'>,
): readonly TypedNode[] | undefined {
  if (!countFits(checker, definition, call)) return undefined
  const typed = typeArguments(checker, definition, call.args)
  const matched = typed.map((node, index) => {
    const argument = argumentAt(definition, index, typed.length)
    const range = typed[index - 1]
    if (node && argument?.criterion && range && node.node === 'constant')
      return coerce(node, elementOf(range.type), checker.option) ?? node
    return (
      node &&
      argument &&
      (match(node, argument, checker) ??
        checker.reportArgument(definition, index, node.source, expectation(argument), node.type))
    )
  })
  if (!matched.every(node => node !== undefined)) return undefined
  return unifyAlike(checker, definition, matched as TypedNode[], call)
}

/** The argument an index belongs to: the repeating group goes on for ever. */
function argumentAt(definition: FunctionDefinition, index: number, count: number): Argument | undefined {
  const { args, trailing } = definition
  const first = args.findIndex(argument => argument.repeats)
  if (trailing && index === count - 1 && (index - first) % (args.length - first) === 0) return trailing
  if (index < args.length) return args[index]
  return first < 0 ? undefined : args[first + ((index - first) % (args.length - first))]
}

function countFits(checker: ArgumentChecker, definition: FunctionDefinition, call: NodeOf<'call'>): boolean {
  const { args } = definition
  const least = args.filter(argument => !argument.optional).length
  const most = args.some(argument => argument.repeats) ? Number.POSITIVE_INFINITY : args.length
  const count = call.args.length
  if (count < least) checker.report('formula_too_few_arguments', call, { name: definition.name, least, found: count })
  else if (count > most)
    checker.report('formula_too_many_arguments', call, { name: definition.name, most, found: count })
  else return true
  for (const arg of call.args) checker.type(arg)
  return false
}

function typeArguments(
  checker: ArgumentChecker,
  definition: FunctionDefinition,
  nodes: readonly Node[],
): readonly (TypedNode | undefined)[] {
  const typed: (TypedNode | undefined)[] = nodes.map(() => undefined)
  nodes.forEach((node, index) => {
    if (!argumentAt(definition, index, nodes.length)?.binds) typed[index] = checker.type(node)
  })
  const element = elementOf(typed[0]?.type ?? ANY)
  nodes.forEach((node, index) => {
    const binds = argumentAt(definition, index, nodes.length)?.binds
    if (!binds) return
    const item = binds === '$candidate' ? USER : element
    const accumulator: Record<string, Type> =
      definition.name === 'REDUCE' ? { $accumulator: typed[2]?.type ?? ANY } : {}
    typed[index] = checker.typeWith({ [binds]: item, ...accumulator }, node)
  })
  return typed
}

function expectation(argument: Argument): string {
  const kinds = argument.accepts === 'any' ? 'value' : argument.accepts.join(' / ')
  return argument.list === 'only' ? `list of ${kinds}` : kinds
}

function match(node: TypedNode, argument: Argument, checker: ArgumentChecker): TypedNode | undefined {
  const { type } = node
  if (argument.list === 'only') {
    if (type.kind === 'blank') return node
    const list = type.kind === 'any' ? coerce(node, { kind: 'list', of: ANY }) : type.kind === 'list' ? node : undefined
    return list && matchElements(list, argument, checker)
  }
  if (argument.list === 'flatten' && type.kind === 'list') return matchElements(node, argument, checker)
  if (argument.accepts === 'any') return node
  if (type.kind === 'blank') return blankAs(node, { kind: argument.accepts[0]! })
  if (argument.accepts.some(kind => kind === type.kind)) return node
  return firstCoercion(
    node,
    argument.accepts.map(kind => ({ kind })),
    checker,
  )
}

function matchElements(node: TypedNode, argument: Argument, checker: ArgumentChecker): TypedNode | undefined {
  if (argument.accepts === 'any' || node.type.kind !== 'list') return node
  const element = node.type.of
  if (element.kind === 'blank') return blankAs(node, { kind: 'list', of: { kind: argument.accepts[0]! } })
  if (argument.accepts.some(kind => kind === element.kind)) return node
  if (element.kind === 'list' && argument.list === 'flatten') return node
  return firstCoercion(
    node,
    argument.accepts.map(kind => ({ kind: 'list', of: { kind } })),
    checker,
  )
}

function firstCoercion(node: TypedNode, types: readonly Type[], checker: ArgumentChecker): TypedNode | undefined {
  for (const type of types) {
    const fitted = coerce(node, type, checker.option)
    if (fitted) return fitted
  }
  return undefined
}

/** Arguments marked alike get their common type. A constant "" among other types stands for blank. */
function unifyAlike(
  checker: ArgumentChecker,
  definition: FunctionDefinition,
  nodes: readonly TypedNode[],
  call: Node,
): readonly TypedNode[] | undefined {
  const result = [...nodes]
  const marks = new Set(definition.args.flatMap(argument => argument.alike ?? []))
  for (const mark of marks) {
    const indexes = nodes.flatMap((_, index) =>
      argumentAt(definition, index, nodes.length)?.alike === mark ? [index] : [],
    )
    const flatten = definition.args.some(argument => argument.alike === mark && argument.list !== undefined)
    const typeOf = (node: TypedNode) => (isEmptyText(node) ? BLANK : flatten ? elementOf(node.type) : node.type)
    const before = checker.errors.length
    const common = commonType(
      indexes.map(index => result[index]!),
      typeOf,
      checker,
      mark,
    )
    if (checker.errors.length > before) return undefined
    if (!common) {
      return checker.report('formula_types_differ', call, {
        name: definition.name,
        types: indexes.map(index => typeName(result[index]!.type)).join(', '),
      })
    }
    for (const index of indexes) {
      const node = result[index]!
      const wanted: Type = flatten && node.type.kind === 'list' ? { kind: 'list', of: common } : common
      const fitted = common.kind === 'blank' ? node : coerce(node, wanted, checker.option)
      if (!fitted)
        return checker.report('formula_types_differ', call, {
          name: definition.name,
          types: `${typeName(common)}, ${typeName(node.type)}`,
        })
      result[index] = fitted
    }
  }
  return result
}

function isEmptyText(node: TypedNode): boolean {
  return node.node === 'constant' && node.value === ''
}

/** A constant text, or a list written with nothing else: it follows the type of the others. */
function isTextLiteral(node: TypedNode): boolean {
  if (node.node === 'list') return node.items.length > 0 && node.items.every(isTextLiteral)
  return node.node === 'constant' && node.type.kind === 'text'
}

/** The common type; literals follow the others where they can ("2026-01-01" beside a date, "A" beside an option). */
function commonType(
  nodes: readonly TypedNode[],
  typeOf: (node: TypedNode) => Type,
  checker: ArgumentChecker,
  mark: string,
): Type | undefined {
  const firm = nodes.filter(node => !isTextLiteral(node))
  const unified = firm.reduce<Type | undefined>((all, node) => all && unify(all, typeOf(node)), BLANK)
  if (!unified) return undefined
  const literals = nodes.filter(isTextLiteral).flatMap(node => (node.node === 'list' ? node.items : [node]))
  const misfits = literals.filter(node => !isEmptyText(node) && !coerce(node, unified, checker.option))
  if (unified.kind !== 'blank' && unified.kind !== 'number' && misfits.length === 0) return unified
  if (mark === 'key' && unified.kind === 'option' && misfits.length > 0) {
    for (const misfit of misfits) checker.reportOption(misfit, unified.library ?? '')
    return undefined
  }
  return nodes.reduce<Type | undefined>((all, node) => all && unify(all, typeOf(node)), BLANK)
}
