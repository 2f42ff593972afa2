import type { Transaction } from '../database/statements.ts'
import { enqueue } from '../outbox/enqueue.ts'
import type { NewNotice, NoticeLink, Telling, Told } from './notice.ts'
import { openKinds, organisationLanguage, type Reader, readReaders } from './readers.ts'
import { afterQuiet, digestSlot, type Way, ways, waysFor } from './ways.ts'

/** Where a notice leads, as a path of ours. */
export function pathOf(link: NoticeLink | null): string | undefined {
  if (link === null) return undefined
  if (link.task !== undefined) return `/tasks/${link.task}`
  return `/a/${link.app}/f/${link.form}/r/${link.record}`
}

/** Puts a message into the outbox for each person and way: by what he chose, after his quiet hours, or into his digest. */
export async function tellOutside(
  platform: Telling,
  transaction: Transaction,
  notice: NewNotice,
  told: readonly Told[],
): Promise<void> {
  const kinds = await openKinds(transaction, notice.orgId, platform.config.outgoing.smtpUrl !== undefined)
  if (kinds.size === 0) return
  await tellGroups(platform, transaction, notice, kinds)
  const readers = new Map(
    (
      await readReaders(
        transaction,
        notice.orgId,
        told.map(({ user }) => user),
      )
    ).map(reader => [reader.id, reader]),
  )
  for (const { id, user } of told) {
    const reader = readers.get(user)
    if (reader === undefined) continue
    for (const way of waysFor(notice.kind ?? 'notice', reader.preference, notice.channels)) {
      const address = reader.addresses[way]
      if (kinds.has(way) && address !== undefined)
        await tellBy(platform, transaction, notice, { id, reader, way, address })
    }
  }
}

/** Where only a group's robot is set, the group is told once, in the organisation's language, and only when the author named the channel. */
async function tellGroups(
  platform: Telling,
  transaction: Transaction,
  notice: NewNotice,
  kinds: ReadonlySet<string>,
): Promise<void> {
  const { orgId, channels = [], dedupeKey = platform.newId() } = notice
  for (const way of ways) {
    const kind = `${way}_robot`
    if (!channels.includes(way) || kinds.has(way) || !kinds.has(kind)) continue
    const language = await organisationLanguage(transaction, orgId)
    await enqueue(platform, transaction, {
      orgId,
      appId: null,
      channel: way,
      lane: kind,
      body: notice.text[language],
      more: { language, path: pathOf(notice.link), kind },
      key: `${dedupeKey}:${kind}`,
    })
  }
}

interface Telegram {
  readonly id: string
  readonly reader: Reader
  readonly way: Way
  readonly address: string
}

async function tellBy(
  platform: Telling,
  transaction: Transaction,
  notice: NewNotice,
  { id, reader, way, address }: Telegram,
): Promise<void> {
  const { zone, preference, language } = reader
  const now = platform.clock.epochMs()
  const slot = digestSlot(now, zone, preference, way)
  const dueAt = new Date(afterQuiet(slot ?? now, zone, preference)).toISOString()
  const { orgId } = notice
  if (slot === undefined) {
    await enqueue(platform, transaction, {
      orgId,
      appId: null,
      channel: way,
      to: address,
      body: notice.text[language],
      more: { language, path: pathOf(notice.link), user: reader.id },
      key: `notice:${id}:${way}`,
      dueAt,
    })
    return
  }
  const slotAt = new Date(slot).toISOString()
  await transaction.query(
    `insert into formwork.digest_item (org_id, user_id, channel, slot_at, notification_id) values ($1, $2, $3, $4, $5)`,
    [orgId, reader.id, way, slotAt, id],
  )
  await enqueue(platform, transaction, {
    orgId,
    appId: null,
    channel: 'digest',
    body: null,
    more: { user: reader.id, way, slot: slotAt },
    key: `digest:${reader.id}:${way}:${slotAt}`,
    dueAt,
  })
}
