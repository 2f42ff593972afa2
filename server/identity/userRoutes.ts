import type { FastifyRequest } from 'fastify'
import type { Problem } from '../../schemas/problem.ts'
import { adminOf, type Caller, callerOf } from '../http/caller.ts'
import { page, pageSize } from '../http/paging.ts'
import type { Platform, Routes } from '../http/platform.ts'
import { invalidValues, notFound } from '../http/problem.ts'
import { closedObject, queryOf, shapes } from '../http/schema.ts'
import { audit } from './audit.ts'
import { changeDirectory } from './changeDirectory.ts'
import type { OrganisationDirectory, Person } from './directory.ts'
import { zoneProblems } from './organisation.ts'
import { hashPassword, passwordProblems } from './password.ts'
import { insertPerson, type PersonChange, updatePerson } from './people.ts'
import { readablePassword } from './readablePassword.ts'
import { endAccess } from './sessions.ts'

const properties = {
  login: { type: 'string', minLength: 1, maxLength: 100, pattern: '^\\S+$' },
  name: shapes.name,
  password: shapes.text(1000),
  title: shapes.text(100),
  department: shapes.idOrNull,
  manager: shapes.idOrNull,
  language: { enum: ['zh', 'en', null] },
  zone: { type: ['string', 'null'], minLength: 1, maxLength: 60 },
  admin: shapes.yesNo,
  roles: {
    type: 'object',
    maxProperties: 500,
    propertyNames: shapes.key,
    additionalProperties: { type: 'array', maxItems: 200, items: shapes.key },
  },
}
const createBody = closedObject(properties, ['login', 'name'])
const changeBody = closedObject({ ...properties, active: shapes.yesNo })

type NewUser = PersonChange & { readonly login: string; readonly name: string; readonly password?: string }
type UserChange = PersonChange & { readonly password?: string }

interface ListQuery {
  readonly q?: string
  readonly active?: string
  readonly limit?: string
  readonly cursor?: string
}

/** The organisation's people. Everybody sees names and places; logins, roles and changes are the administrators'. */
export const userRoutes: Routes = (app, platform) => {
  app.get<{ Querystring: ListQuery }>(
    '/api/users',
    { schema: { querystring: queryOf('q', 'active', 'limit', 'cursor') }, config: { anyApp: true } },
    async request => {
      const caller = callerOf(request)
      const directory = await platform.directories.of(caller)
      const size = pageSize(request.query.limit)
      const { rows, nextCursor } = page(matching(directory, request.query), size)
      return { users: rows.map(person => userDocument(caller, directory, person)), nextCursor }
    },
  )

  app.post<{ Body: NewUser }>('/api/users', { schema: { body: createBody } }, async (request, reply) => {
    const caller = adminOf(request)
    const { password = readablePassword(platform.random), ...person } = request.body
    const passwordHash = await checkedHash(person, password)
    const id = await changeDirectory(platform, caller.orgId, async transaction => {
      const made = await insertPerson(platform, transaction, caller.orgId, { ...person, passwordHash })
      await audit(platform, transaction, request, caller, {
        action: 'user_created',
        subject: { user: made },
        detail: { ...person },
      })
      return made
    })
    const shown = request.body.password === undefined ? { password } : {}
    return reply.code(201).send({ ...(await readUser(platform, caller, id)), ...shown })
  })

  app.patch<{ Params: { id: string }; Body: UserChange }>(
    '/api/users/:id',
    { schema: { body: changeBody } },
    async request => {
      const caller = adminOf(request)
      await changeUser(platform, request, caller, request.params.id, request.body)
      return readUser(platform, caller, request.params.id)
    },
  )
}

/** People in order of name from the cursor on; `q` looks into name, title and department. */
function matching(directory: OrganisationDirectory, { q, active, cursor }: ListQuery): Person[] {
  const wanted = q?.trim().toLowerCase() ?? ''
  const people = [...directory.people.values()].filter(person => {
    if (active !== undefined && String(person.active) !== active) return false
    const department = directory.departments.get(person.department ?? '')?.name ?? ''
    return wanted === '' || `${person.name}\n${person.title}\n${department}`.toLowerCase().includes(wanted)
  })
  return cursor === undefined ? people : people.slice(people.findIndex(({ id }) => id === cursor) + 1)
}

function userDocument(caller: Caller, directory: OrganisationDirectory, person: Person): Record<string, unknown> {
  const { id, name, title, department, manager, active } = person
  const open = { id, name, title, department, manager, active }
  // A token that is for some apps only is no key to the administration.
  if (!caller.admin || caller.apps !== null) return open
  return { ...open, login: person.login, admin: person.admin, roles: directory.rolesByApp(id) }
}

async function readUser(platform: Platform, caller: Caller, id: string): Promise<Record<string, unknown>> {
  const directory = await platform.directories.latest(caller.orgId)
  const person = directory.people.get(id)
  if (person === undefined) throw notFound()
  return userDocument(caller, directory, person)
}

async function changeUser(
  platform: Platform,
  request: FastifyRequest,
  caller: Caller,
  id: string,
  body: UserChange,
): Promise<void> {
  const { password, ...change } = body
  const before = (await platform.directories.latest(caller.orgId)).people.get(id)
  if (before === undefined) throw notFound()
  const passwordHash = password === undefined ? undefined : await checkedHash({ ...before, ...change }, password)
  if (password === undefined) checkZone(change)
  await changeDirectory(platform, caller.orgId, async transaction => {
    const found = await updatePerson(
      transaction,
      caller.orgId,
      id,
      passwordHash === undefined ? change : { ...change, passwordHash },
    )
    if (!found) throw notFound()
    if (change.active === false || password !== undefined) await endAccess(platform, transaction, caller.orgId, id)
    await audit(platform, transaction, request, caller, {
      action: 'user_changed',
      subject: { user: id },
      detail: { before: { ...before }, after: { ...change }, ...(password === undefined ? {} : { password: 'set' }) },
    })
  })
  platform.accounts.forget(id)
}

function checkZone(person: PersonChange): Problem[] {
  const problems = zoneProblems(person.zone ?? undefined, '/zone')
  if (problems.length > 0) throw invalidValues(problems)
  return problems
}

async function checkedHash(person: PersonChange, password: string): Promise<string> {
  const problems = [
    ...passwordProblems(password, '/password', person.login),
    ...zoneProblems(person.zone ?? undefined, '/zone'),
  ]
  if (problems.length > 0) throw invalidValues(problems)
  return hashPassword(password)
}
