import { readerOf } from './read-value.ts'
import type { TypedNode } from './typed.ts'

/**
 * The expression with some references replaced by their values: settings read when a ladder was armed (M19), tier tables for SQL. `read` answers the raw value, or
 * undefined to leave a reference as it is.
 */
export function bindReferences(typed: TypedNode, read: (path: readonly string[]) => unknown): TypedNode {
  switch (typed.node) {
    case 'reference': {
      const raw = read(typed.path)
      if (raw === undefined) return typed
      const { type, source, size } = typed
      return { node: 'constant', value: readerOf(type)(raw), type, source, ...(size ? { size } : {}) }
    }
    case 'call':
      return { ...typed, args: typed.args.map(arg => bindReferences(arg, read)) }
    case 'list':
      return { ...typed, items: typed.items.map(item => bindReferences(item, read)) }
    default:
      return typed
  }
}
