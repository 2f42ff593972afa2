import { addTo, holdsAddOn } from '../../engine/definition/add-on.ts'
import { settleConflict } from '../../engine/definition/conflict.ts'
import { mergeDefinitions } from '../../engine/definition/merge.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { checkFailed } from '../apps/findings.ts'
import type { Installation } from '../apps/installation.ts'
import type { Outcome } from '../apps/publishing.ts'
import type { Transaction } from '../database/statements.ts'
import type { Platform } from '../http/platform.ts'
import { HttpProblem } from '../http/problem.ts'
import { isLater } from './bundle.ts'
import type { Incoming } from './take-in.ts'
import { addressOf, type Template } from './templates.ts'

/** An add-on an app has. */
export interface AddedAddOn {
  readonly address: string
  readonly version: string
  readonly definition: AppDefinition
  /** the app it was added to, without it */
  readonly host: AppDefinition
  readonly signer: string | null
}

interface Row extends Omit<AddedAddOn, 'definition' | 'host'> {
  readonly definition: AppDefinition | null
  readonly host: AppDefinition | null
}

/** The add-ons of an app, by name of their template. One that a way back to an older version took along is none of them. */
export async function addOnsOf({ orgId, id, app }: Installation, connection: Transaction): Promise<AddedAddOn[]> {
  const { rows } = await connection.query<Row>(
    `select distinct on (a.address) a.address, a.version, a.definition, a.host, a.signer
     from formwork.add_on a left join formwork.app_publish p on p.org_id = a.org_id and p.id = a.publish
     where a.org_id = $1 and a.app_id = $2 and (p.state is null or p.state in ('preparing', 'published'))
     order by a.address, a.changed_at desc, a.id desc`,
    [orgId, id],
  )
  return rows.filter(
    (row): row is AddedAddOn =>
      row.definition !== null && row.host !== null && holdsAddOn(app.definition, row.definition),
  )
}

/** Writes down how an add-on stands from now on; `null` = taken out. */
export async function rememberAddOn(
  { newId, clock }: Pick<Platform, 'newId' | 'clock'>,
  transaction: Transaction,
  { orgId, id }: Pick<Installation, 'orgId' | 'id'>,
  { address, version, signer, definition, host }: Row,
  { publishing }: Outcome,
): Promise<void> {
  await transaction.query(
    'insert into formwork.add_on (org_id, id, app_id, address, version, definition, host, signer, publish, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    [
      ...[orgId, newId(), id, address, version],
      ...[definition, host].map(one => (one === null ? null : JSON.stringify(one))),
      ...[signer, publishing, clock.now()],
    ],
  )
}

/** The template an app was made of, whichever store it came from; the app's own key where it was not made of one. */
const madeOf = ({ key, origin }: Pick<Installation, 'key' | 'origin'>): string => origin?.template.split('@')[0] ?? key

/** Whether an add-on is meant for an app: it was made of the template the add-on extends, or bears its key. */
export const isMeantFor = (
  { extends: host }: Pick<AppDefinition, 'extends'>,
  installation: Pick<Installation, 'key' | 'origin'>,
): boolean => host !== undefined && (installation.key === host || madeOf(installation) === host)

/** What adding or upgrading changes in an app, and what is written down with it. */
export interface Bringing {
  readonly incoming: Incoming
  readonly addOn: AddedAddOn
  /** the version that is there; null = none */
  readonly before: AddedAddOn | null
}

/**
 * An add-on merged into an app that has it not, or over an older version of it.
 * @throws HttpProblem 422 `add_on_other_app`, `check_failed` where it does not fit, 409 `nothing_to_upgrade`
 */
export async function bringing(
  installation: Installation,
  template: Template,
  connection: Transaction,
): Promise<Bringing> {
  const { definition, notes = null } = template
  const app = installation.app.definition
  if (!isMeantFor(definition, installation))
    throw new HttpProblem(422, 'add_on_other_app', { addOn: definition.name.zh, app: app.name.zh })
  const address = addressOf(template)
  const before = (await addOnsOf(installation, connection)).find(one => one.address === address) ?? null
  if (before !== null && !isLater(definition.version, before.version)) throw new HttpProblem(409, 'nothing_to_upgrade')
  const host = before === null ? app : hostFor(app, before, definition)
  return {
    incoming: {
      base: before === null ? app : together(host, before.definition),
      theirs: together(host, definition),
      version: app.version,
      notes,
    },
    addOn: { address, version: definition.version, definition, host, signer: null },
    before,
  }
}

/** The app the versions of an add-on are compared on: what the older was added to, unless the newer needs what came since. */
function hostFor(app: AppDefinition, before: AddedAddOn, newer: AppDefinition): AppDefinition {
  if (addTo(before.host, newer).definition !== null) return before.host
  const { merged, conflicts } = mergeDefinitions(together(before.host, before.definition), app, before.host)
  return conflicts.reduce((now, one) => settleConflict(now, one, 'theirs'), merged)
}

/** @throws HttpProblem 422 `check_failed` */
function together(host: AppDefinition, addOn: AppDefinition): AppDefinition {
  const { definition, findings } = addTo(host, addOn)
  if (definition === null) throw checkFailed(findings)
  return definition
}

/** An app without an add-on it has. What the customer made of it or built on it is a conflict. */
export function removing({ app }: Installation, { definition, host }: AddedAddOn): Incoming {
  return { base: together(host, definition), theirs: host, version: app.definition.version, notes: null }
}
