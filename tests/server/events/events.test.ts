import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Message, publishEvent } from '../../../server/events/listener.ts'
import { notify } from '../../../server/notifications/store.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

let server: TestServer
let address: string
let admin: Client
let seller: Client
let outsider: Client
beforeAll(async () => {
  server = await startTestServer({
    recordAccess: {
      canReadRecord: async caller => caller.userId === seller.id,
      appsOf: async caller =>
        caller.userId === seller.id ? [{ key: 'sales', name: '销售', icon: null, version: 2, admin: false }] : [],
    },
  })
  const org = await server.addOrganisation('甲')
  admin = await server.addPerson(org, 'admin', { admin: true })
  seller = await server.addPerson(org, 'seller')
  outsider = await server.addPerson(org, 'outsider')
  address = await server.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => server.close())

/** An open stream and what came over it. */
async function open(who: Client, query = '') {
  const abort = new AbortController()
  const answer = await fetch(`${address}/api/events${query}`, { headers: who.headers, signal: abort.signal })
  const heard: { event: string; data: unknown }[] = []
  let ended = false
  const reading = (async () => {
    const decoder = new TextDecoder()
    for await (const chunk of answer.body!) {
      for (const part of decoder.decode(chunk as Uint8Array).split('\n\n')) {
        const match = /^event: (\w+)\ndata: (.*)$/.exec(part)
        if (match) heard.push({ event: match[1]!, data: JSON.parse(match[2]!) })
      }
    }
  })().then(
    () => {
      ended = true
    },
    () => undefined,
  )
  const close = async () => {
    abort.abort()
    await reading
  }
  return { answer, heard, hasEnded: () => ended, close }
}

const publish = (message: Message) => server.platform.transaction(transaction => publishEvent(transaction, message))

describe('GET /api/events', () => {
  it('tells each person what he may know, after the commit only', async () => {
    const [mine, theirs] = await Promise.all([open(seller), open(outsider)])
    expect(mine.answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const org = seller.orgId
    await publish({ kind: 'task', org, users: [seller.id], id: 't1', state: 'open' })
    await publish({ kind: 'record', org, app: 'sales', form: 'lead', id: 'r1', version: 4 })
    await publish({ kind: 'app', org, app: 'sales', version: 2 })
    await server.platform.transaction(transaction =>
      notify(server.platform, transaction, {
        orgId: org,
        users: [seller.id],
        text: { zh: '你好', en: 'Hello' },
        link: null,
      }),
    )
    const rolledBack = server.platform.transaction(async transaction => {
      await publishEvent(transaction, { kind: 'task', org, users: [seller.id], id: 'never', state: 'open' })
      throw new Error('rolled back')
    })
    await expect(rolledBack).rejects.toThrow('rolled back')
    await expect.poll(() => mine.heard.length).toBe(4)
    expect(mine.heard).toEqual(
      expect.arrayContaining([
        { event: 'task', data: { id: 't1', state: 'open' } },
        { event: 'record', data: { app: 'sales', form: 'lead', id: 'r1', version: 4 } },
        { event: 'app', data: { app: 'sales', version: 2 } },
        { event: 'notice', data: expect.objectContaining({ text: { zh: '你好', en: 'Hello' }, readAt: null }) },
      ]),
    )
    expect(theirs.heard).toEqual([])
    await Promise.all([mine.close(), theirs.close()])
    await expect.poll(() => server.platform.hub.size).toBe(0)
  })

  it('ends when the person may no longer sign in (SR-08, SR-33)', async () => {
    const stream = await open(outsider)
    await server.call(admin, 'PATCH', `/api/users/${outsider.id}`, { active: false })
    await expect.poll(stream.hasEnded).toBe(true)
  })

  it('goes on after the listening connection broke', async () => {
    const stream = await open(seller)
    await server.database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'formwork-direct' and datname = current_database()`,
    )
    await expect
      .poll(
        async () => {
          await publish({ kind: 'task', org: seller.orgId, users: [seller.id], id: 'after', state: 'open' })
          return stream.heard.length
        },
        { interval: 200 },
      )
      .toBeGreaterThan(0)
    await stream.close()
  })

  it('tells a page what changed between its reading and its listening, and whom it concerns', async () => {
    const { orgId: org } = seller
    const colleague = await server.addPerson(org, 'colleague')
    const early = await open(seller)
    await publish({ kind: 'task', org, users: [seller.id], id: 't2', state: 'open' })
    await publish({ kind: 'record', org, app: 'sales', form: 'lead', id: 'r1', version: 5 })
    await expect.poll(() => early.heard.length).toBe(2)
    const [late, other] = await Promise.all([open(seller, '?ago=5000'), open(colleague, '?ago=5000')])
    await expect.poll(() => [late.heard.length, other.heard.length]).toEqual([1, 1])
    expect(late.heard[0]).toMatchObject({ event: 'missed', data: { tasks: true, apps: ['sales'] } })
    expect(other.heard[0]).toMatchObject({ event: 'missed', data: { tasks: false, apps: ['sales'] } })
    await Promise.all([early.close(), late.close(), other.close()])
    const [now, bad] = await Promise.all([open(seller, '?ago=0'), open(seller, '?ago=-1')])
    expect(now.answer.status).toBe(200)
    expect(bad.answer.status).toBe(400)
    await Promise.all([now.close(), bad.close()])
  })

  it('tells of drafts and of who designs to administrators only', async () => {
    const [author, reader] = await Promise.all([open(admin), open(seller)])
    const { orgId: org } = admin
    await publish({ kind: 'draft', org, app: 'sales', revision: 7 })
    await publish({ kind: 'designing', org, app: 'sales', user: admin.id, window: 'w1', place: 'forms/customer' })
    await expect.poll(() => author.heard.length).toBe(2)
    expect(author.heard).toEqual([
      { event: 'draft', data: { app: 'sales', revision: 7 } },
      {
        event: 'designing',
        data: { app: 'sales', user: admin.id, name: expect.any(String), window: 'w1', place: 'forms/customer' },
      },
    ])
    expect(reader.heard).toEqual([])
    await Promise.all([author.close(), reader.close()])
  })

  it('a hundred recipients and more fit', async () => {
    const stream = await open(seller)
    const users = [...Array.from({ length: 300 }, () => server.platform.newId()), seller.id]
    await publish({ kind: 'task', org: seller.orgId, users, id: 'many', state: 'open' })
    await expect.poll(() => stream.heard.length).toBe(1)
    await stream.close()
  })
})
