import { rmSync } from 'node:fs'
import pg from 'pg'
import { type Address, chooseAddress, urlOf } from './embeddedAddress.ts'
import { type Binaries, findBinaries } from './embeddedBinaries.ts'
import { type Places, placesIn, prepareCluster, ROLE } from './embeddedCluster.ts'
import { chooseWay, type Way } from './ordinaryUser.ts'
import { findOrphan, type Postmaster, startPostmaster, stopPostmaster } from './postmaster.ts'
import { pause, startOf } from './processes.ts'

/** A real PostgreSQL of our own in the data folder. The caller holds the lock on the folder (dataLock.ts). */
export interface EmbeddedDatabase {
  /** In the form of DATABASE_URL, with the random password. Stays the same across restarts of PostgreSQL. */
  readonly url: string
  /** True when it lived on after a `kill -9` of the former server and was taken over. */
  readonly adopted: boolean
  /** The process id of PostgreSQL; changes when it had to be started again. */
  pid(): number
  /** Fast shutdown; every acknowledged write is on disk afterwards. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** PostgreSQL settings that replace ours; tests only. */
  readonly settings?: Readonly<Record<string, string>>
  /** Called when PostgreSQL died and was started again, or could not be. */
  readonly onRestart?: (problem?: unknown) => void
}

/**
 * Starts (on the first time creates) the embedded PostgreSQL, or takes over one that lived on. From then on it is
 * watched: if it dies, it is started again at the same address.
 * @param folder absolute path of the data folder
 * @throws StartError that names DATABASE_URL where PostgreSQL cannot run
 */
export async function startEmbedded(folder: string, options: EmbeddedOptions = {}): Promise<EmbeddedDatabase> {
  const places = placesIn(folder)
  const binaries = findBinaries()
  const way = chooseWay(folder, places.cluster, binaries)
  const password = prepareCluster(places, binaries, way)
  const orphan = await adoptOrphan(places, password)
  const first = orphan ?? (await start(places, binaries, way, await chooseAddress(places, way), options))
  const watch = watchOver(first, () => start(places, binaries, way, first.address, options), options)
  await createDatabase(first.address, password)
  return {
    url: urlOf(first.address, ROLE, password, ROLE),
    adopted: orphan !== undefined,
    pid: watch.pid,
    stop: async () => {
      await watch.stop()
      if (first.address.kind === 'socket') rmSync(first.address.folder, { recursive: true, force: true })
    },
  }
}

function start(
  places: Places,
  binaries: Binaries,
  way: Way,
  address: Address,
  options: EmbeddedOptions,
): Promise<Postmaster> {
  return startPostmaster(places, binaries, way, address, options.settings)
}

/** Takes over a living one when our password opens it and it serves this very cluster; else stops it. */
async function adoptOrphan(places: Places, password: string): Promise<Postmaster | undefined> {
  const orphan = await findOrphan(places)
  if (!orphan) return undefined
  try {
    const rows = await ask(orphan.address, password, 'show data_directory')
    if (rows[0]?.data_directory === places.cluster) return orphan
  } catch {
    // It runs but does not answer us.
  }
  await stopPostmaster(orphan.pid)
  return undefined
}

const WATCH_EVERY_MS = 200

function watchOver(first: Postmaster, again: () => Promise<Postmaster>, { onRestart }: EmbeddedOptions) {
  let current = first
  let stopping = false
  let restarting: Promise<void> | undefined

  async function restart(): Promise<void> {
    for (let wait = 100; !stopping; wait = Math.min(wait * 2, 5_000)) {
      try {
        current = await again()
        onRestart?.()
        return
      } catch (problem) {
        onRestart?.(problem)
        await pause(wait)
      }
    }
  }
  const timer = setInterval(() => {
    if (stopping || restarting || startOf(current.pid) !== undefined) return
    restarting = restart().finally(() => {
      restarting = undefined
    })
  }, WATCH_EVERY_MS)
  timer.unref()

  async function stop(): Promise<void> {
    stopping = true
    clearInterval(timer)
    await restarting
    await stopPostmaster(current.pid)
  }
  return { pid: () => current.pid, stop }
}

async function createDatabase(address: Address, password: string): Promise<void> {
  const found = await ask(address, password, `select 1 from pg_database where datname = '${ROLE}'`)
  if (found.length === 0) await ask(address, password, `create database ${ROLE}`)
}

async function ask(address: Address, password: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({
    connectionString: urlOf(address, ROLE, password, 'postgres'),
    connectionTimeoutMillis: 5_000,
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}
