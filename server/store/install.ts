import type { FastifyRequest } from 'fastify'
import { checkFailed } from '../apps/findings.ts'
import { checkDefinition, createApp } from '../apps/publish.ts'
import type { Transaction } from '../database/statements.ts'
import type { Caller } from '../http/caller.ts'
import { HttpProblem } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'
import { changeDirectory } from '../identity/changeDirectory.ts'
import { readDirectory } from '../identity/directory.ts'
import type { Records } from '../records/records.ts'
import { insertSamples } from './sample.ts'
import type { Template } from './templates.ts'
import { welcome } from './trust.ts'

interface How {
  readonly sampleData: boolean
  /** key of the app where the template's own is taken */
  readonly key?: string | undefined
  /** from now on its author is trusted */
  readonly trust?: boolean | undefined
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
  { sampleData, key = template.key, trust = false }: How,
): Promise<string> {
  const { platform, installations } = records
  if ((await installations.find(caller.orgId, key)) !== undefined)
    throw new HttpProblem(409, 'already_installed', { app: key })
  const definition = { ...template.definition, key }
  const checked = checkDefinition(definition)
  if (checked.app === null) throw checkFailed(checked.findings)
  const compiled = checked.app
  await changeDirectory(platform, caller.orgId, async transaction => {
    const author = await welcome(platform, transaction, caller, template, trust)
    const origin = { template: template.key, version: definition.version, definition, signer: author.keyId }
    const created = await createApp(platform, transaction, {
      orgId: caller.orgId,
      userId: caller.userId,
      definition,
      compiled,
      origin,
    })
    await giveDemoRoles(transaction, caller.orgId, key, template)
    const installation = await installations.readIn(transaction, caller.orgId, key)
    const directory = await readDirectory(transaction, caller.orgId)
    const count = sampleData ? await insertSamples(records, installation, directory, caller.userId, transaction) : 0
    await audit(platform, transaction, request, caller, {
      action: 'app_installed',
      subject: { app: key },
      detail: { id: created.id, version: origin.version, samples: count, author },
    })
  })
  installations.forget(caller.orgId, key)
  return key
}

/** People of the demo company take the template's role of the same key. */
async function giveDemoRoles(
  transaction: Transaction,
  orgId: string,
  app: string,
  { definition }: Template,
): Promise<void> {
  const roles = (definition.roles ?? []).map(role => role.key)
  await transaction.query(
    `insert into formwork.user_role (org_id, user_id, app_key, role_key) select org_id, id, $2, demo_role from formwork.app_user where org_id = $1 and demo_role = any($3::text[]) on conflict do nothing`,
    [orgId, app, roles],
  )
}
