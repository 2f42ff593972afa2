/** What an evaluation reads from the world; the caller supplies it. Everything is synchronous and already loaded. */
export interface Scope {
  /**
   * The raw value of a resolved reference: `['customer','grade']`, `['$user','manager']`, `['lines','price']` (an array with one element per
   * row, blanks kept, so that lists of one relation stay aligned), `['$old','amount']`. Numbers as decimal text, JS numbers or Decimals. A FormulaError where the
   * value failed to be computed (also as an item of a list): evaluation then fails with it.
   */
  read(path: readonly string[]): unknown
  /** A member of a list's element that is an id instead of an object (`$item.customer.grade`); own properties are read without it. */
  member?(value: unknown, path: readonly string[]): unknown
  /** NOW(): ISO UTC instant, constant in a transaction. */
  readonly now: string
  /** TODAY(): YYYY-MM-DD in `zone`. */
  readonly today: string
  /** IANA zone of the calendar, else of the app. */
  readonly zone: string
  readonly directory?: Directory
  readonly calendar?: Calendar
  /** True when the time for this evaluation is over (SR-11); asked every 64 steps. The engine has no clock of its own. */
  expired?(): boolean
  /** METRIC(): a metric's value, preloaded; undefined = not available. */
  metric?(key: string, who: string | null, period: string | null): string | number | null | undefined
}

/** The organisation as people functions see it. Ids in, ids out; null = nobody. */
export interface Directory {
  /** level 1 = direct manager */
  manager(user: string, level: number): string | null
  managers(user: string, levels: number): readonly string[]
  /** level 0 = the department's own head, 1 = the parent department's */
  head(department: string, level: number): string | null
  usersWithRole(role: string): readonly string[]
  /** attribute of a person, e.g. `['region']`; used for `{$candidate.region}` */
  read(user: string, path: readonly string[]): unknown
  subordinates(user: string): readonly string[]
  departmentOf(user: string): string | null
  hasRole(user: string, role: string): boolean
}

/** Working days and hours; `engine/calendar` supplies it. */
export interface Calendar {
  isWorkday(date: string): boolean
  /** Working spans of a date as local times, e.g. `[['09:00','12:00'],['13:00','18:00']]`, ordered, not overlapping; '24:00' ends a day. */
  hours(date: string): readonly (readonly [string, string])[]
  /** The data behind it, for SQL. */
  readonly rules?: CalendarRules
}

/**
 * A calendar as data. A day is a workday when it is among `workdays`, else when its weekday has spans and it is not among `holidays`; a make-up day has the spans
 * of its weekday, else those of the first weekday that has any.
 */
export interface CalendarRules {
  /** Spans of Monday to Sunday as in `hours` */
  readonly week: readonly (readonly (readonly [string, string])[])[]
  /** YYYY-MM-DD */
  readonly holidays: readonly string[]
  readonly workdays: readonly string[]
}
