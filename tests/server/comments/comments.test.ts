import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { notify } from '../../../server/notifications/store.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const record = '01999999-9999-7999-8999-000000000001'
const place = `?app=sales&form=lead&record=${record}`
let readers: string[] = []
let server: TestServer
let admin: Client
let seller: Client
let manager: Client
let outsider: Client
beforeAll(async () => {
  server = await startTestServer({
    recordAccess: {
      canReadRecord: async (caller, app, form, id) =>
        app === 'sales' && form === 'lead' && id === record && readers.includes(caller.userId),
      canReadForm: async (caller, app, form) => app === 'sales' && form === 'lead' && readers.includes(caller.userId),
    },
  })
  const org = await server.addOrganisation('甲')
  admin = await server.addPerson(org, 'admin', { admin: true })
  seller = await server.addPerson(org, 'seller')
  manager = await server.addPerson(org, 'manager')
  outsider = await server.addPerson(org, 'outsider')
  readers = [seller.id, manager.id, admin.id]
  await server.database.pool.query(
    `insert into formwork.app (org_id, id, key, schema_name, version, created_at) values ($1, $2, 'sales', 'a1', 1, $3)`,
    [org, server.platform.newId(), server.clock.now()],
  )
})
afterAll(() => server.close())

const notices = async (who: Client, query = '') => (await server.call(who, 'GET', `/api/notifications${query}`)).json()

describe('comments', () => {
  it('are for who reads the record, and a mention tells only those', async () => {
    const made = await server.call(seller, 'POST', `/api/comments${place}`, {
      text: '请看 <b>这里</b>',
      mentions: [manager.id, outsider.id, seller.id],
    })
    expect([made.statusCode, made.json()]).toMatchObject([201, { text: '请看 <b>这里</b>', by: seller.id }])
    expect((await server.call(manager, 'GET', `/api/comments${place}`)).json().comments).toEqual([made.json()])
    for (const method of ['GET', 'POST'] as const) {
      const refused = await server.call(
        outsider,
        method,
        `/api/comments${place}`,
        method === 'POST' ? { text: 'x' } : undefined,
      )
      expect(refused.statusCode).toBe(404)
    }
    expect(await notices(manager)).toMatchObject({
      unread: 1,
      notifications: [
        { text: { zh: 'seller 在评论中提到了您' }, link: { app: 'sales', form: 'lead', record }, readAt: null },
      ],
    })
    expect(await notices(outsider)).toMatchObject({ unread: 0, notifications: [] })
    expect(await notices(seller)).toMatchObject({ unread: 0 })
  })

  it('name what is missing', async () => {
    const answer = await server.call(seller, 'GET', '/api/comments?app=sales&form=lead')
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_parameter'])
    expect((await server.call(seller, 'POST', `/api/comments${place}`, { text: '  ' })).statusCode).toBe(400)
  })
})

describe('notifications', () => {
  it('come once per key, are read one by one or all at once, and by their owner only', async () => {
    const tell = (key: string) =>
      server.platform.transaction(transaction =>
        notify(server.platform, transaction, {
          orgId: manager.orgId,
          users: [manager.id, manager.id],
          text: { zh: '待办', en: 'Task' },
          link: null,
          dedupeKey: key,
        }),
      )
    await tell('one')
    await tell('one')
    await tell('two')
    const { notifications, unread } = await notices(manager, '?unread=true')
    expect(unread).toBe(3)
    const [newest] = notifications
    expect((await server.call(seller, 'PATCH', `/api/notifications/${newest.id}`, { read: true })).statusCode).toBe(404)
    expect((await server.call(manager, 'PATCH', `/api/notifications/${newest.id}`, { read: true })).statusCode).toBe(
      200,
    )
    expect((await notices(manager, '?unread=true')).unread).toBe(2)
    const first = await notices(manager, '?limit=2')
    const second = await notices(manager, `?limit=2&cursor=${first.nextCursor}`)
    expect([first.notifications.length, second.notifications.length, second.nextCursor]).toEqual([2, 1, null])
    await server.call(manager, 'PATCH', '/api/notifications', { read: true })
    expect((await notices(manager)).unread).toBe(0)
  })
})

describe('saved views', () => {
  const view = { app: 'sales', form: 'lead', name: '我的线索', query: { sort: '-amount', columns: ['title'] } }

  it('are one’s own; administrators share theirs', async () => {
    const own = await server.call(seller, 'POST', '/api/views', view)
    expect([own.statusCode, own.json()]).toMatchObject([201, { ...view, shared: false, base: null, by: seller.id }])
    expect((await server.call(seller, 'POST', '/api/views', { ...view, shared: true })).statusCode).toBe(403)
    const shared = (await server.call(admin, 'POST', '/api/views', { ...view, name: '全部', shared: true })).json()
    const list = async (who: Client) =>
      (await server.call(who, 'GET', '/api/views?app=sales&form=lead'))
        .json()
        .views.map((row: { name: string }) => row.name)
    expect([await list(seller), await list(manager)]).toEqual([['我的线索', '全部'], ['全部']])
    expect((await server.call(manager, 'DELETE', `/api/views/${own.json().id}`)).statusCode).toBe(404)
    expect((await server.call(seller, 'PATCH', `/api/views/${shared.id}`, { name: 'x' })).statusCode).toBe(403)
    const changed = await server.call(seller, 'PATCH', `/api/views/${own.json().id}`, { name: '新名' })
    expect(changed.json()).toMatchObject({ name: '新名', query: view.query })
    expect((await server.call(seller, 'DELETE', `/api/views/${own.json().id}`)).statusCode).toBe(204)
  })

  it('of a form one may not read cannot be made or seen', async () => {
    expect((await server.call(outsider, 'GET', '/api/views?app=sales&form=lead')).statusCode).toBe(404)
    expect((await server.call(outsider, 'POST', '/api/views', view)).statusCode).toBe(404)
    const unknown = await server.call(seller, 'POST', '/api/views', { ...view, query: { filters: 1 } })
    expect(unknown.json().errors[0]).toMatchObject({ code: 'unknown_property', path: '/query/filters' })
  })
})
