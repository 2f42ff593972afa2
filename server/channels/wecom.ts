import { closedObject } from '../http/schema.ts'
import { later, type Outcome, Undelivered } from '../outbox/delivery.ts'
import { takeTurn } from '../outbox/rate.ts'
import { cutBytes, cutText, openWord, withoutMarkup } from './message.ts'
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
 * WeCom (企业微信), as developer.work.weixin.qq.com documents it: application messages by gettoken (path/91039) and message/send (path/90236), group robots
 * by webhook/send (path/91770), codes of path/90313. Tests speak to a server of ours that answers as these pages say, not to WeCom.
 */
const HOST = 'https://qyapi.weixin.qq.com'

const verdicts: Readonly<Record<string, Verdict>> = {
  0: 'sent',
  '-1': 'busy',
  40014: 'renew',
  41001: 'renew',
  42001: 'renew',
  40001: 'credentials',
  40013: 'credentials',
  40056: 'credentials',
  48002: 'credentials',
  60020: 'credentials',
  301002: 'credentials',
  93000: 'credentials',
  93008: 'credentials',
  40003: 'recipient',
  60111: 'recipient',
  81013: 'recipient',
  82001: 'recipient',
  45009: 'slow',
  45033: 'slow',
}

const post = async ({ tools, channel }: Sending, path: string, body: object) => {
  const url = `${baseOf(channel, HOST)}${path}`
  const headers = { 'content-type': 'application/json' }
  const answer = await tools.call({ url, method: 'POST', headers, body: JSON.stringify(body) })
  return documentOf(answer, new URL(url).host)
}

const said = (document: Readonly<Record<string, unknown>>) => ({
  code: String(document.errcode),
  text: String(document.errmsg ?? ''),
})

/** A message of the company's own application to one member. */
export const wecom: Protocol = {
  kind: 'wecom',
  way: 'wecom',
  settings: closedObject(
    {
      corpId: { type: 'string', pattern: '^[\\w-]{1,64}$' },
      agentId: { type: 'integer', minimum: 0, maximum: 2_147_483_647 },
      base: baseSchema,
    },
    ['corpId', 'agentId'],
  ),
  secrets: ['secret'],
  async send(sending) {
    const { tools, channel, delivery, message } = sending
    const { corpId, agentId } = channel.settings
    const secret = channel.secrets.secret ?? ''
    const query = new URLSearchParams({ corpid: String(corpId), corpsecret: secret })
    const url = `${baseOf(channel, HOST)}/cgi-bin/gettoken?${query.toString()}`
    const fetch = async () => {
      const document = documentOf(await tools.call({ url, method: 'GET' }), new URL(url).host)
      return { token: tokenIn(document), seconds: Number(document.expires_in ?? 0) }
    }
    // The address names the delivery: WeCom then takes a second try of it for what it is, and two alike notices for two.
    const card = {
      title: cutText(message.subject, 128),
      description: cutBytes(withoutMarkup(message.body), 512),
      url: `${message.link ?? tools.platform.config.baseUrl}?delivery=${delivery.id}`,
    }
    const body = {
      touser: message.to,
      msgtype: 'textcard',
      agentid: agentId,
      textcard: card,
      enable_duplicate_check: 1,
      duplicate_check_interval: 14_400,
    }
    return withToken(tools.tokens, `${delivery.orgId}:wecom:${String(corpId)}:${secret}`, fetch, async token => {
      const document = await post(sending, `/cgi-bin/message/send?access_token=${encodeURIComponent(token)}`, body)
      const { code, text } = said(document)
      const invalid = String(document.invaliduser ?? '') !== ''
      return judge(verdicts, code === '0' && invalid ? { code: '40003', text: 'invaliduser' } : { code, text })
    })
  },
}

function tokenIn(document: Readonly<Record<string, unknown>>): string {
  const outcome = judge(verdicts, said(document))
  if (outcome.result !== 'sent') throw new Undelivered(outcome)
  return String(document.access_token)
}

/** Messages a minute that a robot takes. */
const A_MINUTE = 20

/** A message of a group's robot. */
export const wecomRobot: Protocol = {
  kind: 'wecom_robot',
  way: 'wecom',
  group: true,
  settings: closedObject({ base: baseSchema }),
  secrets: ['key'],
  async send(sending): Promise<Outcome> {
    const { channel, message, delivery, tools } = sending
    const wait = await takeTurn(tools.platform, {
      orgId: delivery.orgId,
      subject: 'wecom_robot',
      limit: A_MINUTE,
      windowMs: 60_000,
    })
    if (wait > 0) return later('channel_turn', wait)
    const link = message.link === undefined ? '' : `\n[${openWord(message.language)}](${message.link})`
    const content = cutBytes(withoutMarkup(message.body), 4096 - Buffer.byteLength(link)) + link
    const key = encodeURIComponent(channel.secrets.key ?? '')
    const document = await post(sending, `/cgi-bin/webhook/send?key=${key}`, {
      msgtype: 'markdown',
      markdown: { content },
    })
    return judge(verdicts, said(document))
  },
}
