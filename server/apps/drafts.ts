import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { holdsBrokenText } from '../../schemas/validate.ts'
import type { Transaction } from '../database/statements.ts'
import { publishEvent } from '../events/listener.ts'
import type { Caller } from '../http/caller.ts'
import type { Platform } from '../http/platform.ts'
import { HttpProblem, invalidValues, notFound } from '../http/problem.ts'
import type { Installation } from './installation.ts'

export interface Draft {
  readonly definition: AppDefinition
  readonly revision: number
  /** the published version it will follow */
  readonly base: number
}

export async function readDraft(platform: Platform, installation: Installation): Promise<Draft> {
  const { rows } = await platform.database.pool.query<Draft>(
    `select d.definition, d.revision, a.version as base from formwork.app_draft d join formwork.app a on a.org_id = d.org_id and a.id = d.app_id where d.org_id = $1 and d.app_id = $2`,
    [installation.orgId, installation.id],
  )
  if (rows[0] === undefined) throw notFound()
  return rows[0]
}

/**
 * Keeps an author's work; a draft may be unfinished, so it is not checked here beyond its being an object. `revision` is the one it was made
 * from; undefined writes over whatever is there. @throws HttpProblem 409 `draft_conflict` with the draft as it stands
 */
export async function saveDraft(
  platform: Platform,
  installation: Installation,
  caller: Caller,
  definition: AppDefinition,
  revision: number | undefined,
): Promise<number> {
  if (definition.key !== installation.key)
    throw new HttpProblem(422, 'invalid_request', {}, [
      { code: 'key_changed', path: '/definition/key', params: { key: installation.key } },
    ])
  // An unfinished draft is kept as it is; what is no text cannot be kept at all.
  if (holdsBrokenText(definition)) throw invalidValues([{ code: 'broken_text', path: '/definition', params: {} }])
  const { rows } = await platform.database.pool.query<{ revision: number }>(
    `update formwork.app_draft set definition = $3, revision = revision + 1, updated_at = $4, updated_by = $5 where org_id = $1 and app_id = $2 and ($6::int is null or revision = $6) returning revision`,
    [
      installation.orgId,
      installation.id,
      JSON.stringify(definition),
      platform.clock.now(),
      caller.userId,
      revision ?? null,
    ],
  )
  const saved = rows[0]?.revision
  if (saved !== undefined) {
    await publishEvent(platform.database.pool, {
      ...{ kind: 'draft', org: installation.orgId, app: installation.key, revision: saved },
    })
    return saved
  }
  throw new HttpProblem(409, 'draft_conflict', {}, [], { current: await readDraft(platform, installation) })
}

/** Changes the draft as it stands, whoever wrote it last, in the transaction of what asks for it. */
export async function changeDraft(
  platform: Platform,
  { orgId, id }: Pick<Installation, 'orgId' | 'id'>,
  { userId }: { readonly userId: string | null },
  change: (definition: AppDefinition) => AppDefinition,
  transaction: Transaction,
): Promise<void> {
  const { rows } = await transaction.query<{ definition: AppDefinition }>(
    'select definition from formwork.app_draft where org_id = $1 and app_id = $2 for update',
    [orgId, id],
  )
  const known = rows[0]?.definition
  const next = known === undefined ? undefined : change(known)
  if (next === undefined || next === known) return
  await transaction.query(
    'update formwork.app_draft set definition = $3, revision = revision + 1, updated_at = $4, updated_by = $5 where org_id = $1 and app_id = $2',
    [orgId, id, JSON.stringify(next), platform.clock.now(), userId],
  )
}
