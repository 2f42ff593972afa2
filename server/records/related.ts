import { rawSql, sql, sqlText } from '../../engine/expression/index.ts'
import type { CompiledForm, RecordValues, Related } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import { columnOf, typeOf, wireValue } from '../storage/columns.ts'
import { readColumnOf, readSource } from './fresh.ts'
import type { Connection } from './scope.ts'

type Values = Record<string, unknown>

/** Records that a write looks at beside its own, kept by form and id; lists by form, inverse key and id. */
class LoadedRecords implements Related {
  readonly records = new Map<string, Map<string, Values>>()
  readonly lists = new Map<string, Values[]>()
  readonly #forms = new Map<string, string>()

  get(form: string, id: string): RecordValues | undefined {
    return this.records.get(form)?.get(id)
  }

  list(form: string, inverse: string, id: string): readonly RecordValues[] {
    return this.lists.get(`${form}.${inverse}.${id}`) ?? []
  }

  formOf(id: string): string | undefined {
    return this.#forms.get(id)
  }

  add(form: string, values: Values): Values {
    const known = this.records.get(form) ?? new Map<string, Values>()
    this.records.set(form, known)
    const id = String(values.id)
    const merged = { ...known.get(id), ...values }
    known.set(id, merged)
    this.#forms.set(id, form)
    return merged
  }
}

/** An installation at a moment: values that time changes are loaded as of it. */
interface ReadWorld {
  readonly installation: Installation
  readonly now: string
  readonly today: string
}

/**
 * Loads what a form's rules and formulas read of other records (`CompiledForm.needs`): one statement per relation step, only the columns asked
 * for. Rights do not apply: a formula reads as the app, and its result inherits its inputs' rights (M8).
 */
export async function loadRelated(
  world: ReadWorld,
  form: CompiledForm,
  values: RecordValues,
  connection: Connection,
  needs = form.needs,
): Promise<Related> {
  return loadRelatedOf(world, form, [values], connection, needs)
}

/** The same for several records of a form at once. */
export async function loadRelatedOf(
  world: ReadWorld,
  form: CompiledForm,
  records: readonly RecordValues[],
  connection: Connection,
  needs = form.needs,
): Promise<Related> {
  const loaded = new LoadedRecords()
  await loadSteps(world, form, records, needs, connection, loaded)
  return loaded
}

async function loadSteps(
  world: ReadWorld,
  form: CompiledForm,
  records: readonly RecordValues[],
  needs: readonly (readonly string[])[],
  connection: Connection,
  loaded: LoadedRecords,
): Promise<void> {
  const byHead = new Map<string, (readonly string[])[]>()
  for (const path of needs) byHead.set(path[0]!, [...(byHead.get(path[0]!) ?? []), path.slice(1)])
  for (const [head, rests] of byHead) {
    const inverse = form.inverses.get(head)
    const field = form.fields.get(head)
    if (field?.rows !== undefined) {
      const rows = records.flatMap(record => (record[head] ?? []) as RecordValues[])
      if (rows.length > 0) await loadSteps(world, field.rows, rows, rests, connection, loaded)
      continue
    }
    const source = world.installation.app.forms.get(inverse?.form ?? field?.target ?? '')
    if (source === undefined) continue
    const found =
      inverse === undefined
        ? await readTargets(world, source, idsOf(records, head), rests, connection, loaded)
        : await readInverse(world, form, head, source, inverse.field, idsOf(records, 'id'), rests, connection, loaded)
    const deeper = rests.filter(rest => rest.length > 1)
    if (deeper.length > 0 && found.length > 0) await loadSteps(world, source, found, deeper, connection, loaded)
  }
}

function idsOf(records: readonly RecordValues[], key: string): string[] {
  const ids = records.flatMap(record => record[key] ?? [])
  return [...new Set(ids.map(String))]
}

/** Fields a step needs: the first name of each rest, and the relations that lead further. */
const keysOf = (rests: readonly (readonly string[])[], always: readonly string[]): readonly string[] => [
  ...new Set([...always, ...rests.flatMap(rest => rest[0] ?? [])]),
]

function columnList(installation: Installation, form: CompiledForm, keys: readonly string[]): string {
  const table = installation.tables.get(form.key)!
  const columns = keys.flatMap(key => {
    const field = form.fields.get(key)
    const column = readColumnOf(installation, table, key)
    return field === undefined || column === undefined
      ? []
      : [`${wireValue(`t.${column}`, typeOf(table, field), key)} as "${key}"`]
  })
  // A failed value fails whoever reads it.
  const errors = keys.some(key => form.fields.get(key)?.computed === true) ? ['t._errors as "_errors"'] : []
  return [...columns, ...errors].join(', ')
}

async function readTargets(
  world: ReadWorld,
  form: CompiledForm,
  ids: readonly string[],
  rests: readonly (readonly string[])[],
  connection: Connection,
  loaded: LoadedRecords,
): Promise<Values[]> {
  const { installation } = world
  const table = installation.tables.get(form.key)
  if (ids.length === 0 || table === undefined) return []
  const keys = keysOf(rests, ['id'])
  const statement = sqlText(
    sql`select row_to_json(x) as record from (select ${rawSql(columnList(installation, form, keys))} from ${readSource(installation, table, 't', world, keys)} where t.id = any(${ids}::uuid[]) and t.deleted_at is null) x`,
  )
  const { rows } = await connection.query<{ record: Values }>(statement.text, [...statement.values])
  return rows.map(({ record }) => loaded.add(form.key, record))
}

async function readInverse(
  world: ReadWorld,
  owner: CompiledForm,
  key: string,
  form: CompiledForm,
  relation: string,
  ids: readonly string[],
  rests: readonly (readonly string[])[],
  connection: Connection,
  loaded: LoadedRecords,
): Promise<Values[]> {
  const { installation } = world
  const table = installation.tables.get(form.key)
  const column = table === undefined ? undefined : columnOf(table, relation)
  for (const id of ids) loaded.lists.set(`${owner.key}.${key}.${id}`, [])
  if (ids.length === 0 || table === undefined || column === undefined) return []
  const many = form.fields.get(relation)?.list === true
  const linked = rawSql(many ? `t.${column} &&` : `t.${column} = any`)
  const keys = keysOf(rests, ['id', relation])
  const statement = sqlText(
    sql`select row_to_json(x) as record from (select ${rawSql(columnList(installation, form, keys))} from ${readSource(installation, table, 't', world, keys)}
    where ${linked} (${ids}::uuid[]) and t.deleted_at is null order by t.created_at, t.id) x`,
  )
  const { rows } = await connection.query<{ record: Values }>(statement.text, [...statement.values])
  return rows.map(({ record }) => {
    const values = loaded.add(form.key, record)
    for (const id of ([] as unknown[]).concat(values[relation] ?? []))
      loaded.lists.get(`${owner.key}.${key}.${String(id)}`)?.push(values)
    return values
  })
}

/** What is known of either; the first that knows a record answers. */
export function joinRelated(all: readonly (Related | undefined)[]): Related | undefined {
  const known = all.flatMap(one => one ?? [])
  if (known.length < 2) return known[0]
  const first = <T>(ask: (one: Related) => T | undefined): T | undefined => {
    for (const one of known) {
      const found = ask(one)
      if (found !== undefined) return found
    }
    return undefined
  }
  return {
    get: (form, id) => first(one => one.get(form, id)),
    list: (form, inverse, id) =>
      first(one => {
        const found = one.list(form, inverse, id)
        return found.length > 0 ? found : undefined
      }) ?? [],
    formOf: id => first(one => one.formOf?.(id)),
  }
}

/** One record known whole, with what `needs` read beyond it. */
export async function knownRecord(
  world: ReadWorld,
  form: CompiledForm,
  values: RecordValues,
  connection: Connection,
  needs: readonly (readonly string[])[],
): Promise<Related> {
  const loaded = new LoadedRecords()
  loaded.add(form.key, values)
  await loadSteps(world, form, [values], needs, connection, loaded)
  return loaded
}
