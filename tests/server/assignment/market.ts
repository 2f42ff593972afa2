import { expect } from 'vitest'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const both = (text: string) => ({ zh: text, en: text })

/** Leads that marketing enters, given by rotation and claimed from a market; sellers see their own and what is nobody's. */
export const market: AppDefinition = {
  formatVersion: 1,
  key: 'market',
  version: '1.0.0',
  name: both('线索'),
  zone: 'Asia/Shanghai',
  settings: [{ key: 'share', label: both('新人保护'), type: 'percent', value: '0.85' }],
  calendars: [
    {
      key: 'office',
      week: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map(day => [day, [['09:00', '18:00']]])),
    },
  ],
  forms: [
    {
      key: 'lead',
      name: both('线索'),
      titleField: 'company',
      fields: [
        { key: 'company', label: both('公司'), type: 'text', required: true, maxLength: 60 },
        { key: 'grade', label: both('等级'), type: 'text' },
        { key: 'night', label: both('夜间'), type: 'yes_no' },
        { key: 'by_hand', label: both('不分配'), type: 'yes_no' },
        { key: 'motive', label: both('理由'), type: 'text', maxLength: 100 },
      ],
      stages: {
        pipeline: [
          { key: 'fresh', label: both('新'), kind: 'open' },
          { key: 'done', label: both('完'), kind: 'done' },
        ],
      },
    },
    {
      key: 'seller_facts',
      name: both('销售档案'),
      extends: 'user',
      fields: [
        { key: 'person', label: both('人员'), type: 'user', required: true, unique: true },
        { key: 'joined', label: both('入职'), type: 'date' },
      ],
    },
  ],
  policies: [
    {
      key: 'rotation',
      name: both('轮转'),
      form: 'lead',
      pool: 'ROLE("seller")',
      lane: '{grade}',
      oneOwnerPer: '{company}',
      otherwise: 'ROLE("head")',
      limits: [
        {
          key: 'newcomer',
          label: both('新人首周'),
          who: 'DAYS(TODAY(), {$candidate.joined}) < 7',
          share: '{grade} <> "a"',
          atLeast: '{$settings.share}',
          over: '7d',
        },
        { key: 'claims', label: both('每天认领 2 条'), applies: ['claim'], max: 2, per: 'day' },
      ],
      claim: { who: 'ROLE("seller")', reason: 'motive' },
    },
    { key: 'daytime', form: 'lead', pool: 'ROLE("seller")', calendar: 'office' },
  ],
  automations: [
    {
      key: 'give',
      name: both('分配'),
      on: [{ event: 'created', form: 'lead' }],
      where: 'AND({night} <> TRUE, {by_hand} <> TRUE)',
      then: [{ do: 'assign', policy: 'rotation' }],
    },
    {
      key: 'give_at_day',
      name: both('白天分配'),
      on: [{ event: 'created', form: 'lead', where: '{night} = TRUE' }],
      then: [{ do: 'assign', policy: 'daytime' }],
    },
    {
      key: 'into_market',
      name: both('进入集市'),
      on: [{ event: 'created', form: 'lead', where: '{by_hand} = TRUE' }],
      then: [{ do: 'assign', policy: 'rotation', release: true }],
    },
    {
      key: 'reclaim',
      name: both('回收'),
      on: [{ event: 'updated', form: 'lead', fields: ['grade'] }],
      then: [{ do: 'assign', policy: 'rotation' }],
    },
  ],
  roles: [
    {
      key: 'seller',
      label: both('销售'),
      grants: [
        { form: 'lead', can: ['read', 'update', 'move'], rows: 'own' },
        { form: 'lead', can: ['read'], rows: 'ISEMPTY({owner})' },
      ],
    },
    { key: 'head', label: both('主管'), grants: [{ form: 'lead', can: ['read', 'create', 'update', 'move'] }] },
  ],
}

export const base = '/api/apps/market/forms/lead/records'

/** A server with the market, its sellers in the order of the pool, and the head who enters leads. */
export async function openMarket(
  sellers: number,
): Promise<{ server: TestServer; admin: Client; head: Client; sellers: Client[] }> {
  const server = await startTestServer()
  const org = await server.addOrganisation('测试公司')
  const admin = await server.addPerson(org, 'admin', { admin: true })
  const made = await server.call(admin, 'POST', '/api/apps', { definition: market })
  expect(made.statusCode, made.body).toBe(201)
  const people: Client[] = []
  const grant = async (client: Client, role: string): Promise<void> => {
    const answer = await server.call(admin, 'PATCH', `/api/users/${client.id}`, { roles: { market: [role] } })
    expect(answer.statusCode, answer.body).toBe(200)
  }
  for (let n = 0; n < sellers; n += 1) {
    const seller = await server.addPerson(org, `seller${n}`)
    await grant(seller, 'seller')
    people.push(seller)
  }
  const head = await server.addPerson(org, 'head')
  await grant(head, 'head')
  people.sort((a, b) => (a.id < b.id ? -1 : 1))
  return { server, admin, head, sellers: people }
}
