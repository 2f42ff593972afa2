import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../startError.ts'
import { type Binaries, unavailable } from './embeddedBinaries.ts'
import type { Way } from './ordinaryUser.ts'

/** Where the parts of the embedded database lie inside the data folder. */
export interface Places {
  readonly folder: string
  readonly cluster: string
  readonly password: string
  /** The major version in one line, beside the data. */
  readonly version: string
  readonly log: string
}

export function placesIn(folder: string): Places {
  return {
    folder,
    cluster: join(folder, 'postgres'),
    password: join(folder, 'postgres.password'),
    version: join(folder, 'postgres.version'),
    log: join(folder, 'postgres.log'),
  }
}

/** The one role and the one database. */
export const ROLE = 'formwork'

/** The environment of the database's programs: nothing of ours leaks in, no locale and zone of the machine. */
export const PROGRAM_ENVIRONMENT = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', HOME: '/' }

/**
 * Makes the cluster on the first start, and on later ones checks that it is ours to open. `initdb` works in a folder of
 * another name that is renamed at the end: a kill in between leaves nothing half done.
 * @returns the password
 * @throws StartError `embedded_database_version`, `embedded_password_missing`, `embedded_database_unavailable`
 */
export function prepareCluster(places: Places, binaries: Binaries, way: Way): string {
  if (existsSync(places.cluster)) {
    checkVersion(places, binaries.major)
    return readPassword(places)
  }
  const password = randomBytes(24).toString('base64url')
  writeFileSync(places.password, password, { mode: 0o600 })
  initialise(places, binaries, way, password)
  writeFileSync(places.version, `${binaries.major}\n`)
  return password
}

function checkVersion(places: Places, major: number): void {
  const file = [join(places.cluster, 'PG_VERSION'), places.version].find(existsSync)
  const found = file ? readFileSync(file, 'utf8').trim() : 'unknown'
  if (found === String(major)) {
    if (!existsSync(places.version)) writeFileSync(places.version, `${major}\n`)
    return
  }
  throw new StartError(
    'embedded_database_version',
    `The data in ${places.cluster} was written by PostgreSQL ${found}; this release carries PostgreSQL ${major} and does not open it. Start the former release of Formwork, or move the data to a server of your own and set DATABASE_URL.`,
    `${places.cluster} 中的数据由 PostgreSQL ${found} 写入，当前版本为 ${major}，无法打开。请使用原版本启动，或将数据迁至自有服务器并设置 DATABASE_URL。`,
  )
}

function readPassword(places: Places): string {
  if (existsSync(places.password)) return readFileSync(places.password, 'utf8').trim()
  throw new StartError(
    'embedded_password_missing',
    `${places.password} is missing, which opens the database beside it. Put it back from the backup of the data folder.`,
    `缺少数据库密码文件 ${places.password}，请从数据目录的备份中恢复。`,
  )
}

function initialise(places: Places, binaries: Binaries, way: Way, password: string): void {
  const draft = `${places.cluster}.new`
  const passwordDraft = `${places.password}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  writeFileSync(passwordDraft, `${password}\n`, { mode: 0o600 })
  try {
    way.own(draft)
    way.own(passwordDraft)
    const [program, args] = way.command(binaries.initdb, [
      `--pgdata=${draft}`,
      `--username=${ROLE}`,
      `--pwfile=${passwordDraft}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // With lc_ctype=C the trigrams of Chinese text would be empty.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C.UTF-8',
      '--no-instructions',
    ])
    const result = spawnSync(program, args, { cwd: '/', env: PROGRAM_ENVIRONMENT, encoding: 'utf8', timeout: 120_000 })
    if (result.status !== 0) throw unavailable(`initdb failed: ${result.stderr ?? ''}`.trim(), result.error)
    renameSync(draft, places.cluster)
  } finally {
    rmSync(passwordDraft, { force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}
