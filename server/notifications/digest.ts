import type { Platform } from '../http/platform.ts'
import { failed, type Sender, type Senders } from '../outbox/delivery.ts'
import type { NoticeText } from './notice.ts'
import { readReaders } from './readers.ts'
import type { Way } from './ways.ts'

interface DigestContent {
  readonly user: string
  readonly way: Way
  readonly slot: string
}

/** Lines of one message; the rest is counted. */
const MOST_LINES = 50

const words = {
  title: { zh: (n: number) => `您有 ${n} 条新通知`, en: (n: number) => `${n} new notices for you` },
  more: { zh: (n: number) => `……还有 ${n} 条`, en: (n: number) => `… and ${n} more` },
} as const

/** Gathers a person's notices of an hour or a day into one message, sent by the channel he chose. What he read meanwhile is left out. */
export const digestSender = ({ database }: Platform, senders: Senders): Sender => ({
  async send(delivery) {
    const { user, way, slot } = delivery.content as unknown as DigestContent
    const [reader] = await readReaders(database.pool, delivery.orgId, [user])
    const address = reader?.addresses[way]
    const sender = senders.get(way)
    if (reader === undefined || address === undefined || sender === undefined)
      return failed('recipient_invalid', { address: address ?? '' })
    const { rows } = await database.pool.query<{ text: NoticeText }>(
      `select n.text from formwork.digest_item d join formwork.notification n on n.org_id = d.org_id and n.id = d.notification_id
       where d.org_id = $1 and d.user_id = $2 and d.channel = $3 and d.slot_at = $4 and n.read_at is null order by n.id`,
      [delivery.orgId, user, way, slot],
    )
    if (rows.length === 0) return { result: 'sent', detail: { notices: 0 } }
    const { language } = reader
    const lines = rows.slice(0, MOST_LINES).map(({ text }) => `· ${text[language]}`)
    if (rows.length > MOST_LINES) lines.push(words.more[language](rows.length - MOST_LINES))
    const title = words.title[language](rows.length)
    return sender.send({
      ...delivery,
      channel: way,
      content: { to: address, subject: title, body: [title, ...lines].join('\n'), language, path: '/' },
    })
  },
})
