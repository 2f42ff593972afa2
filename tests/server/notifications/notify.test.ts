import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NewNotice } from '../../../server/notifications/notice.ts'
import { notify } from '../../../server/notifications/store.ts'
import { trade } from '../../fixtures/trade.ts'
import { startFakeServer } from '../channels/fakeServer.ts'
import { decodedHeader, startMailServer } from '../outbox/mailServer.ts'
import { until } from '../outbox/until.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

let server: TestServer
let mail: Awaited<ReturnType<typeof startMailServer>>
let fake: Awaited<ReturnType<typeof startFakeServer>>
let admin: Client
let people: Client[]

beforeAll(async () => {
  mail = await startMailServer()
  fake = await startFakeServer(() => ({ body: { errcode: 0, errmsg: 'ok', Code: 'OK' } }))
  server = await startTestServer({ environment: { FORMWORK_OUTGOING_INSIDE: '127.0.0.0/8' } })
  const org = await server.addOrganisation('甲公司')
  admin = await server.addPerson(org, 'admin', { admin: true })
  people = await Promise.all(['a', 'b', 'c', 'd'].map(name => server.addPerson(org, name, { language: 'zh' })))
  await server.call(admin, 'PUT', '/api/channels/email', {
    settings: { host: '127.0.0.1', port: mail.port, security: 'none', from: 'office@example.com' },
  })
  await server.call(admin, 'PUT', '/api/channels/wecom_robot', { settings: { base: fake.base }, secrets: { key: 'k' } })
  await server.call(admin, 'PUT', '/api/channels/sms', {
    settings: { base: fake.base, accessKeyId: 'a', signName: '甲', templateCode: 'SMS_1' },
    secrets: { accessKeySecret: 'k' },
  })
  for (const person of people)
    await server.call(person, 'PUT', '/api/notification-settings', {
      addresses: { email: `${person.login}@example.com` },
    })
})
afterAll(async () => {
  await server.close()
  await mail.close()
  await fake.close()
})

const tell = (users: readonly Client[], values: Partial<NewNotice> = {}) =>
  server.platform.transaction(transaction =>
    notify(server.platform, transaction, {
      orgId: admin.orgId,
      users: users.map(({ id }) => id),
      text: { zh: '通知', en: 'notice' },
      link: null,
      ...values,
    }),
  )
const mailsTo = ({ login }: Client) =>
  mail.mails.filter(({ recipients }) => recipients.includes(`${login}@example.com`))
const notices = async (who: Client) =>
  (await server.call(who, 'GET', '/api/notifications?limit=200')).json().notifications as { text: { en: string } }[]
const decoded = (raw: string): string =>
  [...raw.matchAll(/Content-Transfer-Encoding: base64\r\n\r\n([\s\S]*?)\r\n(?:--|$)/g)]
    .map(match => Buffer.from(match[1] ?? '', 'base64').toString('utf8'))
    .join('\n')

describe('a person’s choice', () => {
  it('decides which kinds leave by which channel; the pages show all', async () => {
    const [a, b] = [people[0]!, people[1]!]
    await server.call(a, 'PUT', '/api/notification-settings', {
      preference: { kinds: { task: [], result: ['email'] } },
    })
    await tell([a, b], { kind: 'task' })
    await tell([a, b], { kind: 'result' })
    await until(() => mailsTo(a).length === 1 && mailsTo(b).length === 1)
    expect(await notices(a)).toHaveLength(2)
    expect(await notices(b)).toHaveLength(2)
    const { rows } = await server.database.pool.query(
      `select content ->> 'to' as "to" from formwork.outbox where channel = 'email'`,
    )
    expect(rows.map(({ to }) => to).sort()).toEqual(['a@example.com', 'b@example.com'])
  })

  it('keeps the night quiet and gathers a digest without what was read meanwhile', async () => {
    const c = people[2]!
    const saved = await server.call(c, 'PUT', '/api/notification-settings', {
      preference: { digest: { email: 'hourly' }, quiet: { from: '13:30', to: '15:00' } },
    })
    expect(saved.json()).toMatchObject({ ways: ['email', 'sms'], zone: 'Asia/Shanghai' })
    // 13:10 in Shanghai: the digest of 14:00 falls into the quiet hours.
    for (const n of [1, 2, 3]) await tell([c], { kind: 'task', text: { zh: `第${n}条`, en: `no ${n}` } })
    const [, second] = (await server.call(c, 'GET', '/api/notifications')).json().notifications
    await server.call(c, 'PATCH', `/api/notifications/${second.id}`, { read: true })
    server.clock.set('2026-11-22T06:59:59.000Z')
    await new Promise(resolve => setTimeout(resolve, 1_500))
    expect(mailsTo(c)).toEqual([])
    server.clock.set('2026-11-22T07:00:10.000Z')
    await until(() => mailsTo(c).length === 1)
    const text = decoded(mailsTo(c)[0]?.raw ?? '')
    expect(text).toContain('您有 2 条新通知')
    expect(text).toContain('· 第1条')
    expect(text).not.toContain('· 第2条')
    expect(text).toContain('· 第3条')
  })

  it('refuses what is no address', async () => {
    const answer = await server.call(people[0]!, 'PUT', '/api/notification-settings', {
      addresses: { email: 'a@example.com\nBcc: b@example.com', sms: 'abc' },
      preference: { quiet: { from: '25:00', to: '08:00' } },
    })
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors.map(({ path }: { path: string }) => path)).toEqual([
      '/addresses/email',
      '/addresses/sms',
      '/preference/quiet/from',
    ])
  })
})

describe('the limits of an hour', () => {
  it('holds back what a person gets beyond sixty, says so once, and goes on after the hour', async () => {
    const d = people[3]!
    for (let n = 0; n < 70; n += 1) await tell([d], { text: { zh: `${n}`, en: `${n}` } })
    const seen = await notices(d)
    expect(seen).toHaveLength(61)
    expect(seen[0]?.text.en).toContain('More than 60 notices')
    const { deliveries } = (await server.call(admin, 'GET', '/api/deliveries?state=withheld')).json()
    expect(deliveries).toMatchObject([{ reason: { code: 'notice_limit_person' } }])
    server.clock.advance(3_600_001)
    await tell([d], { text: { zh: '后来', en: 'later' } })
    expect((await notices(d))[0]?.text.en).toBe('later')
  })

  it('holds back what an app tells beyond ten thousand, and tells administrators', async () => {
    const link = { app: 'loud', form: 'f', record: admin.id }
    await server.database.pool.query(
      `insert into formwork.notification (org_id, id, user_id, text, created_at, kind, app_key)
       select $1, (lpad(to_hex($3::bigint), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid, $2, '{}', $4, 'notice', 'loud' from generate_series(1, 10000) n`,
      [admin.orgId, people[0]!.id, server.clock.epochMs(), server.clock.now()],
    )
    const before = await notices(people[1]!)
    await tell([people[1]!], { link })
    expect(await notices(people[1]!)).toHaveLength(before.length)
    await tell([people[1]!], { link: { ...link, app: 'calm' } })
    expect(await notices(people[1]!)).toHaveLength(before.length + 1)
    const { deliveries } = (await server.call(admin, 'GET', '/api/deliveries?state=withheld')).json()
    expect(deliveries[0]).toMatchObject({ reason: { code: 'notice_limit_app' } })
  })
})

describe('the action notify', () => {
  const automation = (to: string, channels: string[]) => ({
    ...trade,
    forms: trade.forms.map(form =>
      form.key === 'customer'
        ? { ...form, fields: [...form.fields, { key: 'mail', label: { zh: '邮箱' }, type: 'email' }] }
        : form,
    ),
    automations: [
      {
        key: 'hello',
        name: { zh: '问候' },
        form: 'customer',
        on: [{ event: 'created' }],
        then: [{ do: 'notify', to, message: { zh: '您好，{name}', en: 'Hello {name}' }, channels }],
      },
    ],
  })

  it.each([
    ['an address in the definition', '"spy@example.com"', ['email'], 'recipient_not_a_field'],
    ['an address made by a formula', 'CONCAT("spy@", "example.com")', ['email'], 'recipient_not_a_field'],
    ['a text field', '{name}', ['email'], 'recipient_not_a_field'],
    ['a channel that does not reach it', '{mail}', ['sms'], 'recipient_needs_channel'],
  ])('is refused to send to %s', async (_, to, channels, code) => {
    const answer = await server.call(admin, 'POST', '/api/apps', { definition: automation(to, channels) })
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors).toMatchObject([{ code, path: '/automations/0/then/0/to' }])
  })

  it('tells what an e-mail and a phone field hold, and a group’s robot once', async () => {
    const definition = automation('[{mail}, {phone}]', ['email', 'sms'])
    definition.automations[0]?.then.push({
      do: 'notify',
      to: '{created_by}',
      message: { zh: '新客户 {name}', en: 'New customer {name}' },
      channels: ['wecom'],
    })
    const made = await server.call(admin, 'POST', '/api/apps', { definition })
    expect(made.statusCode, made.body).toBe(201)
    const created = await server.call(admin, 'POST', '/api/apps/trade/forms/customer/records', {
      name: '某医院',
      mail: 'doctor@hospital.example',
      phone: '13800138000',
    })
    expect(created.statusCode, created.body).toBe(201)
    const received = await until(() =>
      mail.mails.find(({ recipients }) => recipients.includes('doctor@hospital.example')),
    )
    expect(decodedHeader(received.headers.get('subject') ?? '')).toBe('Hello 某医院')
    expect(received.raw).not.toContain('My notifications')
    const sms = await until(() => fake.heard.find(({ query }) => query.get('PhoneNumbers') === '13800138000'))
    expect(sms.query.get('TemplateParam')).toBe('{"content":"Hello 某医院"}')
    const group = await until(() => fake.heard.find(({ path }) => path === '/cgi-bin/webhook/send'))
    expect(JSON.stringify(group.json)).toContain('New customer 某医院')
  })
})
