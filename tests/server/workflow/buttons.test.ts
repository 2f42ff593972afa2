import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AppDefinition, Scenario } from '../../../schemas/generated/definition.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const words = (text: string) => ({ zh: text, en: text })
const field = (key: string, type: 'text' | 'yes_no') => ({ key, label: words(key), type })
const scenario = (key: string, notices: number): Scenario => ({
  ...{ key, clock: '2026-11-23T10:00', people: [{ key: 'boss', admin: true }] },
  steps: [
    { by: 'boss', act: [{ do: 'create', form: 'visit', as: 'visit', set: { name: 'a' } }] },
    {
      ...{ by: 'boss', act: [{ do: 'press', record: 'visit', automation: 'confirm', set: { remark: 'ok' } }] },
      expect: [{ person: 'boss', notices, like: 'confirmed' }],
    },
  ],
})
const definition: AppDefinition = {
  ...{ formatVersion: 1, key: 'press', version: '0.1.0', name: words('press') },
  forms: [
    {
      ...{ key: 'visit', name: words('visit'), titleField: 'name' },
      fields: [field('name', 'text'), field('remark', 'text'), field('confirmed', 'yes_no')],
    },
  ],
  roles: [
    { key: 'manager', label: words('manager'), grants: [{ form: 'visit', can: ['read', 'create', 'update'] }] },
    { key: 'seller', label: words('seller'), grants: [{ form: 'visit', can: ['read', 'create', 'update'] }] },
  ],
  automations: [
    {
      ...{ key: 'confirm', name: words('confirm'), form: 'visit' },
      on: [
        {
          button: { label: words('Confirm'), roles: ['manager'], ask: ['remark'], when: '{confirmed} <> TRUE' },
        },
      ],
      then: [
        { do: 'update', set: { confirmed: true } },
        { do: 'notify', to: '{owner}', message: words('confirmed {name}') },
      ],
    },
  ],
  scenarios: [scenario('confirmed', 1), scenario('wrong', 2)],
}

let server: TestServer
let admin: Client
let manager: Client
let seller: Client
beforeAll(async () => {
  server = await startTestServer()
  const org = await server.addOrganisation('A')
  admin = await server.addPerson(org, 'admin', { admin: true })
  const made = await server.call(admin, 'POST', '/api/apps', { definition })
  expect(made.statusCode, made.body).toBe(201)
  manager = await server.addPerson(org, 'manager', { roles: { press: ['manager'] } })
  seller = await server.addPerson(org, 'seller', { roles: { press: ['seller'] } })
})
afterAll(() => server.close())

const base = '/api/apps/press/forms/visit/records'
let place = ''
beforeEach(async () => {
  const made = await server.call(seller, 'POST', base, { name: 'one' })
  place = `${base}/${made.json().id}`
})
const buttons = async (who: Client) =>
  (await server.call(who, 'GET', `${place}/buttons`))
    .json()
    .buttons.map((each: { automation: string }) => each.automation)

describe('buttons of a record', () => {
  it('are shown to whom they are for, while their condition holds', async () => {
    expect(await buttons(manager)).toEqual(['confirm'])
    expect(await buttons(seller)).toEqual([])
    expect((await server.call(seller, 'POST', `${place}/buttons/confirm`, {})).statusCode).toBe(404)
    const pressed = await server.call(manager, 'POST', `${place}/buttons/confirm`, { remark: 'well done' })
    expect(pressed.statusCode, pressed.body).toBe(200)
    expect(pressed.json()).toMatchObject({ confirmed: true, remark: 'well done' })
    expect(await buttons(manager)).toEqual([])
    expect((await server.call(manager, 'POST', `${place}/buttons/confirm`, {})).statusCode).toBe(404)
  })
  it('takes only what it asks for', async () => {
    const refused = await server.call(manager, 'POST', `${place}/buttons/confirm`, { name: 'other' })
    expect(refused.statusCode).toBe(400)
    expect(await buttons(manager)).toEqual(['confirm'])
  })
  it('runs once for one Idempotency-Key', async () => {
    const press = () => server.call(manager, 'POST', `${place}/buttons/confirm`, {}, { 'idempotency-key': place })
    expect((await press()).statusCode).toBe(200)
    expect((await press()).statusCode).toBe(200)
  })
})

describe('scenarios of a draft', () => {
  it('are played without a trace, all or the named ones', async () => {
    const play = (body: object) => server.call(admin, 'POST', '/api/apps/press/draft/scenarios', body)
    const all = (await play({})).json()
    expect(all.passed).toBe(false)
    expect(all.scenarios.map(({ key, passed }: { key: string; passed: boolean }) => [key, passed])).toEqual([
      ['confirmed', true],
      ['wrong', false],
    ])
    expect((await play({ keys: ['confirmed'] })).json()).toMatchObject({ passed: true })
    expect(
      await server.database.pool.query(`select 1 from formwork.organisation where name = 'confirmed'`),
    ).toMatchObject({ rows: [] })
  })
})
