import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Installations } from '../../../server/apps/installation.ts'
import type { Message } from '../../../server/events/listener.ts'
import { writeScope } from '../../../server/records/records.ts'
import { createRecord } from '../../../server/records/write.ts'
import { trade } from '../../fixtures/trade.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

let server: TestServer
let address: string
let admin: Client
let seller: Client
let other: Client
const forms = '/api/apps/trade/forms'
const notified: Message[] = []
beforeAll(async () => {
  server = await startTestServer()
  const org = await server.addOrganisation('甲')
  admin = await server.addPerson(org, 'admin', { admin: true })
  expect((await server.call(admin, 'POST', '/api/apps', { definition: trade })).statusCode).toBe(201)
  seller = await server.addPerson(org, 'seller')
  other = await server.addPerson(org, 'other')
  for (const { id } of [seller, other])
    await server.call(admin, 'PATCH', `/api/users/${id}`, { roles: { trade: ['seller'] } })
  server.platform.listener.on(message => notified.push(message))
  address = await server.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => server.close())

/** An open stream and the records it was told of. */
async function open(who: Client) {
  const heard: { form: string; id: string; version: number }[] = []
  const request = get(`${address}/api/events`, { headers: who.headers, agent: false })
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  answer.setEncoding('utf8')
  answer.on('data', (chunk: string) => {
    for (const part of chunk.split('\n\n')) {
      const match = /^event: record\ndata: (.*)$/.exec(part)
      if (match) heard.push(JSON.parse(match[1]!))
    }
  })
  return { heard, close: () => request.destroy() }
}
const create = async (form: string, values: object) => {
  const answer = await server.call(seller, 'POST', `${forms}/${form}/records`, values)
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}

describe('a record that changes', () => {
  it('is told to the other people who may read it, and to nobody else', async () => {
    const customer = await create('customer', { name: '客户' })
    const { id } = await create('opportunity', { title: '商机', customer: customer.id })
    const [boss, stranger] = await Promise.all([open(admin), open(other)])
    const changed = await server.call(seller, 'PATCH', `${forms}/opportunity/records/${id}`, { title: '大商机' })
    expect(changed.statusCode, changed.body).toBe(200)
    const version = changed.json().version as number
    await expect.poll(() => boss.heard).toContainEqual({ app: 'trade', form: 'opportunity', id, version })
    expect(stranger.heard.filter(record => record.id === id)).toEqual([])
    boss.close()
    stranger.close()
  })

  it('is told to nobody when its transaction is rolled back', async () => {
    const boss = await open(admin)
    const installations = new Installations(server.database, server.platform.listener)
    const installation = await installations.get(admin.orgId, 'trade')
    const records = { platform: server.platform, installations, listeners: [] }
    const directory = await server.platform.directories.latest(admin.orgId)
    const form = installation.app.forms.get('customer')!
    const scope = writeScope(records, installation, form, directory, { kind: 'system', userId: admin.id }, true)
    const gone = server.platform.newId()
    await expect(
      server.platform.transaction(async transaction => {
        await createRecord(scope, { name: '没有' }, transaction, { id: gone })
        throw new Error('rolled back')
      }),
    ).rejects.toThrow('rolled back')
    const stays = await create('customer', { name: '有' })
    await expect.poll(() => boss.heard.map(({ id }) => id)).toContain(stays.id)
    expect(boss.heard.map(({ id }) => id)).not.toContain(gone)
    boss.close()
  })

  it('reaches other nodes in few notifications, and comes from one of them', async () => {
    const boss = await open(admin)
    await new Promise(resolve => setTimeout(resolve, 300))
    notified.length = 0
    const ids: string[] = []
    for (let n = 0; n < 20; n += 1) ids.push((await create('customer', { name: `客户${n}` })).id)
    const told = () => notified.filter(message => message.kind === 'records')
    await expect
      .poll(() =>
        told()
          .flatMap(({ places }) => places.flatMap(({ records }) => records.map(([id]) => id)))
          .sort(),
      )
      .toEqual([...ids].sort())
    expect(told().length).toBeLessThan(10)
    const heard = boss.heard.length
    const place = { org: admin.orgId, app: 'trade', form: 'customer', records: [[ids[0]!, 7]] as const }
    await server.database.pool.query(`select pg_notify('formwork', $1)`, [
      JSON.stringify({ kind: 'records', node: 'another', places: [place] }),
    ])
    await expect.poll(() => boss.heard.slice(heard)).toContainEqual(expect.objectContaining({ id: ids[0], version: 7 }))
    boss.close()
  })
})
