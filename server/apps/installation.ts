import { type CompiledApp, type CompiledForm, compileApp } from '../../engine/index.ts'
import type { StorageMap } from '../../engine/storage/storage-map.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Database } from '../database/connect.ts'
import type { Transaction } from '../database/statements.ts'
import type { Listener } from '../events/listener.ts'
import { notFound } from '../http/problem.ts'
import { type TableAddress, tableAddress } from '../storage/columns.ts'

/** Where an app came from: what an upgrade merges with. */
export interface Origin {
  readonly template: string
  readonly version: string
  readonly definition: AppDefinition
  /** fingerprint of the key that signed it; null = nobody, or it was made in this house */
  readonly signer?: string | null
}

/** One published version of an app of one organisation, compiled and with its tables resolved. Immutable; a publish replaces it whole. */
export interface Installation {
  readonly id: string
  readonly orgId: string
  readonly key: string
  readonly version: number
  readonly schema: string
  readonly app: CompiledApp
  readonly storage: StorageMap
  readonly tables: ReadonlyMap<string, TableAddress>
  /** values by setting key: the organisation's own, else the definition's */
  readonly settings: Readonly<Record<string, unknown>>
  /** time zone of dates: the app's, else the organisation's */
  readonly zone: string
  readonly origin: Origin | null
  /** computed fields (`form.field`) whose inputs a running recalculation has not reached: their stored values stay until it has */
  readonly held: ReadonlySet<string>
  /** SQL texts and the like, made once per version by the rooms that need them */
  readonly plans: Map<string, unknown>
}

interface Row {
  id: string
  key: string
  schema_name: string
  version: number
  origin: Origin | null
  definition: AppDefinition
  storage: StorageMap
  zone: string
  settings: Record<string, unknown>
  held: readonly string[]
}

const READ = `
  select a.id, a.key, a.schema_name, a.version, a.origin, v.definition, v.storage, o.zone,
    (select coalesce(jsonb_object_agg(s.key, s.value), '{}') from formwork.app_setting s where s.org_id = a.org_id and s.app_id = a.id) as settings,
    array(select jsonb_array_elements_text(t.subject -> 'held') from formwork.timer t where t.org_id = a.org_id and t.key >= 'recalculate:' and t.key < 'recalculate;'
      and t.app_id = a.id and t.state = 'waiting') as held
  from formwork.app a
  join formwork.app_version v on v.org_id = a.org_id and v.app_id = a.id and v.version = a.version
  join formwork.organisation o on o.id = a.org_id
  where a.org_id = $1 and a.deleted_at is null`

/** Puts a compiled definition, its storage and its settings together. */
export function assemble(orgId: string, row: Omit<Row, 'definition'>, app: CompiledApp): Installation {
  const settings: Record<string, unknown> = {}
  for (const [key, setting] of app.settings)
    settings[key] = Object.hasOwn(row.settings, key) ? row.settings[key] : setting.value
  return {
    id: row.id,
    orgId,
    key: row.key,
    version: row.version,
    schema: row.schema_name,
    app,
    storage: row.storage,
    tables: tablesOf(row.schema_name, row.storage, app),
    settings,
    zone: app.definition.zone ?? row.zone,
    origin: row.origin,
    held: new Set(row.held),
    plans: new Map(),
  }
}

function tablesOf(schema: string, storage: StorageMap, app: CompiledApp): Map<string, TableAddress> {
  const tables = new Map<string, TableAddress>()
  const add = (form: CompiledForm, stored: StorageMap['forms'][string] | undefined): void => {
    if (stored === undefined || stored.removed === true) return
    tables.set(form.key, tableAddress(schema, stored, form))
    for (const field of form.fieldList) if (field.rows !== undefined) add(field.rows, stored.rows[field.key])
  }
  for (const form of app.forms.values()) if (form.parent === undefined) add(form, storage.forms[form.key])
  return tables
}

/** The installed apps of this process: compiled once per version, read again when a publish is announced. */
export class Installations {
  readonly #database: Database
  readonly #known = new Map<string, Promise<Installation | undefined>>()
  readonly #compiled = new Map<string, CompiledApp>()

  constructor(database: Database, listener: Pick<Listener, 'on' | 'onGap'>) {
    this.#database = database
    listener.on(message => {
      if (message.kind === 'app') this.#known.delete(`${message.org}/${message.app}`)
    })
    listener.onGap(() => this.#known.clear())
  }

  /** @throws HttpProblem 404 when the organisation has no such app */
  async get(orgId: string, key: string): Promise<Installation> {
    const found = await this.find(orgId, key)
    if (found === undefined) throw notFound()
    return found
  }

  find(orgId: string, key: string): Promise<Installation | undefined> {
    const name = `${orgId}/${key}`
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const loading = this.#load(this.#database.pool, orgId, key)
    this.#known.set(name, loading)
    loading.then(
      found => found === undefined && this.#known.get(name) === loading && this.#known.delete(name),
      () => this.#known.get(name) === loading && this.#known.delete(name),
    )
    return loading
  }

  /** By the installation's id, for timers and jobs. */
  async byId(orgId: string, id: string): Promise<Installation | undefined> {
    for (const promise of this.#known.values()) {
      const known = await promise.catch(() => undefined)
      if (known?.id === id && known.orgId === orgId) return known
    }
    const { rows } = await this.#database.pool.query<{ key: string }>(
      'select key from formwork.app where org_id = $1 and id = $2 and deleted_at is null',
      [orgId, id],
    )
    return rows[0] === undefined ? undefined : this.find(orgId, rows[0].key)
  }

  /** As a transaction sees it: its own publish or installation included. */
  async readIn(transaction: Transaction, orgId: string, key: string): Promise<Installation> {
    const found = await this.#load(transaction, orgId, key)
    if (found === undefined) throw notFound()
    return found
  }

  /** Forget what was cached, after a publish by this process. */
  forget(orgId: string, key: string): void {
    this.#known.delete(`${orgId}/${key}`)
  }

  async list(orgId: string): Promise<readonly Installation[]> {
    const { rows } = await this.#database.pool.query<{ key: string }>(
      'select key from formwork.app where org_id = $1 and deleted_at is null order by created_at, id',
      [orgId],
    )
    const apps = await Promise.all(rows.map(({ key }) => this.find(orgId, key)))
    return apps.filter(app => app !== undefined)
  }

  async #load(connection: Transaction, orgId: string, key: string): Promise<Installation | undefined> {
    const { rows } = await connection.query<Row>(`${READ} and a.key = $2`, [orgId, key])
    const row = rows[0]
    if (row === undefined) return undefined
    const name = `${row.id}/${row.version}`
    const app = this.#compiled.get(name) ?? compileStored(row)
    this.#compiled.set(name, app)
    if (this.#compiled.size > 200) this.#compiled.delete(this.#compiled.keys().next().value ?? '')
    return assemble(orgId, row, app)
  }
}

function compileStored(row: Row): CompiledApp {
  const { app, findings } = compileApp(row.definition)
  if (app === null)
    throw new Error(
      `the published definition of ${row.key} no longer compiles: ${findings.map(({ code, path }) => `${code} ${path}`).join(', ')}`,
    )
  return app
}
