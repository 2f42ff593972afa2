import type { Context, Thunk } from '../context.ts'
import type { SqlFragment } from '../fragment.ts'
import type { Node, NodeOf } from '../tree.ts'
import type { NumberSize, TypedNode } from '../typed.ts'
import type { ScalarKind, Type } from '../types.ts'
import type { Value } from '../value.ts'

/** A compiled SQL part: `fails` is true where the closure would give an error value; with `nullFalse` a NULL stands for false. */
export interface SqlPart {
  readonly value: SqlFragment
  readonly fails?: SqlFragment
  readonly nullFalse?: boolean
}

/** What an operation may ask while it writes SQL. */
export interface SqlCall {
  readonly nodes: readonly TypedNode[]
  readonly today: SqlFragment
  readonly now: SqlFragment
  readonly zone: string
  /** Adds a condition under which the closure gives an error value. */
  fail(condition: SqlFragment): void
}

/** Extra facts for the explanation: the tier's row, what rounding did. */
export interface ExplanationDetail {
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
  /** Lazy operations (IF, FILTER) build their own thunk instead. */
  build?(args: readonly Thunk[], nodes: readonly TypedNode[]): Thunk
  /** SQL of a strict operation; failures of arguments are carried on by the caller. undefined = not for SQL. */
  sql?(args: readonly SqlFragment[], call: SqlCall): SqlFragment | undefined
  /** SQL of a lazy operation. */
  sqlParts?(args: readonly SqlPart[], call: SqlCall): SqlPart | undefined
  /** A NULL of this SQL stands for false. */
  readonly nullFalse?: boolean
  size?(args: readonly (NumberSize | undefined)[], nodes: readonly TypedNode[]): NumberSize | undefined
  detail?(args: readonly (Value | undefined)[], result: Value): ExplanationDetail | undefined
  /** Compile-time check of constant arguments: a unit that does not exist, a broken pattern. */
  validate?(
    nodes: readonly TypedNode[],
  ): { code: string; params: Record<string, string | number>; at: number } | undefined
}

export interface Argument {
  readonly name: { readonly zh: string; readonly en: string }
  /** Kinds taken as they are; others are converted when a rule allows it. */
  readonly accepts: readonly ScalarKind[] | 'any'
  /** `only`: a list is required; `flatten`: scalars and lists alike, the operation flattens; absent: a scalar. */
  readonly list?: 'only' | 'flatten'
  readonly optional?: boolean
  /** This argument and those after it repeat. */
  readonly repeats?: boolean
  /** The argument is evaluated for each element, under this name. */
  readonly binds?: '$item' | '$candidate'
  /** A criterion on the list before it: a constant takes that list's element type (an option's label, a date). */
  readonly criterion?: boolean
  /** Converted to the common type of all arguments with the same mark (IF's branches, MAX over dates). */
  readonly alike?: string
}

export interface Example {
  readonly formula: string
  /** What it gives, as text: `TRUE`, `12.50`, `2026-01-31`, `blank`, `[a, b]`, or an error code with `!`. */
  readonly result: string
}

export type Family = 'logic' | 'number' | 'aggregate' | 'text' | 'date' | 'list' | 'record' | 'people'

/** A function of the language, as data: one routine checks its arguments, the editor shows its help, tests run its examples. */
export interface FunctionDefinition extends Operation {
  readonly family: Family
  readonly aliases: readonly string[]
  readonly args: readonly Argument[]
  readonly result: Type | ((nodes: readonly TypedNode[]) => Type)
  readonly help: { readonly zh: string; readonly en: string }
  readonly examples: readonly Example[]
  readonly clock?: 'today' | 'now'
  /** What a last argument means that does not complete a repeating group (SWITCH's default). */
  readonly trailing?: Argument
  /** A spelling for something else: replaced by another tree before types are checked, or an error code and the argument at fault. */
  expand?(call: NodeOf<'call'>): Node | { code: string; at: number } | undefined
}
