import { rawSql, type SqlFragment, sql, sqlText } from '../../engine/expression/index.ts'
import type { CompiledForm, RecordValues, Related } from '../../engine/index.ts'
import { readable } from '../records/filter.ts'
import { readSource } from '../records/fresh.ts'
import { tableOf } from '../records/list.ts'
import { liveCondition } from '../records/one.ts'
import { asRows } from '../records/row.ts'
import { type Connection, type FormScope, siblingScope } from '../records/scope.ts'
import { hiddenFields, readableFields, recordReader } from '../records/select.ts'
import { named } from '../records/statement.ts'
import { columnOf } from '../storage/columns.ts'

/** The keys to read of a record, each with those to read of the records it leads to. */
interface Branch extends ReadonlyMap<string, Branch> {}

function branchOf(paths: readonly (readonly string[])[]): Branch {
  const heads = new Map<string, (readonly string[])[]>()
  for (const [head, ...rest] of paths)
    if (head !== undefined) heads.set(head, [...(heads.get(head) ?? []), ...(rest.length === 0 ? [] : [rest])])
  return new Map([...heads].map(([head, rests]) => [head, branchOf(rests)]))
}

/** Records as their reader may see them, by form and id; lists by form, key and id. */
class ReadableRecords implements Related {
  readonly #records = new Map<string, RecordValues>()
  readonly #lists = new Map<string, RecordValues[]>()
  readonly #forms = new Map<string, string>()

  get = (form: string, id: string): RecordValues | undefined => this.#records.get(`${form} ${id}`)
  list = (form: string, inverse: string, id: string): readonly RecordValues[] =>
    this.#lists.get(`${form} ${inverse} ${id}`) ?? []
  formOf = (id: string): string | undefined => this.#forms.get(id)

  add(form: string, record: RecordValues): void {
    const id = String(record.id)
    this.#records.set(`${form} ${id}`, { ...this.get(form, id), ...record })
    this.#forms.set(id, form)
  }

  addTo(form: string, inverse: string, id: string, record: RecordValues): void {
    const name = `${form} ${inverse} ${id}`
    this.#lists.set(name, [...(this.#lists.get(name) ?? []), record])
  }
}

/** Which records, and in what order. */
interface Choice {
  readonly where: SqlFragment
  readonly order?: SqlFragment
  readonly limit: number
}

/**
 * Reads records and what paths from them lead to with the rights of the scope's caller at every step: rows by his row rules, fields by his field
 * rights. What he may not see is simply not there.
 */
export async function readWithRights(
  scope: FormScope,
  paths: readonly (readonly string[])[],
  choice: Choice,
  connection: Connection,
): Promise<{ readonly records: readonly RecordValues[]; readonly related: Related }> {
  const related = new ReadableRecords()
  const records = await readBranch(scope, branchOf(paths), choice, connection, related)
  return { records, related }
}

async function readBranch(
  scope: FormScope,
  branch: Branch,
  choice: Choice,
  connection: Connection,
  related: ReadableRecords,
): Promise<readonly RecordValues[]> {
  const records = await readRecords(scope, [...branch.keys()], choice, connection)
  for (const record of records) related.add(scope.form.key, record)
  if (records.length > 0) await follow(scope, scope.form, records, branch, connection, related)
  return records
}

/** Reads what the keys of records lead to: the targets of links, the records that point here, the links of rows. */
async function follow(
  scope: FormScope,
  form: CompiledForm,
  records: readonly RecordValues[],
  branch: Branch,
  connection: Connection,
  related: ReadableRecords,
): Promise<void> {
  const { forms } = scope.installation.app
  for (const [key, inner] of branch) {
    if (inner.size === 0) continue
    const field = form.fields.get(key)
    const target = forms.get(field?.target ?? '')
    const inverse = field === undefined ? form.inverses.get(key) : undefined
    if (field?.rows !== undefined) {
      const rows = records.flatMap(record => (record[key] ?? []) as RecordValues[])
      await follow(scope, field.rows, rows, inner, connection, related)
    } else if (target !== undefined) {
      const ids = [...new Set(records.flatMap(record => record[key] ?? []).map(String))]
      const there = siblingScope(scope, target)
      if (ids.length > 0 && there.access.can('read'))
        await readBranch(
          there,
          inner,
          { where: sql`t.id = any(${ids}::uuid[])`, limit: ids.length },
          connection,
          related,
        )
    } else if (inverse !== undefined) await readPointing(scope, form, key, records, inner, connection, related)
  }
}

/** Records of one list at most: one more than a paper takes, so that it can say there are more. */
const MOST_POINTING = 1001

/** The records whose relation names one of these, in the order they were made. */
async function readPointing(
  scope: FormScope,
  form: CompiledForm,
  key: string,
  records: readonly RecordValues[],
  branch: Branch,
  connection: Connection,
  related: ReadableRecords,
): Promise<void> {
  const inverse = form.inverses.get(key)!
  const source = scope.installation.app.forms.get(inverse.form)
  if (source === undefined || !readable(scope, source, inverse.field)) return
  const there = siblingScope(scope, source)
  const column = columnOf(tableOf(there), inverse.field)
  if (column === undefined) return
  const many = source.fields.get(inverse.field)?.list === true
  const ids = records.map(({ id }) => String(id))
  const where = sql`${rawSql(many ? `t.${column} &&` : `t.${column} = any`)} (${ids}::uuid[])`
  const order = rawSql('t.created_at, t.id')
  const wanted: Branch = new Map([[inverse.field, new Map()], ...branch])
  const found = await readBranch(there, wanted, { where, order, limit: MOST_POINTING }, connection, related)
  for (const record of found)
    for (const id of ([] as unknown[]).concat(record[inverse.field] ?? []))
      related.addTo(form.key, key, String(id), record)
}

/** The fields among `keys` the caller may read, of the records he may read. */
async function readRecords(
  scope: FormScope,
  keys: readonly string[],
  { where, order = rawSql('t.id'), limit }: Choice,
  connection: Connection,
): Promise<readonly RecordValues[]> {
  scope.access.assert('read')
  const { installation, form, access } = scope
  const table = tableOf(scope)
  const fields = readableFields(form, access).filter(({ key }) => key === 'id' || keys.includes(key))
  const selection = { fields, expand: [], hidden: hiddenFields(form, access) }
  const reader = recordReader(installation, table, selection, scope)
  const statement = sql`select ${reader.columns} from ${readSource(installation, table, 't', scope)} where ${liveCondition(access.rows('read'))} and ${where} order by ${order} limit ${limit}`
  const { rows } = await connection.query<(string | null)[]>(asRows(named(scope.platform, sqlText(statement))))
  return rows.map(row => JSON.parse(reader.write(row)) as RecordValues)
}
