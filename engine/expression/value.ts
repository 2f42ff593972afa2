import type { Decimal } from './decimal.ts'

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

/**
 * An error value: the expression failed on this record's values (division by zero, text that is no number). It is thrown inside an
 * evaluation, caught by IFERROR or at its edge, and stored as blank with its code. It carries no stack: a formula's failure is data.
 * Texts: `schemas/errors/expression.ts` by `code`.
 */
export class FormulaError {
  readonly code: string
  readonly params: Readonly<Record<string, string | number>>
  constructor(code: string, params: Readonly<Record<string, string | number>> = {}) {
    this.code = code
    this.params = params
  }
}
