import { personField } from '../../engine/assignment/people.ts'
import { peopleForm } from '../../engine/definition/environment.ts'
import type { CompiledApp, CompiledForm } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import { afterCommit } from '../database/afterCommit.ts'
import type { Platform } from '../http/platform.ts'
import { directoryChanged, forgetOrganisation } from '../identity/changeDirectory.ts'
import type { RecordEvent, RecordListener, Records } from '../records/records.ts'
import type { Connection } from '../records/scope.ts'
import { storedColumns } from '../records/stored.ts'
import { tableOfForm } from '../storage/columns.ts'

const extendsPeople = ({ app }: Installation, form: CompiledForm): boolean => peopleForm(app.forms)?.key === form.key

/**
 * Attributes of people (`extends: "user"`) are part of the directory: a change of them is one of it, so that every node reads them anew and what was made
 * of them is worked out again.
 */
export const peopleListener = (records: Records): RecordListener => ({
  listens: extendsPeople,
  async onEvent(connection, event) {
    const { orgId } = event.installation
    await (event.kind === 'deleted' ? forget(event, connection) : keep(event, connection))
    await directoryChanged(connection, orgId)
    afterCommit(connection, () => forgetOrganisation(records.platform, orgId))
  },
})

/** Whether a publish says something else of what extends people. */
export const peopleFormChanged = (before: CompiledApp, after: CompiledApp): boolean =>
  JSON.stringify(peopleForm(before.forms)?.definition) !== JSON.stringify(peopleForm(after.forms)?.definition)

/** Reads the attributes of everybody from the app's form: after records came without events, as sample data does, or another form took over. */
export async function keepEverybody(
  platform: Pick<Platform, 'accounts' | 'directories'>,
  installation: Installation,
  connection: Connection,
): Promise<void> {
  const { orgId, id, app } = installation
  const form = peopleForm(app.forms)
  const field = form === undefined ? undefined : personField(form)
  await connection.query('delete from formwork.person_attribute where org_id = $1 and app_id = $2', [orgId, id])
  if (form !== undefined && field !== undefined)
    await connection.query(
      `insert into formwork.person_attribute (org_id, app_id, user_id, record_id, attributes)
     select $1, $2, x."${field.key}", x.id, to_jsonb(x) from (select ${storedColumns(installation, form)} from ${tableOfForm(installation, form).name} t where t.deleted_at is null) x
     where x."${field.key}" is not null`,
      [orgId, id],
    )
  await directoryChanged(connection, orgId)
  afterCommit(connection, () => forgetOrganisation(platform, orgId))
}

async function keep({ installation, form, id, after }: RecordEvent, connection: Connection): Promise<void> {
  const field = personField(form)
  const user = field === undefined ? null : after[field.key]
  const attributes = Object.fromEntries(form.fieldList.map(({ key }) => [key, after[key] ?? null]))
  await connection.query('delete from formwork.person_attribute where org_id = $1 and app_id = $2 and record_id = $3', [
    installation.orgId,
    installation.id,
    id,
  ])
  if (typeof user !== 'string') return
  await connection.query(
    `insert into formwork.person_attribute (org_id, app_id, user_id, record_id, attributes) values ($1, $2, $3, $4, $5)
     on conflict (org_id, app_id, user_id) do update set record_id = excluded.record_id, attributes = excluded.attributes`,
    [installation.orgId, installation.id, user, id, JSON.stringify(attributes)],
  )
}

const forget = ({ installation, id }: RecordEvent, connection: Connection) =>
  connection.query('delete from formwork.person_attribute where org_id = $1 and app_id = $2 and record_id = $3', [
    installation.orgId,
    installation.id,
    id,
  ])
