import { joinSql } from '../../engine/expression/fragment.ts'
import { rawSql, type SqlFragment, type SqlPart, type SqlRows, sql } from '../../engine/expression/index.ts'
import type { CompiledForm, CompiledRollup } from '../../engine/index.ts'
import { columnOf } from '../storage/columns.ts'
import type { SqlPlace } from './sql-place.ts'

/** A list on its way: the joins that make it, and the row the rest of the path is read from. */
interface Walk {
  readonly place: SqlPlace
  readonly from: readonly string[]
  readonly where: readonly SqlFragment[]
  readonly order: readonly string[]
  /** the element when the path ends here */
  readonly element: string
}

/** The elements of a list in the closure's order: records as they were made, rows by their place, links as they are listed. undefined = not for SQL. */
export function listRows(place: SqlPlace, path: readonly string[], alias: string): SqlRows | undefined {
  let walk: Walk = { place, from: [], where: [], order: [], element: `${place.alias}.id` }
  let at = 0
  for (; at < path.length; at += 1) {
    const next = step(walk, path[at]!, `${alias}${at}`)
    if (next === undefined) break
    walk = next
  }
  if (walk.order.length === 0) return undefined
  const rest = path.slice(at)
  const element = rest.length === 0 ? { value: rawSql(walk.element) } : scalar(walk.place, rest)
  if (element === undefined) return undefined
  return {
    from: rawSql(walk.from.join(' ')),
    where: walk.where.length === 0 ? rawSql('true') : joinSql(walk.where, ' and '),
    order: rawSql(walk.order.join(', ')),
    element,
    member: member => scalar(walk.place, member),
  }
}

/** What stands at the end of a list must be one value each. */
function scalar(place: SqlPlace, path: readonly string[]): SqlPart | undefined {
  const [key = ''] = path
  const field = place.form.fields.get(key)
  return field === undefined || field.list || place.form.inverses.has(key)
    ? undefined
    : place.writer.valueAt(place, path)
}

function step(walk: Walk, name: string, alias: string): Walk | undefined {
  const { place } = walk
  const inverse = place.form.inverses.get(name)
  if (inverse !== undefined) return inverseStep(walk, inverse, alias)
  const field = place.form.fields.get(name)
  if (field === undefined || place.rules.allowed?.(place.form, name) === false) return undefined
  if (field.rows !== undefined) return rowsStep(walk, field.rows, alias)
  if (field.target === undefined) return undefined
  const source = sourceOf(place, field.target)
  const column = columnIn(place, name)
  if (source === undefined || column === undefined) return undefined
  const own = `${place.alias}.${column}`
  if (field.list) {
    // A link to a record that is gone stays in the list, as a blank.
    const links = `${alias}u`
    const listed = `unnest(${own}) with ordinality ${links}(id, o)`
    const joined = `left join ${source.table} ${alias} on ${alias}.id = ${links}.id and ${alias}.deleted_at is null`
    return extend(walk, source.form, alias, [listed, joined], [], [`${links}.o`], `${links}.id`)
  }
  // A relation to one in the middle of a list is read per element (`scalar`); before the list it leads to the list's owner.
  if (walk.from.length > 0) return undefined
  const condition = rawSql(`${alias}.id = ${own} and ${alias}.deleted_at is null`)
  return { ...extend(walk, source.form, alias, [`${source.table} ${alias}`], [condition], [], `${alias}.id`) }
}

function inverseStep(walk: Walk, inverse: { form: string; field: string }, alias: string): Walk | undefined {
  const { place } = walk
  const source = sourceOf(place, inverse.form)
  const column = source === undefined ? undefined : columnIn({ ...place, form: source.form }, inverse.field)
  if (source === undefined || column === undefined || place.rules.allowed?.(source.form, inverse.field) === false)
    return undefined
  const many = source.form.fields.get(inverse.field)?.list === true
  const link = many ? `${alias}.${column} @> array[${place.alias}.id]` : `${alias}.${column} = ${place.alias}.id`
  const visible = place.rules.rows?.(source.form, alias) ?? null
  const live = rawSql(`${link} and ${alias}.deleted_at is null`)
  const where = visible === null ? live : sql`${live} and (${visible})`
  return extend(
    walk,
    source.form,
    alias,
    [`${source.table} ${alias}`],
    [where],
    [`${alias}.created_at`, `${alias}.id`],
    `${alias}.id`,
  )
}

function rowsStep(walk: Walk, rows: CompiledForm, alias: string): Walk | undefined {
  const source = sourceOf(walk.place, rows.key)
  if (source === undefined) return undefined
  const where = rawSql(`${alias}.record_id = ${walk.place.alias}.id`)
  const made = extend(walk, rows, alias, [`${source.table} ${alias}`], [where], [`${alias}.position`], `${alias}.id`)
  return { ...made, place: { ...made.place, parent: walk.place } }
}

function extend(
  walk: Walk,
  form: CompiledForm,
  alias: string,
  from: readonly string[],
  where: readonly SqlFragment[],
  order: readonly string[],
  element: string,
): Walk {
  const { installation, rules, writer, depth } = walk.place
  return {
    place: { installation, form, alias, rules, writer, depth: depth + 1 },
    from: [...walk.from, ...(walk.from.length > 0 ? ['cross join'] : []), ...from],
    where: [...walk.where, ...where],
    order: [...walk.order, ...order],
    element,
  }
}

function sourceOf({ installation }: SqlPlace, key: string): { form: CompiledForm; table: string } | undefined {
  const form = installation.app.forms.get(key)
  const table = installation.tables.get(key)
  return form === undefined || table === undefined ? undefined : { form, table: table.name }
}

function columnIn({ installation, form }: Pick<SqlPlace, 'installation' | 'form'>, key: string): string | undefined {
  const table = installation.tables.get(form.key)
  return table === undefined ? undefined : columnOf(table, key)
}

/** A list as an array; it fails with its first element that does. */
export function valueOfRows(rows: SqlRows | undefined): SqlPart | undefined {
  if (rows === undefined) return undefined
  const { from, where, order, element } = rows
  const value = sql`array(select ${element.value} from ${from} where ${where} order by ${order})`
  return element.fails === undefined ? { value } : { value, fails: firstFailure(rows, element.fails) }
}

const firstFailure = ({ from, where, order }: SqlRows, fails: SqlFragment): SqlFragment =>
  sql`(select ${fails} from ${from} where ${where} and ${fails} is not null order by ${order} limit 1)`

/** An aggregate over the live records of a list that meet its condition (`evaluateRollup`), in one correlated query. */
export function rollupSql(place: SqlPlace, rollup: CompiledRollup): SqlPart | undefined {
  const alias = `${place.alias}_r`
  const rows = listRows(place, [rollup.list], alias)
  const source = place.installation.app.forms.get(rollup.source)
  if (rows === undefined || source === undefined) return undefined
  const { installation, rules, writer } = place
  const inner: SqlPlace = {
    ...{ installation, form: source, alias: `${alias}0`, rules, writer, depth: place.depth + 1 },
    ...(source.parent === undefined ? {} : { parent: place }),
  }
  const narrowed = narrow(rows, inner, rollup)
  if (narrowed === undefined) return undefined
  const { from, where } = narrowed
  if (rollup.field === undefined) return { value: sql`(select count(*)::numeric from ${from} where ${where})` }
  const element = writer.valueAt(inner, [rollup.field])
  const aggregate = element === undefined ? undefined : aggregateSql(rollup, element.value, source)
  if (element === undefined || aggregate === undefined) return undefined
  const value = sql`(select ${aggregate} from ${from} where ${where})`
  return element.fails === undefined ? { value } : { value, fails: firstFailure(narrowed, element.fails) }
}

function narrow(rows: SqlRows, inner: SqlPlace, rollup: CompiledRollup): SqlRows | undefined {
  // A link to a record that is gone counts nothing.
  const live =
    inner.form.parent === undefined
      ? sql`${rows.where ?? rawSql('true')} and ${rawSql(`${inner.alias}.id is not null`)}`
      : rows.where!
  if (rollup.where === undefined) return { ...rows, where: live }
  const condition = inner.writer.condition(inner, rollup.where)
  return condition === undefined ? undefined : { ...rows, where: sql`${live} and ${condition}` }
}

/** Averages keep 20 places, rounded once: the numerator is widened so far that PostgreSQL's own rounding cannot show. */
function aggregateSql(
  { aggregate, field }: CompiledRollup,
  value: SqlFragment,
  source: CompiledForm,
): SqlFragment | undefined {
  const kind = source.fields.get(field!)?.valueType.kind
  if (aggregate === 'count') return sql`count(${value})::numeric`
  if (aggregate === 'sum') return sql`coalesce(sum(${value}), 0)`
  if (aggregate === 'avg') return sql`round(round(sum(${value}), 80) / nullif(count(${value}), 0), 20)`
  const word = rawSql(aggregate)
  // Texts are compared by code, as the closure does.
  if (kind === 'text' || kind === 'option' || kind === 'time') return sql`${word}(${value} collate "C")`
  return kind === 'number' || kind === 'date' || kind === 'datetime' || kind === 'duration'
    ? sql`${word}(${value})`
    : undefined
}
