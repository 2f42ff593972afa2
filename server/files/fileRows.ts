import type { Transaction } from '../database/statements.ts'
import { type Caller, mayUseApp } from '../http/caller.ts'
import type { Platform } from '../http/platform.ts'
import type { Contents } from './contents.ts'

export interface FileDocument {
  readonly id: string
  readonly name: string
  /** bytes */
  readonly size: number
  /** MIME type by content */
  readonly type: string
}

export interface FileRow extends FileDocument {
  readonly sha256: Buffer
  readonly state: 'pending' | 'attached' | 'orphaned'
  readonly app: string | null
  readonly form: string | null
  readonly record: string | null
  readonly field: string | null
  readonly by: string | null
}

/** The field of a record that owns files. */
export interface FileOwner {
  readonly appId: string
  readonly form: string
  readonly record: string
  readonly field: string
}

export const fileDocument = ({ id, name, size, type }: FileRow): FileDocument => ({ id, name, size, type })

/** The files of these ids that the caller may see; others are as if they were not there. In the order asked for. */
export async function visibleFiles(platform: Platform, caller: Caller, ids: readonly string[]): Promise<FileRow[]> {
  const { rows } = await platform.database.pool.query<FileRow>(
    `select f.id, f.name, f.size::float8 as size, f.type, f.sha256, f.state, a.key as app, f.form_key as form, f.record_id as record,
       f.field_key as field, f.by
     from formwork.file f left join formwork.app a on a.org_id = f.org_id and a.id = f.app_id and a.deleted_at is null
     where f.org_id = $1 and f.id = any($2)`,
    [caller.orgId, ids],
  )
  const found = new Map<string, FileRow>()
  for (const row of rows) if (await isVisible(platform, caller, row)) found.set(row.id, row)
  return ids.flatMap(id => found.get(id) ?? [])
}

/** A pending file is its uploader's; an attached one follows its record's field; an orphaned one is nobody's (SR-28). */
async function isVisible(platform: Platform, caller: Caller, file: FileRow): Promise<boolean> {
  if (file.state === 'pending') return file.by === caller.userId
  const { app, form, record, field } = file
  if (file.state !== 'attached' || app === null || form === null || record === null || field === null) return false
  return mayUseApp(caller, app) && platform.recordAccess.canReadRecord(caller, app, form, record, field)
}

/**
 * Gives files to a record's field, in the transaction that saves the record. Takes the caller's own pending files and
 * those the same field has or had; answers the ids it refused (somebody else's, another record's, unknown).
 */
export async function attachFiles(
  transaction: Transaction,
  caller: Pick<Caller, 'orgId' | 'userId'>,
  owner: FileOwner,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return []
  const { rows } = await transaction.query<{ id: string }>(
    `update formwork.file set state = 'attached', app_id = $4, form_key = $5, record_id = $6, field_key = $7
     where org_id = $1 and id = any($3) and (state = 'pending' and by = $2
       or state <> 'pending' and app_id = $4 and form_key = $5 and record_id = $6 and field_key = $7)
     returning id`,
    [caller.orgId, caller.userId, ids, owner.appId, owner.form, owner.record, owner.field],
  )
  const taken = new Set(rows.map(({ id }) => id))
  return ids.filter(id => !taken.has(id))
}

/** Takes files from their field; history still names them, so their content stays. */
export async function orphanFiles(transaction: Transaction, orgId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await transaction.query(
    `update formwork.file set state = 'orphaned' where org_id = $1 and id = any($2) and state = 'attached'`,
    [orgId, ids],
  )
}

const LOOSE_MS = 24 * 3_600_000

/** A job: removes uploads that no record took within a day, and contents without a row (a crash between the two). */
export async function removeLooseFiles(
  platform: Pick<Platform, 'database' | 'clock'>,
  contents: Contents,
): Promise<number> {
  const { pool } = platform.database
  const before = new Date(platform.clock.epochMs() - LOOSE_MS).toISOString()
  const loose = await pool.query<{ id: string }>(
    `delete from formwork.file where state = 'pending' and created_at < $1 returning id`,
    [before],
  )
  for (const { id } of loose.rows) await contents.remove(id)
  let removed = loose.rows.length
  for await (const id of contents.olderThan(platform.clock.epochMs() - LOOSE_MS)) {
    const { rowCount } = await pool.query('select 1 from formwork.file where id = $1', [id])
    if (rowCount !== 0) continue
    await contents.remove(id)
    removed += 1
  }
  return removed
}
