import type { FieldNode } from '../../engine/definition/cascade.ts'
import { joinSql } from '../../engine/expression/fragment.ts'
import { rawSql, type SqlFragment, type SqlPart, sql } from '../../engine/expression/index.ts'
import type { CompiledForm } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import { columnOf, type TableAddress, tableOfForm, typeOf } from '../storage/columns.ts'
import { computedPart, keptPart, placeOf } from './environment.ts'
import type { ColumnRules, SqlPlace } from './sql-place.ts'

/** A field worked out by PostgreSQL: where its new value and failure stand in the layers. */
interface ComputedColumn {
  readonly key: string
  readonly column: string
  readonly type: string
  readonly value: string
  readonly fails: string | undefined
}

/** Computed fields of the rows of `t` as joined layers: each layer reads the ones before it, so that every field is worked out once. */
export interface ComputeSql {
  /** `cross join lateral (...)` parts over alias `t` */
  readonly layers: SqlFragment
  /** the same as a source of its own, for a sub-select over one row of `t` */
  readonly source: SqlFragment
  readonly columns: readonly ComputedColumn[]
  /** `_errors` after the change */
  readonly errors: string
}

/** Fields of records of a form as set-based SQL; undefined when one of them is not for SQL, or is a row's. */
export function computeSql(
  installation: Installation,
  form: CompiledForm,
  nodes: readonly FieldNode[],
  rules: ColumnRules,
): ComputeSql | undefined {
  if (nodes.some(node => node.form !== form)) return undefined
  const made = layeredSql(installation, form, nodes, rules, 't')
  return made.columns.length === nodes.length ? made : undefined
}

/** The same on another alias, without the fields that are not for SQL. */
export function layeredSql(
  installation: Installation,
  form: CompiledForm,
  nodes: readonly FieldNode[],
  rules: ColumnRules,
  alias: string,
): ComputeSql {
  const table = tableOfForm(installation, form)
  const made = new Map<string, ComputedColumn & { readonly layer: number }>()
  const layers: Layer[] = []
  for (const node of [...nodes].sort((a, b) => a.order - b.order)) {
    const at = Math.max(0, ...ownReads(node, form).map(key => (made.get(key)?.layer ?? -1) + 1))
    const place: SqlPlace = { ...placeOf(installation, form, alias, rules), own: key => layered(made.get(key)) }
    const column = columnOf(table, node.field.key)
    const part = column === undefined ? undefined : computedPart(place, node.field, `${column}_`)
    if (column === undefined || part === undefined) continue
    const raw = { value: rawSql(`r${at}.${column}`), ...(part.fails ? { fails: rawSql(`r${at}.${column}e`) } : {}) }
    const kept = keptPart(place, node.field, raw)
    if (kept === undefined) continue
    const layer = layers[at] ?? { joins: [], raw: [], kept: [] }
    layers[at] = layer
    if (part.joins !== undefined) layer.joins.push(part.joins)
    layer.raw.push(...asColumns(part, column))
    layer.kept.push(...asColumns(kept, `${column}_n`))
    made.set(node.field.key, describe(table, node, at, kept, `${column}_n`))
  }
  const written = layers.map(writeLayer)
  const columns = [...made.values()]
  return {
    layers: joinSql(
      written.map(part => sql`cross join lateral ${part}`),
      ' ',
    ),
    source: joinSql(
      written.map((part, index) => (index === 0 ? part : sql`cross join lateral ${part}`)),
      ' ',
    ),
    columns,
    errors: errorsSql(columns),
  }
}

/** Fields that wait for nothing but the layers before: their values unrounded, and as the table keeps them. */
interface Layer {
  readonly joins: SqlFragment[]
  readonly raw: SqlFragment[]
  readonly kept: SqlFragment[]
}

const asColumns = ({ value, fails }: SqlPart, name: string): SqlFragment[] => [
  sql`${value} as ${rawSql(name)}`,
  ...(fails === undefined ? [] : [sql`${fails} as ${rawSql(`${name}e`)}`]),
]

/** "offset 0" keeps the raw values whole: pulled up, their expressions would be worked out wherever they are read. */
function writeLayer({ joins, raw, kept }: Layer, at: number): SqlFragment {
  const shared = joins.length === 0 ? rawSql('') : sql` from (values (1)) one(n) ${joinSql(joins, ' ')}`
  return sql`(select ${joinSql(raw, ', ')}${shared} offset 0) ${rawSql(`r${at}`)} cross join lateral (select ${joinSql(kept, ', ')}) ${rawSql(`l${at}`)}`
}

const ownReads = ({ reads }: FieldNode, form: CompiledForm): string[] =>
  reads.flatMap(read => (read.hops.length === 0 && read.form === form.key ? [read.field] : []))

function describe(
  table: TableAddress,
  { field }: FieldNode,
  layer: number,
  part: SqlPart,
  name: string,
): ComputedColumn & { readonly layer: number } {
  return {
    key: field.key,
    column: columnOf(table, field.key)!,
    type: typeOf(table, field),
    value: `l${layer}.${name}`,
    fails: part.fails === undefined ? undefined : `l${layer}.${name}e`,
    layer,
  }
}

function layered(column: ComputedColumn | undefined): SqlPart | undefined {
  if (column === undefined) return undefined
  // Durations are whole numbers in the table, numbers in the language.
  const value = rawSql(column.type === 'bigint' ? `${column.value}::numeric` : column.value)
  return column.fails === undefined ? { value } : { value, fails: rawSql(column.fails) }
}

/** Failures of the fields worked out, in place of what was known of them; NULL when nothing fails. */
function errorsSql(columns: readonly ComputedColumn[]): string {
  const keys = columns.map(({ key }) => `'${key}'`).join(', ')
  const kept = `coalesce(t._errors, '{}'::jsonb) - array[${keys}]::text[]`
  const failing = columns.flatMap(({ key, fails }) => (fails === undefined ? [] : [`'${key}', ${fails}`]))
  if (failing.length === 0) return `(case when t._errors is null then null else nullif(${kept}, '{}'::jsonb) end)`
  const any = columns.flatMap(({ fails }) => fails ?? []).map(fails => `${fails} is not null`)
  const merged = `nullif((${kept}) || jsonb_strip_nulls(jsonb_build_object(${failing.join(', ')})), '{}'::jsonb)`
  return `(case when t._errors is null and not (${any.join(' or ')}) then null else ${merged} end)`
}
