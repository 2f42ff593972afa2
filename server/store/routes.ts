import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { checkFailed } from '../apps/findings.ts'
import { checkDefinition, createApp } from '../apps/publish.ts'
import type { Transaction } from '../database/statements.ts'
import { adminOf, type Caller, callerOf } from '../http/caller.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { closedObject } from '../http/schema.ts'
import { audit } from '../identity/audit.ts'
import { changeDirectory } from '../identity/changeDirectory.ts'
import { readDirectory } from '../identity/directory.ts'
import type { Records } from '../records/records.ts'
import { insertSamples } from './sample.ts'
import { type Template, Templates, templateFacts } from './templates.ts'

type Request = FastifyRequest<{ Params: { template: string; picture: string }; Body: { sampleData?: boolean } }>

const bundled = fileURLToPath(new URL('../../templates', import.meta.url))

/** The app store: what ships, what installing does, and the one click. */
export function storeRoutes(app: FastifyInstance, records: Records): void {
  const { installations } = records
  const templates = new Templates(bundled)
  const find = async (key: string): Promise<Template> => {
    const template = (await templates.all()).get(key)
    if (template === undefined) throw notFound()
    return template
  }
  const described = async (template: Template, caller: Caller) => {
    const { key, definition, pictures } = template
    const installed = await installations.find(caller.orgId, key)
    const { version, name, description, icon, category } = definition
    return {
      key,
      version,
      name,
      description: description ?? null,
      icon: icon ?? null,
      category: category ?? null,
      pictures: pictures.map(picture => `/api/store/${key}/pictures/${picture}`),
      ...templateFacts(template),
      installed: installed === undefined ? null : (installed.origin?.version ?? installed.app.definition.version),
    }
  }

  app.get('/api/store', async request => {
    const caller = callerOf(request)
    return {
      templates: await Promise.all([...(await templates.all()).values()].map(template => described(template, caller))),
    }
  })
  app.get('/api/store/:template', async request =>
    described(await find((request as Request).params.template), callerOf(request)),
  )
  app.get('/api/store/:template/pictures/:picture', async (request, reply) => {
    const { template: key, picture } = (request as Request).params
    const template = await find(key)
    if (!template.pictures.includes(picture)) throw notFound()
    return reply
      .type(picture.endsWith('.png') ? 'image/png' : picture.endsWith('.webp') ? 'image/webp' : 'image/jpeg')
      .send(createReadStream(join(template.folder, 'pictures', picture)))
  })
  app.post(
    '/api/store/:template/install',
    { schema: { body: closedObject({ sampleData: { type: 'boolean' } }) } },
    async (request, reply) => {
      const caller = adminOf(request)
      const template = await find((request as Request).params.template)
      await install(records, request, caller, template, (request as Request).body?.sampleData === true)
      return reply.code(201).send({ app: template.key })
    },
  )
}

/** All or nothing: tables, first version, roles for the demo company's people, sample records (SR-36). */
async function install(
  records: Records,
  request: FastifyRequest,
  caller: Caller,
  template: Template,
  sampleData: boolean,
): Promise<void> {
  const { platform, installations } = records
  if ((await installations.find(caller.orgId, template.key)) !== undefined)
    throw new HttpProblem(409, 'already_installed', { app: template.key })
  const checked = checkDefinition(template.definition)
  if (checked.app === null) throw checkFailed(checked.findings)
  const compiled = checked.app
  const origin = { template: template.key, version: template.definition.version, definition: template.definition }
  await changeDirectory(platform, caller.orgId, async transaction => {
    const created = await createApp(platform, transaction, {
      orgId: caller.orgId,
      userId: caller.userId,
      definition: template.definition,
      compiled,
      origin,
    })
    await giveDemoRoles(transaction, caller.orgId, template)
    const installation = await installations.readIn(transaction, caller.orgId, template.key)
    const count = sampleData
      ? await insertSamples(
          records,
          installation,
          await readDirectory(transaction, caller.orgId),
          caller.userId,
          transaction,
        )
      : 0
    await audit(platform, transaction, request, caller, {
      action: 'app_installed',
      subject: { app: template.key },
      detail: { id: created.id, version: origin.version, samples: count },
    })
  })
  installations.forget(caller.orgId, template.key)
}

/** People of the demo company take the template's role of the same key. */
async function giveDemoRoles(transaction: Transaction, orgId: string, { key, definition }: Template): Promise<void> {
  const roles = (definition.roles ?? []).map(role => role.key)
  await transaction.query(
    `insert into formwork.user_role (org_id, user_id, app_key, role_key) select org_id, id, $2, demo_role from formwork.app_user where org_id = $1 and demo_role = any($3::text[]) on conflict do nothing`,
    [orgId, key, roles],
  )
}
