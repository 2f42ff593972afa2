import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { trade } from '../../fixtures/trade.ts'
import { type Office, openOffice } from '../records/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
}, 60_000)
afterAll(() => office.server.close())

const call = (method: string, path: string, body?: object) =>
  office.server.call(office.admin, method as 'GET', `/api${path}`, body)
const missing = async () => {
  const { missing, onlyInside } = (await call('GET', '/apps/linked/connecting')).json() as {
    missing: { kind: string; name: string }[]
    onlyInside: boolean
  }
  return [...missing.map(({ kind, name }) => `${kind} ${name}`), ...(onlyInside ? ['inside'] : [])]
}

it('what an app uses outside is listed until it is connected', { timeout: 60_000 }, async () => {
  const linked = {
    ...trade,
    key: 'linked',
    automations: [
      {
        key: 'tell',
        name: { zh: '通知', en: 'Tell' },
        on: [{ event: 'created', form: 'customer' }],
        then: [
          { do: 'notify', to: '{owner}', message: { zh: '新客户', en: 'New' }, channels: ['app', 'wecom', 'email'] },
        ],
      },
    ],
    connectors: [
      { key: 'erp', kind: 'http', host: 'https://erp.example.com', auth: { type: 'bearer', secret: 'erp_token' } },
      { key: 'site', kind: 'webhook' },
    ],
  } as AppDefinition
  expect((await call('POST', '/apps', { definition: linked })).statusCode).toBe(201)
  const outside = ['host erp.example.com', 'secret erp_token', 'hook site']
  expect(await missing()).toEqual(['channel wecom', 'channel email', ...outside, 'inside'])

  const wecom = { settings: { corpId: 'c', agentId: 1 }, secrets: { secret: 's' } }
  const set = await call('PUT', '/channels/wecom', wecom)
  expect(set.statusCode, set.body).toBe(200)
  expect(await missing()).toEqual(['channel email', ...outside])
  await call('PUT', '/apps/linked/outside', { hosts: ['erp.example.com'] })
  await call('PUT', '/apps/linked/secrets/erp_token', { value: 'x' })
  expect((await call('POST', '/apps/linked/hooks', { name: '官网', connector: 'site' })).statusCode).toBe(201)
  expect(await missing()).toEqual(['channel email'])
  expect((await call('GET', '/apps/trade/connecting')).json()).toEqual({ missing: [], onlyInside: false })
})
