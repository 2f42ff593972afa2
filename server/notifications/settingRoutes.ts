import type { Problem } from '../../schemas/problem.ts'
import { problem } from '../../schemas/problem.ts'
import { MAIL_ADDRESS } from '../channels/email.ts'
import type { Transaction } from '../database/statements.ts'
import { adminOf, personOf } from '../http/caller.ts'
import type { Platform, Routes } from '../http/platform.ts'
import { invalidValues, notFound } from '../http/problem.ts'
import { closedObject } from '../http/schema.ts'
import { audit } from '../identity/audit.ts'
import { openKinds, readReaders } from './readers.ts'
import { defaultWays, isClock, noticeKinds, type Preference, type Way, ways } from './ways.ts'

const clock = { type: 'string', pattern: '^\\d{2}:\\d{2}$' }
const wayList = { type: 'array', maxItems: ways.length, uniqueItems: true, items: { enum: ways } }
const each = (names: readonly string[], schema: object) =>
  closedObject(Object.fromEntries(names.map(name => [name, { ...schema }])))

const addresses = each(ways, { type: ['string', 'null'], minLength: 1, maxLength: 320 })
const preference = closedObject({
  kinds: each(noticeKinds, wayList),
  quiet: { ...closedObject({ from: clock, to: clock }, ['from', 'to']), type: ['object', 'null'] },
  digest: each(ways, { enum: ['hourly', 'daily'] }),
  digestAt: clock,
})
const ownBody = closedObject({ addresses, preference })
const addressBody = closedObject({ addresses }, ['addresses'])

type Addresses = Partial<Readonly<Record<Way, string | null>>>

interface OwnSettings {
  readonly addresses?: Addresses
  readonly preference?: Preference
}

/** Where and when a person is told outside the pages: his own to set; administrators may enter addresses. */
export const noticeSettingRoutes: Routes = (app, platform) => {
  app.get('/api/notification-settings', request => {
    const { orgId, userId } = personOf(request)
    return settings(platform, orgId, userId)
  })

  app.put<{ Body: OwnSettings }>('/api/notification-settings', { schema: { body: ownBody } }, async request => {
    const { orgId, userId } = personOf(request)
    const { addresses, preference } = request.body
    const problems = [...addressProblems(addresses ?? {}), ...clockProblems(preference ?? {})]
    if (problems.length > 0) throw invalidValues(problems)
    await platform.transaction(async transaction => {
      if (addresses !== undefined) await writeAddresses(transaction, orgId, userId, addresses)
      if (preference === undefined) return
      await transaction.query(
        `insert into formwork.notice_preference (org_id, user_id, preference, updated_at) values ($1, $2, $3, $4)
         on conflict (org_id, user_id) do update set preference = excluded.preference, updated_at = excluded.updated_at`,
        [orgId, userId, JSON.stringify(preference), platform.clock.now()],
      )
    })
    return settings(platform, orgId, userId)
  })

  app.put<{ Params: { id: string }; Body: { addresses: Addresses } }>(
    '/api/users/:id/addresses',
    { schema: { body: addressBody } },
    async request => {
      const caller = adminOf(request)
      const { id } = request.params
      const { addresses } = request.body
      const problems = addressProblems(addresses)
      if (problems.length > 0) throw invalidValues(problems)
      if ((await readReaders(platform.database.pool, caller.orgId, [id])).length === 0) throw notFound()
      await platform.transaction(async transaction => {
        await writeAddresses(transaction, caller.orgId, id, addresses)
        await audit(platform, transaction, request, caller, {
          action: 'addresses_changed',
          subject: { user: id },
          detail: { ...addresses },
        })
      })
      return { addresses: (await settings(platform, caller.orgId, id)).addresses }
    },
  )
}

async function settings(platform: Platform, orgId: string, userId: string) {
  const { pool } = platform.database
  const [reader] = await readReaders(pool, orgId, [userId])
  if (reader === undefined) throw notFound()
  const kinds = await openKinds(pool, orgId, platform.config.outgoing.smtpUrl !== undefined)
  const { addresses, preference, zone } = reader
  return { addresses, preference, defaults: defaultWays, ways: ways.filter(way => kinds.has(way)), zone }
}

const patterns: Readonly<Record<Way, RegExp>> = {
  email: MAIL_ADDRESS,
  sms: /^\+?\d{5,15}$/,
  wecom: /^[\w.@-]{1,64}$/,
  dingtalk: /^[\w.@-]{1,64}$/,
  feishu: /^[\w.@-]{1,64}$/,
}

const addressProblems = (given: Addresses): Problem[] =>
  ways
    .filter(way => typeof given[way] === 'string' && !patterns[way].test(given[way]))
    .map(way => problem('recipient_invalid', `/addresses/${way}`, { address: given[way] }))

function clockProblems({ quiet, digestAt }: Preference): Problem[] {
  const given = { '/quiet/from': quiet?.from, '/quiet/to': quiet?.to, '/digestAt': digestAt }
  return Object.entries(given)
    .filter(([, text]) => text !== undefined && !isClock(text))
    .map(([path]) => problem('wrong_pattern', `/preference${path}`, { pattern: 'HH:mm' }))
}

async function writeAddresses(
  transaction: Transaction,
  orgId: string,
  userId: string,
  given: Addresses,
): Promise<void> {
  for (const way of ways) {
    const address = given[way]
    if (address === undefined) continue
    if (address === null)
      await transaction.query(
        'delete from formwork.person_address where org_id = $1 and user_id = $2 and channel = $3',
        [orgId, userId, way],
      )
    else
      await transaction.query(
        `insert into formwork.person_address (org_id, user_id, channel, address) values ($1, $2, $3, $4)
         on conflict (org_id, user_id, channel) do update set address = excluded.address`,
        [orgId, userId, way, address],
      )
  }
}
