import { transactionOf } from '../database/afterCommit.ts'
import { type IndexPlan, indexPlan } from '../storage/ddl.ts'
import type { WriteScope } from './records.ts'
import type { Connection } from './scope.ts'

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

function constraintsOf({ installation, form }: WriteScope): readonly IndexPlan[] {
  const key = `owners ${form.key}`
  const known = installation.plans.get(key) as readonly IndexPlan[] | undefined
  if (known !== undefined) return known
  const found = indexPlan(installation.schema, installation.app, installation.storage).filter(
    ({ oneOwner }) => oneOwner?.form === form.key,
  )
  installation.plans.set(key, found)
  return found
}
