import { personField } from '../../engine/assignment/people.ts'
import { peopleForm } from '../../engine/definition/environment.ts'
import type { CompiledForm } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import { afterCommit } from '../database/afterCommit.ts'
import { directoryChanged, forgetOrganisation } from '../identity/changeDirectory.ts'
import type { RecordEvent, RecordListener, Records } from '../records/records.ts'
import type { Connection } from '../records/scope.ts'

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
