import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { type FreshDatabase, freshDatabase } from '../database.ts'
import { startFakeServer } from '../server/channels/fakeServer.ts'
import { startMailServer } from '../server/outbox/mailServer.ts'
import { until } from '../server/outbox/until.ts'
import { temporaryData } from '../server/process.ts'
import { Nodes } from './nodes.ts'

/**
 * An effect is seen outside although the server died after sending and before noting it: the same id again, twice at most, and once when nothing dies.
 * The server is a process of its own, killed by SIGKILL while the other side has what it was sent and has not answered. The mail server is a real one;
 * WeCom's place is taken by a server of ours that answers as its documentation says.
 */
const app: AppDefinition = {
  formatVersion: 1,
  key: 'desk',
  version: '1.0.0',
  name: { zh: '服务台', en: 'Desk' },
  forms: [
    {
      key: 'request',
      name: { zh: '请求', en: 'Request' },
      titleField: 'name',
      fields: [
        { key: 'name', label: { zh: '名称', en: 'Name' }, type: 'text', required: true },
        { key: 'who', label: { zh: '谁', en: 'Who' }, type: 'user' },
      ],
    },
  ],
  automations: [
    {
      key: 'tell',
      name: { zh: '通知', en: 'Tell' },
      on: [{ event: 'created', form: 'request' }],
      then: [
        {
          do: 'notify',
          to: '{who}',
          message: { zh: 'request {name}', en: 'request {name}' },
          channels: ['email', 'wecom', 'webhook'],
        },
      ],
    },
  ],
}

let database: FreshDatabase
let mail: Awaited<ReturnType<typeof startMailServer>>
let wecom: Awaited<ReturnType<typeof startFakeServer>>
let hook: Awaited<ReturnType<typeof startFakeServer>>
let nodes: Nodes
const data = temporaryData()
const seen: { readonly channel: string; readonly id: string; readonly name: string }[] = []
/** the channel on whose next message the server dies */
let deadly: string | undefined
let died = 0

/** What the other side keeps, and whether it lives to answer. */
async function keep(channel: string, id: string, text: string): Promise<void> {
  seen.push({ channel, id, name: /request (\w+)/.exec(text)?.[1] ?? '' })
  if (deadly !== channel) return
  deadly = undefined
  nodes.kill(0)
  died += 1
  // The answer finds nobody.
  await sleep(50)
}

beforeAll(async () => {
  database = await freshDatabase()
  mail = await startMailServer()
  mail.beforeAnswer(({ headers, raw }) => keep('email', headers.get('x-formwork-delivery') ?? '', raw))
  wecom = await startFakeServer(async ({ path, json }) => {
    if (path === '/cgi-bin/gettoken') return { body: { errcode: 0, access_token: 't', expires_in: 7200 } }
    await keep('wecom', JSON.stringify(json), JSON.stringify(json))
    return { body: { errcode: 0, errmsg: 'ok', msgid: 'm' } }
  })
  hook = await startFakeServer(async ({ headers, body }) => {
    await keep('webhook', String(headers['webhook-id']), body)
    return { body: {} }
  })
  nodes = new Nodes(database.url, data.folder, { FORMWORK_OUTGOING_INSIDE: '127.0.0.0/8' })
  await nodes.start(1)
  await nodes.insist('POST', '/api/apps', { definition: app })
  await nodes.insist('PUT', '/api/channels/email', {
    settings: { host: '127.0.0.1', port: mail.port, security: 'none', user: 'mailer', from: 'desk@example.com' },
    secrets: { password: 'mail-secret-1' },
  })
  await nodes.insist('PUT', '/api/channels/wecom', {
    settings: { corpId: 'ww1', agentId: 1000002, base: wecom.base },
    secrets: { secret: 's' },
  })
  const addresses = { email: 'reader@example.com', wecom: 'reader' }
  await nodes.insist('PUT', '/api/notification-settings', { addresses })
  await nodes.insist('PUT', '/api/apps/desk/outside', { hosts: ['127.0.0.1'] })
  await nodes.insist('POST', '/api/apps/desk/webhooks', { name: 'ERP', url: hook.base, events: ['notice'] })
}, 60_000)
afterAll(async () => {
  await nodes.stop()
  await mail.close()
  await wecom.close()
  await hook.close()
  await database.drop()
  await data.remove()
})

const create = async (name: string): Promise<void> => {
  const me = await nodes.insist('GET', '/api/me')
  await nodes.insist('POST', '/api/apps/desk/forms/request/records', { name, who: (me.user as { id: string }).id })
}
const settled = () =>
  until(async () => {
    const { json } = await nodes.send('GET', '/api/deliveries?limit=200')
    const deliveries = json.deliveries as { state: string }[] | undefined
    return deliveries?.every(({ state }) => state === 'sent')
  })
const channels = ['email', 'wecom', 'webhook'] as const

it.each(channels)(
  'reaches %s although the server is killed between sending and noting it, with the same id',
  async channel => {
    deadly = channel
    const before = died
    const name = `killed_${channel}`
    await create(name)
    await until(() => died > before)
    // The lease of a dead worker runs for a minute: the next one begins two minutes later.
    await nodes.restart(0, { FORMWORK_CLOCK_OFFSET: `+${died * 2}m` })
    await until(() => seen.filter(one => one.channel === channel && one.name === name).length === 2)
    await settled()
    for (const each of channels) {
      const times = seen.filter(one => one.channel === each && one.name === name)
      expect(new Set(times.map(({ id }) => id)).size, each).toBe(1)
      expect(times.length, each).toBeLessThanOrEqual(2)
    }
    expect(seen.filter(one => one.channel === channel && one.name === name)).toHaveLength(2)
  },
  60_000,
)

it('reaches each of them once when nothing dies', async () => {
  for (let n = 0; n < 10; n += 1) await create(`calm_${n}`)
  await until(() => seen.filter(({ name }) => name.startsWith('calm_')).length === 30)
  await settled()
  await sleep(500)
  for (const channel of channels) {
    const calm = seen.filter(one => one.channel === channel && one.name.startsWith('calm_'))
    expect(calm.map(({ name }) => name).sort()).toEqual(Array.from({ length: 10 }, (_, n) => `calm_${n}`))
    expect(new Set(calm.map(({ id }) => id)).size).toBe(10)
  }
})
