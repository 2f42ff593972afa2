import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../server/testServer.ts'
import { type Company, install, startCompany } from './company.ts'

let company: Company
let marketing: Client
let director: Client
let sellers: Client[]
const base = '/api/apps/sales_management/forms'
let number = 0

beforeAll(async () => {
  company = await startCompany()
  await install(company, 'sales_management', false)
  const { roles } = (await company.server.call(company.admin, 'GET', '/api/roles')).json() as {
    roles: { app: string; key: string; users: string[] }[]
  }
  const holding = (role: string): Client[] => {
    const users = roles.find(({ app, key }) => app === 'sales_management' && key === role)?.users ?? []
    return [...company.people.values()].filter(({ id }) => users.includes(id))
  }
  marketing = holding('marketing')[0]!
  director = holding('director')[0]!
  sellers = holding('seller')
})
afterAll(() => company.server.close())

const call = (who: Client, method: 'GET' | 'POST' | 'PATCH', path: string, body?: object) =>
  company.server.call(who, method, `${base}/${path}`, body)

/** The four answers that make a lead grade A. */
const GOOD = { budget: 'over_500', authority: 'decides', need_level: 'urgent', timeline: 'within_30' }

async function enter(who: Client, values: object = {}) {
  number += 1
  const answer = await call(who, 'POST', 'lead/records', {
    company: `线索公司${number}`,
    contact_name: '王工',
    phone: `138${String(10_000_000 + number)}`,
    region: 'east',
    industry: 'medical',
    sub_industry: 'pharma',
    source: 'website',
    ...values,
  })
  expect(answer.statusCode, answer.body).toBe(201)
  const lead = (await call(director, 'GET', `lead/records/${answer.json().id}`)).json()
  return lead as { id: string; owner: string | null; grade: string; motive: string }
}
const profile = (person: Client, values: object) =>
  call(director, 'POST', 'seller_profile/records', { person: person.id, joined: '2024-01-01', ...values })

describe('S2: lead distribution', () => {
  it('goes round all sellers for what marketing enters, and leaves what a seller enters with him', async () => {
    const owners = new Set<string | null>()
    for (let n = 0; n < sellers.length; n += 1) owners.add((await enter(marketing)).owner)
    expect(owners).toEqual(new Set(sellers.map(({ id }) => id)))
    expect((await enter(sellers[0]!)).owner).toBe(sellers[0]!.id)
  })

  it('keeps leads of one region with who takes only that, protects a newcomer, and pauses', async () => {
    const [north, newcomer, paused, ...others] = sellers
    for (const [person, values] of [
      [north!, { region: 'north' }],
      [newcomer!, { joined: '2026-11-20' }],
      [paused!, { paused: true }],
    ] as const)
      expect((await profile(person, values)).statusCode).toBe(201)
    const easy = await Promise.all(Array.from({ length: others.length + 1 }, () => enter(marketing)))
    expect(new Set(easy.map(({ owner }) => owner))).toEqual(new Set([newcomer!, ...others].map(({ id }) => id)))
    for (let n = 0; n < 4; n += 1) {
      const hard = await enter(marketing, GOOD)
      expect(hard.grade).toBe('a')
      expect(others.map(({ id }) => id)).toContain(hard.owner)
    }
  })

  it('gives no second seller the same customer', async () => {
    const first = await enter(marketing, { company: '同一家医院' })
    expect((await enter(marketing, { company: '同一家医院' })).owner).toBe(first.owner)
    const own = sellers.find(({ id }) => id !== first.owner)!
    const refused = await call(own, 'POST', 'lead/records', {
      company: '同一家医院',
      contact_name: '李工',
      phone: '13999999999',
      region: 'east',
      industry: 'medical',
      sub_industry: 'pharma',
      source: 'website',
    })
    expect(refused.statusCode).toBe(422)
    expect(refused.json().errors[0].code).toBe('one_owner')
  })
})

describe('S2: a lead nobody calls', () => {
  it('is reminded of after 2 hours, and after 4 taken back and given to somebody else', async () => {
    const { id, owner } = await enter(marketing)
    const told = async (text: string): Promise<number> => {
      const { rows } = await company.server.database.pool.query<{ n: number }>(
        `select count(*)::int as n from formwork.notification where user_id = $1 and link ->> 'record' = $2 and text ->> 'zh' like '%' || $3 || '%'`,
        [owner, id, text],
      )
      return rows[0]!.n
    }
    const ownerNow = async () => (await call(director, 'GET', `lead/records/${id}`)).json().owner as string
    company.server.clock.advance(2 * 3_600_000)
    await expect.poll(() => told('还没有联系')).toBe(1)
    expect(await ownerNow()).toBe(owner)
    company.server.clock.advance(2 * 3_600_000)
    await expect.poll(ownerNow).not.toBe(owner)
    expect(await told('已收回')).toBe(1)
    expect(sellers.map(seller => seller.id)).toContain(await ownerNow())
    const touched = await call(director, 'PATCH', `lead/records/${id}`, { first_touch_at: company.server.clock.now() })
    expect(touched.statusCode, touched.body).toBe(200)
    const kept = await ownerNow()
    company.server.clock.advance(4 * 3_600_000)
    await new Promise(resolve => setTimeout(resolve, 2500))
    expect(await ownerNow()).toBe(kept)
  })
})

describe('S3: the lead market', () => {
  it('shows what is nobody’s to every seller, who claims it with his motive', async () => {
    const { id, owner } = await enter(marketing, { to_market: true })
    expect(owner).toBeNull()
    const [first, second] = sellers
    const shown = (await call(second!, 'GET', 'lead/records?view=lead_market')).json().records as { id: string }[]
    expect(shown.map(record => record.id)).toContain(id)
    const claimed = await call(first!, 'POST', `lead/records/${id}/claim`, { reason: '我负责这家医院的设备' })
    expect(claimed.statusCode, claimed.body).toBe(200)
    const late = await call(second!, 'POST', `lead/records/${id}/claim`, { reason: '离我近' })
    expect(late.json()).toMatchObject({ code: 'claimed_already', holder: { id: first!.id } })
    expect((await call(director, 'GET', `lead/records/${id}`)).json().motive).toBe('我负责这家医院的设备')
  })
})
