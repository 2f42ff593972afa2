import { adminOf } from '../http/caller.ts'
import type { Platform, Routes } from '../http/platform.ts'
import { HttpProblem } from '../http/problem.ts'
import { closedObject, shapes } from '../http/schema.ts'
import { me } from '../identity/sessionRoutes.ts'
import { setSessionCookie } from '../identity/sessions.ts'
import { StartError } from '../startError.ts'
import { createDemoCompany } from './demo.ts'
import { createFirstAdministrator, type FirstAdministrator, needsSetup } from './firstAdministrator.ts'

const body = closedObject(
  {
    organisation: shapes.name,
    name: shapes.name,
    login: { type: 'string', minLength: 1, maxLength: 100, pattern: '^\\S+$' },
    password: shapes.text(1000),
    language: shapes.language,
    zone: shapes.zone,
  },
  ['organisation', 'name', 'login', 'password'],
)

/** The first page on an empty database. */
export const setupRoutes: Routes = (app, platform) => {
  app.get('/api/setup', { config: { public: true } }, async () => ({
    needed: await needsSetup(platform.database.pool),
  }))

  app.post<{ Body: FirstAdministrator }>(
    '/api/setup',
    { schema: { body }, config: { public: true } },
    async (request, reply) => {
      const secret = await createFirstAdministrator(platform, request, request.body)
      setSessionCookie(platform, reply, secret)
      const caller = await platform.accounts.bySession(secret)
      if (caller === null) throw new HttpProblem(401, 'not_signed_in')
      return reply.code(201).send(await me(platform, caller))
    },
  )

  app.post('/api/setup/demo', async (request, reply) => {
    const users = await createDemoCompany(platform, request, adminOf(request))
    return reply.code(201).send({ users })
  })
}

/** The administrator of FORMWORK_ADMIN_LOGIN and FORMWORK_ADMIN_PASSWORD, when the database is empty. A weak password stops the start (SR-32). */
export async function setUpFromConfig(platform: Platform): Promise<void> {
  const { admin } = platform.config
  if (admin === undefined || !(await needsSetup(platform.database.pool))) return
  try {
    await createFirstAdministrator(platform, null, { organisation: 'Formwork', name: admin.login, ...admin })
  } catch (error) {
    if (!(error instanceof HttpProblem) || error.code === 'already_set_up') return
    throw new StartError(
      'config_invalid',
      'FORMWORK_ADMIN_PASSWORD is too weak: at least 8 characters and not a common one.',
      'FORMWORK_ADMIN_PASSWORD 太弱：至少 8 个字符，且不能是常见密码。',
    )
  }
}
