/** The one expression language: formula text and JsonLogic -> one typed tree -> closure, SQL, explanation. */
import type { Environment, Reference } from './environment.ts'
import type { Explanation } from './explanation.ts'
import type { ExpressionError } from './expression-error.ts'
import type { SqlFragment } from './fragment.ts'
import type { FunctionDefinition } from './functions/definition.ts'
import type { Limits } from './limits.ts'
import type { Scope } from './scope.ts'
import type { Node } from './tree.ts'
import type { TypedNode } from './typed.ts'
import type { Type } from './types.ts'
import type { Result } from './value.ts'

export { Decimal } from './decimal.ts'
export type { Environment, Reference, Resolved } from './environment.ts'
export type { Explanation } from './explanation.ts'
export type { ExpressionError } from './expression-error.ts'
export { rawSql, type SqlFragment, sql, sqlText } from './fragment.ts'
export type { FunctionDefinition } from './functions/definition.ts'
export { DEFAULT_LIMITS, type Limits } from './limits.ts'
export type { Calendar, Directory, Scope } from './scope.ts'
export type { Node } from './tree.ts'
export type { TypedNode } from './typed.ts'
export * from './types.ts'
export { FormulaError, type Result, type Value } from './value.ts'

export type Parsed = { readonly tree: Node } | { readonly errors: readonly ExpressionError[] }

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

export interface SqlEnvironment {
  /**
   * SQL of a resolved reference, or undefined when it is not for SQL. SQL types: numeric, text (also options and time HH:mm), boolean, date,
   * timestamptz, numeric ms for durations, uuid for users, departments and records (see `ids`), arrays of these for lists.
   */
  column(path: readonly string[]): SqlFragment | undefined
  readonly today: SqlFragment
  readonly now: SqlFragment
  /** IANA zone of the app or calendar */
  readonly zone: string
  /** SQL type of ids, default uuid */
  readonly ids?: 'uuid' | 'text'
}

const pending = (): never => {
  throw new TypeError('engine/expression: in the making')
}
export const parseFormula: (text: string, limits?: Partial<Limits>) => Parsed = pending
export const fromJsonLogic: (rule: unknown, limits?: Partial<Limits>) => Parsed = pending
/** Expr of the format: formula text, JsonLogic object, number or boolean constant. */
export const parseExpr: (expr: unknown, limits?: Partial<Limits>) => Parsed = pending
export const toJsonLogic: (tree: Node) => unknown = pending
export const formatFormula: (tree: Node, names?: (path: readonly string[]) => string) => string = pending
export const check: (tree: Node, env: Environment, expected?: Type) => Checked = pending
export const compile: (typed: TypedNode, limits?: Partial<Limits>) => (scope: Scope) => Result = pending
export const explain: (typed: TypedNode, scope: Scope) => Explanation = pending
/** Value of an expression in SQL; never raises at run time. Booleans are never NULL. */
export const toSql: (typed: TypedNode, env: SqlEnvironment) => SqlFragment | { unsupported: string } = pending
/** A condition for WHERE: NULL counts as false, so that indexes serve it. */
export const toSqlCondition: (typed: TypedNode, env: SqlEnvironment) => SqlFragment | { unsupported: string } = pending
/** The value as the record keeps it: decimal text with `scale` places (half away from zero), ISO text, arrays; an error value stays one. */
export const storedValue: (result: Result, type: Type) => unknown = pending
export const functions: ReadonlyMap<string, FunctionDefinition> = new Map()
