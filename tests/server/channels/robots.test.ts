import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { signAliyun } from '../../../server/channels/sms.ts'
import { enqueue, type NewDelivery } from '../../../server/outbox/enqueue.ts'
import { until } from '../outbox/until.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'
import { type Heard, type Reply, startFakeServer } from './fakeServer.ts'

/**
 * The protocols of WeCom, DingTalk, Feishu and Alibaba Cloud's SMS, against servers of ours that answer as the documentation named in
 * server/channels says. None of the real services was called.
 */
let server: TestServer
let fake: Awaited<ReturnType<typeof startFakeServer>>
let admin: Client

beforeAll(async () => {
  fake = await startFakeServer()
  server = await startTestServer({
    environment: { FORMWORK_OUTGOING_INSIDE: '127.0.0.0/8', FORMWORK_BASE_URL: 'https://work.example.cn' },
  })
  admin = await server.addPerson(await server.addOrganisation('甲公司'), 'admin', { admin: true })
})
afterAll(async () => {
  await server.close()
  await fake.close()
})
beforeEach(() => {
  fake.heard.length = 0
  // A new minute: what a robot takes in one is counted.
  server.clock.advance(60_000)
})

const set = async (kind: string, settings: object, secrets: object) => {
  const body = { settings: { ...settings, base: fake.base }, secrets }
  expect((await server.call(admin, 'PUT', `/api/channels/${kind}`, body)).statusCode).toBe(200)
}
const post = (values: Partial<NewDelivery>) =>
  server.platform.transaction(transaction =>
    enqueue(server.platform, transaction, {
      orgId: admin.orgId,
      appId: null,
      channel: 'wecom',
      to: 'zhang.san',
      body: '待您处理：合同 [A](http://evil) <b>*加急*</b>',
      key: `test:${server.platform.newId()}`,
      ...values,
      more: { language: 'zh', path: '/tasks/1', ...values.more },
    }),
  )
interface Shown {
  readonly state: string
  readonly tries: number
  readonly dueAt: string
  readonly reason: { readonly code: string; readonly message: string } | null
}
const delivery = async (id: string | undefined): Promise<Shown> =>
  (await server.call(admin, 'GET', `/api/deliveries/${id}`)).json()
const settled = (id: string | undefined) =>
  until(async () => {
    const found = await delivery(id)
    return (found.state !== 'waiting' || found.reason !== null) && found
  })
const calls = (path: string): Heard[] => fake.heard.filter(heard => heard.path === path)

describe('a WeCom application message', () => {
  const api = (send: (n: number) => Reply['body']) => {
    let n = 0
    fake.answer(({ path }) => {
      if (path === '/cgi-bin/gettoken')
        return { body: { errcode: 0, errmsg: 'ok', access_token: `token-${calls(path).length}`, expires_in: 7200 } }
      n += 1
      return { body: send(n) }
    })
  }
  let round = 0
  beforeEach(() => {
    round += 1
    return set('wecom', { corpId: 'ww1', agentId: 1000002 }, { secret: `s${round}` })
  })

  it('gets a token once and sends a text card that WeCom itself takes only once', async () => {
    api(() => ({ errcode: 0, errmsg: 'ok', invaliduser: '', msgid: 'm' }))
    const id = await post({})
    const second = await post({ to: 'li.si' })
    expect([(await settled(id)).state, (await settled(second)).state]).toEqual(['sent', 'sent'])
    expect(calls('/cgi-bin/gettoken').map(({ query }) => Object.fromEntries(query))).toEqual([
      { corpid: 'ww1', corpsecret: `s${round}` },
    ])
    const sent = calls('/cgi-bin/message/send')
    expect(sent[0]?.query.get('access_token')).toBe('token-1')
    expect(sent.map(({ json }) => json.touser)).toEqual(expect.arrayContaining(['zhang.san', 'li.si']))
    const first = sent.find(({ json }) => json.touser === 'zhang.san')
    expect(first?.json).toMatchObject({
      msgtype: 'textcard',
      agentid: 1000002,
      textcard: {
        description: '待您处理：合同 ［A］(http://evil) ＜b＞＊加急＊＜/b＞',
        url: `https://work.example.cn/tasks/1?delivery=${id}`,
      },
      enable_duplicate_check: 1,
      duplicate_check_interval: 14400,
    })
  })

  it.each([40014, 42001, 41001])('%i: fetches a new token and sends again at once', async errcode => {
    api(n => (n === 1 ? { errcode, errmsg: 'invalid access_token' } : { errcode: 0, errmsg: 'ok' }))
    expect(await settled(await post({}))).toMatchObject({ state: 'sent', tries: 1 })
    expect(calls('/cgi-bin/message/send').map(({ query }) => query.get('access_token'))).toEqual(['token-1', 'token-2'])
  })

  it.each([
    [-1, 'waiting', 'delivery_refused'],
    [45009, 'waiting', 'delivery_refused'],
    [60020, 'failed', 'credentials_refused'],
    [81013, 'failed', 'recipient_refused'],
    [40058, 'failed', 'delivery_refused'],
  ])('%i: %s, %s', async (errcode, state, code) => {
    api(() => ({ errcode, errmsg: 'as documented' }))
    expect(await settled(await post({}))).toMatchObject({ state, reason: { code } })
  })

  it('says which member does not exist', async () => {
    api(() => ({ errcode: 0, errmsg: 'ok', invaliduser: 'zhang.san' }))
    expect(await settled(await post({}))).toMatchObject({ state: 'failed', reason: { code: 'recipient_refused' } })
  })

  it('tries again when the service is down', async () => {
    fake.answer(() => ({ status: 502, body: 'Bad Gateway' }))
    expect(await settled(await post({}))).toMatchObject({ state: 'waiting', tries: 1 })
  })
})

describe('a WeCom robot', () => {
  it('gets markdown with the link, and no more than twenty a minute', async () => {
    await set('wecom_robot', {}, { key: 'robot-key' })
    fake.answer(() => ({ body: { errcode: 0, errmsg: 'ok' } }))
    const ids = await Promise.all(Array.from({ length: 21 }, () => post({ to: '', more: { kind: 'wecom_robot' } })))
    const heard = () => calls('/cgi-bin/webhook/send')
    await until(() => heard().length === 20)
    expect(heard()[0]).toMatchObject({
      path: '/cgi-bin/webhook/send',
      json: {
        msgtype: 'markdown',
        markdown: {
          content: '待您处理：合同 ［A］(http://evil) ＜b＞＊加急＊＜/b＞\n[打开查看](https://work.example.cn/tasks/1)',
        },
      },
    })
    expect(heard()[0]?.query.get('key')).toBe('robot-key')
    const waiting = await until(async () => {
      const all = await Promise.all(ids.map(delivery))
      return all.filter(({ state }) => state === 'sent').length === 20 && all.find(({ reason }) => reason !== null)
    })
    expect(waiting).toMatchObject({ state: 'waiting', tries: 0, reason: { code: 'channel_turn' } })
    server.clock.advance(60_000)
    await until(() => heard().length === 21)
  })
})

describe('DingTalk', () => {
  it('a robot is spoken to with a signature over the time', async () => {
    await set('dingtalk_robot', {}, { token: 'access', sign: 'SECabc' })
    fake.answer(() => ({ body: { errcode: 0, errmsg: 'ok' } }))
    const sent = await settled(await post({ channel: 'dingtalk', to: '', more: { kind: 'dingtalk_robot' } }))
    expect(sent.state).toBe('sent')
    const { query, json } = calls('/robot/send')[0]!
    expect(query.get('access_token')).toBe('access')
    const timestamp = query.get('timestamp') ?? ''
    expect(timestamp).toMatch(/^\d{13}$/)
    expect(query.get('sign')).toBe(createHmac('sha256', 'SECabc').update(`${timestamp}\nSECabc`).digest('base64'))
    expect(json).toMatchObject({
      msgtype: 'markdown',
      markdown: { text: expect.stringContaining('[打开查看](https://work.example.cn/tasks/1)') },
    })
  })

  it.each([
    [130101, 'waiting', 'delivery_refused', 600_000],
    [310000, 'failed', 'credentials_refused', 0],
  ])('a robot’s code %i: %s, %s', async (errcode, state, code, pause) => {
    fake.answer(() => ({ body: { errcode, errmsg: 'as documented' } }))
    const found = await settled(await post({ channel: 'dingtalk', to: '', more: { kind: 'dingtalk_robot' } }))
    expect(found).toMatchObject({ state, reason: { code } })
    if (pause > 0) expect(Date.parse(found.dueAt) - server.clock.epochMs()).toBe(pause)
  })

  it('a work notice is an action card by the application’s token; a token that ran out is renewed', async () => {
    await set('dingtalk', { appKey: 'ding1', agentId: 77 }, { appSecret: 'app-secret' })
    fake.answer(({ path, query }) => {
      if (path === '/gettoken')
        return { body: { errcode: 0, access_token: `t${calls(path).length}`, expires_in: 7200 } }
      return query.get('access_token') === 't1'
        ? { body: { errcode: 88, sub_code: '40014', sub_msg: '不合法的access_token' } }
        : { body: { errcode: 0, task_id: 1, request_id: 'r' } }
    })
    const id = await post({ channel: 'dingtalk', to: 'manager4220' })
    expect(await settled(id)).toMatchObject({ state: 'sent', tries: 1 })
    expect(calls('/topapi/message/corpconversation/asyncsend_v2').at(-1)?.json).toMatchObject({
      agent_id: 77,
      userid_list: 'manager4220',
      msg: {
        msgtype: 'action_card',
        action_card: { single_title: '打开查看', single_url: `https://work.example.cn/tasks/1?delivery=${id}` },
      },
    })
  })
})

describe('Feishu', () => {
  it('a robot’s message carries seconds and the signature of nothing', async () => {
    await set('feishu_robot', {}, { token: 'hook-token', sign: 'demo' })
    fake.answer(() => ({ body: { code: 0, msg: 'success', data: {} } }))
    expect((await settled(await post({ channel: 'feishu', to: '', more: { kind: 'feishu_robot' } }))).state).toBe(
      'sent',
    )
    const { json } = calls('/open-apis/bot/v2/hook/hook-token')[0]!
    const { timestamp, sign } = json
    expect(timestamp).toMatch(/^\d{10}$/)
    expect(sign).toBe(createHmac('sha256', `${timestamp}\ndemo`).digest('base64'))
    expect(json).toMatchObject({
      msg_type: 'post',
      content: {
        post: { zh_cn: { content: [[{ tag: 'text' }], [{ tag: 'a', href: 'https://work.example.cn/tasks/1' }]] } },
      },
    })
  })

  it.each([
    [19021, 'failed', 'credentials_refused'],
    [11232, 'waiting', 'delivery_refused'],
    [9499, 'failed', 'delivery_refused'],
  ])('a robot’s code %i: %s, %s', async (code, state, reason) => {
    fake.answer(() => ({ body: { code, msg: 'as documented' } }))
    const found = await settled(await post({ channel: 'feishu', to: '', more: { kind: 'feishu_robot' } }))
    expect(found).toMatchObject({ state, reason: { code: reason } })
  })

  it('a message to a person has the delivery’s id as its uuid', async () => {
    await set('feishu', { appId: 'cli_1' }, { appSecret: 'x' })
    fake.answer(({ path }) =>
      path.endsWith('/internal')
        ? { body: { code: 0, msg: 'ok', tenant_access_token: 't-1', expire: 7200 } }
        : { body: { code: 0, msg: 'success', data: {} } },
    )
    const id = await post({ channel: 'feishu', to: 'ou_1' })
    expect((await settled(id)).state).toBe('sent')
    const { headers, query, json } = calls('/open-apis/im/v1/messages')[0]!
    expect(headers.authorization).toBe('Bearer t-1')
    expect(query.get('receive_id_type')).toBe('user_id')
    expect(json).toMatchObject({ receive_id: 'ou_1', msg_type: 'post', uuid: id })
  })
})

describe('an SMS', () => {
  it('is signed as Alibaba Cloud’s own example', () => {
    const { headers } = signAliyun(
      {
        method: 'POST',
        host: 'ecs.cn-shanghai.aliyuncs.com',
        action: 'RunInstances',
        version: '2014-05-26',
        query: { RegionId: 'cn-shanghai', ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd' },
        date: '2023-10-26T10:22:32Z',
        nonce: '3156853299f313e23d1673dc12e1703d',
      },
      'YourAccessKeyId',
      'YourAccessKeySecret',
    )
    expect(headers.authorization).toContain(
      'Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
    )
  })

  it('goes to a number by the approved template', async () => {
    await set('sms', { accessKeyId: 'LTAI1', signName: '甲公司', templateCode: 'SMS_1' }, { accessKeySecret: 'k' })
    fake.answer(() => ({ body: { Code: 'OK', Message: 'OK', BizId: '1', RequestId: 'r' } }))
    const id = await post({ channel: 'sms', to: '+86 138-0013-8000', body: '您的合同已通过\n请查收' })
    expect((await settled(id)).state).toBe('sent')
    const { query, headers } = fake.heard.find(one => one.headers['x-acs-action'] !== undefined)!
    expect(Object.fromEntries(query)).toEqual({
      PhoneNumbers: '13800138000',
      SignName: '甲公司',
      TemplateCode: 'SMS_1',
      TemplateParam: '{"content":"您的合同已通过 请查收"}',
      OutId: id,
    })
    expect(headers['x-acs-action']).toBe('SendSms')
    const again = signAliyun(
      {
        method: 'POST',
        host: headers.host ?? '',
        action: 'SendSms',
        version: '2017-05-25',
        query: Object.fromEntries(query),
        date: String(headers['x-acs-date']),
        nonce: String(headers['x-acs-signature-nonce']),
      },
      'LTAI1',
      'k',
    )
    expect(headers.authorization).toBe(again.headers.authorization)
  })

  it.each([
    ['isv.BUSINESS_LIMIT_CONTROL', 'waiting', 'delivery_refused'],
    ['isv.MOBILE_NUMBER_ILLEGAL', 'failed', 'recipient_refused'],
    ['SignatureDoesNotMatch', 'failed', 'credentials_refused'],
  ])('%s: %s, %s', async (Code, state, code) => {
    fake.answer(() => ({ body: { Code, Message: 'as documented' } }))
    expect(await settled(await post({ channel: 'sms', to: '13800138000' }))).toMatchObject({ state, reason: { code } })
  })
})

it('keeps every secret to itself: none is in an answer, a delivery or its log', async () => {
  const pages = ['/api/channels', '/api/deliveries?limit=200']
  for (const page of pages) {
    const { body } = await server.call(admin, 'GET', page)
    for (const secret of ['robot-key', 'SECabc', 'app-secret', 'hook-token']) expect(body).not.toContain(secret)
  }
  const { rows } = await server.database.pool.query('select detail::text from formwork.outbox_attempt')
  for (const { detail } of rows)
    for (const secret of ['robot-key', 'SECabc', 'app-secret', 'hook-token']) expect(detail).not.toContain(secret)
})
