/** What Calc and exact arithmetic say of the closure (tests/engine/expression/excel) holds in PostgreSQL too. */
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../database.ts'
import { readCases, readDeviations } from '../../engine/expression/excel/cases.ts'
import { codesOf } from '../../engine/expression/harness.ts'
import { Comparison } from './comparison.ts'

const BATCH = 200
const ZONE = 'Asia/Shanghai'
/** Fields that are columns of the tables here; cases with settings or rows have other tests. */
const COLUMNS = ['paid', 'amount', 'title', 'flag', 'due']

/** What stands in a formula is worked out before SQL is written: the first literal is joined with a field, which is 0 or blank. */
const LITERAL = /\{[^}]*\}|"(?:[^"]|"")*"|(?<![\w.])[0-9]+(?:\.[0-9]+)?(?![\w.])/g

function withField(formula: string): string {
  const [literal] = [...formula.matchAll(LITERAL)].filter(([text]) => !text.startsWith('{'))
  if (!literal) return formula
  const field = literal[0].startsWith('"') ? '{title} &' : '{amount} +'
  const joined = `${formula.slice(0, literal.index)}(${field} ${literal[0]})${formula.slice(literal.index + literal[0].length)}`
  return codesOf(joined).length === 0 ? joined : formula
}

let database: FreshDatabase
let client: pg.Client

beforeAll(async () => {
  database = await freshDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query('set jit = off')
  await new Comparison(client).create()
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

const cases = Object.values(readCases()).flat()
const examples = readDeviations().flatMap(deviation => deviation.examples)

async function compared(formulas: readonly string[], records: readonly Readonly<Record<string, unknown>>[]) {
  const comparison = new Comparison(client)
  await comparison.fill(records)
  for (let start = 0; start < formulas.length; start += BATCH)
    await comparison.run(comparison.prepare(formulas.slice(start, start + BATCH), ZONE), () => undefined)
  return comparison
}

it('gives the same in PostgreSQL, function by function', async () => {
  const written = [...cases, ...examples].map(({ formula }) => formula)
  const formulas = [...new Set(written)].filter(formula => codesOf(formula).length === 0).map(withField)
  const result = await compared(formulas, [{ amount: '0' }])
  const refused = [...new Set([...result.refused].map(each => each.split(':')[0]))].sort().join(' ')
  console.log(`${result.compared} formulas, not for SQL in some form: ${refused}`)
  expect(result.differences).toEqual([])
  expect(formulas.filter(formula => /\(\{(amount|title)\} [+&] /.test(formula)).length).toBeGreaterThan(1500)
  expect(result.compared).toBeGreaterThan(1500)
}, 120_000)

it('gives the same in PostgreSQL for fields at the bounds of the ladder', async () => {
  const given = cases.filter(({ data }) => data && Object.keys(data).every(key => COLUMNS.includes(key)))
  const result = await compared(
    [...new Set(given.map(({ formula }) => formula))],
    given.map(({ data = {} }) => data),
  )
  expect(result.differences).toEqual([])
  expect(result.compared).toBeGreaterThan(10)
}, 120_000)
