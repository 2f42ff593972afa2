import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Client, cookieOf, startTestServer, type TestServer, testPassword } from '../testServer.ts'
import { follow } from './follow.ts'

let server: TestServer
let admin: Client
beforeAll(async () => {
  server = await startTestServer()
  admin = await server.addPerson(await server.addOrganisation('销售部'), 'admin', { admin: true })
  const made = await server.call(admin, 'POST', '/api/apps', { definition: follow })
  expect(made.statusCode, made.body).toBe(201)
})
afterAll(() => server.close())

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** A call of somebody who has just signed in: sessions do not last as long as ladders. */
async function call(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE' | 'GET', path: string, body?: object, more = {}) {
  const payload = { login: 'admin', password: testPassword }
  const headers = cookieOf(await server.app.inject({ method: 'POST', url: '/api/session', payload }))
  return server.call({ ...admin, headers }, method, `/api/apps/follow${path}`, body, more)
}
async function create(form: string, values: object): Promise<string> {
  const made = await call('POST', `/forms/${form}/records`, values)
  expect(made.statusCode, made.body).toBe(201)
  return made.json().id
}
async function change(form: string, id: string, values: object): Promise<void> {
  const made = await call('PATCH', `/forms/${form}/records/${id}`, values)
  expect(made.statusCode, made.body).toBe(200)
}
/** Waits until nothing is due any more. */
async function settled(): Promise<void> {
  const due = async (): Promise<number> => {
    const { rows } = await server.database.pool.query<{ n: number }>(
      `select count(*)::int as n from formwork.timer where state = 'waiting' and due_at <= $1`,
      [server.clock.now()],
    )
    return rows[0]!.n
  }
  await expect.poll(due, { timeout: 10_000, interval: 20 }).toBe(0)
}
async function pass(ms: number): Promise<void> {
  server.clock.advance(ms)
  await settled()
}
async function told(text: string): Promise<string[]> {
  const { rows } = await server.database.pool.query<{ text: string }>(
    `select text ->> 'en' as text from formwork.notification where text ->> 'en' like '%' || $1 order by created_at, id`,
    [text],
  )
  return rows.map(row => row.text)
}

let name = ''
let count = 0
beforeEach(async () => {
  count += 1
  name = `case ${count}.`
  server.clock.set('2026-11-23T02:00:00.000Z')
  server.clock.advance(count * 365 * DAY)
  await settled()
})

describe('a ladder of a form', () => {
  it('fires its steps in time, each once', async () => {
    await create('lead', { name })
    await pass(2 * HOUR - 1)
    expect(await told(name)).toEqual([])
    await pass(1)
    expect(await told(name)).toEqual([`remind ${name}`])
    await pass(2 * HOUR)
    await pass(HOUR)
    expect(await told(name)).toEqual([`remind ${name}`, `reclaim ${name}`])
  })
  it('stops when its reason is gone', async () => {
    const id = await create('lead', { name })
    await pass(2 * HOUR)
    await change('lead', id, { touched_at: server.clock.now() })
    await pass(10 * HOUR)
    expect(await told(name)).toEqual([`remind ${name}`])
  })
  it('keeps the remainder while it is paused', async () => {
    const id = await create('lead', { name })
    await pass(HOUR)
    await change('lead', id, { hold: true })
    await pass(20 * HOUR)
    expect(await told(name)).toEqual([])
    await change('lead', id, { hold: false })
    await pass(HOUR - 1)
    expect(await told(name)).toEqual([])
    await pass(1)
    expect(await told(name)).toEqual([`remind ${name}`])
  })
  it('goes with its record, and comes back with it', async () => {
    const id = await create('lead', { name })
    await call('DELETE', `/forms/lead/records/${id}`)
    await pass(3 * HOUR)
    expect(await told(name)).toEqual([])
  })
  it('catches up in the order of the due times after the server was down', async () => {
    await create('lead', { name })
    await pass(30 * HOUR)
    expect(await told(name)).toEqual([`remind ${name}`, `reclaim ${name}`])
  })
})

describe('a ladder of a stage', () => {
  it('counts from the entry into it, and ends with it', async () => {
    const one = await create('lead', { name: `one ${name}`, touched_at: server.clock.now() })
    await create('lead', { name: `two ${name}`, touched_at: server.clock.now() })
    await pass(DAY)
    const moved = await call('POST', `/forms/lead/records/${one}/stage`, { to: 'done' })
    expect(moved.statusCode, moved.body).toBe(200)
    await pass(DAY)
    expect(await told(name)).toEqual([`slow two ${name}`])
  })
})

describe('A happened and B did not within T', () => {
  it('fires at T when nothing came, for the latest only', async () => {
    const customer = await create('customer', { name })
    await create('visit', { name: `first ${name}`, customer, confirmed: true })
    await pass(71 * HOUR)
    await create('visit', { name: `second ${name}`, customer, confirmed: true })
    await pass(71 * HOUR)
    expect((await told(name)).filter(text => text.startsWith('silent'))).toEqual([])
    await pass(HOUR)
    expect((await told(name)).filter(text => text.startsWith('silent'))).toEqual([`silent since second ${name}`])
  })
  it('counts a B at 71:59 and one at T itself, not one after', async () => {
    const customer = await create('customer', { name })
    const silent = async () => (await told(name)).filter(text => text.startsWith('silent'))
    await create('visit', { name: `a ${name}`, customer, confirmed: true })
    await pass(72 * HOUR - 60_000)
    await create('visit', { name: `b ${name}`, customer, confirmed: true })
    await pass(60_000)
    expect(await silent()).toEqual([])
  })
  it('is about the same customer', async () => {
    const customer = await create('customer', { name })
    const other = await create('customer', { name: 'other' })
    await create('visit', { name: `a ${name}`, customer, confirmed: true })
    await pass(HOUR)
    await create('visit', { name: 'elsewhere', customer: other, confirmed: true })
    await pass(71 * HOUR)
    expect((await told(name)).filter(text => text.startsWith('silent'))).toEqual([`silent since a ${name}`])
  })
  it('is about the same record where nothing else is said', async () => {
    const visit = await create('visit', { name })
    await create('visit', { name: `left ${name}` })
    await pass(47 * HOUR)
    await change('visit', visit, { confirmed: true })
    await pass(HOUR)
    expect((await told(name)).filter(text => text.startsWith('unconfirmed'))).toEqual([`unconfirmed left ${name}`])
  })
})

describe('dates and conditions that time makes true', () => {
  const day = (ahead: number): string =>
    new Date(Date.parse(server.clock.now()) + 8 * HOUR + ahead * DAY).toISOString().slice(0, 10)
  it('fires days before a date at a time of day, and follows the date when it is moved', async () => {
    const id = await create('payment', { name, due_on: day(5), paid: false })
    await pass(DAY)
    await change('payment', id, { due_on: day(6) })
    await pass(2 * DAY)
    expect((await told(name)).filter(text => text.startsWith('due'))).toEqual([])
    // It is 10:00 in Shanghai: at 09:00 of the fourth day it was due.
    await pass(DAY)
    expect((await told(name)).filter(text => text.startsWith('due'))).toEqual([`due soon ${name}`])
    await change('payment', id, { due_on: day(10) })
    await pass(7 * DAY)
    expect((await told(name)).filter(text => text.startsWith('due'))).toEqual([`due soon ${name}`, `due soon ${name}`])
  })
  it('judges the condition when it fires', async () => {
    const id = await create('payment', { name, due_on: day(5), paid: false })
    await change('payment', id, { paid: true })
    await pass(6 * DAY)
    expect((await told(name)).filter(text => text.startsWith('due'))).toEqual([])
  })
  it('notices what time alone makes true, at midnight of the app and not before', async () => {
    await create('payment', { name, due_on: day(0), paid: false })
    const late = async () => (await told(name)).filter(text => text.startsWith('late'))
    // 10:00 in Shanghai: the thirty-first day begins in 30 days and 14 hours.
    await pass(30 * DAY + 14 * HOUR - 1)
    expect(await late()).toEqual([])
    await pass(1)
    expect(await late()).toEqual([`late ${name}`])
    await pass(5 * DAY)
    expect(await late()).toEqual([`late ${name}`])
  })
  it('notices what a change makes true at once, and not what was true', async () => {
    const id = await create('payment', { name, due_on: day(-40), paid: true })
    const late = async () => (await told(name)).filter(text => text.startsWith('late'))
    await change('payment', id, { paid: false })
    expect(await late()).toEqual([`late ${name}`])
    await change('payment', id, { due_on: day(-50) })
    await pass(DAY)
    expect(await late()).toEqual([`late ${name}`])
  })
  it('comes round by a schedule, for the records its query finds', async () => {
    await create('payment', { name: `open ${name}`, paid: false })
    await create('payment', { name: `paid ${name}`, paid: true })
    await pass(7 * DAY)
    expect((await told(name)).filter(text => text.startsWith('monday'))).toEqual([`monday open ${name}`])
  })
})

describe('a new version', () => {
  it('arms its ladders for what is there, silent about what is over', async () => {
    const id = await create('customer', { name })
    const ladders = [
      {
        ...{ key: 'greet', from: '{created_at}' },
        steps: [
          { key: 'past', after: '1h', do: follow.automations![0]!.then! },
          {
            key: 'ahead',
            after: '5h',
            do: [{ do: 'notify', to: '{owner}', message: { en: 'hello {name}', zh: '你好' } }],
          },
        ],
      },
    ]
    await pass(2 * HOUR)
    const definition = {
      ...follow,
      forms: follow.forms.map(form => (form.key === 'customer' ? { ...form, ladders } : form)),
    }
    const { revision } = (await call('GET', '/draft')).json()
    const draft = await call('PUT', '/draft', { definition }, { 'if-match': `"${revision}"` })
    expect(draft.statusCode, draft.body).toBe(200)
    const published = await call('POST', '/publish', {})
    expect(published.statusCode, published.body).toBe(200)
    await pass(1_000)
    const runs = async () =>
      (await server.database.pool.query('select run from formwork.ladder_run where record_id = $1', [id])).rows.length
    await expect.poll(runs).toBe(1)
    await pass(3 * HOUR)
    expect((await told(name)).filter(text => text.startsWith('hello'))).toEqual([`hello ${name}`])
  })
})
