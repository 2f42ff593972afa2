import pg from 'pg'
import { StartError } from '../startError.ts'
import { checkDatabase } from './checkDatabase.ts'
import { valueTypes } from './types.ts'

/** The connections of one process. */
export interface Database {
  /** For requests. May go through a pooler: only unnamed statements when `pooled`, only `SET LOCAL`. */
  readonly pool: pg.Pool
  /** False when named (prepared) statements may be used. */
  readonly pooled: boolean
  readonly directUrl: string
  /** A connection of its own that no pooler sits before: LISTEN, migrations. The caller ends it. */
  connectDirect(): Promise<pg.Client>
  close(): Promise<void>
}

export interface ConnectOptions {
  readonly url: string
  /** Default: `url`. */
  readonly directUrl?: string | undefined
  readonly pooled?: boolean
  /** Most connections of the pool; default 20. */
  readonly size?: number
  /** Longest time of one statement in milliseconds; default 30 s. */
  readonly statementTimeoutMs?: number
  /** Longest wait for a free connection in milliseconds; default 5 s, then `database_busy`. */
  readonly waitMs?: number
  readonly onError?: (error: Error) => void
}

/** A connection serves so many statements' worth of checkouts, then is replaced: one that touched 3,000 tables holds 100 MB. */
const USES_PER_CONNECTION = 20_000

/** Opens the pool without asking the server anything yet; values arrive as types.ts says. */
export function openDatabase(options: ConnectOptions): Database {
  const {
    url,
    pooled = false,
    size = 20,
    statementTimeoutMs = 30_000,
    waitMs = 5_000,
    onError = () => undefined,
  } = options
  const directUrl = options.directUrl ?? url
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    maxUses: USES_PER_CONNECTION,
    connectionTimeoutMillis: waitMs,
    idleTimeoutMillis: 60_000,
    application_name: 'formwork',
    types: valueTypes,
    // A pooler refuses unknown start parameters; there the role's own settings must say the same.
    ...(pooled ? {} : { options: sessionOptions(statementTimeoutMs) }),
  })
  // An idle connection that breaks must not end the process; the next query opens another.
  pool.on('error', onError)
  // While it is lent out the pool does not listen: the query rejects, and without this the process would end as well.
  pool.on('connect', client => client.on('error', onError))
  return {
    pool,
    pooled,
    directUrl,
    connectDirect: () => connectDirect(directUrl, onError),
    close: () => pool.end(),
  }
}

/**
 * Opens and proves the database fit: reachable, new enough, UTF-8, Chinese text works.
 * @throws StartError `database_unreachable` and the codes of checkDatabase.ts
 */
export async function connectDatabase(options: ConnectOptions): Promise<Database> {
  const database = openDatabase(options)
  try {
    await checkDatabase(database.pool)
    if (database.directUrl !== options.url) await (await database.connectDirect()).end()
    return database
  } catch (error) {
    await database.close()
    throw error instanceof StartError ? error : unreachable(options, error)
  }
}

async function connectDirect(url: string, onError: (error: Error) => void): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: 'formwork-direct',
    options: sessionOptions(0),
    types: valueTypes,
  })
  client.on('error', onError)
  await client.connect()
  return client
}

/** Zone and date form decide how instants arrive as text, so no server setting may change them. */
function sessionOptions(statementTimeoutMs: number): string {
  const settings = {
    TimeZone: 'UTC',
    DateStyle: 'ISO',
    IntervalStyle: 'iso_8601',
    statement_timeout: String(statementTimeoutMs),
    idle_in_transaction_session_timeout: '60000',
    extra_float_digits: '1',
  }
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')
}

function unreachable(options: ConnectOptions, cause: unknown): StartError {
  const place = [options.url, options.directUrl].map(hostOf).filter(Boolean).join(' / ')
  return new StartError(
    'database_unreachable',
    `The database does not answer at ${place}. Check DATABASE_URL${options.directUrl ? ' and DIRECT_DATABASE_URL' : ''}.`,
    `无法连接数据库 ${place}，请检查 DATABASE_URL。`,
    { cause },
  )
}

/** Host and database of an address, without user and password. */
function hostOf(url: string | undefined): string {
  const parsed = url ? URL.parse(url) : null
  return parsed ? `${parsed.searchParams.get('host') ?? parsed.host}${parsed.pathname}` : ''
}
