import { type Way, ways } from '../notifications/ways.ts'
import { failed, later, type Sender } from '../outbox/delivery.ts'
import { takeTurn } from '../outbox/rate.ts'
import { dingtalk, dingtalkRobot } from './dingtalk.ts'
import { email } from './email.ts'
import { feishu, feishuRobot } from './feishu.ts'
import { personMessage } from './message.ts'
import type { Protocol, Tools } from './protocol.ts'
import type { Secrets } from './secrets.ts'
import { aliyunSms } from './sms.ts'
import { openChannel } from './store.ts'
import { wecom, wecomRobot } from './wecom.ts'

/** Every way of sending that an organisation can set. */
export const protocols: readonly Protocol[] = [
  email,
  aliyunSms,
  wecom,
  wecomRobot,
  dingtalk,
  dingtalkRobot,
  feishu,
  feishuRobot,
]

/** What an app may send to people outside, a minute (SEMANTICS "Limits"). */
const OUTSIDE_A_MINUTE = 60

/** A sender for each way to reach people: by the protocol the delivery names, else by the one that reaches a single person. */
export const personSenders = (tools: Tools, secrets: Secrets): [Way, Sender][] =>
  ways.map(way => [way, { send: delivery => sendBy(way, delivery, tools, secrets) }])

const sendBy = async (way: Way, delivery: Parameters<Sender['send']>[0], tools: Tools, secrets: Secrets) => {
  const { kind = way } = delivery.content
  const protocol = protocols.find(known => known.way === way && known.kind === kind)
  if (protocol === undefined) return failed('channel_unknown', { channel: String(kind) })
  const set = await openChannel(tools.platform.database.pool, secrets, delivery.orgId, protocol.kind)
  const channel = set ?? protocol.byOperator?.(tools.platform.config)
  if (channel === undefined) return failed('channel_missing', { channel: protocol.kind })
  if (delivery.content.outside === true && delivery.appId !== null) {
    const { orgId, appId } = delivery
    const subject = `outside:${appId}`
    const wait = await takeTurn(tools.platform, { orgId, subject, limit: OUTSIDE_A_MINUTE, windowMs: 60_000 })
    if (wait > 0) return later('app_turn', wait)
  }
  const message = personMessage(tools.platform.config.baseUrl, delivery)
  return protocol.send({ tools, channel, delivery, message })
}
