import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const words = (text: string) => ({ zh: text, en: text })
const week = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map(day => [day, [['09:00', '18:00']]])) as Record<
  string,
  [string, string][]
>
const definition: AppDefinition = {
  ...{ formatVersion: 1, key: 'office', version: '0.1.0', name: words('office'), zone: 'Asia/Shanghai' },
  calendars: [{ key: 'hours', label: words('hours'), week, holidays: [], workdays: [] }],
  forms: [
    {
      ...{ key: 'paper', name: words('paper'), titleField: 'name' },
      fields: [{ key: 'name', label: words('name'), type: 'text' }],
      ladders: [
        {
          ...{ key: 'remind', name: words('remind'), from: '{created_at}', calendar: 'hours' },
          steps: [
            { key: 'tell', after: '2wd', do: [{ do: 'notify', to: '{owner}', message: words('remind {name}') }] },
          ],
        },
      ],
    },
  ],
}

let server: TestServer
let admin: Client
beforeAll(async () => {
  server = await startTestServer()
  admin = await server.addPerson(await server.addOrganisation('A'), 'admin', { admin: true })
  const made = await server.call(admin, 'POST', '/api/apps', { definition })
  expect(made.statusCode, made.body).toBe(201)
})
afterAll(() => server.close())

const base = '/api/apps/office'
const due = async (): Promise<string[]> => {
  const { rows } = await server.database.pool.query<{ due: Date | string }>(
    `select due_at as due from formwork.timer where kind = 'ladder' and state = 'waiting'`,
  )
  return rows.map(row => new Date(row.due).toISOString())
}

describe('working calendars', () => {
  it('are read and changed by administrators; what waits follows, and the draft has them too', async () => {
    const read = (await server.call(admin, 'GET', `${base}/calendars`)).json()
    expect(read.calendars).toMatchObject([{ key: 'hours', zone: 'Asia/Shanghai', week, holidays: [], workdays: [] }])
    // Sunday, 22 November 2026, 13:10 in Shanghai: two workdays on is Tuesday.
    await server.call(admin, 'POST', `${base}/forms/paper/records`, { name: 'a' })
    expect(await due()).toEqual(['2026-11-24T05:10:00.000Z'])
    const { definition: draft, revision } = (await server.call(admin, 'GET', `${base}/draft`)).json()
    const unpublished = { ...draft, name: words('bureau') }
    await server.call(admin, 'PUT', `${base}/draft`, { definition: unpublished }, { 'if-match': `"${revision}"` })
    const saved = await server.call(admin, 'PUT', `${base}/calendars/hours`, {
      ...{ week, holidays: ['2026-11-23', '2026-11-24'], workdays: ['2026-11-28'] },
    })
    expect(saved.statusCode, saved.body).toBe(200)
    expect(saved.json().calendars[0].holidays).toEqual(['2026-11-23', '2026-11-24'])
    await expect.poll(due).toEqual(['2026-11-26T05:10:00.000Z'])
    const after = (await server.call(admin, 'GET', `${base}/draft`)).json().definition
    expect([after.name, after.calendars[0].workdays]).toEqual([words('bureau'), ['2026-11-28']])
    expect((await server.call(admin, 'GET', base)).json().definition.name).toEqual(words('office'))
  })
  it.each([
    [{ week, holidays: ['2026-13-01x'], workdays: [] }, 400],
    [{ week: { someday: [] }, holidays: [], workdays: [] }, 400],
    [{ week, holidays: [] }, 400],
  ])('refuse what is none: %j', async (body, status) => {
    expect((await server.call(admin, 'PUT', `${base}/calendars/hours`, body)).statusCode).toBe(status)
  })
})
