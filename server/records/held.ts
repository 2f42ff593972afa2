import { rawSql, sql, sqlText } from '../../engine/expression/index.ts'
import type { CompiledForm } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import { transactionOf } from '../database/afterCommit.ts'
import type { Platform } from '../http/platform.ts'
import { tableOfForm } from '../storage/columns.ts'
import type { Connection } from './scope.ts'
import { named } from './statement.ts'

type Held = Map<string, Set<string>>

const held = new WeakMap<object, Held>()

const heldIn = (connection: object): Held | undefined => {
  const transaction = transactionOf(connection)
  if (transaction === undefined) return undefined
  const known = held.get(transaction) ?? new Map<string, Set<string>>()
  held.set(transaction, known)
  return known
}

/** Remembers records that this transaction has taken to change. */
export function holdRecords(connection: object, form: string, ids: readonly string[]): void {
  const forms = heldIn(connection)
  if (forms === undefined) return
  const known = forms.get(form) ?? new Set<string>()
  forms.set(form, known)
  for (const id of ids) known.add(id)
}

/** The records of a form that this transaction holds. */
export const heldRecords = (connection: object, form: string): string[] => [...(heldIn(connection)?.get(form) ?? [])]

/** Taken at a savepoint: what is taken after it is let go when the transaction goes back there. */
export function heldMark(connection: object): () => void {
  const forms = heldIn(connection)
  const before = new Map([...(forms ?? [])].map(([form, ids]) => [form, new Set(ids)]))
  return () => {
    forms?.clear()
    for (const [form, ids] of before) forms?.set(form, ids)
  }
}

/**
 * Takes records that a write was led to after it took its own (`lockForWrite`): while it waited, somebody else linked them. Whoever changes their
 * inputs takes them too, so what is read from now on stays. Out of the order of locks: should two such writes wait for each other, one runs again.
 */
export async function holdStrangers(
  platform: Pick<Platform, 'database'>,
  installation: Installation,
  form: CompiledForm,
  ids: readonly string[],
  connection: Connection,
): Promise<void> {
  const table = rawSql(tableOfForm(installation, form).name)
  const take = sqlText(sql`select 1 from ${table} where id = any(${ids}::uuid[]) order by id for no key update`)
  await connection.query(named(platform, take))
  holdRecords(connection, form.key, ids)
}
