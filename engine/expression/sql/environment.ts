import type { SqlFragment } from '../fragment.ts'
import type { CalendarRules } from '../scope.ts'
import type { SqlPart } from '../typed.ts'

/** What names mean in SQL; whoever knows the tables supplies it. */
export interface SqlEnvironment {
  /**
   * SQL of a resolved reference, or undefined when it is not for SQL. SQL types: numeric, text (also options and time HH:mm), boolean, date,
   * timestamptz, numeric ms for durations, uuid for users, departments and records (see `ids`), arrays of these for lists. A computed field may have
   * failed: a part with the code beside its value.
   */
  column(path: readonly string[]): SqlFragment | SqlPart | undefined
  /**
   * The elements of a list reference (`{payments}`, `{payments.amount}`, many options) as rows, in the closure's order. undefined = not for SQL, or an array that
   * `column` gives. `alias` is unique in the expression.
   */
  rows?(path: readonly string[], alias: string): SqlRows | undefined
  readonly today: SqlFragment
  readonly now: SqlFragment
  /** IANA zone of the app or calendar */
  readonly zone: string
  /** The working calendar as data; null: there is none, Monday to Friday are workdays; absent: not for SQL */
  readonly calendar?: CalendarRules | null
  /** SQL type of ids, default uuid */
  readonly ids?: 'uuid' | 'text'
  /** Begin of the aliases the writer makes up, default `f`. Give another where two expressions stand in one FROM. */
  readonly prefix?: string
}

/** Rows and the alias they were asked for under. */
export interface NamedRows {
  readonly rows: SqlRows
  readonly alias: SqlFragment
}

/** The elements of a list as rows. */
export interface SqlRows {
  /** What stands after FROM */
  readonly from: SqlFragment
  /** The conditions that make the list */
  readonly where?: SqlFragment
  /** A total order: the closure's */
  readonly order: SqlFragment
  /** The element: a value, or the id of a record */
  readonly element: SqlPart
  /** `$item.<path>` of an element; undefined = not for SQL */
  member(path: readonly string[]): SqlPart | undefined
}
