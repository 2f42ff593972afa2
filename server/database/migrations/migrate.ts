import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ClientBase } from 'pg'
import { StartError } from '../../startError.ts'

/** One numbered step of the platform's tables, a file like `0001_platform.sql`. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
}

interface Applied {
  readonly number: number
  readonly name: string
  readonly sha256: string
}

/** Any constant: all nodes ask for the same advisory lock. */
const LOCK = 7_263_991

/** Creating a schema needs the right to, also when it exists: so it is asked first. */
const FIRST_TABLE = `do $$ begin
  if to_regclass('formwork.migration') is null then
    create schema if not exists formwork;
    create table formwork.migration (
      number int primary key,
      name text not null,
      sha256 text not null,
      applied_at timestamptz not null default clock_timestamp()
    );
  end if;
end $$`

/**
 * Brings the platform's tables up to date: all missing steps in one transaction, one node at a time. Either all are
 * applied or none. Running it again changes nothing.
 * @returns the numbers applied now
 * @throws StartError `migration_failed`, `migration_changed` (an applied file was edited), `database_newer`
 */
export async function migrate(
  client: ClientBase,
  migrations: readonly Migration[] = readMigrations(),
): Promise<number[]> {
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK])
    await client.query(FIRST_TABLE)
    const { rows } = await client.query<Applied>('select number, name, sha256 from formwork.migration order by number')
    const missing = missingSteps(migrations, rows)
    for (const migration of missing) await apply(client, migration)
    await client.query('commit')
    return missing.map(migration => migration.number)
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

/** The SQL files beside this one, in order. @throws Error when numbers repeat or leave a gap: a mistake in the code */
export function readMigrations(folder: string = fileURLToPath(new URL('.', import.meta.url))): Migration[] {
  const migrations = readdirSync(folder)
    .filter(file => file.endsWith('.sql'))
    .sort()
    .map(file => {
      const match = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(file)
      if (!match) throw new Error(`a migration is named like 0001_platform.sql, not ${file}`)
      return { number: Number(match[1]), name: match[2]!, sql: readFileSync(`${folder}/${file}`, 'utf8') }
    })
  for (const [index, { number }] of migrations.entries()) {
    if (number !== index + 1) throw new Error(`migration ${number} stands where ${index + 1} should`)
  }
  return migrations
}

function missingSteps(migrations: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const known = new Map(migrations.map(migration => [migration.number, migration]))
  for (const done of applied) {
    const migration = known.get(done.number)
    if (!migration) throw databaseNewer(done)
    if (hashOf(migration) !== done.sha256) throw migrationChanged(done)
    known.delete(done.number)
  }
  return [...known.values()]
}

async function apply(client: ClientBase, migration: Migration): Promise<void> {
  try {
    await client.query(migration.sql)
  } catch (cause) {
    const place = `${String(migration.number).padStart(4, '0')}_${migration.name}`
    throw new StartError(
      'migration_failed',
      `The step ${place} of the database's tables failed; nothing was changed.`,
      `数据库升级步骤 ${place} 失败，未作任何更改。`,
      { cause },
    )
  }
  await client.query('insert into formwork.migration (number, name, sha256) values ($1, $2, $3)', [
    migration.number,
    migration.name,
    hashOf(migration),
  ])
}

/** Line ends do not count: git may change them on checkout. */
function hashOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql.replaceAll('\r\n', '\n')).digest('hex')
}

function databaseNewer(done: Applied): StartError {
  return new StartError(
    'database_newer',
    `The database was written by a newer release (step ${done.number} "${done.name}" is unknown here). Start that release.`,
    `数据库由更新的版本写入（未知步骤 ${done.number}），请使用新版本启动。`,
  )
}

function migrationChanged(done: Applied): StartError {
  return new StartError(
    'migration_changed',
    `Step ${done.number} "${done.name}" of the database's tables is not the one that was applied: a released step was edited. Restore it, and add a new step instead.`,
    `数据库步骤 ${done.number}（${done.name}）与已应用的内容不同，请恢复原文件并新增步骤。`,
  )
}
