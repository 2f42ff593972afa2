import type { CompiledApp } from '../definition/compiled-app.ts'
import type { Calendar, Directory } from '../expression/index.ts'

/**
 * A record's values by field key, as they travel: decimals and money as text, dates `YYYY-MM-DD`, date-times ISO UTC, durations whole
 * milliseconds, options as keys, relations, users and files as ids, sub-forms as rows with an `id`; blank = null or absent.
 */
export interface RecordValues {
  readonly [key: string]: unknown
}

/** Records beside the one at hand, already loaded (`CompiledForm.needs` says which). */
export interface Related {
  /** the record of a form, undefined when it is missing, deleted or was not loaded */
  get(form: string, id: string): RecordValues | undefined
  /** the records of an inverse list of a record */
  list(form: string, inverse: string, id: string): readonly RecordValues[]
  /** the form of a loaded record, by its id */
  formOf?(id: string): string | undefined
}

export const noRelated: Related = { get: () => undefined, list: () => [] }

/** What the world is when a record is interpreted. Nothing here is read from a clock or a database: the caller supplies it. */
export interface RecordContext {
  readonly app: CompiledApp
  /** `{$user}`; null in timers (M8) */
  readonly user: string | null
  /** ISO UTC instant, constant in a transaction */
  readonly now: string
  /** YYYY-MM-DD in `zone` */
  readonly today: string
  readonly zone: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly related: Related
  readonly directory?: Directory | undefined
  readonly calendar?: Calendar | undefined
  /** a monotonic counter in ms, for the time limit of one evaluation (SR-11); absent = no limit, as in the browser's own forms */
  readonly monotonicMs?: (() => number) | undefined
  /** further scopes: `$task`, `$event`, `$out`, `$nodes`, ... */
  readonly scopes?: Readonly<Record<string, unknown>> | undefined
  /** computed fields (`form.field`) that wait for a running recalculation: stored records keep their values */
  readonly held?: ReadonlySet<string> | undefined
}
