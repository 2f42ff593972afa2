import { compile, FormulaError, type Scope, type TypedNode } from '../expression/index.ts'

/**
 * Replaces every part of an expression that `isKnown` says is known beforehand (`{$user}`, settings, the record a query is for) by its value, so
 * that what goes to SQL holds only columns and constants. A part that fails becomes blank: a condition over it is false.
 */
export function foldKnown(typed: TypedNode, isKnown: (path: readonly string[]) => boolean, scope: Scope): TypedNode {
  if (typed.node === 'constant') return typed
  if (isFixed(typed, isKnown)) {
    const value = compile(typed)(scope)
    return {
      type: typed.type,
      source: typed.source,
      node: 'constant',
      value: value instanceof FormulaError ? null : value,
    }
  }
  if (typed.node === 'list') return { ...typed, items: typed.items.map(item => foldKnown(item, isKnown, scope)) }
  if (typed.node === 'call') return { ...typed, args: typed.args.map(arg => foldKnown(arg, isKnown, scope)) }
  return typed
}

/** No bound name, no unknown reference; clock functions have no arguments and stay for SQL. */
function isFixed(typed: TypedNode, isKnown: (path: readonly string[]) => boolean): boolean {
  switch (typed.node) {
    case 'constant':
      return true
    case 'reference':
      return isKnown(typed.path)
    case 'bound':
      return false
    case 'list':
      return typed.items.length > 0 && typed.items.every(item => isFixed(item, isKnown))
    case 'call':
      return typed.args.length > 0 && typed.args.every(arg => isFixed(arg, isKnown))
  }
}
