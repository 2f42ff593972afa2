import { matchArguments } from './arguments.ts'
import { Decimal } from './decimal.ts'
import type { Environment, Reference, Resolved } from './environment.ts'
import type { ExpressionError } from './expression-error.ts'
import type { FunctionDefinition } from './functions/definition.ts'
import { findFunction, functionNames } from './functions/index.ts'
import { fits, largestSize, sizeOfNumber, sizeOfType } from './number-size.ts'
import { callNode, fitBinary, fitUnary, type Misfit } from './operators.ts'
import { nearestName } from './suggestion.ts'
import { childrenOf, type DurationUnit, type Node, type NodeOf, withChildren } from './tree.ts'
import type { TypedNode } from './typed.ts'
import {
  ANY,
  BLANK,
  BOOLEAN,
  DURATION,
  elementOf,
  listOf,
  NUMBER,
  type ScalarType,
  TEXT,
  type Type,
  typeName,
  unify,
} from './types.ts'

export interface Checked {
  /** null when there are errors */
  readonly typed: TypedNode | null
  readonly type: Type
  readonly references: readonly Reference[]
  readonly usesClock: 'none' | 'today' | 'now'
  /** the same tree with every name replaced by its key: store `formatFormula(keyed)` */
  readonly keyed: Node
  readonly errors: readonly ExpressionError[]
  /** remarks that do not stop it, e.g. + used to join text */
  readonly hints: readonly ExpressionError[]
}

/** Milliseconds of the units that always last the same. */
const ELAPSED: Readonly<Partial<Record<DurationUnit, number>>> = {
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** Types one tree. Methods answer undefined after they reported an error, so that one pass finds all. */
export class Checker {
  readonly env: Environment
  readonly errors: ExpressionError[] = []
  readonly hints: ExpressionError[] = []
  readonly references: Reference[] = []
  clock: 'none' | 'today' | 'now' = 'none'
  readonly #bound = new Map<string, Type>()
  readonly #replaced = new Map<Node, Node>()

  constructor(env: Environment) {
    this.env = env
  }

  report(code: string, at: Node, params: ExpressionError['params'] = {}, suggestion?: string): undefined {
    const place = { code, params: { suggestion: suggestion ?? '', ...params }, start: at.start, end: at.end }
    this.errors.push(suggestion === undefined ? place : { ...place, suggestion })
    return undefined
  }

  /** The tree as stored: keys instead of labels. */
  keyedTree(node: Node): Node {
    const replaced = this.#replaced.get(node)
    return (
      replaced ??
      withChildren(
        node,
        childrenOf(node).map(child => this.keyedTree(child)),
      )
    )
  }

  /** The source of `typed` is stored as `value` (an option's key instead of its label). */
  replaceText(node: Node, value: string): void {
    if (node.type === 'text' && node.value !== value) this.#replaced.set(node, { ...node, value })
  }

  type(node: Node): TypedNode | undefined {
    switch (node.type) {
      case 'number':
        return this.#number(node)
      case 'text':
        return { node: 'constant', value: node.value, type: TEXT, source: node }
      case 'boolean':
        return { node: 'constant', value: node.value, type: BOOLEAN, source: node }
      case 'blank':
        return { node: 'constant', value: null, type: BLANK, source: node }
      case 'duration':
        return this.#duration(node)
      case 'path':
        return this.#path(node)
      case 'list':
        return this.#list(node)
      case 'unary':
        return this.#unary(node)
      case 'binary':
        return this.#binary(node)
      case 'call':
        return this.#call(node)
    }
  }

  /** Types `node` while `names` stand for the elements a function visits. */
  typeWith(names: Readonly<Record<string, Type>>, node: Node): TypedNode | undefined {
    const before = Object.keys(names).map(name => [name, this.#bound.get(name)] as const)
    for (const [name, type] of Object.entries(names)) this.#bound.set(name, type)
    const typed = this.type(node)
    for (const [name, type] of before) {
      if (type) this.#bound.set(name, type)
      else this.#bound.delete(name)
    }
    return typed
  }

  /** Options of the library by key or label; a label is stored as its key. */
  readonly option = (library: string, written: string): string | undefined =>
    this.env.option ? this.env.option(library, written) : written

  #number(node: NodeOf<'number'>): TypedNode | undefined {
    const value = new Decimal(node.text)
    const size = sizeOfNumber(value)
    return fits(size)
      ? { node: 'constant', value, type: NUMBER, source: node, size }
      : this.report('formula_number_too_large', node)
  }

  #duration(node: NodeOf<'duration'>): TypedNode | undefined {
    const factor = ELAPSED[node.unit]
    if (factor === undefined) return this.report('formula_duration_needs_date', node, { unit: node.unit })
    const value = new Decimal(node.amount).times(factor)
    const size = sizeOfNumber(value)
    return fits(size)
      ? { node: 'constant', value, type: DURATION, source: node, size }
      : this.report('formula_number_too_large', node)
  }

  #list(node: NodeOf<'list'>): TypedNode | undefined {
    const items = node.items.map(item => this.type(item))
    if (!items.every(item => item !== undefined)) return undefined
    const typed = items as TypedNode[]
    const type = typed.reduce<Type>((all, item) => unify(all, item.type) ?? ANY, BLANK)
    return {
      node: 'list',
      items: typed,
      type: listOf(type),
      source: node,
      size: largestSize(typed.map(item => item.size)),
    }
  }

  #unary(node: NodeOf<'unary'>): TypedNode | undefined {
    if (node.operator === '!') return this.#call({ ...node, type: 'call', name: 'NOT', args: [node.operand] })
    const operand = this.type(node.operand)
    if (!operand) return undefined
    const fit = fitUnary(node.operator, operand, node)
    return 'node' in fit ? fit.node : this.report(fit.misfit.code, node, fit.misfit.params)
  }

  #binary(node: NodeOf<'binary'>): TypedNode | undefined {
    const { operator, left, right } = node
    if (operator === '&&' || operator === '||') {
      return this.#call({
        start: node.start,
        end: node.end,
        type: 'call',
        name: operator === '&&' ? 'AND' : 'OR',
        args: [left, right],
      })
    }
    if (right.type === 'duration' && (operator === '+' || operator === '-')) return this.#shift(node, right)
    const [a, b] = [this.type(left), this.type(right)]
    if (!a || !b) return undefined
    const fit = fitBinary(operator, a, b, node, this.option)
    if ('misfit' in fit) return this.#reportMisfit(node, fit.misfit, a, b)
    if (fit.hint) this.hints.push({ code: fit.hint, params: {}, start: node.start, end: node.end, suggestion: '&' })
    if (fit.node.node === 'call') for (const arg of fit.node.args) this.#keepOption(arg)
    return fit.node
  }

  #keepOption(node: TypedNode): void {
    if (node.node === 'list') for (const item of node.items) this.#keepOption(item)
    if (node.node === 'constant' && node.type.kind === 'option' && typeof node.value === 'string') {
      this.replaceText(node.source, node.value)
    }
  }

  /** A literal outside its option library. */
  reportOption(node: TypedNode, library: string): undefined {
    const option = node.node === 'constant' ? String(node.value) : ''
    const near = nearestName(option, this.env.optionNames?.(library) ?? [])
    return this.report('formula_unknown_option', node.source, { option, library }, near)
  }

  #reportMisfit(node: NodeOf<'binary'>, misfit: Misfit, a: TypedNode, b: TypedNode): undefined {
    const pairs = [
      [a, b],
      [b, a],
    ] as const
    const pair = pairs.find(
      ([one, other]) => one.type.kind === 'option' && other.node === 'constant' && typeof other.value === 'string',
    )
    if (!pair || misfit.code !== 'formula_not_comparable') return this.report(misfit.code, node, misfit.params)
    return this.reportOption(pair[1], (pair[0].type as ScalarType).library ?? '')
  }

  /** A duration written beside a date keeps its unit: 3d, 2wd, 1mo are calendar steps, not milliseconds. */
  #shift(node: NodeOf<'binary'>, duration: NodeOf<'duration'>): TypedNode | undefined {
    const left = this.type(node.left)
    if (!left) return undefined
    if (left.type.kind !== 'date' && left.type.kind !== 'datetime') {
      const right = this.type(duration)
      const fit = right && fitBinary(node.operator === '+' ? '+' : '-', left, right, node)
      if (!fit) return undefined
      return 'node' in fit ? fit.node : this.report(fit.misfit.code, node, fit.misfit.params)
    }
    const definition = findFunction('DATEADD')
    if (!definition) return undefined
    const amount = new Decimal(duration.amount).times(node.operator === '-' ? -1 : 1)
    const number: TypedNode = {
      node: 'constant',
      value: amount,
      type: NUMBER,
      source: duration,
      size: sizeOfNumber(amount),
    }
    if (!fits(sizeOfNumber(amount))) return this.report('formula_number_too_large', duration)
    const unit: TypedNode = { node: 'constant', value: duration.unit, type: TEXT, source: duration }
    return this.finishCall(definition, [left, number, unit], node)
  }

  #path(node: NodeOf<'path'>): TypedNode | undefined {
    const [head = '', ...rest] = node.path
    const bound = this.#bound.get(head)
    if (bound) return this.#members({ key: head, type: bound }, rest, node, true)
    const whole = node.path.length > 1 ? this.env.resolve(node.path.join('.')) : undefined
    if (whole) return this.#members(whole, [], node, false)
    const resolved = this.env.resolve(head)
    if (resolved) return this.#members(resolved, rest, node, false)
    const near = nearestName(head, this.env.names())
    return this.report('formula_unknown_name', node, { name: head }, near && `{${near}}`)
  }

  #members(head: Resolved, rest: readonly string[], node: NodeOf<'path'>, bound: boolean): TypedNode | undefined {
    const path = [head.key]
    const labels = [head.label ?? node.path[0] ?? head.key]
    let type = head.type
    for (const name of rest) {
      const owner = elementOf(type)
      const loose = owner.kind === 'any' || owner.kind === 'blank'
      const member = loose ? { key: name, type: owner } : this.env.member(owner, path, name)
      if (!member) {
        const near = nearestName(name, this.env.memberNames?.(owner, path) ?? [])
        return this.report('formula_unknown_member', node, { name, owner: labels.join('.') }, near)
      }
      type = type.kind === 'list' ? listOf(elementOf(member.type)) : member.type
      path.push(member.key)
      labels.push(member.label ?? name)
    }
    this.#replaced.set(node, { ...node, path })
    const sized = sizeOfType(type)
    if (bound) return { node: 'bound', name: head.key, path: path.slice(1), labels, type, source: node, ...sized }
    this.references.push({ path, type, labels, start: node.start, end: node.end })
    return { node: 'reference', path, labels, type, source: node, ...sized }
  }

  #call(node: NodeOf<'call'>): TypedNode | undefined {
    const definition = findFunction(node.name)
    if (!definition) {
      for (const arg of node.args) this.type(arg)
      return this.report('formula_unknown_function', node, { name: node.name }, nearestName(node.name, functionNames()))
    }
    if (this.env.functionAllowed?.(definition.name) === false)
      return this.report('formula_function_not_allowed', node, { name: definition.name })
    const expanded = definition.expand?.(node)
    if (expanded && 'code' in expanded)
      return this.report(expanded.code, node.args[expanded.at] ?? node, { name: definition.name })
    if (expanded) {
      const typed = this.type(expanded)
      this.#replaced.set(node, this.#keyedCall(node, expanded))
      return typed && { ...typed, source: node }
    }
    if (definition.clock === 'now' || (definition.clock === 'today' && this.clock === 'none'))
      this.clock = definition.clock
    const args = matchArguments(this, definition, node)
    return args && this.finishCall(definition, args, node)
  }

  /** An expanded call keeps its spelling when its arguments were visited as they are, else it is stored expanded. */
  #keyedCall(node: NodeOf<'call'>, expanded: Node): Node {
    const visited = node.args.every(arg => arg.type !== 'path' || this.#replaced.has(arg))
    return visited ? { ...node, args: node.args.map(arg => this.keyedTree(arg)) } : this.keyedTree(expanded)
  }

  /** The call with its result's type, after the definition looked at constant arguments. */
  finishCall(definition: FunctionDefinition, args: readonly TypedNode[], node: Node): TypedNode | undefined {
    const invalid = definition.validate?.(args)
    if (invalid)
      return this.report(
        invalid.code,
        args[invalid.at]?.source ?? node,
        { name: definition.name, ...invalid.params },
        invalid.suggestion,
      )
    for (const arg of args) this.#keepOption(arg)
    const type = typeof definition.result === 'function' ? definition.result(args) : definition.result
    return callNode(definition, args, type, node)
  }

  reportArgument(definition: FunctionDefinition, index: number, node: Node, expected: string, found: Type): undefined {
    const name = definition.args[Math.min(index, definition.args.length - 1)]?.name.en ?? ''
    return this.report('formula_wrong_argument', node, {
      function: definition.name,
      argument: name,
      expected,
      found: typeName(found),
    })
  }
}
