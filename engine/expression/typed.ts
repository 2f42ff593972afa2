import type { Operation } from './functions/definition.ts'
import type { Node } from './tree.ts'
import type { Type } from './types.ts'
import type { Value } from './value.ts'

/** Upper bounds of a number: digits before and places after the point. They decide where SQL must widen or guard. */
export interface NumberSize {
  readonly digits: number
  readonly scale: number
}

/**
 * A checked expression: names are keys, operators and conversions are calls of operations that fit the types. `source` is the node it was
 * written as (for texts and offsets); a conversion shares its operand's source.
 */
export type TypedNode = {
  readonly type: Type
  readonly source: Node
  readonly size?: NumberSize
} & (
  | { readonly node: 'constant'; readonly value: Value }
  | { readonly node: 'reference'; readonly path: readonly string[]; readonly labels: readonly string[] }
  /** A name bound by a function for each element: `$item`, `$accumulator`, `$candidate`. */
  | {
      readonly node: 'bound'
      readonly name: string
      readonly path: readonly string[]
      readonly labels: readonly string[]
    }
  | { readonly node: 'list'; readonly items: readonly TypedNode[] }
  | { readonly node: 'call'; readonly operation: Operation; readonly args: readonly TypedNode[] }
)

export type TypedNodeOf<K extends TypedNode['node']> = Extract<TypedNode, { node: K }>
