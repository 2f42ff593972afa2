/**
 * The process: settings -> lock on the data folder -> database -> migrations -> clock -> app -> port. Prints the address
 * to open as its last line. Ends with 0 after SIGTERM or SIGINT, with 1 when it cannot start or cannot end in time.
 */
import type { FastifyInstance } from 'fastify'
import { buildServer } from './app.ts'
import { type RunningClock, startDatabaseClock } from './clock.ts'
import { addressOf, type Config, readConfig } from './config.ts'
import { connectDatabase, type Database } from './database/connect.ts'
import { type DataLock, lockDataFolder } from './database/dataLock.ts'
import { type EmbeddedDatabase, startEmbedded } from './database/embedded.ts'
import { migrate } from './database/migrations/migrate.ts'
import { StartError } from './startError.ts'

const STOP_WITHIN_MS = 30_000

/** What was started so far, in order; undone backwards. */
class Undo {
  readonly #steps: (() => void | Promise<void>)[] = []

  add(step: () => void | Promise<void>): void {
    this.#steps.push(step)
  }

  async run(): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) await step()
  }
}

async function start(undo: Undo): Promise<string> {
  const config = readConfig(process.env, process.cwd())
  const lock = config.databaseUrl ? undefined : holdDataFolder(config, undo)
  const embedded = config.databaseUrl ? undefined : await openEmbedded(config, undo)
  const database = await openDatabase(config, embedded, undo)
  await runMigrations(database)
  const clock = await startClock(config, database, undo)
  const app = await buildServer({ config, database, clock })
  undo.add(() => app.close())
  const address = await listen(app, config)
  lock?.setAddress(address)
  return address
}

function holdDataFolder(config: Config, undo: Undo): DataLock {
  const lock = lockDataFolder(config.dataFolder)
  undo.add(() => lock.release())
  return lock
}

async function openEmbedded(config: Config, undo: Undo): Promise<EmbeddedDatabase> {
  const embedded = await startEmbedded(config.dataFolder, {
    onRestart: problem =>
      report(
        problem ? 'the embedded PostgreSQL does not start again' : 'the embedded PostgreSQL was started again',
        problem,
      ),
  })
  undo.add(() => embedded.stop())
  return embedded
}

async function openDatabase(config: Config, embedded: EmbeddedDatabase | undefined, undo: Undo): Promise<Database> {
  const url = config.databaseUrl ?? embedded?.url ?? ''
  const directUrl = embedded ? undefined : config.directDatabaseUrl
  const database = await connectDatabase({
    url,
    directUrl,
    pooled: config.databasePooled,
    onError: error => report('a database connection broke', error),
  })
  undo.add(() => database.close())
  return database
}

async function runMigrations(database: Database): Promise<void> {
  const client = await database.connectDirect()
  try {
    await migrate(client)
  } finally {
    await client.end()
  }
}

async function startClock(config: Config, database: Database, undo: Undo): Promise<RunningClock> {
  const clock = await startDatabaseClock(database.pool, config.clockOffsetMs)
  undo.add(() => clock.stop())
  return clock
}

async function listen(app: FastifyInstance, config: Config): Promise<string> {
  try {
    await app.listen({ port: config.port, host: config.host })
  } catch (cause) {
    throw portError(config, cause)
  }
  const bound = app.server.address()
  return addressOf(config.host, typeof bound === 'object' && bound ? bound.port : config.port)
}

function portError(config: Config, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  const place = `${config.host}:${config.port}`
  if (code === 'EADDRINUSE') {
    return new StartError(
      'port_in_use',
      `Port ${config.port} is in use by another program. Stop that one, or set PORT to another number.`,
      `端口 ${config.port} 已被占用。请停止占用它的程序，或设置 PORT。`,
    )
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartError(
      'port_unusable',
      `This machine does not let us listen on ${place}. Set HOST and PORT to an address of this machine and a port from 1024 on.`,
      `无法监听 ${place}，请检查 HOST 与 PORT。`,
      { cause },
    )
  }
  return cause
}

function report(what: string, problem?: unknown): void {
  const detail = problem instanceof Error ? `: ${problem.message}` : ''
  process.stderr.write(`formwork: ${what}${detail}\n`)
}

/** Ends in order within 30 s. Ctrl-C sends the signal twice (to us and through npm): a repeat counts from 1 s on. */
function stopOnSignal(undo: Undo, started: Promise<unknown>): void {
  let since: number | undefined
  async function stop(): Promise<void> {
    if (since !== undefined) {
      if (performance.now() - since > 1_000) process.exit(1)
      return
    }
    since = performance.now()
    setTimeout(() => {
      report('could not stop within 30 s')
      process.exit(1)
    }, STOP_WITHIN_MS).unref()
    // A start that is still under way ends first, so that nothing it opens is left behind.
    await started.catch(() => undefined)
    await end(undo, 0)
  }
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => void stop())
}

async function end(undo: Undo, code: number): Promise<void> {
  try {
    await undo.run()
    process.exit(code)
  } catch (error) {
    report('stopping failed', error)
    process.exit(1)
  }
}

const undo = new Undo()
// One step later, so that signals are heard before the start does anything.
const started = Promise.resolve().then(() => start(undo))
stopOnSignal(undo, started)
try {
  const address = await started
  process.stdout.write(`Formwork is ready: ${address}\n`)
} catch (error) {
  const text =
    error instanceof StartError
      ? error.toText()
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error)
  process.stderr.write(`${text}\n`)
  await end(undo, 1)
}
