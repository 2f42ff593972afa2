/**
 * A mistake in the text or the types of an expression, found before it runs. `start` and `end` are character offsets into the formula (0 and
 * 0 for JsonLogic); `suggestion` is a name or spelling that would have worked. Texts: `schemas/errors/expression.ts` by `code`.
 */
export interface ExpressionError {
  readonly code: string
  readonly params: Readonly<Record<string, string | number>>
  readonly start: number
  readonly end: number
  readonly suggestion?: string
}

/** Thrown only inside the parser to leave it; never seen by callers. */
export class ParseFailure {
  readonly error: ExpressionError
  constructor(code: string, start: number, end: number, params: ExpressionError['params'] = {}, suggestion?: string) {
    this.error = suggestion === undefined ? { code, params, start, end } : { code, params, start, end, suggestion }
  }
}
