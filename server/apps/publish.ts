import { analyseDefinition } from '../../engine/definition/analyse.ts'
import type { CompiledApp, Finding } from '../../engine/index.ts'
import { allocateStorage, emptyStorage, type StorageMap } from '../../engine/storage/storage-map.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Problem } from '../../schemas/problem.ts'
import { definitionLimits, validateDefinition } from '../../schemas/validate.ts'
import type { Transaction } from '../database/statements.ts'
import { publishEvent } from '../events/listener.ts'
import type { Platform } from '../http/platform.ts'
import { HttpProblem } from '../http/problem.ts'
import { BRIDGED, bridge, dropBridge } from '../storage/bridge.ts'
import { createSchema, EXCLUSION_VIOLATION, type IndexPlan, indexPlan, tableStatements } from '../storage/ddl.ts'
import { type Fill, fillTable } from '../storage/fills.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Origin } from './installation.ts'
import type { PublishPlan } from './publish-plan.ts'

/** A definition that may be published, or everything that is wrong with it. */
export type Checked =
  | { readonly app: CompiledApp; readonly findings: readonly Finding[] }
  | { readonly app: null; readonly findings: readonly Finding[] }

/** Shape first, meaning second: an ill-formed definition is not compiled. */
export function checkDefinition(input: unknown): Checked {
  const { definition, problems } = validateDefinition(input)
  if (definition === null) return { app: null, findings: problems.map(asFinding) }
  const { app, findings } = analyseDefinition(definition)
  return { app, findings: findings.slice(0, definitionLimits.problems) }
}

const asFinding = (found: Problem): Finding => ({ ...found, severity: 'error' })

export interface NewApp {
  readonly orgId: string
  readonly userId: string | null
  readonly definition: AppDefinition
  readonly compiled: CompiledApp
  readonly origin: Origin | null
}

/** Creates an installation: its schema, its tables, its first version and draft. All or nothing, in the caller's transaction. */
export async function createApp(
  platform: Platform,
  transaction: Transaction,
  app: NewApp,
): Promise<{ id: string; schema: string; storage: StorageMap }> {
  const { orgId, compiled, definition } = app
  const id = platform.newId()
  const schema = `app_${id.replaceAll('-', '').slice(8)}`
  const now = platform.clock.now()
  const storage = allocateStorage(compiled, emptyStorage)
  await transaction
    .query(
      `insert into formwork.app (org_id, id, key, schema_name, version, origin, created_at) values ($1, $2, $3, $4, 1, $5, $6)`,
      [orgId, id, definition.key, schema, app.origin === null ? null : JSON.stringify(app.origin), now],
    )
    .catch(error => {
      throw (error as { code?: string }).code === '23505'
        ? new HttpProblem(409, 'already_installed', { app: definition.key })
        : error
    })
  await transaction.query(createSchema(schema).join(';\n'))
  await transaction.query(
    [
      ...tableStatements(schema, emptyStorage, storage),
      ...indexPlan(schema, compiled, storage).map(plan => plan.statement),
    ].join(';\n'),
  )
  await storeVersion(transaction, { orgId, id, version: 1, definition, storage, now, userId: app.userId, note: null })
  await transaction.query(
    'insert into formwork.app_draft (org_id, app_id, definition, revision, updated_at, updated_by) values ($1, $2, $3, 1, $4, $5)',
    [orgId, id, JSON.stringify(definition), now, app.userId],
  )
  await publishEvent(transaction, { kind: 'app', org: orgId, app: definition.key, version: 1 })
  return { id, schema, storage }
}

interface Version {
  readonly orgId: string
  readonly id: string
  readonly version: number
  readonly definition: AppDefinition
  readonly storage: StorageMap
  readonly now: string
  readonly userId: string | null
  readonly note: string | null
}

const storeVersion = (
  transaction: Transaction,
  { orgId, id, version, definition, storage, now, userId, note }: Version,
) =>
  transaction.query(
    'insert into formwork.app_version (org_id, app_id, version, definition, storage, published_at, published_by, note, fingerprint) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [
      ...[orgId, id, version, JSON.stringify(definition), JSON.stringify(storage)],
      ...[now, userId, note, fingerprintOf(definition)],
    ],
  )

export interface Published {
  readonly app: CompiledApp
  readonly storage: StorageMap
}

/**
 * Makes a planned definition the app's next version: tables, conversions, indexes, version row, announcement; one transaction, so that a failure
 * leaves the old version serving. `prepared`: columns are filled and indexes there already. Waits at most 2 s for a lock, so that it never stalls readers; the caller tries again.
 */
export async function publishVersion(
  platform: Platform,
  transaction: Transaction,
  target: { orgId: string; id: string; key: string; schema: string; version: number },
  previous: Published,
  plan: PublishPlan,
  by: { userId: string | null; note: string | null },
  prepared = false,
): Promise<void> {
  const { orgId, id, key, schema } = target
  const version = target.version + 1
  await transaction.query(`set local lock_timeout = '2s'`)
  const { rows: bridged } = await transaction.query<{ table: string }>(BRIDGED, [schema])
  const statements = [
    ...bridged.flatMap(({ table }) => dropBridge(schema, table)),
    ...tableStatements(schema, previous.storage, plan.storage),
    ...fillStatements(schema, plan.fills, prepared),
    ...plan.turns,
    ...indexStatements(schema, previous, plan),
  ]
  if (statements.length > 0)
    await transaction.query(statements.join(';\n')).catch(error => {
      throw asPublishProblem(error)
    })
  await storeVersion(transaction, {
    orgId,
    id,
    version,
    definition: plan.definition,
    storage: plan.storage,
    now: platform.clock.now(),
    ...by,
  })
  await transaction.query('update formwork.app set version = $3 where org_id = $1 and id = $2', [orgId, id, version])
  await publishEvent(transaction, { kind: 'app', org: orgId, app: key, version })
}

/** What the database says of values that stand in the way, as a publisher is told it; every other error as it is. */
export function asPublishProblem(error: unknown): unknown {
  const { code } = error as { code?: string }
  if (code === '23505') return new HttpProblem(409, 'unique_has_duplicates')
  if (code === EXCLUSION_VIOLATION) return new HttpProblem(409, 'one_owner_has_several')
  return error
}

/** Every table once, and a bridge for whoever began to write by the old version. */
function fillStatements(schema: string, fills: readonly Fill[], prepared: boolean): string[] {
  return [...Map.groupBy(fills, ({ table }) => table)].flatMap(([table, own]) => [
    ...(prepared ? [] : [fillTable(schema, table, own)]),
    ...bridge(schema, table, own, 'after'),
  ])
}

function indexStatements(schema: string, previous: Published, next: Published): string[] {
  const { dropped, created } = indexChanges(schema, previous, next)
  return [...dropped, ...created.map(({ statement }) => statement)]
}

/** Indexes that a publish takes away and those it makes. */
export function indexChanges(
  schema: string,
  previous: Published,
  next: Published,
): { dropped: string[]; created: IndexPlan[] } {
  const before = new Map(indexPlan(schema, previous.app, previous.storage).map(plan => [plan.name, plan]))
  const after = new Map(indexPlan(schema, next.app, next.storage).map(plan => [plan.name, plan]))
  const dropped = [...before]
    .filter(([name, plan]) => after.get(name)?.statement !== plan.statement)
    .map(([name, plan]) => plan.drop ?? `drop index if exists "${schema}"."${name}"`)
  const created = [...after]
    .filter(([name, plan]) => before.get(name)?.statement !== plan.statement)
    .map(([, plan]) => plan)
  return { dropped, created }
}
