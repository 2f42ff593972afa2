import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { readDraft } from '../apps/drafts.ts'
import { adminOf, type Caller, callerOf } from '../http/caller.ts'
import { notFound } from '../http/problem.ts'
import { closedObject } from '../http/schema.ts'
import type { Records } from '../records/records.ts'
import { forOthers } from '../store/bundle.ts'
import type { Template } from '../store/templates.ts'
import { Demos } from './demos.ts'
import { ADMINISTRATOR, placeOf } from './place.ts'

const EVERY_MS = 3_600_000

/** What a draft is called among the templates: no template can be. */
const DRAFT = 'draft:'

/** A role a visitor may look as; `null` label = the administrator of an app without roles. */
const rolesOf = ({ roles = [] }: AppDefinition) =>
  roles.length === 0
    ? [{ key: ADMINISTRATOR, label: null }]
    : roles.map(({ key, label }) => ({ key, label: label as unknown }))

/** Looking at a template before it is installed. */
export function demoRoutes(
  app: FastifyInstance,
  records: Records,
  find: (orgId: string, key: string) => Promise<Template>,
): void {
  const { platform, installations } = records
  const demos = new Demos(records)
  const opened = async (caller: Caller, template: Pick<Template, 'key' | 'definition' | 'address'>) => ({
    demo: await demos.open(caller, template),
    app: template.definition.key,
    roles: rolesOf(template.definition),
  })
  const body = closedObject({ template: { type: 'string', pattern: '^[a-z][a-z0-9_]{0,47}(@[0-9a-f-]{36})?$' } }, [
    'template',
  ])
  app.post('/api/demos', { schema: { body } }, async (request, reply) => {
    const caller = adminOf(request)
    const template = await find(caller.orgId, (request.body as { template: string }).template)
    return reply.code(201).send(await opened(caller, template))
  })

  /** Of an app of the house as the template it would be: without its records and people; of its draft, before it is published. */
  const ofApp = { anyOf: [{ type: 'null' }, closedObject({ draft: { type: 'boolean' } })] }
  app.post('/api/apps/:app/demo', { schema: { body: ofApp } }, async (request, reply) => {
    const caller = adminOf(request)
    const key = (request.params as { app: string }).app
    const installation = await installations.get(caller.orgId, key)
    const draft = (request.body as { draft?: boolean } | null)?.draft === true
    const definition = draft ? (await readDraft(platform, installation)).definition : installation.app.definition
    const template = {
      ...{ key, definition: forOthers(definition, { sampleData: true }) },
      ...(draft ? { address: `${DRAFT}${key}` } : {}),
    }
    return reply.code(201).send(await opened(caller, template))
  })

  /** Of the demo one is in. */
  app.get('/api/demo', async (request: FastifyRequest) => {
    const caller = callerOf(request)
    const place = placeOf(request.raw)
    if (place === undefined) throw notFound()
    const { rows } = await platform.database.pool.query<{ template: string; samples: number | null }>(
      'select template, samples from formwork.demo where org_id = $1',
      [caller.orgId],
    )
    const [installation] = await installations.list(caller.orgId)
    if (rows[0] === undefined || installation === undefined) throw notFound()
    const { definition } = installation.app
    const { template, samples } = rows[0]
    const about = { template, samples, draft: template.startsWith(DRAFT) }
    return { ...about, app: definition.key, name: definition.name, role: place.role, roles: rolesOf(definition) }
  })

  const onError = (error: unknown): void => app.log.error({ err: error }, 'demos_not_tidied')
  const timer = setInterval(() => void demos.tidy().catch(onError), EVERY_MS)
  timer.unref()
  app.addHook('onClose', async () => clearInterval(timer))
}
