import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Address, listenArguments } from './embeddedAddress.ts'
import { type Binaries, unavailable } from './embeddedBinaries.ts'
import { type Places, PROGRAM_ENVIRONMENT } from './embeddedCluster.ts'
import type { Way } from './ordinaryUser.ts'
import { commandOf, pause, signal, startOf, waitForExit } from './processes.ts'

/** What PostgreSQL's own postmaster.pid says. */
interface PidFile {
  readonly pid: number
  readonly address: Address
  readonly ready: boolean
}

/** The main process of a PostgreSQL on our cluster, started by us or found. */
export interface Postmaster {
  readonly pid: number
  readonly address: Address
}

const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  shared_buffers: '64MB',
  max_connections: '60',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // A statement may hold personal data, so it stays out of the log.
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  // A backend whose server was killed in the middle of a statement notices within a second.
  client_connection_check_interval: process.platform === 'linux' ? '1s' : '0',
}

const READY_WITHIN_MS = 120_000
const LARGEST_LOG = 10_000_000

/** Reads postmaster.pid; undefined when there is none or it is not whole. */
function readPidFile(places: Places): PidFile | undefined {
  try {
    const lines = readFileSync(join(places.cluster, 'postmaster.pid'), 'utf8').split('\n')
    const [pid, , , port, socket, , , status] = lines
    if (!pid || !port) return undefined
    const address: Address = socket ? { kind: 'socket', folder: socket } : { kind: 'loopback', port: Number(port) }
    return { pid: Math.abs(Number(pid)), address, ready: status?.trim() === 'ready' }
  } catch {
    return undefined
  }
}

/**
 * The PostgreSQL that lives on after a `kill -9` of its server, once it is ready. A pid file whose process is something
 * else by now (ids are used again) is removed.
 */
export async function findOrphan(places: Places): Promise<Postmaster | undefined> {
  const found = readPidFile(places)
  if (!found || startOf(found.pid) === undefined) return undefined
  const command = commandOf(found.pid)
  if (command !== '' && !command.includes(places.cluster)) {
    rmSync(join(places.cluster, 'postmaster.pid'), { force: true })
    return undefined
  }
  const end = performance.now() + 10_000
  while (performance.now() < end && startOf(found.pid) !== undefined) {
    const now = readPidFile(places)
    if (now?.ready) return { pid: now.pid, address: now.address }
    await pause(50)
  }
  await stopPostmaster(found.pid)
  return undefined
}

/** Fast shutdown: open transactions are rolled back, everything acknowledged is on disk. Harder after 20 s. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [name, ms] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    signal(pid, name)
    if (await waitForExit(pid, ms)) return
  }
}

/**
 * Starts PostgreSQL and waits until it answers (after a crash that includes replaying its log). Its process does not
 * share our terminal, so Ctrl-C reaches it only through us.
 * @param overrides settings by name that replace ours
 * @throws StartError `embedded_database_unavailable` with the last lines of its log
 */
export async function startPostmaster(
  places: Places,
  binaries: Binaries,
  way: Way,
  address: Address,
  overrides: Readonly<Record<string, string>> = {},
): Promise<Postmaster> {
  const settings = Object.entries({ ...SETTINGS, ...overrides }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [program, args] = way.command(binaries.postgres, [
    '-D',
    places.cluster,
    ...settings,
    ...listenArguments(address),
  ])
  // Right after a crash the children of the former postmaster may still be leaving: then it refuses for a moment.
  const patience = performance.now() + 15_000
  for (;;) {
    const { from, pid } = launch(program, args, places)
    if (await becomesReady(places, pid)) return { pid, address }
    const log = readFileSync(places.log, 'utf8').slice(from)
    if (performance.now() > patience || !/shared memory block|postmaster\.pid|already in use/.test(log)) {
      throw unavailable(
        `it stopped at once; the end of ${places.log} says:\n${log.trim().split('\n').slice(-6).join('\n')}\n`,
      )
    }
    await pause(200)
  }
}

function launch(program: string, args: readonly string[], places: Places): { from: number; pid: number } {
  const size = sizeOf(places.log)
  const log = openSync(places.log, size > LARGEST_LOG ? 'w' : 'a', 0o600)
  try {
    const child = spawn(program, args, {
      cwd: '/',
      env: PROGRAM_ENVIRONMENT,
      detached: true,
      stdio: ['ignore', log, log],
    })
    child.on('error', () => undefined)
    child.unref()
    if (child.pid === undefined) throw unavailable(`${program} does not start`)
    return { from: size > LARGEST_LOG ? 0 : size, pid: child.pid }
  } finally {
    closeSync(log)
  }
}

async function becomesReady(places: Places, pid: number): Promise<boolean> {
  const end = performance.now() + READY_WITHIN_MS
  while (startOf(pid) !== undefined) {
    const found = readPidFile(places)
    if (found?.pid === pid && found.ready) return true
    if (performance.now() > end) {
      await stopPostmaster(pid)
      throw unavailable(`it was not ready after ${READY_WITHIN_MS / 1000} s, see ${places.log}`)
    }
    await pause(10)
  }
  return false
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size
  } catch {
    return 0
  }
}
