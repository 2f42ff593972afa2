import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Installation } from '../../apps/installation.ts'
import type { Secrets } from '../../channels/secrets.ts'
import { Contents } from '../../files/contents.ts'
import { adminOf, assertApp, type Caller } from '../../http/caller.ts'
import { HttpProblem } from '../../http/problem.ts'
import { closedObject, queryOf, shapes } from '../../http/schema.ts'
import { audit } from '../../identity/audit.ts'
import { forgetOrganisation } from '../../identity/changeDirectory.ts'
import { localDay } from '../../records/local-day.ts'
import type { Records } from '../../records/records.ts'
import { makeBundle } from '../bundle.ts'
import { signingKey } from '../signing.ts'
import { archiveOf } from './archive.ts'
import { KEPT_DAYS, purgeApp, removeApp, removedApps, restoreApp, whatGoes } from './removal.ts'
import { zipOf } from './zip-writer.ts'

/** Taking an app away: what goes, everything of it as one file, the act; and what was taken away, back or gone for good. */
export function uninstallRoutes(app: FastifyInstance, records: Records, secrets: Secrets): void {
  const { platform, installations } = records
  const { pool } = platform.database
  const open = async (request: FastifyRequest): Promise<{ caller: Caller; installation: Installation }> => {
    const caller = adminOf(request)
    const { app: key } = request.params as { app: string }
    assertApp(caller, key)
    return { caller, installation: await installations.get(caller.orgId, key) }
  }
  const forget = (orgId: string, key: string): void => {
    installations.forget(orgId, key)
    forgetOrganisation(platform, orgId)
  }

  app.get('/api/apps/:app/removal', async request => {
    const { installation } = await open(request)
    return { ...(await whatGoes(installation, pool)), keptDays: KEPT_DAYS }
  })

  app.get('/api/apps/:app/archive', async (request, reply) => {
    const { caller, installation } = await open(request)
    const { definition } = installation.app
    const key = await platform.transaction(async transaction => {
      await audit(platform, transaction, request, caller, {
        ...{ action: 'app_archived', subject: { app: installation.key }, detail: {} },
      })
      return signingKey(platform, secrets, transaction, caller)
    })
    const directory = await platform.directories.of(caller)
    const now = platform.clock.now()
    const today = localDay(now, installation.zone)
    const bytes = async function* (): AsyncGenerator<Buffer> {
      const client = await pool.connect()
      try {
        // One moment, however long the other side takes.
        await client.query('begin isolation level repeatable read read only')
        yield* zipOf(
          archiveOf({
            scope: { platform, installation, caller, directory, now, today },
            bundle: makeBundle(definition, undefined, key),
            contents: new Contents(platform.config.dataFolder),
            transaction: client,
          }),
        )
      } finally {
        await client.query('rollback').catch(() => undefined)
        client.release()
      }
    }
    return reply
      .type('application/zip')
      .header('content-disposition', `attachment; filename="${installation.key}-${today}.zip"`)
      .send(Readable.from(bytes(), { objectMode: false }))
  })

  app.delete('/api/apps/:app', { schema: { querystring: queryOf('confirm') } }, async request => {
    const { caller, installation } = await open(request)
    if ((request.query as { confirm?: string }).confirm !== installation.key)
      throw new HttpProblem(400, 'invalid_parameter', { parameter: 'confirm', reason: installation.key })
    await platform.transaction(async transaction => {
      await removeApp(platform, transaction, caller, installation)
      await audit(platform, transaction, request, caller, {
        ...{ action: 'app_deleted', subject: { app: installation.key }, detail: {} },
      })
    })
    forget(caller.orgId, installation.key)
    return { deleted: true }
  })

  app.get('/api/removed-apps', async request => ({ apps: await removedApps(pool, adminOf(request).orgId) }))

  app.post<{ Params: { id: string } }>('/api/removed-apps/:id/restore', async request => {
    const caller = adminOf(request)
    const key = await platform.transaction(async transaction => {
      const restored = await restoreApp(transaction, caller.orgId, request.params.id)
      await audit(platform, transaction, request, caller, { action: 'app_restored', subject: { app: restored } })
      return restored
    })
    forget(caller.orgId, key)
    return { app: key }
  })

  /** `confirm` repeats its key. */
  app.post<{ Params: { id: string }; Body: { confirm: string } }>(
    '/api/removed-apps/:id/purge',
    { schema: { body: closedObject({ confirm: shapes.text(48) }, ['confirm']) } },
    async request => {
      const caller = adminOf(request)
      const key = await platform.transaction(async transaction => {
        const purged = await purgeApp(platform, transaction, caller.orgId, request.params.id)
        if (request.body.confirm !== purged)
          throw new HttpProblem(400, 'invalid_parameter', { parameter: 'confirm', reason: purged })
        await audit(platform, transaction, request, caller, { action: 'app_purged', subject: { app: purged } })
        return purged
      })
      return { app: key, purged: true }
    },
  )
}
