import type { RecordValues } from '../../engine/index.ts'
import { transactionOf } from '../database/afterCommit.ts'
import { type IndexPlan, indexPlan } from '../storage/ddl.ts'
import { heldRecords, holdRecords } from './held.ts'
import type { WriteScope } from './records.ts'
import type { Connection } from './scope.ts'

type Place = Pick<WriteScope, 'installation'> & { readonly form: { readonly key: string } }

/**
 * Takes the values that records of a form may have one owner for (`oneOwnerPer`), in one order. Whoever writes one of two records that belong together
 * waits here for the other, before either stands in the table: else one waits for a policy's lane and the other, who has it, for the first one's record.
 * One statement; none where no policy keeps owners together.
 */
export async function holdOwned(place: Place, records: readonly RecordValues[], connection: Connection): Promise<void> {
  if (transactionOf(connection) === undefined) return
  const pers = new Set(constraintsOf(place).flatMap(({ oneOwner }) => oneOwner?.per ?? []))
  const names = [...pers].flatMap(per =>
    records.flatMap(values => {
      const value = values[per]
      return value === undefined || value === null || value === '' ? [] : [`${per}=${String(value)}`]
    }),
  )
  const list = `=${place.form.key}`
  const known = new Set(heldRecords(connection, list))
  const wanted = [...new Set(names)].filter(name => !known.has(name))
  if (wanted.length === 0) return
  await connection.query(
    `select pg_advisory_xact_lock(k) from (select distinct hashtextextended($1 || n, 0) as k from unnest($2::text[]) n order by 1) s`,
    [`${place.installation.id}${list}.`, wanted],
  )
  holdRecords(connection, list, wanted)
}

/** Whether writes of a form may have to wait for what belongs together. */
export const hasOwned = (place: Place): boolean => constraintsOf(place).length > 0

/**
 * Asks the database whether every value still has one owner (`oneOwnerPer`), once what follows a write is done: an automation may have handed the
 * record on meanwhile. `changed` are the fields of the write, undefined = all; without a transaction the statement itself was checked.
 */
export async function settleOwners(
  scope: WriteScope,
  changed: readonly string[] | undefined,
  connection: Connection,
): Promise<void> {
  if (transactionOf(connection) === undefined) return
  const names = constraintsOf(scope)
    .filter(
      ({ oneOwner }) =>
        oneOwner !== undefined && (changed?.some(key => key === oneOwner.into || key === oneOwner.per) ?? true),
    )
    .map(({ name }) => `"${scope.installation.schema}"."${name}"`)
  if (names.length === 0) return
  const list = names.join(', ')
  await connection.query(`set constraints ${list} immediate; set constraints ${list} deferred`)
}

function constraintsOf({ installation, form }: Place): readonly IndexPlan[] {
  const key = `owners ${form.key}`
  const known = installation.plans.get(key) as readonly IndexPlan[] | undefined
  if (known !== undefined) return known
  const found = indexPlan(installation.schema, installation.app, installation.storage).filter(
    ({ oneOwner }) => oneOwner?.form === form.key,
  )
  installation.plans.set(key, found)
  return found
}
