import { createHmac } from 'node:crypto'
import { closedObject } from '../http/schema.ts'
import { later, type Outcome, Undelivered } from '../outbox/delivery.ts'
import { takeTurn } from '../outbox/rate.ts'
import { cutText, openWord, withoutMarkup } from './message.ts'
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
 * DingTalk (钉钉), as open.dingtalk.com documents it: robots with a signed secret ("custom-robot-access", sign = HmacSHA256(timestamp + "\n" + secret)),
 * work notices by gettoken and corpconversation/asyncsend_v2, their lists of codes. Tests speak to a server of ours that answers as these pages say,
 * not to DingTalk.
 */
const HOST = 'https://oapi.dingtalk.com'

const verdicts: Readonly<Record<string, Verdict>> = {
  0: 'sent',
  '-1': 'busy',
  88: 'busy',
  90002: 'slow',
  90005: 'slow',
  90018: 'slow',
  130101: 'slow',
  410100: 'slow',
  40014: 'renew',
  42001: 'renew',
  40089: 'credentials',
  40035: 'credentials',
  40078: 'credentials',
  43008: 'credentials',
  60011: 'credentials',
  300001: 'credentials',
  300005: 'credentials',
  310000: 'credentials',
  400101: 'credentials',
  400102: 'credentials',
  33012: 'recipient',
  60121: 'recipient',
  400002: 'recipient',
}

/** A robot that sent too fast is held back for ten minutes. */
const HELD_BACK_MS = 600_000
const A_MINUTE = 20

const post = async ({ tools }: Sending, url: string, body: object) => {
  const headers = { 'content-type': 'application/json' }
  const answer = await tools.call({ url, method: 'POST', headers, body: JSON.stringify(body) })
  return documentOf(answer, new URL(url).host)
}

/** A general answer 88 names the true code beside it. */
const said = (document: Readonly<Record<string, unknown>>) => {
  const { errcode, sub_code: sub, errmsg = '', sub_msg: subText } = document
  const code = String(errcode) === '88' && sub !== undefined ? String(sub) : String(errcode)
  return { code, text: String(subText ?? errmsg) }
}

/** sign of a robot's address: milliseconds, a line break and the secret, signed with the secret. */
export const dingtalkSign = (timestamp: string, secret: string): string =>
  createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')

/** A message of a group's robot. */
export const dingtalkRobot: Protocol = {
  kind: 'dingtalk_robot',
  way: 'dingtalk',
  group: true,
  settings: closedObject({ base: baseSchema }),
  secrets: ['token', 'sign'],
  async send(sending): Promise<Outcome> {
    const { tools, channel, delivery, message } = sending
    const { orgId } = delivery
    const wait = await takeTurn(tools.platform, { orgId, subject: 'dingtalk_robot', limit: A_MINUTE, windowMs: 60_000 })
    if (wait > 0) return later('channel_turn', wait)
    const timestamp = String(tools.platform.clock.epochMs())
    const query = new URLSearchParams({ access_token: channel.secrets.token ?? '' })
    const sign = channel.secrets.sign ?? ''
    if (sign !== '') {
      query.set('timestamp', timestamp)
      query.set('sign', dingtalkSign(timestamp, sign))
    }
    const link = message.link === undefined ? '' : `\n\n[${openWord(message.language)}](${message.link})`
    const text = withoutMarkup(message.body).replace(/\n/g, '\n\n') + link
    const markdown = { title: withoutMarkup(cutText(message.subject, 60)), text }
    const url = `${baseOf(channel, HOST)}/robot/send?${query.toString()}`
    return judge(verdicts, said(await post(sending, url, { msgtype: 'markdown', markdown })), HELD_BACK_MS)
  },
}

/** A work notice (工作通知) of the company's own application to one person. */
export const dingtalk: Protocol = {
  kind: 'dingtalk',
  way: 'dingtalk',
  settings: closedObject(
    {
      appKey: { type: 'string', pattern: '^[\\w-]{1,64}$' },
      agentId: { type: 'integer', minimum: 0 },
      base: baseSchema,
    },
    ['appKey', 'agentId'],
  ),
  secrets: ['appSecret'],
  async send(sending) {
    const { tools, channel, delivery, message } = sending
    const { appKey, agentId } = channel.settings
    const secret = channel.secrets.appSecret ?? ''
    const base = baseOf(channel, HOST)
    const query = new URLSearchParams({ appkey: String(appKey), appsecret: secret })
    const fetch = async () => {
      const url = `${base}/gettoken?${query.toString()}`
      const document = documentOf(await tools.call({ url, method: 'GET' }), new URL(url).host)
      const outcome = judge(verdicts, said(document))
      if (outcome.result !== 'sent') throw new Undelivered(outcome)
      return { token: String(document.access_token), seconds: Number(document.expires_in ?? 0) }
    }
    // DingTalk sends the same content to a person once a day: the address names the delivery, so that only a second try of it is the same.
    const card = {
      title: cutText(message.subject, 64),
      markdown: withoutMarkup(cutText(message.body, 1000)).replace(/\n/g, '\n\n'),
      single_title: openWord(message.language),
      single_url: `${message.link ?? tools.platform.config.baseUrl}?delivery=${delivery.id}`,
    }
    const body = { agent_id: agentId, userid_list: message.to, msg: { msgtype: 'action_card', action_card: card } }
    return withToken(tools.tokens, `${delivery.orgId}:dingtalk:${String(appKey)}:${secret}`, fetch, async token => {
      const url = `${base}/topapi/message/corpconversation/asyncsend_v2?access_token=${encodeURIComponent(token)}`
      return judge(verdicts, said(await post(sending, url, body)))
    })
  },
}
