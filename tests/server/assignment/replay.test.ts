import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Question } from '../../../engine/assignment/question.ts'
import { replay } from '../../../engine/assignment/replay.ts'
import type { Client, TestServer } from '../testServer.ts'
import { base, openMarket } from './market.ts'

let server: TestServer
let admin: Client
let head: Client
let sellers: Client[]

beforeAll(async () => {
  ;({ server, admin, head, sellers } = await openMarket(6))
})
afterAll(() => server.close())

const WRITERS = 12
const EACH = 16

/** Shows 2 on the server: twelve writers at once, a newcomer, every lead decided under the lock; the log replayed gives the same list. */
it('decides one after the other though twelve write at once', { timeout: 60_000 }, async () => {
  const [newcomer] = sellers
  const place = '/api/apps/market/forms/seller_facts/records'
  const joined = await server.call(admin, 'POST', place, { person: newcomer!.id, joined: '2026-11-20' })
  expect(joined.statusCode, joined.body).toBe(201)
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let n = 0; n < EACH; n += 1) {
        // Every eighth company is entered by all of them; it stays with one seller, whatever his limits.
        const common = n % 8 === 7
        const values = { company: common ? `共同${n}` : `公司${writer}-${n}`, grade: common ? 'b' : 'abc'[n % 3] }
        const answer = await server.call(head, 'POST', base, values)
        expect(answer.statusCode, answer.body).toBe(201)
      }
    }),
  )
  const { rows } = await server.database.pool.query<{
    question: Question
    user: string
    position: number
    record: string
  }>(
    `select question, user_id as user, position::int, record_id as record from formwork.assignment where policy_key = 'rotation' and kind = 'assign' order by position`,
  )
  expect(rows.map(({ position }) => position)).toEqual(rows.map((_, index) => index + 1))
  expect(rows.length).toBe(WRITERS * EACH)
  expect(replay(rows)).toEqual(rows.map(({ user }) => user))

  const { records } = (await server.call(head, 'GET', `${base}?limit=200`)).json() as {
    records: { id: string; owner: string; company: string; grade: string }[]
  }
  const owners = new Map(records.map(({ id, owner }) => [id, owner]))
  expect(rows.filter(({ record, user }) => owners.get(record) !== user)).toEqual([])
  // One holder per company, whoever of them wrote it.
  const holders = new Map<string, Set<string>>()
  for (const { company, owner } of records) holders.set(company, (holders.get(company) ?? new Set()).add(owner))
  expect([...holders.values()].filter(({ size }) => size !== 1)).toEqual([])
  // The newcomer's prefixes hold.
  let easy = 0
  for (const [index, { question }] of rows.filter(({ user }) => user === newcomer!.id).entries()) {
    easy += question.limits.find(({ key }) => key === 'newcomer')!.inShare ? 1 : 0
    expect(easy / (index + 1)).toBeGreaterThanOrEqual(0.85)
  }
})
