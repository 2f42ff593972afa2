import type { Node, NodeOf } from '../tree.ts'
import type { Operation, TypedNode } from '../typed.ts'
import type { ScalarKind, Type } from '../types.ts'

export type { ExplanationDetail, Operation, SqlCall, SqlPart } from '../typed.ts'

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
