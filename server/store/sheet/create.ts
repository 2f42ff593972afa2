import type { FastifyRequest } from 'fastify'
import type { RecordValues } from '../../../engine/index.ts'
import { appOfSheet, SHEET_FORM } from '../../../engine/sheet/guess.ts'
import { checkFailed } from '../../apps/findings.ts'
import type { Installation } from '../../apps/installation.ts'
import { checkDefinition, createApp } from '../../apps/publish.ts'
import type { Transaction } from '../../database/statements.ts'
import type { Caller } from '../../http/caller.ts'
import { HttpProblem } from '../../http/problem.ts'
import { audit } from '../../identity/audit.ts'
import { readDirectory } from '../../identity/directory.ts'
import { actorOf } from '../../records/actor.ts'
import { type Records, writeScope } from '../../records/records.ts'
import { createRecord } from '../../records/write.ts'
import { readSheet } from './read.ts'

interface Wish {
  readonly key: string
  readonly name: string
}

/** What was made of a sheet. */
export interface Made {
  readonly app: string
  readonly rows: number
  readonly fields: number
}

/**
 * An app of a sheet with its rows: all of it or nothing.
 * @throws HttpProblem 409 `already_installed`, 422 what the sheet cannot be
 */
export async function createFromSheet(
  records: Records,
  request: FastifyRequest,
  caller: Caller,
  content: Buffer,
  { key, name }: Wish,
): Promise<Made> {
  const { platform, installations } = records
  if ((await installations.find(caller.orgId, key)) !== undefined)
    throw new HttpProblem(409, 'already_installed', { app: key })
  const grid = await readSheet(content)
  const zone = await zoneOf(records, caller)
  const { definition, records: rows } = appOfSheet(grid, { key, name: { zh: name, en: name }, zone })
  const checked = checkDefinition(definition)
  if (checked.app === null) throw checkFailed(checked.findings)
  const compiled = checked.app
  const fields = definition.forms[0]?.fields.length ?? 0
  await platform.transaction(async transaction => {
    const { orgId, userId } = caller
    const { id } = await createApp(platform, transaction, { orgId, userId, definition, compiled, origin: null })
    const installation = await installations.readIn(transaction, orgId, key)
    await writeRows(records, request, caller, installation, rows, transaction)
    await audit(platform, transaction, request, caller, {
      action: 'app_created',
      subject: { app: key },
      detail: { id, sheet: true, rows: rows.length, fields },
    })
  })
  installations.forget(caller.orgId, key)
  return { app: key, rows: rows.length, fields }
}

async function zoneOf({ platform }: Records, caller: Caller): Promise<string> {
  const { rows } = await platform.database.pool.query<{ zone: string }>(
    'select zone from formwork.organisation where id = $1',
    [caller.orgId],
  )
  return rows[0]?.zone ?? 'UTC'
}

/**
 * Rows become the maker's records by the path of every write, the last one first: lists show the newest on top, so they read as the sheet does.
 * Nobody knows the app yet, so nothing needs to be locked.
 */
async function writeRows(
  records: Records,
  request: FastifyRequest,
  caller: Caller,
  installation: Installation,
  rows: readonly RecordValues[],
  transaction: Transaction,
): Promise<void> {
  const form = installation.app.forms.get(SHEET_FORM)!
  const directory = await readDirectory(transaction, caller.orgId)
  const quiet: Records = { ...records, listeners: [] }
  const scope = writeScope(quiet, installation, form, directory, actorOf(caller, request.id), true)
  for (const values of rows.toReversed()) await createRecord(scope, values, transaction, { held: true })
}
