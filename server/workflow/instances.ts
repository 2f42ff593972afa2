import type { CompiledApp, CompiledForm } from '../../engine/index.ts'
import { compileApp } from '../../engine/index.ts'
import type { CompiledWorkflow } from '../../engine/workflow/compiled.ts'
import type { InstanceState } from '../../engine/workflow/state.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Installation } from '../apps/installation.ts'
import type { Connection } from '../records/scope.ts'
import type { Instance, Step } from './step.ts'

const COLUMNS = `id, app_version as "appVersion", form_key as form, record_id as record, workflow_key as workflow, state, status, applicant_id as applicant,
  parent_id as "parentId", parent_activation as "parentActivation", row_key as "rowKey"`

/** The instance, held for this transaction. The record's row is locked before it, always in this order. */
export async function lockInstance({ connection, installation }: Step, id: string): Promise<Instance | undefined> {
  const { rows } = await connection.query<Instance>(
    `select ${COLUMNS} from formwork.workflow_instance where org_id = $1 and id = $2 for update`,
    [installation.orgId, id],
  )
  return rows[0]
}

/** Where an instance lies: its record is locked before it, always. */
export async function placeOfInstance(
  { connection, installation }: Pick<Step, 'connection' | 'installation'>,
  id: string,
): Promise<{ readonly form: string; readonly record: string } | undefined> {
  const { rows } = await connection.query<{ form: string; record: string }>(
    'select form_key as form, record_id as record from formwork.workflow_instance where org_id = $1 and id = $2',
    [installation.orgId, id],
  )
  return rows[0]
}

/** Running instances of a record, held; of one workflow when it is named. */
export async function runningInstances(
  { connection, installation }: Pick<Step, 'connection' | 'installation'>,
  form: string,
  record: string,
  workflow: string | null = null,
): Promise<Instance[]> {
  const { rows } = await connection.query<Instance>(
    `select ${COLUMNS} from formwork.workflow_instance
     where org_id = $1 and app_id = $2 and form_key = $3 and record_id = $4 and status = 'running' and ($5::text is null or workflow_key = $5)
     order by started_at, id for update`,
    [installation.orgId, installation.id, form, record, workflow],
  )
  return rows
}

/** False when one is running already (M12: at most one per record and workflow). */
export async function insertInstance(step: Step, instance: Instance): Promise<boolean> {
  const { connection, installation, now } = step
  const { rowCount } = await connection.query(
    `insert into formwork.workflow_instance (org_id, id, app_id, app_version, form_key, record_id, workflow_key, state, status, applicant_id, started_at, version, parent_id, parent_activation, row_key)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'running', $9, $10, 1, $11, $12, $13)
     on conflict (org_id, app_id, form_key, record_id, workflow_key, row_key) where status = 'running' do nothing`,
    [
      installation.orgId,
      instance.id,
      installation.id,
      instance.appVersion,
      instance.form,
      instance.record,
      instance.workflow,
      JSON.stringify(instance.state),
      instance.applicant,
      now,
      instance.parentId,
      instance.parentActivation,
      instance.rowKey,
    ],
  )
  return rowCount === 1
}

export async function storeState(
  { connection, installation, now }: Step,
  id: string,
  state: InstanceState,
): Promise<void> {
  await connection.query(
    `update formwork.workflow_instance set state = $3, status = $4, outcome = $5, ended_at = $6, version = version + 1 where org_id = $1 and id = $2`,
    [
      installation.orgId,
      id,
      JSON.stringify(state),
      state.status,
      state.outcome,
      state.status === 'running' ? null : now,
    ],
  )
}

const compiled = new Map<string, CompiledApp>()
const MOST_COMPILED = 100

/** A workflow as of the version an instance began with (M19); the current one when that is it. Undefined when the version no longer compiles. */
export const workflowOf = async (
  installation: Installation,
  version: number,
  key: string,
  connection: Connection,
): Promise<CompiledWorkflow | undefined> => (await appOf(installation, version, connection))?.workflows.get(key)

/** The app as of a version that something began with and keeps (M19). */
export async function appOf(
  installation: Installation,
  version: number,
  connection: Connection,
): Promise<CompiledApp | undefined> {
  if (version === installation.version) return installation.app
  const name = `${installation.id}/${version}`
  const known = compiled.get(name) ?? (await compileVersion(installation, version, connection))
  if (known === undefined) return undefined
  if (compiled.size >= MOST_COMPILED) compiled.clear()
  compiled.set(name, known)
  return known
}

async function compileVersion(
  installation: Installation,
  version: number,
  connection: Connection,
): Promise<CompiledApp | undefined> {
  const { rows } = await connection.query<{ definition: AppDefinition }>(
    'select definition from formwork.app_version where org_id = $1 and app_id = $2 and version = $3',
    [installation.orgId, installation.id, version],
  )
  return rows[0] === undefined ? undefined : (compileApp(rows[0].definition).app ?? undefined)
}

/** A form of the app as it is now; undefined when it was removed since. */
export const formOf = (installation: Installation, key: string): CompiledForm | undefined =>
  installation.app.forms.get(key)
