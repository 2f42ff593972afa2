import type { FastifyRequest } from 'fastify'
import type { Language } from '../../schemas/problem.ts'
import { HttpProblem, notFound } from './problem.ts'

/** Who makes a request. Organisation and rights come from the sign-in only, never from the request. */
export interface Caller {
  readonly kind: 'user' | 'token'
  readonly orgId: string
  readonly userId: string
  readonly admin: boolean
  readonly language: Language
  /** IANA zone of the person, else of the organisation */
  readonly zone: string
  /** A directory older than this must be read again (directory.ts). */
  readonly directoryVersion: number
  /** Of a token only: the session has null. */
  readonly tokenId: string | null
  readonly scopes: readonly ('read' | 'write')[] | null
  /** Keys of the apps a token is limited to; null = every app of the person. */
  readonly apps: readonly string[] | null
}

/** The caller of a route that is not public. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new HttpProblem(401, 'not_signed_in')
  return request.caller
}

/** @throws HttpProblem 403 `forbidden` for everybody but administrators */
export function adminOf(request: FastifyRequest): Caller {
  const caller = callerOf(request)
  if (!caller.admin) throw new HttpProblem(403, 'forbidden')
  return caller
}

/** What nobody may do with a token: it must not make further keys or change who may sign in. */
export function personOf(request: FastifyRequest): Caller {
  const caller = callerOf(request)
  if (caller.kind !== 'user') throw new HttpProblem(403, 'session_only')
  return caller
}

/** Whether a token's list of apps lets it touch this app. */
export const mayUseApp = (caller: Caller, app: string): boolean => caller.apps === null || caller.apps.includes(app)

/** @throws HttpProblem 404 when the caller's token is not for this app */
export function assertApp(caller: Caller, app: string): void {
  if (!mayUseApp(caller, app)) throw notFound()
}
