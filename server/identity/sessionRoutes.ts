import type { FastifyRequest } from 'fastify'
import { type Problem, problem } from '../../schemas/problem.ts'
import { sessionOf } from '../http/authenticate.ts'
import { type Caller, callerOf, personOf } from '../http/caller.ts'
import type { Platform, Routes } from '../http/platform.ts'
import { HttpProblem, invalidValues } from '../http/problem.ts'
import { closedObject, shapes } from '../http/schema.ts'
import { audit } from './audit.ts'
import { changeDirectory } from './changeDirectory.ts'
import { zoneProblems } from './organisation.ts'
import { hashPassword, passwordProblems } from './password.ts'
import { confirmPassword, endAccess, endSession, setSessionCookie, signIn } from './sessions.ts'

const signInBody = closedObject({ login: shapes.text(200), password: shapes.text(1000) }, ['login', 'password'])

const meBody = closedObject({
  name: shapes.name,
  language: shapes.language,
  zone: shapes.zone,
  password: closedObject({ current: shapes.text(1000), next: shapes.text(1000) }, ['current', 'next']),
})

interface MeChange {
  readonly name?: string
  readonly language?: string
  readonly zone?: string
  readonly password?: { readonly current: string; readonly next: string }
}

/** Sign-in, sign-out, and a person's own data. */
export const sessionRoutes: Routes = (app, platform) => {
  app.post<{ Body: { login: string; password: string } }>(
    '/api/session',
    { schema: { body: signInBody }, config: { public: true } },
    async (request, reply) => {
      const secret = await signIn(platform, request, request.body.login, request.body.password)
      setSessionCookie(platform, reply, secret)
      const caller = await platform.accounts.bySession(secret)
      if (caller === null) throw new HttpProblem(401, 'wrong_credentials')
      return me(platform, caller)
    },
  )

  app.delete('/api/session', { config: { public: true } }, async (request, reply) => {
    await endSession(platform, request)
    setSessionCookie(platform, reply, null)
    return reply.code(204).send()
  })

  app.get('/api/me', { config: { anyApp: true } }, request => me(platform, callerOf(request)))

  app.patch<{ Body: MeChange }>('/api/me', { schema: { body: meBody } }, async request => {
    const caller = personOf(request)
    await changeMe(platform, request, caller, request.body)
    return me(platform, { ...caller, directoryVersion: caller.directoryVersion + 1 })
  })
}

/** The document of `GET /api/me`: who one is, where, and with which apps. */
export async function me(platform: Platform, caller: Caller): Promise<Record<string, unknown>> {
  const { rows } = await platform.database.pool.query(
    `select json_build_object('id', u.id, 'login', u.login, 'name', u.name, 'title', u.title, 'language', coalesce(u.language, o.language),
       'zone', coalesce(u.zone, o.zone), 'admin', u.admin, 'department', u.department_id, 'manager', u.manager_id) as user,
     json_build_object('id', o.id, 'name', o.name, 'zone', o.zone, 'language', o.language) as organisation
     from formwork.app_user u join formwork.organisation o on o.id = u.org_id where u.org_id = $1 and u.id = $2`,
    [caller.orgId, caller.userId],
  )
  return { ...rows[0], apps: await platform.recordAccess.appsOf(caller) }
}

async function changeMe(platform: Platform, request: FastifyRequest, caller: Caller, change: MeChange): Promise<void> {
  const { orgId, userId } = caller
  const hash = change.password === undefined ? null : await newPasswordHash(platform, request, caller, change.password)
  const problems = zoneProblems(change.zone, '/zone')
  if (problems.length > 0) throw invalidValues(problems)
  await changeDirectory(platform, orgId, async transaction => {
    await transaction.query(
      `update formwork.app_user set name = coalesce($3, name), language = coalesce($4, language), zone = coalesce($5, zone),
         password_hash = coalesce($6, password_hash) where org_id = $1 and id = $2`,
      [orgId, userId, change.name?.trim() ?? null, change.language ?? null, change.zone ?? null, hash],
    )
    if (hash === null) return
    await endAccess(platform, transaction, orgId, userId, sessionOf(request.headers.cookie ?? ''))
    await audit(platform, transaction, request, caller, { action: 'password_changed', subject: { user: userId } })
  })
}

async function newPasswordHash(
  platform: Platform,
  request: FastifyRequest,
  caller: Caller,
  password: { current: string; next: string },
): Promise<string> {
  const { rows } = await platform.database.pool.query<{ login: string }>(
    'select login from formwork.app_user where org_id = $1 and id = $2',
    [caller.orgId, caller.userId],
  )
  const login = rows[0]?.login ?? ''
  const problems: Problem[] = passwordProblems(password.next, '/password/next', login)
  if (!(await confirmPassword(platform, request, login, password.current)))
    problems.unshift(problem('current_password_wrong', '/password/current'))
  if (problems.length > 0) throw invalidValues(problems)
  return hashPassword(password.next)
}
