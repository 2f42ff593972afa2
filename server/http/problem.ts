import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { Language, Problem } from '../../schemas/problem.ts'

/** What a request did wrong, or why the server cannot do it now: the only error that routes and their services throw. */
export class HttpProblem extends Error {
  readonly status: number
  readonly code: string
  readonly params: Problem['params']
  /** Every single thing that is wrong; paths point into the body. */
  readonly errors: readonly Problem[]
  /** Further members of the problem document, e.g. `current` of a version conflict. */
  readonly extra: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: string,
    params: Problem['params'] = {},
    errors: readonly Problem[] = [],
    extra: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(code)
    this.name = 'HttpProblem'
    this.status = status
    this.code = code
    this.params = params
    this.errors = errors
    this.extra = extra
    this.headers = headers
  }
}

/** 404 for what is missing and for what the caller may not see: the two cannot be told apart. */
export const notFound = (): HttpProblem => new HttpProblem(404, 'not_found')

export const forbidden = (): HttpProblem => new HttpProblem(403, 'forbidden')

/** 422 with all errors of the values sent. */
export const invalidValues = (errors: readonly Problem[]): HttpProblem =>
  new HttpProblem(422, 'invalid_request', {}, errors)

/** 503 that says when to try again. */
export const busy = (seconds = 1): HttpProblem =>
  new HttpProblem(503, 'database_busy', {}, [], {}, { 'retry-after': String(seconds) })

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  507: 'Insufficient Storage',
}

/** The problem document (RFC 9457) in the reader's language. */
export function problemDocument(problem: HttpProblem, requestId: string, language: Language): Record<string, unknown> {
  return {
    ...problem.extra,
    type: 'about:blank',
    title: titles[problem.status] ?? 'Error',
    status: problem.status,
    code: problem.code,
    detail: errorMessage(problem.code, { ...problem.params, requestId }, language),
    requestId,
    errors: problem.errors.map(({ path, code, params }) => ({
      path,
      code,
      message: errorMessage(code, params, language),
      params,
    })),
  }
}
