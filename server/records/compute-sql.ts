import type { FieldNode } from '../../engine/definition/cascade.ts'
import { joinSql } from '../../engine/expression/fragment.ts'
import { rawSql, type SqlFragment, type SqlPart, sql } from '../../engine/expression/index.ts'
import type { CompiledForm } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import { columnOf, type TableAddress, tableOfForm, typeOf } from '../storage/columns.ts'
import { heldPart, placeOf } from './environment.ts'
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
  const layers: SqlFragment[][] = []
  for (const node of [...nodes].sort((a, b) => a.order - b.order)) {
    const layer = Math.max(0, ...ownReads(node, form).map(key => (made.get(key)?.layer ?? -1) + 1))
    const place: SqlPlace = { ...placeOf(installation, form, alias, rules), own: key => layered(made.get(key)) }
    const part = heldPart(place, node.field)
    const column = columnOf(table, node.field.key)
    if (part === undefined || column === undefined) continue
    const name = `${column}_n`
    made.set(node.field.key, describe(table, node, layer, part, name))
    layers[layer] = [
      ...(layers[layer] ?? []),
      sql`${part.value} as ${rawSql(name)}`,
      ...(part.fails === undefined ? [] : [sql`${part.fails} as ${rawSql(`${name}e`)}`]),
    ]
  }
  // "offset 0" keeps a layer whole: pulled up, its expressions would be worked out wherever they are read.
  const written = layers.map((parts, layer) => sql`(select ${joinSql(parts, ', ')} offset 0) ${rawSql(`l${layer}`)}`)
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
