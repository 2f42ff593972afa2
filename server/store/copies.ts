import type { FastifyInstance, FastifyRequest } from 'fastify'
import { compareDefinitions } from '../../engine/definition/compare.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Installation } from '../apps/installation.ts'
import type { Transaction } from '../database/statements.ts'
import { adminOf, assertApp, type Caller, mayUseApp } from '../http/caller.ts'
import { notFound } from '../http/problem.ts'
import type { Records } from '../records/records.ts'
import { lineageOf, rememberTaken } from './ancestry.ts'
import { mergeBody } from './merge-body.ts'
import { type Incoming, previewTaking, type TakenIn, takeIn, type Wish } from './take-in.ts'

/** A copy and the app it was made of: each can take in what was changed in the other. */
interface Kinship {
  /** the copy's row, which holds what both last had in common */
  readonly copy: string
  readonly other: Installation
  readonly base: AppDefinition
}

/** Writes down whose copy an app is, in the transaction that makes it. */
export async function rememberCopy(
  transaction: Transaction,
  orgId: string,
  copyId: string,
  sourceId: string,
  base: AppDefinition,
): Promise<void> {
  await transaction.query('update formwork.app set copied_from = $3 where org_id = $1 and id = $2', [
    orgId,
    copyId,
    JSON.stringify({ app: sourceId, definition: base }),
  ])
}

/** The copies of an app, and the app it is a copy of. */
async function kinOf({ platform, installations }: Records, { orgId, id }: Installation): Promise<Kinship[]> {
  const { rows } = await platform.database.pool.query<{ copy: string; other: string; base: AppDefinition }>(
    `select id as copy, case when id = $2 then copied_from ->> 'app' else id::text end as other, copied_from -> 'definition' as base
     from formwork.app where org_id = $1 and deleted_at is null and copied_from is not null and (id = $2 or copied_from ->> 'app' = $2::text)
     order by created_at`,
    [orgId, id],
  )
  const kin = await Promise.all(
    rows.map(async ({ copy, other, base }) => {
      const found = await installations.byId(orgId, other)
      return found === undefined ? [] : [{ copy, other: found, base }]
    }),
  )
  return kin.flat()
}

/** How much stands in the other app that was not there when both were last alike. */
const newsOf = ({ base, other }: Kinship): number =>
  compareDefinitions({ ...base, key: other.key, name: other.app.definition.name }, other.app.definition).length

/** Both keep their own names: a test app stays the test app. */
function incomingOf({ app }: Installation, { base, other }: Kinship): Incoming {
  const { name, version } = app.definition
  return { base: { ...base, name }, theirs: { ...other.app.definition, name }, version, notes: null }
}

const takenFrom = (
  { platform }: Records,
  { caller, installation, one: { copy, other } }: { caller: Caller; installation: Installation; one: Kinship },
  source: string,
): TakenIn => ({
  note: `⇄ ${other.app.definition.name.zh}`,
  remember: async (transaction, outcome) => {
    const { definition } = other.app
    await rememberCopy(transaction, caller.orgId, copy, source, definition)
    const taken = { definition, lineage: await lineageOf(other, transaction) }
    await rememberTaken(platform, transaction, installation, taken, outcome)
  },
  entry: { action: 'app_changes_taken', detail: { from: other.key, version: other.version } },
})

type Request = FastifyRequest<{ Params: { app: string; other: string }; Body: Wish | undefined }>

/** Changes carried from one app to its copy or back: from a test app to the real one, by merging (X3). */
export function copyRoutes(app: FastifyInstance, records: Records): void {
  const open = async (request: FastifyRequest) => {
    const caller = adminOf(request)
    const { app: key } = (request as Request).params
    assertApp(caller, key)
    const installation = await records.installations.get(caller.orgId, key)
    const kin = await kinOf(records, installation)
    return { caller, installation, kin: kin.filter(({ other }) => mayUseApp(caller, other.key)) }
  }
  const openOne = async (request: FastifyRequest) => {
    const { caller, installation, kin } = await open(request)
    const one = kin.find(({ other }) => other.key === (request as Request).params.other)
    if (one === undefined) throw notFound()
    return { caller, installation, one }
  }

  app.get('/api/apps/:app/copies', async request => {
    const { installation, kin } = await open(request)
    return {
      copies: kin.map(one => ({
        app: one.other.key,
        name: one.other.app.definition.name,
        version: one.other.version,
        original: one.copy === installation.id,
        news: newsOf(one),
      })),
    }
  })
  app.get('/api/apps/:app/copies/:other', async request => {
    const { caller, installation, one } = await openOne(request)
    return previewTaking(records, caller, installation, incomingOf(installation, one))
  })
  app.post('/api/apps/:app/copies/:other/take', { schema: { body: mergeBody } }, async request => {
    const { caller, installation, one } = await openOne(request)
    const source = one.copy === installation.id ? one.other.id : installation.id
    const wish = (request as Request).body ?? {}
    const incoming = incomingOf(installation, one)
    const taken = takenFrom(records, { caller, installation, one }, source)
    return takeIn(records, request, caller, installation, incoming, wish, taken)
  })
}
