import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client, TestServer } from '../testServer.ts'
import { base, openMarket } from './market.ts'

let server: TestServer
let admin: Client
let head: Client
let sellers: Client[]
let number = 0

beforeAll(async () => {
  ;({ server, admin, head, sellers } = await openMarket(3))
})
afterAll(() => server.close())

const lead = async (values: object = {}): Promise<{ id: string; owner: string | null }> => {
  number += 1
  const answer = await server.call(head, 'POST', base, { company: `公司${number}`, grade: 'b', ...values })
  expect(answer.statusCode, answer.body).toBe(201)
  const read = await server.call(admin, 'GET', `${base}/${answer.json().id}`)
  return { id: answer.json().id, owner: read.json().owner }
}
const ownerOf = async (id: string) => (await server.call(admin, 'GET', `${base}/${id}`)).json().owner as string | null
const names = (ids: readonly (string | null)[]) => ids.map(id => sellers.findIndex(seller => seller.id === id))
const decisions = async (who: Client, id: string) =>
  (await server.call(who, 'GET', `${base}/${id}/assignments`)).json().assignments

describe('the action assign', () => {
  it('gives in turn, and tells the record’s readers why', async () => {
    const leads = [await lead(), await lead(), await lead(), await lead()]
    expect(names(leads.map(({ owner }) => owner))).toEqual([0, 1, 2, 0])
    const [decision] = await decisions(head, leads[3]!.id)
    expect(decision).toMatchObject({ outcome: 'given', user: sellers[0]!.id, previous: head.id, by: head.id, count: 3 })
    expect(decision.candidates.map(({ reason }: { reason: string }) => reason)).toEqual(['chosen', 'later', 'later'])
    const own = await decisions(sellers[0]!, leads[3]!.id)
    expect(own[0].candidates).toEqual([expect.objectContaining({ user: sellers[0]!.id, reason: 'chosen' })])
  })

  it('gives what is taken back to somebody who had it not, then to who stands in', async () => {
    const { id, owner } = await lead({ grade: 'r' })
    const seen = [owner]
    for (const grade of ['s', 't', 'u']) {
      await server.call(head, 'PATCH', `${base}/${id}`, { grade })
      seen.push(await ownerOf(id))
    }
    expect(new Set(seen.slice(0, 3)).size).toBe(3)
    expect(seen[3]).toBe(head.id)
    expect((await decisions(head, id)).map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'otherwise',
      'given',
      'given',
      'given',
    ])
  })

  it('leaves a newcomer the easy ones: attributes of people are read as {$candidate.joined}', async () => {
    const place = '/api/apps/market/forms/seller_facts/records'
    const made = await server.call(admin, 'POST', place, { person: sellers[0]!.id, joined: '2026-11-20' })
    expect(made.statusCode, made.body).toBe(201)
    const leads = [await lead({ grade: 'a' }), await lead({ grade: 'a' }), await lead({ grade: 'a' })]
    expect(names(leads.map(({ owner }) => owner))).toEqual([1, 2, 1])
    const [decision] = await decisions(head, leads[0]!.id)
    expect(decision.candidates[0]).toMatchObject({
      reason: 'limit',
      limit: { key: 'newcomer', label: { zh: '新人首周' } },
    })
    expect((await server.call(admin, 'DELETE', `${place}/${made.json().id}`)).statusCode).toBe(200)
    expect(names([(await lead({ grade: 'a' })).owner])).toEqual([0])
  })

  it('keeps a second lead of the same company with the one who has the first, and the database refuses any other way', async () => {
    const first = await lead({ company: '同一家' })
    const second = await lead({ company: '同一家' })
    expect(second.owner).toBe(first.owner)
    expect((await decisions(head, second.id))[0]).toMatchObject({ outcome: 'kept' })
    const other = sellers.find(({ id }) => id !== first.owner)!
    const answer = await server.call(head, 'PATCH', `${base}/${second.id}`, { owner: other.id })
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors[0]).toMatchObject({ code: 'one_owner', path: '/company' })
    await server.call(head, 'POST', `${base}/${first.id}/stage`, { to: 'done' })
    expect((await server.call(head, 'PATCH', `${base}/${second.id}`, { owner: other.id })).statusCode).toBe(200)
  })

  it('passes over who has left', async () => {
    await server.call(admin, 'PATCH', `/api/users/${sellers[1]!.id}`, { active: false })
    const leads = [await lead({ grade: 'x' }), await lead({ grade: 'x' }), await lead({ grade: 'x' })]
    expect(names(leads.map(({ owner }) => owner))).toEqual([0, 2, 0])
    await server.call(admin, 'PATCH', `/api/users/${sellers[1]!.id}`, { active: true })
  })

  it('lets records wait outside the calendar, and gives them in the order they came', async () => {
    // Sunday noon in Shanghai.
    const waiting = [await lead({ night: true }), await lead({ night: true })]
    expect(waiting.map(({ owner }) => owner)).toEqual([null, null])
    expect((await decisions(head, waiting[0]!.id))[0]).toMatchObject({
      outcome: 'waits',
      opens: '2026-11-23T01:00:00.000Z',
    })
    server.clock.advance(20 * 3_600_000)
    await expect
      .poll(async () => names([await rowOwner(waiting[0]!.id), await rowOwner(waiting[1]!.id)]))
      .toEqual([0, 1])
  })
})

/** Sessions end while the clock is moved. */
const rowOwner = async (id: string): Promise<string | null> => {
  const { rows } = await server.database.pool.query(
    'select user_id as user from formwork.assignment where record_id = $1 order by id desc limit 1',
    [id],
  )
  return rows[0].user
}
