import type { Client } from '../../channels/client.ts'
import type { Secrets } from '../../channels/secrets.ts'
import type { Transaction } from '../../database/statements.ts'
import type { Platform } from '../../http/platform.ts'
import { HttpProblem, notFound } from '../../http/problem.ts'
import type { Template } from '../templates.ts'
import { type Address, fetchCatalog, fetchPicture, fetchTemplate } from './asking.ts'
import type { Catalog, CatalogEntry } from './catalog.ts'

/** Why a store could not be read: a code of the error catalogue. */
interface Reason {
  readonly code: string
  readonly params: Readonly<Record<string, unknown>>
}

export interface Store {
  readonly orgId: string
  readonly id: string
  readonly name: string
  readonly address: string
  /** as it was when the store last answered */
  readonly catalog: readonly CatalogEntry[]
  readonly askedAt: string
  readonly problem: Reason | null
  readonly hasCode: boolean
}

interface StoreRow extends Store {
  readonly code: Buffer | null
}

const COLUMNS = `org_id as "orgId", id, name, address, catalog, asked_at as "askedAt", problem, code, code is not null as "hasCode"`

/** Whether a template is named that another server has. */
export const isElsewhere = (address: string): boolean => address.includes('@')

/** An organisation subscribes to so many. */
const MOST_STORES = 20
/** A gallery asks again after so long; a store nobody looks at is asked once a day. */
const FRESH_MS = 60_000
const DAY_MS = 86_400_000

/** The other servers an organisation takes templates from. */
export class Stores {
  readonly #platform: Platform
  readonly #secrets: Secrets
  readonly #call: Client

  constructor(platform: Platform, secrets: Secrets, call: Client) {
    this.#platform = platform
    this.#secrets = secrets
    this.#call = call
  }

  /** All of an organisation, as they last answered. */
  async list(orgId: string): Promise<Store[]> {
    const { rows } = await this.#platform.database.pool.query<StoreRow>(
      `select ${COLUMNS} from formwork.store where org_id = $1 order by added_at, id`,
      [orgId],
    )
    return rows.map(withoutCode)
  }

  /** Asks those whose last word is older than a minute, all at once; one that fails keeps what it said before, and why it failed. */
  async refreshed(orgId: string): Promise<Store[]> {
    await this.#refresh('org_id = $1 and asked_at < $2', [orgId, this.#ago(FRESH_MS)])
    return this.list(orgId)
  }

  /** Asks, for whichever organisation, those nobody asked for a day. */
  async refreshOld(): Promise<void> {
    await this.#refresh('asked_at < $1', [this.#ago(DAY_MS)])
  }

  /**
   * Subscribes to a store that answers.
   * @throws HttpProblem 409 `store_known` | `stores_too_many`, and as `fetchCatalog`
   */
  async add(caller: { readonly orgId: string; readonly userId: string }, { address, code }: Address): Promise<string> {
    const known = await this.list(caller.orgId)
    if (known.some(store => store.address === address)) throw new HttpProblem(409, 'store_known')
    if (known.length >= MOST_STORES) throw new HttpProblem(409, 'stores_too_many', { most: MOST_STORES })
    const { name, templates } = await fetchCatalog(this.#call, { address, code })
    const { platform, id } = { platform: this.#platform, id: this.#platform.newId() }
    const now = platform.clock.now()
    await platform.database.pool
      .query(
        `insert into formwork.store (org_id, id, name, address, code, catalog, asked_at, added_at, added_by) values ($1, $2, $3, $4, $5, $6, $7, $7, $8)`,
        [
          caller.orgId,
          id,
          name,
          address,
          this.#sealed(caller.orgId, id, code),
          JSON.stringify(templates),
          now,
          caller.userId,
        ],
      )
      .catch(error => {
        throw (error as { code?: string }).code === '23505' ? new HttpProblem(409, 'store_known') : error
      })
    return id
  }

  /** Another access code for a store that is there; it must answer with it. @throws HttpProblem 404, and as `fetchCatalog` */
  async renew(orgId: string, id: string, code: string | undefined): Promise<void> {
    const { address } = await this.#row(orgId, id)
    await this.#keep(orgId, id, await fetchCatalog(this.#call, { address, code }))
    await this.#platform.database.pool.query('update formwork.store set code = $3 where org_id = $1 and id = $2', [
      ...[orgId, id, this.#sealed(orgId, id, code)],
    ])
  }

  /** Ends a subscription; what was installed from it stays. @throws HttpProblem 404 */
  async remove(transaction: Transaction, orgId: string, id: string): Promise<void> {
    const { rowCount } = await transaction.query('delete from formwork.store where org_id = $1 and id = $2', [
      orgId,
      id,
    ])
    if (rowCount === 0) throw notFound()
  }

  /** A template as the store has it now, checked to be what its catalog says. @throws HttpProblem 404, 502 */
  async template(orgId: string, address: string): Promise<Template> {
    const [key = '', id = ''] = address.split('@')
    const row = await this.#row(orgId, id)
    const asked = { address: row.address, code: this.#opened(row) }
    const catalog = await fetchCatalog(this.#call, asked)
    await this.#keep(orgId, id, catalog)
    const entry = catalog.templates.find(one => one.key === key)
    if (entry === undefined) throw notFound()
    return { ...(await fetchTemplate(this.#call, asked, entry)), address, store: { id, name: row.name } }
  }

  /** @throws HttpProblem 404, 502 */
  async picture(orgId: string, address: string, picture: string): Promise<Buffer> {
    const [key = '', id = ''] = address.split('@')
    const row = await this.#row(orgId, id)
    const known = row.catalog.find(one => one.key === key)
    if (known?.pictures.includes(picture) !== true) throw notFound()
    return fetchPicture(this.#call, { address: row.address, code: this.#opened(row) }, key, picture)
  }

  async #refresh(which: string, values: readonly unknown[]): Promise<void> {
    // Whoever moves the time asks: of several nodes one.
    const { rows } = await this.#platform.database.pool.query<StoreRow>(
      `update formwork.store set asked_at = $${values.length + 1} where ${which} returning ${COLUMNS}`,
      [...values, this.#platform.clock.now()],
    )
    await Promise.all(rows.map(row => this.#ask(row)))
  }

  async #ask(row: StoreRow): Promise<void> {
    try {
      await this.#keep(
        row.orgId,
        row.id,
        await fetchCatalog(this.#call, { address: row.address, code: this.#opened(row) }),
      )
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error
      await this.#platform.database.pool.query('update formwork.store set problem = $3 where org_id = $1 and id = $2', [
        ...[row.orgId, row.id, JSON.stringify({ code: error.code, params: error.params })],
      ])
    }
  }

  async #keep(orgId: string, id: string, { name, templates }: Catalog): Promise<void> {
    await this.#platform.database.pool.query(
      'update formwork.store set name = $3, catalog = $4, problem = null where org_id = $1 and id = $2',
      [orgId, id, name, JSON.stringify(templates)],
    )
  }

  async #row(orgId: string, id: string): Promise<StoreRow> {
    const { rows } = await this.#platform.database.pool.query<StoreRow>(
      `select ${COLUMNS} from formwork.store where org_id = $1 and id::text = $2`,
      [orgId, id],
    )
    if (rows[0] === undefined) throw notFound()
    return rows[0]
  }

  #ago(ms: number): string {
    return new Date(this.#platform.clock.epochMs() - ms).toISOString()
  }

  #sealed(orgId: string, id: string, code: string | undefined): Buffer | null {
    return code === undefined ? null : this.#secrets.seal(placeOf(orgId, id), code)
  }

  /** A code sealed with another secret is as good as none: the store says so. */
  #opened({ orgId, id, code }: StoreRow): string | undefined {
    return this.#secrets.canOpen(code) ? this.#secrets.open(placeOf(orgId, id), code) : undefined
  }
}

const placeOf = (orgId: string, id: string): string => `store:${orgId}:${id}`

const withoutCode = ({ code: _, ...store }: StoreRow): Store => store
