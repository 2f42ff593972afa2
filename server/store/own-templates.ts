import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Transaction } from '../database/statements.ts'
import type { Caller } from '../http/caller.ts'
import type { Platform } from '../http/platform.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { pictureFolder } from '../pictures/keep.ts'
import { type Bundle, isLater } from './bundle.ts'
import type { Template } from './templates.ts'

export type TemplateState = 'waiting' | 'approved' | 'withdrawn'

export interface OwnTemplate {
  readonly key: string
  readonly version: string
  readonly state: TemplateState
  readonly publishedAt: string
  readonly bundle: Bundle
  /** file names in order; they lie in `folder` */
  readonly pictures: readonly string[]
  readonly folder: string
}

/** Every version of the templates an organisation published in its own store, the newest of a key first. */
export async function ownTemplates(platform: Platform, orgId: string): Promise<OwnTemplate[]> {
  const { rows } = await platform.database.pool.query<OwnTemplate>(
    `select key, version, state, published_at as "publishedAt", bundle, pictures from formwork.template where org_id = $1 order by key, published_at desc`,
    [orgId],
  )
  return rows.map(row => ({ ...row, folder: pictureFolder(platform.config, { orgId, ...row }) }))
}

/** The newest approved version of each, with the bundle it is handed on as. */
export async function approved(platform: Platform, orgId: string): Promise<{ template: Template; bundle: Bundle }[]> {
  const found = new Map<string, OwnTemplate>()
  for (const own of await ownTemplates(platform, orgId)) {
    const known = found.get(own.key)
    if (own.state === 'approved' && (known === undefined || isLater(own.version, known.version)))
      found.set(own.key, own)
  }
  return [...found].map(([key, { bundle, pictures, folder }]) => ({
    bundle,
    template: {
      ...{ key, definition: bundle.definition, pictures, folder },
      ...{ notes: bundle.notes, source: 'own' },
    },
  }))
}

/** Keeps a version; it waits until an administrator approves it. @throws HttpProblem 409 `template_version_taken` unless it is later than every other of its key */
export async function publishTemplate(
  platform: Platform,
  transaction: Transaction,
  { orgId, userId }: Pick<Caller, 'orgId' | 'userId'>,
  bundle: Bundle,
): Promise<void> {
  const { key, version } = bundle.definition as AppDefinition
  const { rows } = await transaction.query<{ version: string }>(
    'select version from formwork.template where org_id = $1 and key = $2 for update',
    [orgId, key],
  )
  const taken = rows.find(row => !isLater(version, row.version))
  if (taken !== undefined) throw new HttpProblem(409, 'template_version_taken', { version: taken.version })
  await transaction.query(
    `insert into formwork.template (org_id, key, version, state, bundle, published_at, published_by) values ($1, $2, $3, 'waiting', $4, $5, $6)`,
    [orgId, key, version, JSON.stringify(bundle), platform.clock.now(), userId],
  )
}

/** Approves a version that waits, or takes one out of the gallery; what is installed stays. @throws HttpProblem 404 */
export async function decideTemplate(
  platform: Platform,
  transaction: Transaction,
  { orgId, userId }: Pick<Caller, 'orgId' | 'userId'>,
  { key, version }: { readonly key: string; readonly version: string },
  state: Exclude<TemplateState, 'waiting'>,
): Promise<void> {
  const { rowCount } = await transaction.query(
    'update formwork.template set state = $4, decided_at = $5, decided_by = $6 where org_id = $1 and key = $2 and version = $3',
    [orgId, key, version, state, platform.clock.now(), userId],
  )
  if (rowCount === 0) throw notFound()
}
