/** A small world in tables and in memory, and one spelling for the results of both sides. */
import type pg from 'pg'
import {
  FormulaError,
  rawSql,
  type SqlEnvironment,
  type SqlFragment,
  type SqlPart,
  type SqlRows,
  sql,
  sqlText,
  type Type,
  type TypedNode,
  toSqlJoined,
  toSqlParts,
} from '../../../engine/expression/index.ts'
import { CALENDAR, isRecord, NOW, TODAY } from '../../engine/expression/closure.ts'

type Row = Readonly<Record<string, unknown>>

const COLUMNS: Readonly<Record<string, string>> = {
  amount: 'numeric',
  paid: 'numeric',
  rate: 'numeric',
  title: 'text',
  flag: 'boolean',
  due: 'date',
  created: 'timestamptz',
  start: 'text',
  grade: 'text',
  owner: 'uuid',
  tags: 'text[]',
  numbers: 'numeric[]',
  score: 'numeric',
  customer: 'uuid',
}
const LINE_COLUMNS: Readonly<Record<string, string>> = {
  price: 'numeric',
  qty: 'numeric',
  kind: 'text',
  grade: 'text',
  sold: 'date',
  margin: 'numeric',
  buyer: 'uuid',
}
const CUSTOMER_COLUMNS: Readonly<Record<string, string>> = { name: 'text', grade: 'text', credit: 'numeric' }
/** Computed fields: what failed is NULL with its code beside. */
const COMPUTED = ['score', 'margin']

const part = (alias: string, column: string): SqlPart => ({
  value: rawSql(`${alias}."${column}"`),
  ...(COMPUTED.includes(column) ? { fails: rawSql(`${alias}."${column}_error"`) } : {}),
})

function customerMember(link: string, [name, ...rest]: readonly string[], alias: string): SqlFragment | undefined {
  if (name === undefined || rest.length > 0 || CUSTOMER_COLUMNS[name] === undefined) return undefined
  return rawSql(`(select ${alias}."${name}" from customers ${alias} where ${alias}.id = ${link})`)
}

function lineMember(alias: string, [name, ...rest]: readonly string[]): SqlPart | undefined {
  if (name === 'buyer' && rest.length > 0) {
    const value = customerMember(`${alias}.buyer`, rest, `${alias}c`)
    return value && { value }
  }
  return name !== undefined && rest.length === 0 && LINE_COLUMNS[name] !== undefined ? part(alias, name) : undefined
}

const env: SqlEnvironment = {
  column([name, ...rest]) {
    if (name === 'customer' && rest.length > 0) return customerMember('r.customer', rest, 'rc')
    return name !== undefined && rest.length === 0 && COLUMNS[name] !== undefined ? part('r', name) : undefined
  },
  rows([name, ...rest], alias): SqlRows | undefined {
    if (name !== 'lines') return undefined
    const element = rest.length === 0 ? { value: rawSql(`${alias}.id`) } : lineMember(alias, rest)
    return (
      element && {
        from: rawSql(`lines ${alias}`),
        where: rawSql(`${alias}.record = r.id`),
        order: rawSql(`${alias}.position`),
        element,
        member: path => lineMember(alias, path),
      }
    )
  },
  today: sql`${TODAY}::date`,
  now: sql`${NOW}::timestamptz`,
  zone: 'Asia/Shanghai',
  calendar: CALENDAR.rules!,
}

export const environmentAt = (zone: string): SqlEnvironment => ({ ...env, zone })

/** Creates the tables and puts records in: `lines` are rows, `customer` and `buyer` objects, error values where a computed field failed. */
export async function fill(client: pg.Client, records: readonly Row[]): Promise<void> {
  await createTables(client)
  await fillTables(client, records)
  await client.query('analyze')
}

export async function createTables(client: pg.Client): Promise<void> {
  const define = (columns: Readonly<Record<string, string>>) =>
    Object.entries(columns)
      .map(([name, type]) => `"${name}" ${type}${COMPUTED.includes(name) ? `, "${name}_error" text` : ''}`)
      .join(', ')
  await client.query(`create table customers (id uuid, ${define(CUSTOMER_COLUMNS)})`)
  await client.query(`create table lines (id uuid, record uuid, position int, ${define(LINE_COLUMNS)})`)
  await client.query(`create table r (n int, id uuid, ${define(COLUMNS)})`)
  await client.query('create index on lines (record); create index on customers (id)')
}

/** Puts records in place of those before. */
export async function fillTables(client: pg.Client, records: readonly Row[]): Promise<void> {
  await client.query('truncate r, lines, customers')
  const customers = new Map<unknown, Row>()
  for (const [n, record] of records.entries()) {
    await insert(client, 'r', { n, id: record.id }, record, COLUMNS)
    const lines = (record.lines ?? []) as readonly Row[]
    for (const one of [record.customer, ...lines.map(line => line.buyer)])
      if (one) customers.set((one as Row).id, one as Row)
    for (const [position, line] of lines.entries())
      await insert(client, 'lines', { id: line.id, record: record.id, position }, line, LINE_COLUMNS)
  }
  for (const customer of customers.values())
    await insert(client, 'customers', { id: customer.id }, customer, CUSTOMER_COLUMNS)
}

async function insert(
  client: pg.Client,
  table: string,
  keys: Row,
  values: Row,
  columns: Readonly<Record<string, string>>,
): Promise<void> {
  const row: Record<string, unknown> = { ...keys }
  for (const name of Object.keys(columns)) {
    const value = values[name] ?? null
    row[name] = value instanceof FormulaError ? null : isRecord(value) ? value.id : value
    if (COMPUTED.includes(name)) row[`${name}_error`] = value instanceof FormulaError ? value.code : null
  }
  const names = Object.keys(row)
  await client.query(
    `insert into ${table} (${names.map(name => `"${name}"`).join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(row),
  )
}

/** The same spelling of a value in SQL. */
function shown(value: SqlFragment, type: Type): SqlFragment {
  switch (type.kind) {
    case 'number':
    case 'duration':
      return sql`trim_scale((${value})::numeric)::text`
    case 'date':
      return sql`to_char(${value}, 'YYYY-MM-DD')`
    case 'datetime':
      return sql`to_char((${value}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
    case 'list': {
      const item = shown(rawSql('u.v'), type.of)
      return sql`(select '[' || string_agg(coalesce(${item}, '~'), ', ' order by u.n) || ']' from unnest(${value}) with ordinality u(v, n))`
    }
    default:
      return sql`(${value})::text`
  }
}

/** One statement's column for a formula, in the spelling of `fromClosure`. */
export function answer(node: TypedNode, environment: SqlEnvironment = env): SqlFragment | { unsupported: string } {
  const written = toSqlParts(node, environment)
  if ('unsupported' in written) return written
  const value = shown(written.value, node.type)
  return written.fails ? sql`coalesce('!' || (${written.fails}), ${value})` : value
}

/** The same with what value and code share joined behind the table. */
export async function fromJoined(client: pg.Client, node: TypedNode): Promise<readonly unknown[]> {
  const written = toSqlJoined(node, env)
  if ('unsupported' in written) throw new Error(`not for SQL: ${written.unsupported}`)
  const value = shown(written.value, node.type)
  const answered = written.fails ? sql`coalesce('!' || (${written.fails}), ${value})` : value
  const { text, values } = sqlText(sql`select ${answered} from r ${written.joins ?? rawSql('')} order by r.n`)
  const { rows } = await client.query<unknown[]>({ text, values: [...values], rowMode: 'array' })
  return rows.map(row => row[0])
}

/** The answers of formulas on all records: `[formula][record]`. */
export async function fromSql(
  client: pg.Client,
  nodes: readonly TypedNode[],
): Promise<readonly (readonly unknown[])[]> {
  const columns = nodes.map(node => {
    const written = answer(node)
    if ('unsupported' in written) throw new Error(`not for SQL: ${written.unsupported}`)
    return written
  })
  const all = columns.reduce((left, right, index) => (index === 0 ? right : sql`${left}, ${right}`))
  const { text, values } = sqlText(sql`select ${all} from r order by n`)
  const { rows } = await client.query<unknown[]>({ text, values: [...values], rowMode: 'array' })
  return nodes.map((_, index) => rows.map(row => row[index]))
}
