import type { Context, Thunk } from './context.ts'
import type { Operation } from './functions/definition.ts'
import { DEFAULT_LIMITS, type Limits } from './limits.ts'
import { readBound, readerOf } from './read-value.ts'
import type { Scope } from './scope.ts'
import type { TypedNode, TypedNodeOf } from './typed.ts'
import { FormulaError, type Result, type Value } from './value.ts'

/** Sees each node's value as it is computed; used by the explanation. */
export type Watch = (node: TypedNode, value: Result) => void

/**
 * A checked expression as a closure: types, names, constants and overloads are settled here, nothing walks the tree at run time. The closure answers a value or
 * an error value (FormulaError) and never throws for what a user wrote or a record holds.
 */
export function compile(typed: TypedNode, limits: Partial<Limits> = {}): (scope: Scope) => Result {
  const root = compileNode(typed)
  const bounds: Limits = { ...DEFAULT_LIMITS, ...limits }
  return scope => run(root, scope, bounds)
}

/** Runs a thunk in a fresh context. */
export function run(root: Thunk, scope: Scope, limits: Limits): Result {
  try {
    return root({ scope, limits, steps: limits.steps, bound: {} })
  } catch (failure) {
    if (failure instanceof FormulaError) return failure
    throw failure
  }
}

/** The thunk of a node; with `watch`, every node reports its value. */
export function compileNode(node: TypedNode, watch?: Watch): Thunk {
  const thunk = plainThunk(node, watch)
  return watch ? watched(node, thunk, watch) : thunk
}

function watched(node: TypedNode, thunk: Thunk, watch: Watch): Thunk {
  return context => {
    try {
      const value = thunk(context)
      watch(node, value)
      return value
    } catch (failure) {
      if (failure instanceof FormulaError) watch(node, failure)
      throw failure
    }
  }
}

function plainThunk(node: TypedNode, watch?: Watch): Thunk {
  switch (node.node) {
    case 'constant': {
      const { value } = node
      return () => value
    }
    case 'reference': {
      const { path } = node
      const read = readerOf(node.type)
      return context => read(context.scope.read(path))
    }
    case 'bound': {
      const { name, path } = node
      const read = readerOf(node.type)
      return context => read(readBound(context, name, path))
    }
    case 'list': {
      const items = node.items.map(item => compileNode(item, watch))
      return context => items.map(item => item(context))
    }
    case 'call':
      return callThunk(node, watch)
  }
}

function callThunk(node: TypedNodeOf<'call'>, watch?: Watch): Thunk {
  const { operation, args } = node
  const thunks = args.map(arg => listThunk(arg, compileNode(arg, watch)))
  if (operation.build) return operation.build(thunks, args)
  const constant = args[1]?.node === 'constant' ? args[1].value : undefined
  if (!watch && args.length === 2 && constant !== undefined && constant !== null)
    return constantRight(operation, thunks[0]!, constant)
  return strictThunk(operation, thunks)
}

/** A list that is blank (IF without its else) has no items. */
function listThunk(node: TypedNode, thunk: Thunk): Thunk {
  return node.type.kind === 'list' && node.node === 'call' ? context => thunk(context) ?? [] : thunk
}

/** Arguments are all computed before a blank one ends it, so that an error in any of them shows. */
function strictThunk(operation: Operation, args: readonly Thunk[]): Thunk {
  const evaluate = evaluator(operation)
  const [a, b] = args
  if (args.length === 0) return context => evaluate(context)
  if (operation.acceptsBlank) {
    if (args.length === 1) return context => evaluate(context, a!(context))
    if (args.length === 2) return context => evaluate(context, a!(context), b!(context))
    return context => evaluate(context, ...args.map(arg => arg(context)))
  }
  if (args.length === 1) {
    return context => {
      const value = a!(context)
      return value === null ? null : evaluate(context, value)
    }
  }
  if (args.length === 2) {
    return context => {
      const left = a!(context)
      const right = b!(context)
      return left === null || right === null ? null : evaluate(context, left, right)
    }
  }
  return context => {
    const values = args.map(arg => arg(context))
    return values.includes(null) ? null : evaluate(context, ...values)
  }
}

function constantRight(operation: Operation, left: Thunk, right: Value): Thunk {
  const evaluate = evaluator(operation)
  if (operation.acceptsBlank) return context => evaluate(context, left(context), right)
  return context => {
    const value = left(context)
    return value === null ? null : evaluate(context, value, right)
  }
}

type Evaluate = (context: Context, ...args: readonly (Value | undefined)[]) => Value

function evaluator(operation: Operation): Evaluate {
  const { evaluate } = operation
  if (!evaluate) throw new TypeError(`operation ${operation.name} has neither build nor evaluate`)
  return evaluate.bind(operation)
}
