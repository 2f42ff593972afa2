import type { Context, Thunk } from './context.ts'
import type { SqlFragment } from './fragment.ts'
import type { CalendarRules } from './scope.ts'
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

/**
 * A compiled SQL part. `fails` is the code of the error value the closure would give, NULL where there is none: `value` may be anything where it is not
 * NULL. With `nullFalse` a NULL stands for false.
 */
export interface SqlPart {
  readonly value: SqlFragment
  readonly fails?: SqlFragment
  readonly nullFalse?: boolean
}

/** The elements of a list as the rows of a query; an element has no failure of its own, they stand in `failures`. */
export interface SqlList {
  /** Its own name among the FROM items */
  readonly alias: SqlFragment
  /** What stands after FROM */
  readonly from: SqlFragment
  readonly wheres: readonly SqlFragment[]
  /** A total order, the closure's */
  readonly order: SqlFragment
  readonly element: SqlFragment
  /** Codes met while the list is made, in the closure's order; each is a scalar, NULL where there is none */
  readonly failures: readonly SqlFragment[]
  /** `$item.<path>` of an element */
  member(path: readonly string[]): SqlPart | undefined
}

/** A part of a place that is entered on a condition only (a branch of IF), with the joins it needs. */
export interface SqlBranch {
  readonly part: SqlPart
  readonly joins: readonly SqlFragment[]
}

/** What an operation may ask while it writes SQL. */
export interface SqlCall {
  readonly nodes: readonly TypedNode[]
  readonly today: SqlFragment
  readonly now: SqlFragment
  readonly zone: string
  readonly calendar: CalendarRules | null | undefined
  /** The condition under which the closure gives the error value `code`; of several the first counts. Not asked where a strict operation has a blank argument. */
  fail(condition: SqlFragment, code: string): void
  /** Whether anything written so far may reach a limit of the evaluation, which IFERROR does not hide. */
  mayReachLimit(): boolean
  /** The value written once, when it is long: a reference to it. */
  once(value: SqlFragment): SqlFragment
  oncePart(part: SqlPart): SqlPart
  /** A query that gives one row, joined: its alias. */
  row(query: SqlFragment): SqlFragment
  /** An argument, written where the call stands. */
  part(index: number): SqlPart
  /** What `write` writes, apart, to be entered later. */
  branch(write: () => SqlPart): SqlBranch
  /** The branch's part, computed only where the condition is true. */
  enter(branch: SqlBranch, condition: SqlFragment): SqlPart
  /** A list argument as rows. */
  list(index: number): SqlList
  /** Whether a list argument is rows of a query rather than an array. */
  isRows(index: number): boolean
  /** Several list arguments, row by row. */
  aligned(indexes: readonly number[]): { readonly list: SqlList; readonly columns: readonly SqlFragment[] }
  /** An argument written for each element; `list` has what it needs joined. */
  visit(list: SqlList, index: number): { readonly list: SqlList; readonly part: SqlPart }
  /** A list from a query of its own: FROM item for an alias. */
  derived(
    write: (alias: SqlFragment) => Pick<SqlList, 'from' | 'order' | 'element'>,
    failures: readonly SqlFragment[],
  ): SqlList
  /** Ends the writing: this is not for SQL. */
  refuse(): never
  /** A NULL, or an array of them, as one of a type. */
  typed(value: SqlFragment, type: Type): SqlFragment
}

/** A dimension in the explanation of a score. Numbers as decimal text; `counted` is what stood for a missing value, null when it was left out. */
export interface ScoredDimension {
  readonly key: string
  readonly label: { readonly zh?: string; readonly en?: string }
  readonly weight: string | null
  readonly value: string | null
  readonly counted: string | null
  /** share of the weights that counted, 0 to 1 */
  readonly share: string
  /** points it brought */
  readonly contribution: string
}

/** Extra facts for the explanation: the tier's row, what rounding did, what each part of a score brought. */
export interface ExplanationDetail {
  /** the edge of the band or grade that was reached */
  readonly band?: { readonly edge: 'from' | 'above'; readonly from: string }
  /** in the order of the inputs: weight and score of each dimension, then the adjustments (null: did not apply) */
  readonly score?: {
    readonly dimensions: readonly ScoredDimension[]
    readonly adjustments: readonly { readonly label: ScoredDimension['label']; readonly by: string | null }[]
  }
  readonly tier?: {
    readonly row: number
    readonly from: string
    readonly edge: 'from' | 'above'
    readonly rate: string
  }
  readonly rounding?: { readonly from: string; readonly to: string; readonly places: number }
}

/** Something a checked expression can call: a function of the language, an operator on certain types, a conversion. */
export interface Operation {
  /** Function name or operator symbol; conversions are named in small letters. */
  readonly name: string
  /** Strict evaluation. Unless `acceptsBlank`, a blank argument makes the result blank without calling it. */
  evaluate?(context: Context, ...args: readonly (Value | undefined)[]): Value
  readonly acceptsBlank?: boolean
  /** What it goes by beside its arguments: with its name it tells whether two operations give the same. */
  readonly rule?: readonly (string | null)[]
  /** Lazy operations (IF, FILTER) build their own thunk instead. */
  build?(args: readonly Thunk[], nodes: readonly TypedNode[]): Thunk
  /** SQL of a strict operation; failures of arguments are carried on by the caller. undefined = not for SQL. */
  sql?(args: readonly SqlFragment[], call: SqlCall): SqlFragment | undefined
  /** SQL of a lazy operation. */
  sqlParts?(call: SqlCall): SqlPart | undefined
  /** SQL of an operation that makes a list: its elements as rows. */
  sqlRows?(call: SqlCall): SqlList | undefined
  /** A NULL of this SQL stands for false. */
  readonly nullFalse?: boolean
  size?(args: readonly (NumberSize | undefined)[], nodes: readonly TypedNode[]): NumberSize | undefined
  detail?(args: readonly (Value | undefined)[], result: Value): ExplanationDetail | undefined
  /** Compile-time check of constant arguments: a unit that does not exist, a broken pattern. */
  validate?(
    nodes: readonly TypedNode[],
  ): { code: string; params: Record<string, string | number>; at: number; suggestion?: string | undefined } | undefined
}
