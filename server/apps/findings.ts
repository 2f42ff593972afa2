import type { FastifyRequest } from 'fastify'
import type { Finding } from '../../engine/index.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import { callerOf } from '../http/caller.ts'
import { HttpProblem } from '../http/problem.ts'

/** Findings as the caller reads them. */
export const told = (request: FastifyRequest, findings: readonly Finding[]) =>
  findings.map(({ severity, code, path, params }) => ({
    severity,
    code,
    path,
    params,
    message: errorMessage(code, params, callerOf(request).language),
  }))

/** 422 with every finding that is an error. */
export const checkFailed = (findings: readonly Finding[]): HttpProblem =>
  new HttpProblem(
    422,
    'check_failed',
    {},
    findings.filter(({ severity }) => severity === 'error'),
  )
