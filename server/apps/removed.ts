import type { FastifyInstance, FastifyRequest } from 'fastify'
import {
  type Removed,
  type RemovedPlace,
  removedFrom,
  removedPlaces,
  withoutPlace,
  withRemoved,
} from '../../engine/storage/removed.ts'
import { columnsOfField } from '../../engine/storage/storage-map.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Transaction } from '../database/statements.ts'
import { publishEvent } from '../events/listener.ts'
import { adminOf, assertApp, type Caller } from '../http/caller.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { closedObject } from '../http/schema.ts'
import { audit } from '../identity/audit.ts'
import type { Records } from '../records/records.ts'
import { changeDraft } from './drafts.ts'
import type { Installation } from './installation.ts'
import { inBothLanguages } from './plan-texts.ts'
import { refuseWhilePreparing } from './preparation/store.ts'

type Place = Pick<RemovedPlace, 'form' | 'field'>

const body = closedObject(
  {
    form: { type: 'string', maxLength: 100 },
    field: { type: ['string', 'null'], maxLength: 48 },
    confirm: { type: 'string', maxLength: 200 },
  },
  ['form', 'field'],
)

/** What left an app and is kept: looked at, put back into the draft, or purged for good. */
export function removedRoutes(app: FastifyInstance, records: Records): void {
  const { platform, installations } = records
  const { pool } = platform.database
  const open = async (request: FastifyRequest): Promise<{ caller: Caller; installation: Installation }> => {
    const caller = adminOf(request)
    const { app: key } = request.params as { app: string }
    assertApp(caller, key)
    return { caller, installation: await installations.readIn(pool, caller.orgId, key) }
  }

  app.get('/api/apps/:app/removed', async request => {
    const { installation } = await open(request)
    const places = removedPlaces(installation.storage)
    const removed = []
    for (const place of places) {
      const last = await lastOf(installation, place, pool)
      removed.push({
        ...{ form: place.form, field: place.field, count: await countOf(installation, place, pool) },
        ...{
          lastVersion: last?.version ?? null,
          name: nameOf(place, last?.removed),
          formName: formName(installation, place),
        },
      })
    }
    return { removed }
  })

  app.post('/api/apps/:app/removed/restore', { schema: { body } }, async request => {
    const { caller, installation } = await open(request)
    const place = placeIn(installation, request.body as Place)
    const last = await lastOf(installation, place, pool)
    if (last === undefined) throw notFound()
    await platform.transaction(transaction =>
      changeDraft(platform, installation, caller, draft => withRemoved(draft, last.removed), transaction),
    )
    return { restored: true }
  })

  /** Values of a removed place go for good; `confirm` repeats its key. */
  app.post('/api/apps/:app/removed/purge', { schema: { body } }, async request => {
    const { caller, installation } = await open(request)
    const { confirm, ...wanted } = request.body as Place & { confirm?: string }
    const place = placeIn(installation, wanted)
    const name = place.field ?? place.form
    if (confirm !== name) throw new HttpProblem(400, 'invalid_parameter', { parameter: 'confirm', reason: name })
    await platform.transaction(async transaction => {
      await transaction.query('select 1 from formwork.app where org_id = $1 and id = $2 for update', [
        ...[caller.orgId, installation.id],
      ])
      const current = await installations.readIn(transaction, caller.orgId, installation.key)
      await refuseWhilePreparing(current, transaction)
      const count = await countOf(current, placeIn(current, wanted), transaction)
      await purge(current, placeIn(current, wanted), transaction)
      await audit(platform, transaction, request, caller, {
        action: 'removed_purged',
        subject: { app: current.key },
        detail: { form: place.form, field: place.field, count },
      })
    })
    return { purged: true }
  })
}

/** @throws HttpProblem 404 for what is in use or was never there */
function placeIn({ storage }: Installation, { form, field }: Place): RemovedPlace {
  const place = removedPlaces(storage).find(one => one.form === form && one.field === field)
  if (place === undefined) throw notFound()
  return place
}

async function countOf({ schema }: Installation, { table, column }: RemovedPlace, connection: Transaction) {
  const { rows } = await connection.query<{ n: number }>(
    `select count(${column ?? '*'})::int as n from "${schema}"."${table}"`,
  )
  return rows[0]?.n ?? 0
}

/** The last version that had it. */
async function lastOf(
  { orgId, id }: Installation,
  place: Place,
  connection: Transaction,
): Promise<{ version: number; removed: Removed } | undefined> {
  const [form, rows] = place.form.split('.')
  const steps = ['forms[*] ? (@.key == $form)', ...(rows === undefined ? [] : ['fields[*] ? (@.key == $rows)'])]
  const path = `$.${[...steps, ...(place.field === null ? [] : ['fields[*] ? (@.key == $field)'])].join('.')}`
  const { rows: found } = await connection.query<{ version: number; definition: AppDefinition }>(
    `select version, definition from formwork.app_version where org_id = $1 and app_id = $2 and jsonb_path_exists(definition, $3::jsonpath, $4)
     order by version desc limit 1`,
    [orgId, id, path, JSON.stringify({ form, rows: rows ?? '', field: place.field ?? '' })],
  )
  const last = found[0]
  const removed = last === undefined ? undefined : removedFrom(last.definition, place)
  return last === undefined || removed === undefined ? undefined : { version: last.version, removed }
}

function nameOf({ form, field }: Place, removed: Removed | undefined) {
  const label = removed === undefined ? undefined : 'form' in removed ? removed.form.name : removed.field.label
  return inBothLanguages(label, field ?? form)
}

const formName = ({ app }: Installation, { form }: Place) =>
  inBothLanguages(app.forms.get(form.split('.')[0] ?? '')?.name, form)

/** Drops what holds the values; earlier versions still say that there was such a field, and would begin it anew. */
async function purge(current: Installation, place: RemovedPlace, transaction: Transaction): Promise<void> {
  const { orgId, id, schema, version, storage, key } = current
  await transaction.query(`set local lock_timeout = '2s'`)
  const columns = place.column === null ? [] : columnsOf(current, place)
  await transaction.query(
    place.column === null
      ? tablesOf(current, place)
          .map(table => `drop table "${schema}"."${table}"`)
          .join(';\n')
      : `alter table "${schema}"."${place.table}" ${columns.map(column => `drop column if exists ${column}`).join(', ')}`,
  )
  await transaction.query(
    'update formwork.app_version set storage = $4 where org_id = $1 and app_id = $2 and version = $3',
    [...[orgId, id, version, JSON.stringify(withoutPlace(storage, place))]],
  )
  await publishEvent(transaction, { kind: 'app', org: orgId, app: key, version })
}

/** A form's table goes after those of its sub-forms. */
function tablesOf({ storage }: Installation, { form, field, table }: RemovedPlace): string[] {
  const children = field === null ? Object.values(storage.forms[form]?.rows ?? {}).map(rows => rows.table) : []
  return [...children, table]
}

/** The field's column, and those that hold what it was before. */
function columnsOf({ storage }: Installation, { form, field }: RemovedPlace): string[] {
  const [key = '', rows] = form.split('.')
  const stored = rows === undefined ? storage.forms[key] : storage.forms[key]?.rows[rows]
  const column = stored?.columns[field ?? '']
  return column === undefined ? [] : columnsOfField(column)
}
