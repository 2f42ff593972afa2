import type { Decimal } from './decimal.ts'
import type { FormulaError } from './formula-error.ts'

export { EvaluationLimit, FormulaError } from './formula-error.ts'

/**
 * A value during evaluation. Numbers and durations (ms) are Decimals; text, option keys, ids, `date` (YYYY-MM-DD), `datetime`
 * (ISO UTC with milliseconds) and `time` (HH:mm) are strings; blank is null; records are ids or plain objects.
 */
export type Value = Decimal | string | boolean | null | readonly Value[] | PlainRecord

export interface PlainRecord {
  readonly [key: string]: unknown
}

/** What a compiled expression answers: a value or an error value. */
export type Result = Value | FormulaError
