import type { AssignmentWorld } from '../../engine/assignment/ask.ts'
import { closedStages } from '../../engine/assignment/compile.ts'
import { type CompiledPolicy, policyExpressions } from '../../engine/assignment/compiled.ts'
import { rawSql, type SqlFragment, sql, sqlText } from '../../engine/expression/index.ts'
import type { CompiledForm, RecordContext, RecordValues } from '../../engine/index.ts'
import { relationPaths } from '../../engine/workflow/needs.ts'
import type { Installation } from '../apps/installation.ts'
import type { Caller } from '../http/caller.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import { formAccess } from '../records/access.ts'
import { loadRelated } from '../records/related.ts'
import { type Connection, recordContext } from '../records/scope.ts'
import { columnOf, tableOfForm } from '../storage/columns.ts'

/** Where a policy is applied: an installation at a moment, in a transaction. */
export interface PolicyPlace {
  readonly installation: Installation
  readonly directory: OrganisationDirectory
  readonly connection: Connection
  readonly now: string
  readonly today: string
}

/** What a policy's expressions read, loaded; nobody is `{$user}`, the app decides (M8). */
export async function policyContext(
  place: PolicyPlace,
  policy: CompiledPolicy,
  form: CompiledForm,
  values: RecordValues,
): Promise<RecordContext> {
  const paths = relationPaths(form, policyExpressions(policy))
  const related = paths.length === 0 ? undefined : await loadRelated(place, form, values, place.connection, paths)
  return recordContext({ ...place, caller: null }, related)
}

/** Why a person takes no part: he left, or may not even see such records (M26). */
export function absenceIn(
  { installation, directory, now }: PolicyPlace,
  form: CompiledForm,
): AssignmentWorld['absence'] {
  return user => {
    const person = directory.people.get(user)
    if (person?.active !== true) return 'inactive'
    const access = formAccess(installation, form, readerOf(installation, directory, user, person.admin), directory, now)
    return access.can('read') ? undefined : 'no_right'
  }
}

/** A person as the rights see him, when he is not the one who asks. */
const readerOf = (
  { orgId, zone }: Installation,
  { version }: OrganisationDirectory,
  userId: string,
  admin: boolean,
): Caller => ({
  kind: 'user',
  orgId,
  userId,
  admin,
  language: 'zh',
  zone,
  directoryVersion: version,
  tokenId: null,
  scopes: null,
  apps: null,
})

/** Open records of the form: live, and in a stage that is not an end. */
function openRecords(installation: Installation, form: CompiledForm): { table: SqlFragment; open: SqlFragment } {
  const address = tableOfForm(installation, form)
  const stage = form.stageField === undefined ? undefined : columnOf(address, form.stageField)
  const closed = closedStages(form)
  const going =
    stage === undefined || closed.length === 0
      ? rawSql('true')
      : sql`(t.${rawSql(stage)} is null or t.${rawSql(stage)} <> all(${closed}::text[]))`
  return { table: rawSql(address.name), open: sql`t.deleted_at is null and ${going}` }
}

const columnIn = (installation: Installation, form: CompiledForm, key: string): SqlFragment =>
  rawSql(`t.${columnOf(tableOfForm(installation, form), key) ?? key}`)

/** How many open records each person holds. */
export async function readLoads(
  { installation, connection }: PolicyPlace,
  policy: CompiledPolicy,
  form: CompiledForm,
): Promise<AssignmentWorld['load']> {
  if (policy.definition.strategy !== 'least_load') return () => 0
  const { table, open } = openRecords(installation, form)
  const holder = columnIn(installation, form, policy.into)
  const statement = sqlText(
    sql`select ${holder} as user, count(*)::int as n from ${table} t where ${open} and ${holder} is not null group by 1`,
  )
  const { rows } = await connection.query<{ user: string; n: number }>(statement.text, [...statement.values])
  const loads = new Map(rows.map(({ user, n }) => [user, n]))
  return user => loads.get(user) ?? 0
}

/** Who holds another open record of the same one (`oneOwnerPer`). */
export async function readHolder(
  { installation, connection }: PolicyPlace,
  policy: CompiledPolicy,
  form: CompiledForm,
  values: RecordValues,
): Promise<string | null> {
  const value = policy.oneOwnerPer === undefined ? null : values[policy.oneOwnerPer]
  if (policy.oneOwnerPer === undefined || value === null || value === undefined || value === '') return null
  const { table, open } = openRecords(installation, form)
  const holder = columnIn(installation, form, policy.into)
  const like = columnIn(installation, form, policy.oneOwnerPer)
  const statement = sqlText(
    sql`select ${holder} as user from ${table} t where ${open} and ${holder} is not null and ${like}::text = ${String(value)} and t.id <> ${String(values.id)} order by t.id limit 1`,
  )
  const { rows } = await connection.query<{ user: string }>(statement.text, [...statement.values])
  return rows[0]?.user ?? null
}
