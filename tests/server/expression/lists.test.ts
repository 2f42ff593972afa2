/** Lists and failures: the closure and PostgreSQL give the same values and the same error codes. */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FormulaError } from '../../../engine/expression/index.ts'
import { type FreshDatabase, freshDatabase } from '../../database.ts'
import { fromClosure, typed } from '../../engine/expression/closure.ts'
import { Comparison } from './comparison.ts'
import { KEPT_FORMULAS, KEPT_RECORDS } from './kept.ts'
import { LIST_FORMULAS } from './lists.ts'
import { fill, fromJoined, fromSql } from './world.ts'

const id = (index: number) => `6f1e1c1a-0000-4000-8000-${String(index).padStart(12, '0')}`
const FAILED = new FormulaError('division_by_zero')
const ADA = { id: id(901), name: 'Ada', grade: 'a', credit: '10.00' }
const BO = { id: id(902), name: '博', grade: 'a_plus', credit: null }

const RECORDS = [
  { id: id(1) },
  {
    id: id(2),
    amount: '5.00',
    rate: '2',
    title: 'abcb',
    flag: true,
    tags: ['a', 'x', ''],
    numbers: ['2', '2.0', '7.5'],
    score: '3',
    customer: ADA,
    lines: [
      { id: id(11), price: '2.50', qty: '2', kind: 'a', sold: '2026-01-31', margin: '1', grade: 'a_plus', buyer: ADA },
      { id: id(12), price: null, qty: '0', kind: '', sold: '2026-02-28', margin: null, buyer: BO },
      { id: id(13), price: '5.00', qty: '1', kind: '分公司', sold: null, margin: '0.5', grade: 'a' },
      { id: id(14), price: '2.50', qty: null, kind: 'a', sold: '2026-02-28', margin: '2' },
    ],
  },
  {
    id: id(3),
    amount: '-1.00',
    rate: '0',
    title: '分公司',
    flag: false,
    tags: [],
    numbers: [],
    score: FAILED,
    customer: BO,
    lines: [
      { id: id(21), price: '3.00', qty: '3', kind: '5', sold: '2025-12-31', margin: '4', buyer: ADA },
      { id: id(22), price: '9.99', qty: '0', kind: '5.0', sold: '2026-12-31', margin: FAILED, buyer: ADA },
      {
        id: id(23),
        price: '-1.00',
        qty: '4',
        kind: '😀',
        sold: '2026-12-31',
        margin: new FormulaError('not_a_number'),
      },
    ],
  },
  { id: id(4), amount: '2.50', rate: '99', title: 'a', flag: null, score: FAILED, lines: [] },
]

let database: FreshDatabase
let client: pg.Client

beforeAll(async () => {
  database = await freshDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await fill(client, RECORDS)
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

describe('a million rows', () => {
  it('of 0.01 are 10,000.00 (RL-41)', { timeout: 60_000 }, async () => {
    await client.query('begin')
    await client.query(
      `insert into lines (id, record, position, price) select gen_random_uuid(), $1, i, 0.01 from generate_series(1, 1000000) i`,
      [RECORDS[0]!.id],
    )
    const [column] = await fromSql(client, [typed('SUM({lines.price})')])
    await client.query('rollback')
    expect(column?.[0]).toBe('10000')
    const lines = Array.from({ length: 1_000_000 }, () => ({ price: '0.01' }))
    expect(fromClosure(typed('SUM({lines.price})'), { lines })).toBe('10000')
  })
})

describe('cases kept', () => {
  it.each(['Asia/Shanghai', 'America/New_York', 'UTC'])('in %s', async zone => {
    const comparison = new Comparison(client)
    await comparison.fill(KEPT_RECORDS)
    await comparison.run(comparison.prepare(KEPT_FORMULAS, zone), () => undefined)
    await comparison.fill(RECORDS)
    expect(comparison.differences).toEqual([])
    expect([...comparison.refused]).toEqual(['=: IF({flag}, {numbers}) = {numbers}'])
  })
})

describe('the closure and PostgreSQL agree on lists and failures', () => {
  it.each(LIST_FORMULAS)('%s', async formula => {
    const node = typed(formula)
    const [column] = await fromSql(client, [node])
    const expected = RECORDS.map(record => fromClosure(node, record))
    expect(column).toEqual(expected)
    expect(await fromJoined(client, node)).toEqual(expected)
  })
})
