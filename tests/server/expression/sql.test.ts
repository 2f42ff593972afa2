/** The closure and PostgreSQL give the same values: tables of formulas and generated ones over the same rows. */
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  check,
  compile,
  Decimal,
  FormulaError,
  parseFormula,
  type Result,
  rawSql,
  type SqlEnvironment,
  sql,
  sqlText,
  type TypedNode,
  toSql,
  toSqlCondition,
} from '../../../engine/expression/index.ts'
import { type FreshDatabase, freshDatabase } from '../../database.ts'
import { environment, scopeOf } from '../../engine/expression/harness.ts'
import { FORMULAS, ID } from './formulas.ts'

const COLUMNS: Readonly<Record<string, string>> = {
  amount: 'numeric',
  paid: 'numeric',
  rate: 'numeric',
  title: 'text',
  flag: 'boolean',
  due: 'date',
  created: 'timestamptz',
  grade: 'text',
  owner: 'uuid',
  tags: 'text[]',
}
const ROWS: readonly Readonly<Record<string, unknown>>[] = [
  {},
  {
    amount: '93792.00',
    paid: '8000000.01',
    rate: '0.023',
    title: '合同A',
    flag: true,
    due: '2026-01-31',
    created: '2026-11-21T16:00:00.000Z',
    grade: 'a_plus',
    owner: ID,
    tags: ['x', 'y'],
  },
  {
    amount: '-2.50',
    paid: '0.00',
    rate: '3',
    title: '',
    flag: false,
    due: '2024-02-29',
    created: '2026-11-21T15:59:59.999Z',
    grade: 'b',
    tags: [],
  },
  {
    amount: '0.00',
    paid: '5000000',
    rate: '-7.25',
    title: ' 😀 Abc ',
    due: '2026-11-22',
    created: '2025-01-01T00:00:00.000Z',
    grade: 'a',
  },
  { amount: '12345678901234.56', paid: '4999999.99', rate: '0.0000001', title: 'abc', flag: true, due: '9999-12-31' },
]

const MIXED = [
  { due: '2026-05-31', title: 'only text' },
  { rate: '5', amount: '1.005' },
  { due: '2026-05-31', rate: '99999999999', amount: '10' },
]

const env: SqlEnvironment = {
  column: ([key]) => (key !== undefined && COLUMNS[key] ? rawSql(`r."${key}"`) : undefined),
  today: sql`${'2026-11-22'}::date`,
  now: sql`${'2026-11-22T05:10:02.123Z'}::timestamptz`,
  zone: 'Asia/Shanghai',
}

let database: FreshDatabase
let client: pg.Client

beforeAll(async () => {
  database = await freshDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(`set time zone 'America/New_York'`)
  await client.query(
    `create table r (n int, ${Object.entries(COLUMNS)
      .map(([name, type]) => `"${name}" ${type}`)
      .join(', ')})`,
  )
  for (const [index, row] of [...ROWS, ...MIXED].entries()) await insert(index, row)
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

async function insert(index: number, row: Readonly<Record<string, unknown>>): Promise<void> {
  const names = Object.keys(COLUMNS)
  const places = names.map((_, place) => `$${place + 2}`).join(', ')
  await client.query(`insert into r (n, ${names.map(name => `"${name}"`).join(', ')}) values ($1, ${places})`, [
    index,
    ...names.map(name => row[name] ?? null),
  ])
}

function typed(formula: string): TypedNode {
  const parsed = parseFormula(formula)
  if ('errors' in parsed) throw new Error(`${formula}: ${parsed.errors[0]?.code}`)
  const checked = check(parsed.tree, environment)
  if (!checked.typed) throw new Error(`${formula}: ${checked.errors.map(error => error.code).join(' ')}`)
  return checked.typed
}

/** One spelling for both sides: numbers in full, instants and dates as ISO, an error value as blank. */
function plain(result: Result): unknown {
  if (result instanceof FormulaError) return null
  return Decimal.isDecimal(result) ? result.toFixed() : result
}

async function fromSql(node: TypedNode): Promise<readonly unknown[]> {
  const fragment = toSql(node, env)
  if ('unsupported' in fragment) throw new Error(`not for SQL: ${fragment.unsupported}`)
  const { text, values } = sqlText(fragment)
  const shown = {
    number: `trim_scale((${text})::numeric)::text`,
    duration: `trim_scale((${text})::numeric)::text`,
    date: `to_char(${text}, 'YYYY-MM-DD')`,
    datetime: `to_char((${text}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  }[node.type.kind as 'number'] as string | undefined
  const answer = await client.query({
    text: `select ${shown ?? text} as v from r order by n`,
    values: [...values],
    rowMode: 'array',
  })
  return answer.rows.map(row => (row as unknown[])[0])
}

async function agree(formula: string): Promise<void> {
  const node = typed(formula)
  const run = compile(node)
  expect(await fromSql(node), formula).toEqual([...ROWS, ...MIXED].map(row => plain(run(scopeOf(row)))))
}

describe('the closure and PostgreSQL agree', () => {
  it.each(FORMULAS)('%s', formula => agree(formula))

  it('says what is not for SQL', () => {
    for (const formula of [
      'REGEX_MATCH({title}, "a")',
      'RMBCAP({amount})',
      'SUM(MAPLIST({lines}, {$item.price}))',
      'PROPER({title})',
    ]) {
      expect(toSql(typed(formula), env)).toHaveProperty('unsupported')
    }
  })

  it('as conditions', async () => {
    for (const formula of [
      '{amount} < 14',
      '1 / {amount} > 0',
      'NOT({amount} < 14)',
      '{grade} = "A+" || {flag}',
      'AND({title} <> "", {amount} > 0)',
    ]) {
      const fragment = toSqlCondition(typed(formula), env)
      if ('unsupported' in fragment) throw new Error(fragment.unsupported)
      const { text, values } = sqlText(fragment)
      const answer = await client.query({ text: `select n from r where ${text} order by n`, values: [...values] })
      const run = compile(typed(formula))
      expect(
        answer.rows.map(row => row.n),
        formula,
      ).toEqual([...ROWS, ...MIXED].flatMap((row, index) => (run(scopeOf(row)) === true ? [index] : [])))
    }
  })
})

const formulas = fc.letrec(tie => ({
  number: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    fc.constantFrom('{amount}', '{paid}', '{rate}', '0', '7', '0.023', '(-3)', '1000000'),
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*', '/'), tie('number'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(fc.constantFrom('ABS', 'INT', 'CEILING', '-', 'SIGN'), tie('number')).map(([f, a]) => `${f}(${a})`),
    fc
      .tuple(fc.constantFrom('ROUND', 'ROUNDDOWN', 'ROUNDUP'), tie('number'), fc.integer({ min: -3, max: 6 }))
      .map(([f, a, n]) => `${f}(${a}, ${n})`),
    fc
      .tuple(fc.constantFrom('MAX', 'SUM', 'MIN', 'IFERROR', 'IFEMPTY', 'MOD'), tie('number'), tie('number'))
      .map(([f, a, b]) => `${f}(${a}, ${b})`),
    fc.tuple(tie('condition'), tie('number'), tie('number')).map(([c, a, b]) => `IF(${c}, ${a}, ${b})`),
  ),
  condition: fc.oneof(
    { maxDepth: 3 },
    fc
      .tuple(tie('number'), fc.constantFrom('<', '<=', '>', '>=', '=', '<>'), tie('number'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.constantFrom('{flag}', '{grade} = "A+"', '{title} <> "abc"', 'ISEMPTY({due})', '{due} > TODAY()'),
    fc.tuple(fc.constantFrom('AND', 'OR'), tie('condition'), tie('condition')).map(([f, a, b]) => `${f}(${a}, ${b})`),
    tie('condition').map(a => `NOT(${a})`),
  ),
})) as unknown as { number: fc.Arbitrary<string>; condition: fc.Arbitrary<string> }

describe('generated formulas agree with PostgreSQL', () => {
  it.each(['number', 'condition'] as const)('%s', async kind => {
    await fc.assert(fc.asyncProperty(formulas[kind], agree), { numRuns: 2000 })
  })
})
