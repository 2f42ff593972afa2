import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const words = (text: string) => ({ zh: text, en: text })
const definition: AppDefinition = {
  ...{ formatVersion: 1, key: 'told', version: '0.1.0', name: words('told'), zone: 'Asia/Shanghai' },
  forms: [
    {
      ...{ key: 'debt', name: words('debt'), titleField: 'name' },
      fields: [
        { key: 'name', label: words('name'), type: 'text' },
        { key: 'owed', label: words('owed'), type: 'money', scale: 2 },
        { key: 'share', label: words('share'), type: 'percent' },
        { key: 'met_at', label: words('met at'), type: 'datetime' },
        { key: 'due_on', label: words('due on'), type: 'date' },
        { key: 'paid', label: words('paid'), type: 'yes_no' },
        { key: 'ways', label: words('ways'), type: 'tags' },
      ],
    },
  ],
  settings: [
    { key: 'limit', label: words('limit'), type: 'money', value: '20000' },
    { key: 'cut', label: words('cut'), type: 'percent', value: '0.3' },
  ],
  roles: [
    { key: 'clerk', label: words('clerk'), grants: [{ form: 'debt', can: ['read', 'create'] }] },
    { key: 'blind', label: words('blind'), grants: [{ form: 'debt', can: ['read'], fields: { name: 'hidden' } }] },
  ],
  automations: [
    {
      ...{ key: 'tell', name: words('tell'), on: [{ event: 'created', form: 'debt' }] },
      then: [
        {
          ...{ do: 'notify', to: '{owner}' },
          message: words(
            '{name}: {owed} / {share} / {met_at} / {due_on} / {paid} / {ways}; {$settings.limit} {$settings.cut} {nothing}',
          ),
        },
        { do: 'task', to: 'ROLE("blind")', title: words('look') },
        { do: 'task', to: '{owner}', title: words('collect') },
        { do: 'task', to: '{owner}', title: words('visit {name}') },
      ],
    },
  ],
}

let server: TestServer
let clerk: Client
let blind: Client
beforeAll(async () => {
  server = await startTestServer()
  const org = await server.addOrganisation('A')
  const admin = await server.addPerson(org, 'admin', { admin: true })
  const made = await server.call(admin, 'POST', '/api/apps', { definition })
  expect(made.statusCode, made.body).toBe(201)
  clerk = await server.addPerson(org, 'clerk', { roles: { told: ['clerk'] } })
  blind = await server.addPerson(org, 'blind', { roles: { told: ['blind'] } })
})
afterAll(() => server.close())

const told = async (to: Client, language: 'zh' | 'en'): Promise<string[]> =>
  (await server.call(to, 'GET', '/api/notifications'))
    .json()
    .notifications.map(({ text }: { text: { zh: string; en: string } }) => text[language])
    .toSorted()

it('writes values as people do, and names the record of a task to whom its name is shown', async () => {
  const values = { name: 'Acme', owed: '1307800.5', share: '0.023', met_at: '2026-11-21T06:30:00.000Z' }
  const saved = await server.call(clerk, 'POST', '/api/apps/told/forms/debt/records', {
    ...{ ...values, due_on: '2026-12-01', paid: false, ways: ['call', 'mail'] },
  })
  expect(saved.statusCode, saved.body).toBe(201)
  await expect.poll(() => told(clerk, 'en')).toHaveLength(3)
  expect(await told(clerk, 'en')).toEqual([
    'Acme: 1,307,800.50 / 2.3% / 2026-11-21 14:30 / 2026-12-01 / no / call, mail; 20,000 30% {nothing}',
    'New task: collect (Acme)',
    'New task: visit Acme',
  ])
  expect(await told(clerk, 'zh')).toEqual([
    'Acme: 1,307,800.50 / 2.3% / 2026-11-21 14:30 / 2026-12-01 / 否 / call、mail; 20,000 30% {nothing}',
    '新待办：collect（Acme）',
    '新待办：visit Acme',
  ])
  expect(await told(blind, 'en')).toEqual(['New task: look'])
})

it('puts a dash where a date or an amount is not there', async () => {
  const saved = await server.call(clerk, 'POST', '/api/apps/told/forms/debt/records', { name: 'Blank' })
  expect(saved.statusCode, saved.body).toBe(201)
  const wanted = /^Blank: — \/ — \/ — \/ — \/ (no|—) \/ /
  await expect.poll(async () => (await told(clerk, 'en')).filter(text => wanted.test(text))).toHaveLength(1)
})
