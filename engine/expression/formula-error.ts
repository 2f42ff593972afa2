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

/** The end of an evaluation (steps, output, time): IFERROR does not hide it. */
export class EvaluationLimit extends FormulaError {}
