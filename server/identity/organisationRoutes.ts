import { adminOf, callerOf } from '../http/caller.ts'
import type { Platform, Routes } from '../http/platform.ts'
import { invalidValues, notFound } from '../http/problem.ts'
import { closedObject, shapes } from '../http/schema.ts'
import { audit } from './audit.ts'
import { forgetOrganisation } from './changeDirectory.ts'
import { zoneProblems } from './organisation.ts'
import { definedRoles } from './people.ts'

const body = closedObject({ name: shapes.name, zone: shapes.zone, language: shapes.language })

interface OrganisationChange {
  readonly name?: string
  readonly zone?: string
  readonly language?: string
}

/** The caller's own organisation, and the roles of its apps with who holds them. */
export const organisationRoutes: Routes = (app, platform) => {
  app.get('/api/organisations', { config: { anyApp: true } }, async request => ({
    organisations: await readOrganisation(platform, callerOf(request).orgId),
    nextCursor: null,
  }))

  app.patch<{ Params: { id: string }; Body: OrganisationChange }>(
    '/api/organisations/:id',
    { schema: { body } },
    async request => {
      // Another organisation does not exist for the caller, whoever he is here.
      if (request.params.id !== callerOf(request).orgId) throw notFound()
      const caller = adminOf(request)
      const { name, zone, language } = request.body
      const problems = zoneProblems(zone, '/zone')
      if (problems.length > 0) throw invalidValues(problems)
      await platform.transaction(async transaction => {
        await transaction.query(
          'update formwork.organisation set name = coalesce($2, name), zone = coalesce($3, zone), language = coalesce($4, language) where id = $1',
          [caller.orgId, name?.trim() ?? null, zone ?? null, language ?? null],
        )
        await audit(platform, transaction, request, caller, {
          action: 'organisation_changed',
          subject: {},
          detail: { ...request.body },
        })
      })
      forgetOrganisation(platform, caller.orgId)
      return (await readOrganisation(platform, caller.orgId))[0]
    },
  )

  app.get('/api/roles', async request => {
    const caller = adminOf(request)
    const directory = await platform.directories.of(caller)
    const defined = await definedRoles(platform.database.pool, caller.orgId)
    const people = [...directory.people.keys()]
    return {
      roles: defined.map(role => ({
        ...role,
        users: people.filter(id => directory.roles(id, role.app).includes(role.key)),
      })),
      nextCursor: null,
    }
  })
}

async function readOrganisation(platform: Platform, orgId: string): Promise<unknown[]> {
  const { rows } = await platform.database.pool.query(
    'select id, name, zone, language from formwork.organisation where id = $1',
    [orgId],
  )
  return rows
}
