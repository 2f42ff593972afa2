import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { adminOf, personOf } from '../../http/caller.ts'
import type { Platform } from '../../http/platform.ts'
import { notFound } from '../../http/problem.ts'
import { closedObject, shapes } from '../../http/schema.ts'
import { audit } from '../../identity/audit.ts'
import { approved } from '../own-templates.ts'
import { pictureType } from '../pictures.ts'
import { makeAccess, offeringOrganisation } from './access.ts'
import { writeCatalog } from './catalog.ts'

/** What other servers may read here: templates an administrator approved, once the organisation opened them, with an access code. */
export function offeringRoutes(app: FastifyInstance, platform: Platform): void {
  const open = { config: { public: true } }
  const find = async (orgId: string, key: string) => {
    const found = (await approved(platform, orgId)).find(({ template }) => template.key === key)
    if (found === undefined) throw notFound()
    return found
  }

  app.get('/api/store/catalog', open, async request => {
    const { id, name } = await offeringOrganisation(platform, request)
    return writeCatalog(name, await approved(platform, id))
  })
  app.get<{ Params: { template: string } }>('/api/store/templates/:template/bundle', open, async request => {
    const { id } = await offeringOrganisation(platform, request)
    return (await find(id, request.params.template)).bundle
  })
  app.get<{ Params: { template: string; picture: string } }>(
    '/api/store/templates/:template/pictures/:picture',
    open,
    async (request, reply) => {
      const { id } = await offeringOrganisation(platform, request)
      const { template, picture } = request.params
      const { pictures, folder } = (await find(id, template)).template
      if (!pictures.includes(picture)) throw notFound()
      return reply.type(pictureType(picture)).send(createReadStream(join(folder, 'pictures', picture)))
    },
  )
  accessRoutes(app, platform)
}

/** Whether templates are offered, and the codes to fetch them with. */
function accessRoutes(app: FastifyInstance, platform: Platform): void {
  app.put<{ Body: { offered: boolean } }>(
    '/api/store-settings/offering',
    { schema: { body: closedObject({ offered: shapes.yesNo }, ['offered']) } },
    async request => {
      const caller = adminOf(request)
      const { offered } = request.body
      await platform.transaction(async transaction => {
        await transaction.query('update formwork.organisation set offers_templates = $2 where id = $1', [
          ...[caller.orgId, offered],
        ])
        await audit(platform, transaction, request, caller, {
          action: 'store_offering_changed',
          subject: {},
          detail: { offered },
        })
      })
      return { offered }
    },
  )

  app.post<{ Body: { name: string } }>(
    '/api/store-settings/accesses',
    { schema: { body: closedObject({ name: shapes.name }, ['name']) } },
    async (request, reply) => {
      adminOf(request)
      const caller = personOf(request)
      const made = await platform.transaction(async transaction => {
        const access = await makeAccess(platform, transaction, caller, request.body.name)
        await audit(platform, transaction, request, caller, {
          action: 'store_access_made',
          subject: { access: access.id },
          detail: { name: request.body.name },
        })
        return access
      })
      return reply.code(201).send(made)
    },
  )

  app.delete<{ Params: { id: string } }>('/api/store-settings/accesses/:id', async (request, reply) => {
    const caller = adminOf(request)
    await platform.transaction(async transaction => {
      const { rowCount } = await transaction.query('delete from formwork.store_access where org_id = $1 and id = $2', [
        ...[caller.orgId, request.params.id],
      ])
      if (rowCount === 0) throw notFound()
      await audit(platform, transaction, request, caller, {
        action: 'store_access_ended',
        subject: { access: request.params.id },
      })
    })
    return reply.code(204).send()
  })
}
