import { createHmac } from 'node:crypto'
import { closedObject } from '../http/schema.ts'
import { later, type Outcome, Undelivered } from '../outbox/delivery.ts'
import { takeTurn } from '../outbox/rate.ts'
import { cutText, openWord, type PersonMessage } from './message.ts'
import {
  baseOf,
  baseSchema,
  documentOf,
  judge,
  type Protocol,
  type Sending,
  type Verdict,
  withToken,
} from './protocol.ts'

/**
 * Feishu (飞书), as open.feishu.cn documents it: custom robots with a signature ("bot-v3/add-custom-bot": the empty text signed with timestamp + "\n" +
 * secret), messages of an application by tenant_access_token and im/v1/messages with `uuid`, their lists of codes. Tests speak to a server of ours that
 * answers as these pages say, not to Feishu.
 */
const HOST = 'https://open.feishu.cn'

const verdicts: Readonly<Record<string, Verdict>> = {
  0: 'sent',
  11232: 'slow',
  230020: 'slow',
  99991400: 'slow',
  99991661: 'renew',
  99991663: 'renew',
  99991668: 'renew',
  10003: 'credentials',
  10014: 'credentials',
  19001: 'credentials',
  19021: 'credentials',
  19022: 'credentials',
  19024: 'credentials',
  99991672: 'credentials',
  230001: 'recipient',
  230013: 'recipient',
  230053: 'recipient',
}

const post = async ({ tools }: Sending, url: string, body: object, headers: Record<string, string> = {}) => {
  const answer = await tools.call({
    url,
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  })
  return documentOf(answer, new URL(url).host)
}

const said = ({ code, msg = '' }: Readonly<Record<string, unknown>>) => ({ code: String(code), text: String(msg) })

/** sign of a robot's message: nothing, signed with the seconds, a line break and the secret. */
export const feishuSign = (timestamp: string, secret: string): string =>
  createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64')

/** Rich text (富文本): a title, lines of plain text, and the link. */
function postOf(message: PersonMessage) {
  const lines: object[][] = message.body.split('\n').map(text => [{ tag: 'text', text }])
  if (message.link !== undefined) lines.push([{ tag: 'a', text: openWord(message.language), href: message.link }])
  return { [message.language === 'zh' ? 'zh_cn' : 'en_us']: { title: cutText(message.subject, 60), content: lines } }
}

const A_MINUTE = 100

/** A message of a group's robot. */
export const feishuRobot: Protocol = {
  kind: 'feishu_robot',
  way: 'feishu',
  group: true,
  settings: closedObject({ base: baseSchema }),
  secrets: ['token', 'sign'],
  async send(sending): Promise<Outcome> {
    const { tools, channel, delivery, message } = sending
    const { orgId } = delivery
    const wait = await takeTurn(tools.platform, { orgId, subject: 'feishu_robot', limit: A_MINUTE, windowMs: 60_000 })
    if (wait > 0) return later('channel_turn', wait)
    const timestamp = String(Math.floor(tools.platform.clock.epochMs() / 1000))
    const secret = channel.secrets.sign ?? ''
    const signed = secret === '' ? {} : { timestamp, sign: feishuSign(timestamp, secret) }
    const url = `${baseOf(channel, HOST)}/open-apis/bot/v2/hook/${encodeURIComponent(channel.secrets.token ?? '')}`
    const document = await post(sending, url, { ...signed, msg_type: 'post', content: { post: postOf(message) } })
    return judge(verdicts, said(document))
  },
}

/** A message of the company's own application to one person; `uuid` is Feishu's own guard against a second one. */
export const feishu: Protocol = {
  kind: 'feishu',
  way: 'feishu',
  settings: closedObject(
    {
      appId: { type: 'string', pattern: '^[\\w-]{1,64}$' },
      addressIs: { enum: ['user_id', 'open_id', 'email'] },
      base: baseSchema,
    },
    ['appId'],
  ),
  secrets: ['appSecret'],
  async send(sending) {
    const { tools, channel, delivery, message } = sending
    const { appId, addressIs = 'user_id' } = channel.settings
    const secret = channel.secrets.appSecret ?? ''
    const base = baseOf(channel, HOST)
    const fetch = async () => {
      const url = `${base}/open-apis/auth/v3/tenant_access_token/internal`
      const document = await post(sending, url, { app_id: appId, app_secret: secret })
      const outcome = judge(verdicts, said(document))
      if (outcome.result !== 'sent') throw new Undelivered(outcome)
      return { token: String(document.tenant_access_token), seconds: Number(document.expire ?? 0) }
    }
    const body = {
      receive_id: message.to,
      msg_type: 'post',
      content: JSON.stringify(postOf(message)),
      uuid: delivery.id,
    }
    return withToken(tools.tokens, `${delivery.orgId}:feishu:${String(appId)}:${secret}`, fetch, async token => {
      const url = `${base}/open-apis/im/v1/messages?receive_id_type=${String(addressIs)}`
      return judge(verdicts, said(await post(sending, url, body, { authorization: `Bearer ${token}` })))
    })
  },
}
