import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { notify } from '../../../server/notifications/store.ts'
import { enqueue } from '../../../server/outbox/enqueue.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'
import { decodedHeader, startMailServer } from './mailServer.ts'
import { until } from './until.ts'

let server: TestServer
let mail: Awaited<ReturnType<typeof startMailServer>>
let admin: Client
let seller: Client

beforeAll(async () => {
  mail = await startMailServer()
  server = await startTestServer({
    environment: { FORMWORK_OUTGOING_INSIDE: '127.0.0.0/8', FORMWORK_BASE_URL: 'https://work.example.cn' },
  })
  const org = await server.addOrganisation('甲公司')
  admin = await server.addPerson(org, 'admin', { admin: true })
  seller = await server.addPerson(org, 'seller', { language: 'zh' })
  const set = await server.call(admin, 'PUT', '/api/channels/email', channel('mail-secret-1'))
  expect(set.statusCode).toBe(200)
  await server.call(seller, 'PUT', '/api/notification-settings', { addresses: { email: 'seller@example.com' } })
})
afterAll(async () => {
  await server.close()
  await mail.close()
})

const channel = (secret?: string) => ({
  settings: { host: '127.0.0.1', port: mail.port, security: 'none', user: 'mailer', from: 'office@example.com' },
  ...(secret === undefined ? {} : { secrets: { password: secret } }),
})

const post = (values: Partial<Parameters<typeof enqueue>[2]>) =>
  server.platform.transaction(transaction =>
    enqueue(server.platform, transaction, {
      orgId: admin.orgId,
      appId: null,
      channel: 'email',
      to: 'someone@example.com',
      body: 'Guten Tag',
      key: `test:${server.platform.newId()}`,
      ...values,
    }),
  )
interface Shown {
  readonly id: string
  readonly state: string
  readonly tries: number
  readonly dueAt: string
  readonly reason: { readonly code: string } | null
  readonly attempts: readonly unknown[]
}
const delivery = async (id: string | undefined): Promise<Shown> =>
  (await server.call(admin, 'GET', `/api/deliveries/${id}`)).json()

describe('an e-mail', () => {
  it('reaches the reader once, in his language, with the delivery’s id and a link of the configured host', async () => {
    await server.platform.transaction(transaction =>
      notify(server.platform, transaction, {
        orgId: admin.orgId,
        users: [seller.id],
        text: { zh: '待您处理：合同审批', en: 'For you to handle: contract approval' },
        link: { app: 'trade', form: 'opportunity', record: seller.id, task: admin.id },
        kind: 'task',
        dedupeKey: 'task:1',
      }),
    )
    const received = await until(() => mail.mails.find(({ recipients }) => recipients.includes('seller@example.com')))
    expect(decodedHeader(received.headers.get('subject') ?? '')).toBe('待您处理：合同审批')
    const { deliveries } = (await server.call(admin, 'GET', '/api/deliveries?channel=email')).json()
    expect(received.headers.get('message-id')).toBe(`<${deliveries[0].id}@example.com>`)
    expect(received.headers.get('x-formwork-delivery')).toBe(deliveries[0].id)
    expect(received.headers.get('from')).toBe('Formwork <office@example.com>')
    expect(Buffer.from(received.raw).toString()).toContain(`https://work.example.cn/tasks/${admin.id}`)
    await until(async () => (await delivery(deliveries[0].id)).state === 'sent')
    expect(mail.mails.filter(({ recipients }) => recipients.includes('seller@example.com'))).toHaveLength(1)
  })

  it('is put into the outbox once per key', async () => {
    expect(await post({ key: 'twice' })).toBeTypeOf('string')
    expect(await post({ key: 'twice' })).toBeUndefined()
  })

  it('does not leave when its transaction is rolled back', async () => {
    await expect(
      server.platform.transaction(async transaction => {
        await enqueue(server.platform, transaction, {
          orgId: admin.orgId,
          appId: null,
          channel: 'email',
          to: 'rolled.back@example.com',
          body: 'x',
          key: 'rolled back',
        })
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    const { deliveries } = (await server.call(admin, 'GET', '/api/deliveries')).json()
    expect(deliveries.filter(({ to }: { to: string }) => to === 'rolled.back@example.com')).toEqual([])
  })

  it.each([
    'a@example.com\r\nBcc: all@example.com',
    'a@example.com, b@example.com',
    'A <a@example.com>',
    'a@localhost',
    '',
  ])('to %j is refused', async to => {
    const id = await post({ to })
    expect(await until(async () => (await delivery(id)).state === 'failed' && delivery(id))).toMatchObject({
      tries: 1,
      reason: { code: 'recipient_invalid' },
    })
  })

  it('has one subject line, whatever the text holds', async () => {
    const id = await post({
      to: 'lines@example.com',
      subject: 'first\r\nBcc: all@example.com\nX-Evil: 1',
      body: '<b>bold</b> & co',
    })
    const received = await until(() => mail.mails.find(({ recipients }) => recipients.includes('lines@example.com')))
    expect(received.recipients).toEqual(['lines@example.com'])
    expect(received.headers.has('bcc')).toBe(false)
    expect(received.headers.has('x-evil')).toBe(false)
    expect(received.headers.get('subject')).toBe('first Bcc: all@example.com X-Evil: 1')
    expect(received.raw).toContain('&#60;b&#62;bold')
    await until(async () => (await delivery(id)).state === 'sent')
  })

  it('is tried again with pauses when the server says “later”, then goes to the list, and leaves when somebody sends it again', async () => {
    mail.refused.set('busy@example.com', 451)
    const id = await post({ to: 'busy@example.com' })
    for (const [tries, pause] of [
      [1, 10_000],
      [2, 60_000],
      [3, 300_000],
      [4, 1_800_000],
      [5, 7_200_000],
    ] as const) {
      const row = await until(async () => {
        const found = await delivery(id)
        const settled = found.attempts.length === tries
        return settled && Date.parse(found.dueAt) === server.clock.epochMs() + pause && found
      })
      expect(row).toMatchObject({ state: 'waiting', reason: { code: 'delivery_refused' } })
      server.clock.advance(pause)
    }
    const given = await until(async () => (await delivery(id)).state === 'failed' && delivery(id))
    expect(given.attempts).toHaveLength(6)
    mail.refused.delete('busy@example.com')
    expect((await server.call(admin, 'POST', `/api/deliveries/${id}/retry`)).statusCode).toBe(202)
    await until(() => mail.mails.find(({ recipients }) => recipients.includes('busy@example.com')))
    const sent = await until(async () => (await delivery(id)).state === 'sent' && delivery(id))
    expect(mail.mails.at(-1)?.headers.get('x-formwork-delivery')).toBe(sent.id)
  })

  it('is given up at once when the recipient does not exist, and does not hold up the others', async () => {
    mail.refused.set('nobody@example.com', 550)
    const id = await post({ to: 'nobody@example.com' })
    const other = await post({ to: 'other@example.com' })
    await until(async () => (await delivery(other)).state === 'sent')
    expect(await until(async () => (await delivery(id)).state === 'failed' && delivery(id))).toMatchObject({ tries: 1 })
  })

  it('is settled by its last claimant only when the first one hung past its lease (RL-11)', async () => {
    const mails = () => mail.mails.filter(({ recipients }) => recipients.includes('slow@example.com'))
    const held = Promise.withResolvers<void>()
    mail.beforeAnswer(async ({ recipients }) => {
      if (recipients.includes('slow@example.com') && mails().length === 1) await held.promise
    })
    const id = await post({ to: 'slow@example.com' })
    await until(() => mails().length === 1)
    server.clock.advance(61_000)
    const sent = await until(async () => (await delivery(id)).state === 'sent' && delivery(id))
    expect(sent.tries).toBe(2)
    held.resolve()
    const lost = /outbox_settled_total\{channel="email",outcome="lost"\} 1/
    await until(async () => lost.test((await server.call(null, 'GET', '/metrics')).body))
    expect((await delivery(id)).attempts).toHaveLength(1)
    expect(mails().map(({ headers }) => headers.get('x-formwork-delivery'))).toEqual([id, id])
    mail.beforeAnswer(async () => undefined)
  })

  it('names wrong credentials', async () => {
    await server.call(admin, 'PUT', '/api/channels/email', channel('wrong'))
    const id = await post({})
    const row = await until(async () => (await delivery(id)).state === 'failed' && delivery(id))
    expect(row.reason).toMatchObject({ code: 'credentials_refused' })
    await server.call(admin, 'PUT', '/api/channels/email', channel('mail-secret-1'))
  })
})

describe('a mail server’s password', () => {
  it('goes in and never comes out: not in answers, audit, nor the database in clear', async () => {
    const list = await server.call(admin, 'GET', '/api/channels')
    expect(list.json().channels).toMatchObject([{ kind: 'email', hasSecret: true }])
    expect(list.body).not.toContain('mail-secret-1')
    for (const table of ['channel', 'audit', 'outbox', 'outbox_attempt']) {
      const { rows } = await server.database.pool.query(`select t::text as line from formwork.${table} t`)
      expect(rows.length).toBeGreaterThan(0)
      for (const { line } of rows) {
        expect(line).not.toContain('mail-secret-1')
        expect(line).not.toContain(Buffer.from('mail-secret-1').toString('hex'))
      }
    }
  })

  it('stays when only the settings change', async () => {
    await server.call(admin, 'PUT', '/api/channels/email', channel())
    const id = await post({ to: 'kept@example.com' })
    await until(async () => (await delivery(id)).state === 'sent')
  })

  it('without a channel the delivery says what is missing', async () => {
    expect((await server.call(admin, 'DELETE', '/api/channels/email')).statusCode).toBe(204)
    const id = await post({})
    const row = await until(async () => (await delivery(id)).state === 'failed' && delivery(id))
    expect(row.reason).toMatchObject({ code: 'channel_missing' })
  })
})
