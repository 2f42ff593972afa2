import type { FastifyInstance, FastifyRequest } from 'fastify'
import { compileApp } from '../../../engine/index.ts'
import { errorMessage } from '../../../schemas/errors/catalogue.ts'
import { adminOf, assertApp, type Caller } from '../../http/caller.ts'
import { HttpProblem } from '../../http/problem.ts'
import { audit } from '../../identity/audit.ts'
import type { Records } from '../../records/records.ts'
import { readCarryOver } from '../carry-over/job.ts'
import type { Installation } from '../installation.ts'
import { planPublish } from '../publish-plan.ts'
import { endPreparation, holdPreparation, newestPreparation } from './store.ts'
import { takeBack } from './take-back.ts'

/** What goes on after somebody pressed publish: how far it is, and how it is stopped. */
export function preparationRoutes(app: FastifyInstance, records: Records): void {
  const { platform, installations } = records
  const open = async (request: FastifyRequest): Promise<{ caller: Caller; installation: Installation }> => {
    const caller = adminOf(request)
    const { app: key } = request.params as { app: string }
    assertApp(caller, key)
    return { caller, installation: await installations.get(caller.orgId, key) }
  }
  app.get('/api/apps/:app/publishing', async request => {
    const { caller, installation } = await open(request)
    const { pool } = platform.database
    const newest = await newestPreparation(installation, pool)
    return {
      publishing: newest === undefined ? null : told(newest, caller),
      carriedOver: (await readCarryOver(installation, pool)) ?? null,
    }
  })
  app.delete('/api/apps/:app/publishing', async request => {
    const { caller, installation } = await open(request)
    await platform.transaction(async transaction => {
      const newest = await newestPreparation(installation, transaction)
      const held = newest && (await holdPreparation(caller.orgId, newest.id, transaction))
      if (held === undefined) throw new HttpProblem(409, 'no_publish_running')
      const current = await installations.readIn(transaction, caller.orgId, installation.key)
      const { app: compiled } = compileApp(held.definition)
      if (compiled !== null) await takeBack(current, planPublish(current, compiled, held.options.choices), transaction)
      await endPreparation(platform, caller.orgId, held.id, { state: 'cancelled' }, transaction)
      await audit(platform, transaction, request, caller, {
        action: 'publish_cancelled',
        subject: { app: installation.key },
        detail: { base: held.base },
      })
    })
    return { cancelled: true }
  })
}

function told(
  {
    id,
    base,
    by,
    state,
    done,
    total,
    problem,
    version,
    createdAt,
    finishedAt,
  }: NonNullable<Awaited<ReturnType<typeof newestPreparation>>>,
  { language }: Caller,
) {
  const message = problem === null ? null : errorMessage(problem.code, problem.params, language)
  return {
    id,
    base,
    by,
    state,
    done,
    total,
    problem: problem && { ...problem, message },
    version,
    createdAt,
    finishedAt,
  }
}
