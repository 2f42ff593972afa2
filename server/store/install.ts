import type { FastifyRequest } from 'fastify'
import { isAddOn } from '../../engine/definition/add-on.ts'
import type { CompiledApp } from '../../engine/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { checkFailed } from '../apps/findings.ts'
import type { Origin } from '../apps/installation.ts'
import { checkDefinition, createApp } from '../apps/publish.ts'
import type { Transaction } from '../database/statements.ts'
import type { Caller } from '../http/caller.ts'
import { HttpProblem } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'
import { changeDirectory } from '../identity/changeDirectory.ts'
import { readDirectory } from '../identity/directory.ts'
import type { Records } from '../records/records.ts'
import { rememberTaken } from './ancestry.ts'
import { rememberCopy } from './copies.ts'
import { insertSamples } from './sample.ts'
import { addressOf, type Template } from './templates.ts'
import { welcome } from './trust.ts'

interface How {
  readonly sampleData: boolean
  /** key of the app where the template's own is taken */
  readonly key?: string | undefined
  /** from now on its author is trusted */
  readonly trust?: boolean | undefined
  /** the app it is a copy of, by id */
  readonly copyOf?: string
}

/**
 * All or nothing: tables, first version, roles for the demo company's people, sample records (SR-36). Answers the app's key.
 * @throws HttpProblem 422 `publisher_not_trusted` where the organisation takes templates of trusted publishers only
 */
export async function install(
  records: Records,
  request: FastifyRequest,
  caller: Caller,
  template: Template,
  { sampleData, key = template.key, trust = false, copyOf }: How,
): Promise<string> {
  const { platform, installations } = records
  if ((await installations.find(caller.orgId, key)) !== undefined)
    throw new HttpProblem(409, 'already_installed', { app: key })
  const app = checkTemplate(template, key)
  await changeDirectory(platform, caller.orgId, async transaction => {
    const author = await welcome(platform, transaction, caller, template, trust)
    const signed = { ...app, origin: { ...app.origin, signer: author.keyId } }
    const { id, samples } = await settleApp(records, transaction, caller, signed, sampleData)
    if (template.lineage !== undefined) {
      const from = { definition: template.definition, lineage: template.lineage }
      await rememberTaken(platform, transaction, { orgId: caller.orgId, id }, from, { version: 1, publishing: null })
    }
    if (copyOf !== undefined) await rememberCopy(transaction, caller.orgId, id, copyOf, app.definition)
    await audit(platform, transaction, request, caller, {
      action: 'app_installed',
      subject: { app: key },
      detail: { id, version: app.origin.version, samples, author },
    })
  })
  installations.forget(caller.orgId, key)
  return key
}

interface CheckedTemplate {
  readonly definition: AppDefinition
  readonly compiled: CompiledApp
  readonly origin: Origin
}

/** A template under a key of the house. @throws HttpProblem 422 `check_failed` */
export function checkTemplate(
  template: Pick<Template, 'key' | 'definition' | 'address'>,
  key = template.key,
): CheckedTemplate {
  const definition = { ...template.definition, key }
  // What else is wrong with it alone says nothing.
  if (isAddOn(definition))
    throw checkFailed([
      { severity: 'error', code: 'add_on_alone', path: '/extends', params: { extends: definition.extends } },
    ])
  const { app, findings } = checkDefinition(definition)
  if (app === null) throw checkFailed(findings)
  return {
    definition,
    compiled: app,
    origin: { template: addressOf(template), version: definition.version, definition },
  }
}

/** What is the same wherever a template goes: its tables, its first version, its roles, its sample records. */
export async function settleApp(
  records: Records,
  transaction: Transaction,
  { orgId, userId }: Pick<Caller, 'orgId' | 'userId'>,
  app: CheckedTemplate,
  sampleData: boolean,
): Promise<{ readonly id: string; readonly samples: number }> {
  const { key } = app.definition
  const { id } = await createApp(records.platform, transaction, { orgId, userId, ...app })
  await giveDemoRoles(transaction, orgId, app.definition)
  if (!sampleData) return { id, samples: 0 }
  const installation = await records.installations.readIn(transaction, orgId, key)
  const directory = await readDirectory(transaction, orgId)
  return { id, samples: await insertSamples(records, installation, directory, userId, transaction) }
}

/** People of the demo company take the template's role of the same key. */
async function giveDemoRoles(
  transaction: Transaction,
  orgId: string,
  { key: app, roles: known = [] }: AppDefinition,
): Promise<void> {
  const roles = known.map(role => role.key)
  await transaction.query(
    `insert into formwork.user_role (org_id, user_id, app_key, role_key) select org_id, id, $2, demo_role from formwork.app_user where org_id = $1 and demo_role = any($3::text[]) on conflict do nothing`,
    [orgId, app, roles],
  )
}
