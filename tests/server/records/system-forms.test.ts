import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const words = (text: string) => ({ zh: text, en: text })
const field = (key: string, type: 'text' | 'money') => ({ key, label: words(key), type })
const definition: AppDefinition = {
  ...{ formatVersion: 1, key: 'deals', version: '0.1.0', name: words('deals') },
  forms: [
    {
      ...{ key: 'deal', name: words('deal'), titleField: 'name' },
      fields: [field('name', 'text'), field('amount', 'money'), field('cost', 'money')],
      stages: { pipeline: ['open', 'offer', 'won'].map(key => ({ key, label: words(key) })) },
    },
  ],
  roles: [
    {
      ...{ key: 'seller', label: words('seller') },
      grants: [
        {
          form: 'deal',
          can: ['read', 'create', 'update', 'move'],
          rows: 'own',
          fields: { '*': 'write', cost: 'hidden' },
        },
      ],
    },
    { key: 'visitor', label: words('visitor'), grants: [] },
  ],
  automations: [
    {
      ...{ key: 'offered', name: words('offered'), on: [{ event: 'stage_entered', form: 'deal', stage: 'offer' }] },
      then: [{ do: 'task', to: '{owner}', title: words('send the offer') }],
    },
  ],
}

let server: TestServer
let admin: Client
let li: Client
let wang: Client
let mine = ''
beforeAll(async () => {
  server = await startTestServer()
  const org = await server.addOrganisation('A')
  admin = await server.addPerson(org, 'admin', { admin: true })
  expect((await server.call(admin, 'POST', '/api/apps', { definition })).statusCode).toBe(201)
  li = await server.addPerson(org, 'li', { roles: { deals: ['seller'] } })
  wang = await server.addPerson(org, 'wang', { roles: { deals: ['seller'] } })
  for (const [who, name] of [
    [li, 'mine'],
    [wang, 'his'],
  ] as const) {
    const made = await server.call(who, 'POST', `${base}/deal/records`, { name, amount: '100' })
    const { id } = made.json()
    if (who === li) mine = id
    server.clock.advance(3_600_000)
    expect((await server.call(who, 'POST', `${base}/deal/records/${id}/stage`, { to: 'offer' })).statusCode).toBe(200)
    await server.call(admin, 'PATCH', `${base}/deal/records/${id}`, { cost: '60', amount: '120' })
  }
})
afterAll(() => server.close())

const base = '/api/apps/deals/forms'
const list = async (who: Client, form: string, query = '') => {
  const answer = await server.call(who, 'GET', `${base}/${form}/records?limit=200${query}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json().records as Record<string, unknown>[]
}

describe('what happens, as data', () => {
  it('moves, with how long the record was where it came from', async () => {
    const all = await list(admin, '$move')
    expect(all).toHaveLength(2)
    expect(await list(li, '$move')).toMatchObject([
      { form: 'deal', record: mine, from_stage: 'open', to_stage: 'offer', seconds: '3600', user: li.id },
    ])
  })
  it('is filtered, sorted, paged and added up like other forms', async () => {
    const filter = encodeURIComponent(JSON.stringify({ '==': [{ var: 'record' }, mine] }))
    expect(await list(admin, '$move', `&filter=${filter}`)).toHaveLength(1)
    const first = (await server.call(admin, 'GET', `${base}/$move/records?limit=1&sort=-at`)).json()
    const next = (
      await server.call(admin, 'GET', `${base}/$move/records?limit=1&sort=-at&cursor=${first.nextCursor}`)
    ).json()
    expect(next.records[0].record).toBe(mine)
    const measures = { n: { count: '*' }, seconds: { avg: 'seconds' } }
    const sums = await server.call(admin, 'POST', `${base}/$move/aggregate`, { groupBy: ['to_stage'], measures })
    expect(sums.json().groups).toMatchObject([{ key: { to_stage: 'offer' }, n: 2 }])
  })
  it('changes of fields, without those hidden from the reader', async () => {
    const fields = async (who: Client) => new Set((await list(who, '$change')).map(({ field: name }) => name))
    expect(await fields(admin)).toContain('cost')
    const seen = await list(li, '$change')
    expect(new Set(seen.map(({ record }) => record))).toEqual(new Set([mine]))
    expect(await fields(li)).not.toContain('cost')
    expect(seen.find(({ field: name, kind }) => name === 'amount' && kind === 'update')).toMatchObject({
      ...{ old: '100.00', new: '120.00', user: admin.id },
    })
  })
  it('tasks for whoever may see the record, runs for administrators', async () => {
    expect(await list(li, '$task')).toMatchObject([{ kind: 'todo', assignee: li.id, state: 'open' }])
    expect(await list(admin, '$run')).toMatchObject([
      { automation: 'offered', outcome: 'done', attempts: '1' },
      { automation: 'offered', outcome: 'done', attempts: '1' },
    ])
    expect((await server.call(li, 'GET', `${base}/$run/records`)).statusCode).toBe(404)
    for (const form of ['$decision', '$assignment']) expect(await list(li, form)).toEqual([])
  })
  it('is nobody’s to write, and nothing for who has no record to see', async () => {
    for (const who of [admin, li]) {
      const written = await server.call(who, 'POST', `${base}/$move/records`, { to_stage: 'won' })
      expect(written.statusCode, written.body).toBe(403)
      const [move] = await list(who, '$move')
      const place = `${base}/$move/records/${String(move!.id)}`
      for (const [method, url, body] of [
        ['PATCH', place, { to_stage: 'won' }],
        ['DELETE', place, undefined],
        ['POST', `${place}/stage`, { to: 'won' }],
        ['POST', `${place}/restore`, undefined],
        ['POST', `${place}/claim`, {}],
        ['POST', `${place}/workflows/x`, {}],
        ['POST', `${place}/buttons/x`, {}],
        ['POST', `${base}/$move/batch`, { operations: [{ delete: move!.id }] }],
        ['POST', `${base}/$move/import`, { rows: [{ to_stage: 'won' }] }],
        ['GET', `${place}/history`, undefined],
        ['GET', `${place}/explain/seconds`, undefined],
        ['GET', `${place}/stage`, undefined],
        ['GET', `${place}/workflows`, undefined],
        ['GET', `${place}/assignments`, undefined],
        ['GET', `${base}/$move/recycled`, undefined],
      ] as const) {
        const { statusCode } = await server.call(who, method, url, body)
        expect([method, url, statusCode < 500 && (method === 'GET' || statusCode >= 400)]).toEqual([method, url, true])
      }
      expect(await list(who, '$move')).toContainEqual(move)
    }
    const visitor = await server.addPerson(admin.orgId, 'visitor', { roles: { deals: ['visitor'] } })
    expect((await server.call(visitor, 'GET', `${base}/$move/records`)).statusCode).toBe(404)
    expect((await server.call(admin, 'GET', `${base}/$nothing/records`)).statusCode).toBe(404)
    expect((await server.call(admin, 'GET', `${base}/$constructor/records`)).statusCode).toBe(404)
  })
})
