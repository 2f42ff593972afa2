import type { CompiledForm } from '../../engine/index.ts'
import type { Step } from './step.ts'

type Place = Pick<Step, 'connection' | 'installation'>

/** Holds a record for an instance (or `app`, for an action): people's writes are refused until it lets go (M16). Its version does not change. */
export async function lockRecord(place: Place, form: CompiledForm, record: string, holder: string): Promise<void> {
  await change(
    place,
    form,
    record,
    `jsonb_set(coalesce(locks, '{}'), '{record}', (select jsonb_agg(distinct h) from jsonb_array_elements(coalesce(locks->'record', '[]') || to_jsonb($2::text)) h))`,
    holder,
  )
}

export async function unlockRecord(place: Place, form: CompiledForm, record: string, holder: string): Promise<void> {
  await change(place, form, record, `jsonb_set(locks, '{record}', coalesce(locks->'record', '[]') - $2::text)`, holder)
}

/** Locks single fields, or with an empty list of `unlockFields` all of them again. */
export async function lockFields(
  place: Place,
  form: CompiledForm,
  record: string,
  fields: readonly string[],
): Promise<void> {
  await change(
    place,
    form,
    record,
    `jsonb_set(coalesce(locks, '{}'), '{fields}', (select jsonb_agg(distinct h) from jsonb_array_elements(coalesce(locks->'fields', '[]') || $2::jsonb) h))`,
    JSON.stringify(fields),
  )
}

export async function unlockFields(
  place: Place,
  form: CompiledForm,
  record: string,
  fields: readonly string[],
): Promise<void> {
  await change(
    place,
    form,
    record,
    `jsonb_set(locks, '{fields}', coalesce(locks->'fields', '[]') - $2::text[])`,
    fields,
  )
}

async function change(
  { connection, installation }: Place,
  form: CompiledForm,
  record: string,
  value: string,
  parameter: unknown,
): Promise<void> {
  const table = installation.tables.get(form.key)
  if (table === undefined) return
  await connection.query(`update ${table.name} set locks = ${value} where id = $1`, [record, parameter])
}
