import { joinSql } from '../../engine/expression/fragment.ts'
import { rawSql, type SqlFragment, sql, sqlText } from '../../engine/expression/index.ts'
import type { CompiledField } from '../../engine/index.ts'
import type { Expr } from '../../schemas/generated/definition.ts'
import { pageSize } from '../http/paging.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { columnOf, type TableAddress, typeOf } from '../storage/columns.ts'
import { collation } from '../storage/ddl.ts'
import { authorCondition, filterCondition, readable, relatedRows, searchCondition, viewCondition } from './filter.ts'
import { readColumnOf, readSource } from './fresh.ts'
import { asRows, type RowStatement } from './row.ts'
import { type Connection, type FormScope, siblingScope } from './scope.ts'
import { hiddenFields, type RecordReader, readableFields, recordReader, type Selection } from './select.ts'
import { named, type Statement } from './statement.ts'

/** Query parameters of a list; all text, as they arrive. */
export interface ListQuery {
  readonly filter?: string
  /** key of a view of the form: its condition joins the filter */
  readonly view?: string
  readonly sort?: string
  readonly fields?: string
  readonly expand?: string
  readonly limit?: string
  readonly cursor?: string
  readonly q?: string
  readonly count?: string
  /** a condition of the app's author; never taken from a request */
  readonly where?: Expr
}

interface SortTerm {
  readonly field: CompiledField
  readonly expression: string
  readonly type: string
  readonly descending: boolean
}

const invalid = (parameter: string, reason: string): HttpProblem =>
  new HttpProblem(400, 'invalid_parameter', { parameter, reason: reason.slice(0, 100) })

export function tableOf(scope: FormScope): TableAddress {
  const table = scope.installation.tables.get(scope.form.key)
  if (table === undefined) throw notFound()
  return table
}

interface ListPlan {
  readonly size: number
  /** where the sort keys stand in a row: what a cursor holds */
  readonly keys: readonly number[]
  readonly write: RecordReader['write']
  readonly page: RowStatement
  readonly count: Statement | undefined
}

/** The page of records as JSON text. */
export async function listRecords(scope: FormScope, query: ListQuery, connection: Connection): Promise<string> {
  scope.access.assert('read')
  const plan = listPlan(scope, query)
  const [page, total] = await Promise.all([
    connection.query<(string | null)[]>(plan.page),
    plan.count === undefined ? undefined : connection.query<{ n: number }>(plan.count),
  ])
  const { rows } = page
  const more = rows.length > plan.size
  const shown = more ? plan.size : rows.length
  let records = ''
  for (let at = 0; at < shown; at += 1) records += at === 0 ? plan.write(rows[at]!) : `,${plan.write(rows[at]!)}`
  const cursor = more ? JSON.stringify(encodeCursor(plan.keys.map(at => rows[plan.size - 1]![at] ?? null))) : 'null'
  const count = total === undefined ? '' : `,"count":${total.rows[0]?.n ?? 0}`
  return `{"records":[${records}],"nextCursor":${cursor}${count}}`
}

/** The same person asking the same again costs a look-up: a plan lives with its definition version, its day and the state of the directory. */
export function rememberedPlan<T>(
  { installation, form, caller, directory, today, access }: FormScope,
  what: string,
  make: (onClock: () => void) => T,
): T {
  const key = `${form.key} ${caller.userId} ${caller.admin} ${directory.version} ${today} ${what}`
  const known = installation.plans.get(key) as T | undefined
  if (known !== undefined) return known
  let lasting = !access.momentary
  const plan = make(() => {
    lasting = false
  })
  if (installation.plans.size > 5_000) installation.plans.clear()
  if (lasting) installation.plans.set(key, plan)
  return plan
}

const listPlan = (scope: FormScope, query: ListQuery): ListPlan =>
  rememberedPlan(scope, `list ${JSON.stringify(query)}`, onClock => makePlan(scope, query, onClock))

function makePlan(scope: FormScope, query: ListQuery, onClock: () => void): ListPlan {
  const table = tableOf(scope)
  const size = pageSize(query.limit)
  const clock = { now: scope.now, today: scope.today, onClock }
  const sort = sortTerms(scope, table, query.sort)
  const conditions = rowConditions(scope, table, query, onClock)
  const after = query.cursor === undefined ? [] : [cursorCondition(sort, query.cursor)]
  const order = orderOf(sort)
  const reader = recordReader(scope.installation, table, parseSelection(scope, query), clock)
  const keys = sort.map(({ expression }) => expression.replace(/ collate .*/, ''))
  const further = keys.filter(key => !reader.places.has(key))
  const columns = joinSql([reader.columns, ...further.map(rawSql)], ', ')
  const where = joinSql([...conditions, ...after], ' and ')
  const from = readSource(scope.installation, table, 't', clock)
  // A parameter: told how few rows are wanted, PostgreSQL walks the newest rows for a search instead of the search index (30 against 390 a second).
  const limit = sql`${size + 1}`
  const page =
    reader.joins === null
      ? sql`select ${columns} from ${from} where ${where} order by ${order} limit ${limit}`
      : // The page first, then its targets: no plan may join what is not shown.
        sql`select ${columns} from (select t.* from ${from} where ${where} order by ${order} limit ${limit}) t ${reader.joins} order by ${order}`
  const counting = sql`select count(*)::int as n from ${from} where ${joinSql(conditions, ' and ')}`
  return {
    size,
    keys: keys.map(key => reader.places.get(key) ?? reader.width + further.indexOf(key)),
    write: reader.write,
    page: asRows(named(scope.platform, sqlText(page))),
    count: query.count === 'true' ? named(scope.platform, sqlText(counting)) : undefined,
  }
}

/** Live rows the caller may read, narrowed by filter and search. */
export function rowConditions(
  scope: FormScope,
  table: TableAddress,
  query: Pick<ListQuery, 'filter' | 'view' | 'q' | 'where'>,
  onClock?: () => void,
): SqlFragment[] {
  const rows = scope.access.rows('read')
  const view = query.view === undefined ? undefined : viewCondition(scope, query.view, onClock)
  const search = query.q === undefined ? undefined : searchCondition(scope, query.q, key => columnOf(table, key))
  return [
    rawSql('t.deleted_at is null'),
    ...(rows === null ? [] : [sql`(${rows})`]),
    ...(view === undefined ? [] : [sql`(${view})`]),
    ...(query.where === undefined ? [] : [sql`(${authorCondition(scope, query.where, onClock)})`]),
    ...(query.filter === undefined || query.filter === ''
      ? []
      : [filterCondition(scope, parseJson(query.filter), onClock)]),
    ...(search === undefined ? [] : [sql`(${search})`]),
  ]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid('filter', text)
  }
}

/** The order of a list as SQL on alias `t`. @throws HttpProblem 400 for what the caller may not read */
export const sortOrder = (scope: FormScope, table: TableAddress, sort: string | undefined): SqlFragment =>
  orderOf(sortTerms(scope, table, sort))

// The id is never blank: without "nulls last" its direction is the index's.
const orderOf = (sort: readonly SortTerm[]): SqlFragment =>
  rawSql(
    sort
      .map(
        ({ expression, descending }) =>
          `${expression} ${descending ? 'desc' : 'asc'}${expression === 't.id' ? '' : ' nulls last'}`,
      )
      .join(', '),
  )

/** `-amount,title`; the newest first when absent; the id ends every order, so that pages neither skip nor repeat. */
function sortTerms(scope: FormScope, table: TableAddress, sort: string | undefined): SortTerm[] {
  const terms = (sort === undefined || sort === '' ? '-created_at' : sort).split(',').slice(0, 6)
  const made = terms.map(term => {
    const key = term.replace(/^-/, '')
    const field = scope.form.fields.get(key)
    const column =
      field === undefined || !readable(scope, scope.form, key)
        ? undefined
        : readColumnOf(scope.installation, table, key)
    if (field === undefined || column === undefined || field.list) throw invalid('sort', key)
    const type = key === 'version' ? 'integer' : typeOf(table, field)
    const ordered = `t.${column}${collation(type === 'text' && field.library === undefined ? 'text' : undefined)}`
    return { field, expression: ordered, type, descending: term.startsWith('-') }
  })
  const id = scope.form.fields.get('id')!
  return [...made, { field: id, expression: 't.id', type: 'uuid', descending: made[0]?.descending ?? false }]
}

const encodeCursor = (values: readonly (string | null)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

/** Rows after the cursor in the list's order; blanks come last. */
function cursorCondition(sort: readonly SortTerm[], cursor: string): SqlFragment {
  let values: unknown
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    values = undefined
  }
  const fits =
    Array.isArray(values) &&
    values.length === sort.length &&
    values.every(value => value === null || typeof value === 'string')
  if (!fits || !/^[0-9a-f-]{36}$/.test(String((values as unknown[]).at(-1))))
    throw new HttpProblem(400, 'invalid_cursor')
  const known = values as (string | null)[]
  const branches = sort.map((term, index) => {
    const equal = sort
      .slice(0, index)
      .map(
        (earlier, at) =>
          sql`${rawSql(earlier.expression)} is not distinct from ${known[at]}${rawSql(`::${earlier.type}`)}`,
      )
    return joinSql([...equal, later(term, known[index] ?? null)], ' and ')
  })
  return sql`((${joinSql(branches, ') or (')}))`
}

function later({ expression, type, descending }: SortTerm, value: string | null): SqlFragment {
  if (value === null) return rawSql('false')
  const beyond = sql`${rawSql(`${expression} ${descending ? '<' : '>'} `)}${value}${rawSql(`::${type}`)}`
  return expression === 't.id' ? beyond : sql`(${beyond} or ${rawSql(`${expression} is null`)})`
}

/** `fields=a,b` and `expand=customer` or `expand=customer.grade`; without `fields` everything readable. */
export function parseSelection(scope: FormScope, query: Pick<ListQuery, 'fields' | 'expand'>): Selection {
  const all = readableFields(scope.form, scope.access)
  const wanted = query.fields === undefined || query.fields === '' ? undefined : query.fields.split(',')
  const fields = wanted?.map(key => {
    const field = all.find(known => known.key === key)
    if (field === undefined) throw invalid('fields', key)
    return field
  })
  const chosen =
    fields === undefined
      ? all
      : [...all.filter(({ key }) => (key === 'id' || key === 'version') && !wanted!.includes(key)), ...fields]
  return {
    fields: chosen,
    expand: parseExpand(scope, all, query.expand),
    hidden: hiddenFields(scope.form, scope.access),
  }
}

function parseExpand(scope: FormScope, all: readonly CompiledField[], expand: string | undefined): Selection['expand'] {
  const wanted = new Map<string, string[]>()
  for (const term of expand === undefined || expand === '' ? [] : expand.split(',').slice(0, 20)) {
    const [relation = '', field] = term.split('.')
    wanted.set(relation, [...(wanted.get(relation) ?? []), ...(field === undefined ? [] : [field])])
  }
  return [...wanted].flatMap(([key, shown], index) => {
    const field = all.find(known => known.key === key)
    const target = scope.installation.app.forms.get(field?.target ?? '')
    if (field === undefined || target === undefined) throw invalid('expand', key)
    const other = siblingScope(scope, target)
    if (!other.access.can('read')) return []
    const show = shown.length > 0 ? shown : [target.titleField]
    for (const name of show)
      if (!readable(scope, target, name) || target.fields.get(name) === undefined)
        throw invalid('expand', `${key}.${name}`)
    const alias = `e${index}`
    return [{ field, target, alias, show, rows: relatedRows(scope, target, alias) }]
  })
}
