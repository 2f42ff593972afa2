import type { FastifyInstance, FastifyRequest } from 'fastify'
import { compareDefinitions } from '../../engine/definition/compare.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { adminOf, assertApp, type Caller } from '../http/caller.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { queryOf } from '../http/schema.ts'
import type { Records } from '../records/records.ts'
import { saveDraft } from './drafts.ts'
import { told } from './findings.ts'
import type { Installation } from './installation.ts'
import { checkOf, planItemFor, publishDefinition } from './publishing.ts'

interface Path {
  readonly app: string
  readonly n: string
}

const MOST_LISTED = 200

/** The versions of an app: who published what when, what lies between two, and the way back to one. */
export function versionRoutes(app: FastifyInstance, records: Records): void {
  const { platform, installations } = records
  const { pool } = platform.database
  const open = async (request: FastifyRequest): Promise<{ caller: Caller; installation: Installation }> => {
    const caller = adminOf(request)
    const { app: key } = request.params as Path
    assertApp(caller, key)
    return { caller, installation: await installations.readIn(pool, caller.orgId, key) }
  }
  const definitionOf = async ({ orgId, id }: Installation, text: string | undefined): Promise<AppDefinition> => {
    const n = /^[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : 0
    const { rows } = await pool.query<{ definition: AppDefinition }>(
      'select definition from formwork.app_version where org_id = $1 and app_id = $2 and version = $3',
      [orgId, id, n],
    )
    if (rows[0] === undefined) throw notFound()
    return rows[0].definition
  }

  app.get('/api/apps/:app/versions', async request => {
    const { installation } = await open(request)
    const { rows } = await pool.query(
      `select v.version, v.published_at as "publishedAt", v.published_by as "publishedBy", u.name as "publisher", v.note from formwork.app_version v
       left join formwork.app_user u on u.org_id = v.org_id and u.id = v.published_by where v.org_id = $1 and v.app_id = $2 order by v.version desc limit ${MOST_LISTED}`,
      [installation.orgId, installation.id],
    )
    return { current: installation.version, versions: rows }
  })

  /** What changed from another version to this one; from the one before when none is named. */
  app.get('/api/apps/:app/versions/:n/changes', { schema: { querystring: queryOf('from') } }, async request => {
    const { installation } = await open(request)
    const { n } = request.params as Path
    const { from } = request.query as { from?: string }
    const after = await definitionOf(installation, n)
    if (from === undefined && n === '1') return { changes: [] }
    const before = await definitionOf(installation, from ?? String(Number(n) - 1))
    return { changes: compareDefinitions(before, after) }
  })

  /** What going back to a version would do. */
  app.post('/api/apps/:app/versions/:n/check', { config: { reads: true } }, async request => {
    const { caller, installation } = await open(request)
    const definition = await definitionOf(installation, (request.params as Path).n)
    const { findings, plan, ...check } = await checkOf(records, installation, definition)
    return { ...check, findings: told(request, findings), plan: plan.map(item => planItemFor(item, caller)) }
  })

  /** Publishes an earlier definition as the next version; then the draft is that, too. */
  app.post('/api/apps/:app/versions/:n/restore', async (request, reply) => {
    const { caller, installation } = await open(request)
    const { n } = request.params as Path
    const definition = await definitionOf(installation, n)
    if (definition.key !== installation.key) throw new HttpProblem(422, 'invalid_request')
    const outcome = await publishDefinition(records, request, caller, installation, {
      ...{ definition, confirm: true, note: `↺ ${n}`, restoring: true, despite: true },
    })
    await saveDraft(platform, installation, caller, definition, undefined)
    return reply.code(outcome.version === null ? 202 : 200).send(outcome)
  })
}
