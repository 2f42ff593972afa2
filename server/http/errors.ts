import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Language, type Problem, pointerStep, problem } from '../../schemas/problem.ts'
import { asDatabaseError, sqlStateOf } from '../database/databaseError.ts'
import { HttpProblem, problemDocument } from './problem.ts'

/** Turns whatever a route throws into one problem document; what nobody foresaw is logged and shown as a number only (SR-39). */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const answer = toHttpProblem(error, request)
    if (answer.status >= 500) request.log.error({ err: error }, answer.code)
    return sendProblem(request, reply, answer)
  })
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, new HttpProblem(404, 'not_found')))
}

/** The reader's language: Accept-Language, else the person's, else Chinese. */
export function languageOf(request: FastifyRequest): Language {
  const wished = request.headers['accept-language']
  if (wished !== undefined) {
    const first = /(?:^|[,\s])(zh|en)\b/i.exec(wished)?.[1]?.toLowerCase()
    if (first === 'zh' || first === 'en') return first
  }
  return request.caller?.language ?? 'zh'
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, answer: HttpProblem): FastifyReply {
  return reply
    .code(answer.status)
    .headers(answer.headers)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemDocument(answer, request.id, languageOf(request))))
}

/** Untranslatable character, invalid byte sequence, numeric value out of range. */
const UNSTORABLE: ReadonlySet<string> = new Set(['22021', '22P05', '22003'])

/** What a route threw, as the problem that is answered. */
export function toHttpProblem(error: unknown, request: FastifyRequest): HttpProblem {
  if (error instanceof HttpProblem) return error
  const database = asDatabaseError(error)
  if (database !== undefined)
    return new HttpProblem(503, database.code, database.params, [], {}, { 'retry-after': '1' })
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  // Disk full: the database's (53100) or the file system's.
  if (sqlStateOf(error) === '53100' || code === 'ENOSPC' || code === 'EDQUOT')
    return new HttpProblem(507, 'storage_full')
  // Text the database cannot hold (NUL) or a number it cannot: the request's fault wherever it stood.
  if (UNSTORABLE.has(sqlStateOf(error) ?? '')) return new HttpProblem(400, 'invalid_request')
  return fromFastify(error as FastifyError, request) ?? new HttpProblem(500, 'internal_error')
}

function fromFastify(error: FastifyError, request: FastifyRequest): HttpProblem | undefined {
  if (error.validation !== undefined) return fromValidation(error)
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new HttpProblem(413, 'body_too_large', { limit: request.routeOptions.bodyLimit })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new HttpProblem(415, 'unsupported_media_type')
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new HttpProblem(400, 'invalid_request')
    default:
      return error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
        ? new HttpProblem(error.statusCode, 'invalid_request')
        : undefined
  }
}

type Raw = NonNullable<FastifyError['validation']>[number]

function fromValidation(error: FastifyError): HttpProblem {
  const inQuery = error.validationContext === 'querystring'
  if (error.validationContext === 'params') return new HttpProblem(404, 'not_found')
  const problems = (error.validation ?? []).map(raw => (inQuery ? parameterProblem(raw) : bodyProblem(raw)))
  return new HttpProblem(
    400,
    inQuery && problems[0] !== undefined ? problems[0].code : 'invalid_request',
    problems[0]?.params ?? {},
    problems,
  )
}

function parameterProblem(raw: Raw): Problem {
  const name = String(raw.params.additionalProperty ?? raw.params.missingProperty ?? raw.instancePath.slice(1))
  if (raw.keyword === 'additionalProperties') return problem('unknown_parameter', '', { parameter: name })
  return problem('invalid_parameter', '', { parameter: name, reason: raw.message ?? raw.keyword })
}

/** The same codes as for definitions: one vocabulary for "this shape is wrong". */
function bodyProblem(raw: Raw): Problem {
  const at = raw.instancePath
  const { params } = raw
  switch (raw.keyword) {
    case 'additionalProperties':
      return problem('unknown_property', `${at}/${pointerStep(String(params.additionalProperty))}`, {
        property: params.additionalProperty,
      })
    case 'required':
      return problem('missing_property', `${at}/${pointerStep(String(params.missingProperty))}`, {
        property: params.missingProperty,
      })
    case 'enum':
      return problem('not_one_of', at, { value: '', allowed: params.allowedValues })
    case 'maxLength':
      return problem('too_long', at, { limit: params.limit })
    case 'maxItems':
    case 'maxProperties':
      return problem('too_many', at, { limit: params.limit })
    case 'minItems':
    case 'minLength':
    case 'minProperties':
      return problem('too_few', at, { limit: params.limit })
    case 'pattern':
      return problem('wrong_pattern', at, { pattern: params.pattern })
    default:
      return problem('wrong_type', at, { expected: params.type ?? params.format ?? raw.keyword })
  }
}
