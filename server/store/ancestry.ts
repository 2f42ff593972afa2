import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { fingerprintOf } from '../apps/fingerprint.ts'
import type { Installation } from '../apps/installation.ts'
import type { Outcome } from '../apps/publishing.ts'
import type { Transaction } from '../database/statements.ts'
import type { Platform } from '../http/platform.ts'

type App = Pick<Installation, 'orgId' | 'id'>

/** A version of the same app from elsewhere, and what it contains itself. */
export interface Foreign {
  readonly definition: AppDefinition
  /** fingerprints, the newest first */
  readonly lineage: readonly string[]
}

/** Writes down that an app has what another server made of it, in the transaction that takes it in. */
export async function rememberTaken(
  { clock }: Pick<Platform, 'clock'>,
  transaction: Transaction,
  { orgId, id }: App,
  { definition, lineage }: Foreign,
  { version, publishing }: Outcome,
): Promise<void> {
  await transaction.query(
    `insert into formwork.taken_version (org_id, app_id, fingerprint, definition, lineage, version, publish, taken_at)
     select $1, $2, $3, $4, $5, coalesce($6::int, a.version + 1), $7, $8 from formwork.app a where a.org_id = $1 and a.id = $2
     on conflict (org_id, app_id, fingerprint) do update
       set lineage = excluded.lineage, version = excluded.version, publish = excluded.publish, taken_at = excluded.taken_at`,
    [
      ...[orgId, id, fingerprintOf(definition), JSON.stringify(definition)],
      ...[JSON.stringify(lineage), version, publishing, clock.now()],
    ],
  )
}

interface Known {
  readonly fingerprint: string
  /** the version of this app that first had it */
  readonly version: number
  readonly taken: boolean
  readonly lineage: readonly string[]
}

/** What an app contains, the newest first: its own versions, and what was taken in with them. A content that came back stands where it was first. */
async function knownVersions({ orgId, id }: App, connection: Transaction): Promise<Known[]> {
  await addFingerprints({ orgId, id }, connection)
  const { rows } = await connection.query<Known>(
    `select fingerprint, min(version) as version, false as taken, '[]'::jsonb as lineage from formwork.app_version where org_id = $1 and app_id = $2 group by fingerprint
     union all
     select t.fingerprint, t.version, true, t.lineage from formwork.taken_version t left join formwork.app_publish p on p.org_id = t.org_id and p.id = t.publish
     where t.org_id = $1 and t.app_id = $2 and (p.state is null or p.state in ('preparing', 'published'))
     order by version desc, taken`,
    [orgId, id],
  )
  return rows
}

/** Versions that were published before fingerprints were kept get theirs, one at a time: a definition may be large. */
async function addFingerprints({ orgId, id }: App, connection: Transaction): Promise<void> {
  const { rows } = await connection.query<{ version: number }>(
    'select version from formwork.app_version where org_id = $1 and app_id = $2 and fingerprint is null order by version',
    [orgId, id],
  )
  for (const { version } of rows)
    await connection.query(
      'update formwork.app_version set fingerprint = $4 where org_id = $1 and app_id = $2 and version = $3',
      [orgId, id, version, fingerprintOf(await definitionOf({ orgId, id }, version, connection))],
    )
}

async function definitionOf({ orgId, id }: App, version: number, connection: Transaction): Promise<AppDefinition> {
  const { rows } = await connection.query<{ definition: AppDefinition }>(
    'select definition from formwork.app_version where org_id = $1 and app_id = $2 and version = $3',
    [orgId, id, version],
  )
  return rows[0]!.definition
}

/** The template an app came from, as the first thing it contains: whoever upgraded before this was kept has it nowhere else. */
const originOf = ({ origin }: Pick<Installation, 'origin'>): string | undefined =>
  origin === null ? undefined : fingerprintOf(origin.definition)

/** Fingerprints of everything an app contains, the newest first. */
export async function lineageOf(installation: Installation, connection: Transaction): Promise<string[]> {
  const known = await knownVersions(installation, connection)
  const origin = originOf(installation)
  const own = [...known.map(({ fingerprint }) => fingerprint), ...(origin === undefined ? [] : [origin])]
  return [...new Set([...own, ...known.flatMap(({ lineage }) => lineage)])]
}

/** The newest content that both an app and somebody else's file of it come from. */
export interface Common {
  readonly definition: AppDefinition
  /** it is what the app was installed from */
  readonly template: boolean
}

/**
 * What a file and an app have in common: undefined = nothing that is known. A file's lineage is a claim. A false one can only name another version
 * to begin with; what comes in is shown all the same.
 */
export async function commonOf(
  installation: Installation,
  { definition, lineage }: Foreign,
  connection: Transaction,
): Promise<Common | undefined> {
  const theirs = new Set([fingerprintOf(definition), ...lineage])
  const origin = originOf(installation)
  const found = (await knownVersions(installation, connection)).find(({ fingerprint }) => theirs.has(fingerprint))
  if (found !== undefined)
    return {
      definition: found.taken
        ? await takenDefinition(installation, found.fingerprint, connection)
        : await definitionOf(installation, found.version, connection),
      template: found.fingerprint === origin,
    }
  return origin !== undefined && theirs.has(origin)
    ? { definition: installation.origin!.definition, template: true }
    : undefined
}

async function takenDefinition({ orgId, id }: App, fingerprint: string, connection: Transaction) {
  const { rows } = await connection.query<{ definition: AppDefinition }>(
    'select definition from formwork.taken_version where org_id = $1 and app_id = $2 and fingerprint = $3',
    [orgId, id, fingerprint],
  )
  return rows[0]!.definition
}
