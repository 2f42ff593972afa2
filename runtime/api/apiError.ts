/** One thing that is wrong with what was sent; `path` is a JSON Pointer into the body. */
export interface ApiProblem {
  readonly path: string
  readonly code: string
  readonly message: string
  readonly params: Readonly<Record<string, unknown>>
}

/** What the server answered instead of success, or that it could not be reached (`code` "offline", status 0). */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly errors: readonly ApiProblem[]
  /** further members of the problem document, e.g. `current` of a version conflict, `plan` of a publish */
  readonly extra: Readonly<Record<string, unknown>>

  constructor(
    status: number,
    code: string,
    message: string,
    errors: readonly ApiProblem[] = [],
    extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.errors = errors
    this.extra = extra
  }

  get offline(): boolean {
    return this.status === 0
  }
}

/** The words to show for anything that was thrown; the single errors when there are any. */
export function messageOf(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error)
  const single = error.errors.map(({ message }) => message).filter(Boolean)
  return single.length > 0 ? single.join(' ') : error.message
}
