import { compile, FormulaError, type Scope, type TypedNode } from '../expression/index.ts'

/**
 * Replaces every part of an expression that `isKnown` says is known beforehand (`{$user}`, settings, the record a query is for) by its value, so
 * that what goes to SQL holds only columns and constants.
 * @param failures what becomes of a part that fails: `blank`, so that a condition over it is false, or `keep`, so that it goes on failing
 */
export function foldKnown(
  typed: TypedNode,
  isKnown: (path: readonly string[]) => boolean,
  scope: Scope,
  failures: 'blank' | 'keep' = 'blank',
): TypedNode {
  if (typed.node === 'constant') return typed
  if (isFixed(typed, isKnown, false)) {
    const value = compile(typed)(scope)
    const failed = value instanceof FormulaError
    if (!failed || failures === 'blank') {
      const { type, source, size } = typed
      return { type, source, ...(size ? { size } : {}), node: 'constant', value: failed ? null : value }
    }
  }
  const fold = (node: TypedNode): TypedNode => foldKnown(node, isKnown, scope, failures)
  if (typed.node === 'list') return { ...typed, items: typed.items.map(fold) }
  if (typed.node === 'call') return { ...typed, args: typed.args.map(fold) }
  return typed
}

/** No unknown reference, and no bound name but within the call that binds it; clock functions have no arguments and stay for SQL. */
function isFixed(typed: TypedNode, isKnown: (path: readonly string[]) => boolean, within: boolean): boolean {
  switch (typed.node) {
    case 'constant':
      return true
    case 'reference':
      return isKnown(typed.path)
    case 'bound':
      return within
    case 'list':
      return typed.items.length > 0 && typed.items.every(item => isFixed(item, isKnown, within))
    case 'call': {
      const inside = within || binds(typed.operation)
      return typed.args.length > 0 && typed.args.every(arg => isFixed(arg, isKnown, inside))
    }
  }
}

/** Whether a function gives a name to each element it visits. */
const binds = (operation: object): boolean =>
  'args' in operation && (operation.args as readonly { binds?: string }[]).some(arg => arg.binds !== undefined)
