import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { placesIn } from '../../server/database/embeddedCluster.ts'
import { findOrphan, stopPostmaster } from '../../server/database/postmaster.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** A server process under test. */
export interface Started {
  readonly child: ChildProcess
  /** Everything printed so far, stdout and stderr. */
  output(): string
  /** The address it printed; rejects with the output when it ended before. */
  readonly ready: Promise<string>
  /** Exit code, or the signal's name. */
  readonly ended: Promise<number | string>
}

/** Starts `server/main.ts` with exactly these settings, on any free port. */
export function startServer(settings: Readonly<Record<string, string>>): Started {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', ...settings }
  const child = spawn(process.execPath, [join(ROOT, 'server', 'main.ts')], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ended = new Promise<number | string>(resolve =>
    child.on('exit', (code, signal) => resolve(code ?? signal ?? 'gone')),
  )
  const ready = new Promise<string>((resolve, reject) => {
    const hear = (data: Buffer) => {
      output += data
      const address = /Formwork is ready: (\S+)/.exec(output)?.[1]
      if (address) resolve(address)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    void ended.then(how => reject(new Error(`ended with ${how}: ${output}`)))
  })
  ready.catch(() => undefined)
  return { child, output: () => output, ready, ended }
}

/** A data folder of a test's own; `remove` also stops the PostgreSQL that a killed server left in it. */
export function temporaryData(mode = 0o755): { folder: string; remove: () => Promise<void> } {
  const parent = mkdtempSync(join(tmpdir(), 'fw-'))
  chmodSync(parent, mode)
  const folder = join(parent, 'data')
  const remove = async () => {
    const orphan = await findOrphan(placesIn(folder))
    if (orphan) await stopPostmaster(orphan.pid)
    rmSync(parent, { recursive: true, force: true })
  }
  return { folder, remove }
}

/** The process id of the PostgreSQL in a data folder. */
export function postmasterPid(folder: string): number {
  return Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
}
