import type { Language } from '../../schemas/problem.ts'
import type { Transaction } from '../database/statements.ts'
import type { Caller } from '../http/caller.ts'
import { directoryChanged } from '../identity/changeDirectory.ts'
import { createOrganisation } from '../identity/organisation.ts'
import type { Records } from '../records/records.ts'
import { makeBundle } from '../store/bundle.ts'
import { checkTemplate, settleApp } from '../store/install.ts'
import { addressOf, type Template } from '../store/templates.ts'
import { settleCompany } from './company.ts'
import { removeDemo } from './remove.ts'
import { countSamples, isBounded } from './samples.ts'
import { DEMO_MS } from './visitor.ts'

/** A house keeps so many demos at once; the oldest goes for a new one. */
const MOST_DEMOS = 6

const company = { zh: '示例公司', en: 'Example company' }

type Shown = Pick<Template, 'key' | 'definition' | 'address'>

/** Which demo is wanted: of what, for whom, in which language. */
interface Wanted {
  readonly forOrg: string
  readonly template: string
  readonly language: Language
  readonly checksum: string
}

/** The demos of this server's templates: made when somebody looks, kept for a day. */
export class Demos {
  readonly #records: Records
  /** Being made now: whoever clicks twice waits for the same. */
  readonly #making = new Map<string, Promise<string>>()

  constructor(records: Records) {
    this.#records = records
  }

  /**
   * The id of a demo of this template as it is now, in the caller's language; made if there is none. All of it in one transaction: what is cut off half way
   * leaves nothing.
   * @throws HttpProblem 422 `check_failed`
   */
  async open(caller: Caller, template: Shown): Promise<string> {
    const { orgId: forOrg, language } = caller
    const { checksum } = makeBundle(template.definition)
    const wanted = { forOrg, template: addressOf(template), language, checksum }
    const found = await this.#find(wanted)
    if (found !== undefined) return found
    const name = JSON.stringify(wanted)
    const making = this.#making.get(name) ?? this.#make(caller, template, wanted)
    this.#making.set(name, making)
    return making.finally(() => this.#making.delete(name))
  }

  /** Takes away what is older than a day, and what makes way for a new one. */
  async tidy(making?: Wanted): Promise<void> {
    const { platform } = this.#records
    const since = platform.clock.epochMs() - DEMO_MS
    const { rows } = await platform.database.pool.query<{ id: string }>(
      `select org_id as id from (
         select *, row_number() over (partition by for_org order by created_at desc, org_id desc) as place from formwork.demo) d
       where created_at <= $1 or for_org = $2 and (place >= $3 or (template = $4 and language = $5))`,
      [
        new Date(since).toISOString(),
        ...[making?.forOrg ?? null, MOST_DEMOS, making?.template ?? null, making?.language ?? null],
      ],
    )
    for (const { id } of rows) await removeDemo(platform, id)
  }

  async #find({ forOrg, template, language, checksum }: Wanted): Promise<string | undefined> {
    const { clock, database } = this.#records.platform
    const { rows } = await database.pool.query<{ id: string }>(
      `select org_id as id from formwork.demo
       where for_org = $1 and template = $2 and language = $3 and checksum = $4 and created_at > $5 order by created_at desc limit 1`,
      [forOrg, template, language, checksum, new Date(clock.epochMs() - DEMO_MS).toISOString()],
    )
    return rows[0]?.id
  }

  async #make(caller: Caller, template: Shown, wanted: Wanted): Promise<string> {
    const app = checkTemplate(template)
    await this.tidy(wanted)
    const { platform } = this.#records
    const samples = countSamples(template.definition.sampleData)
    const sampleData = isBounded(samples)
    return platform.transaction(async transaction => {
      const { forOrg, language } = wanted
      // One at a time in a house, on whichever node: making one is work, and they are counted.
      await transaction.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`formwork.demo:${forOrg}`])
      const orgId = await createOrganisation(platform, transaction, {
        ...{ name: company[language], zone: caller.zone, language },
      })
      await transaction.query(
        'insert into formwork.demo (org_id, for_org, template, language, checksum, samples, created_at) values ($1, $2, $3, $4, $5, $6, $7)',
        [orgId, forOrg, wanted.template, language, wanted.checksum, sampleData ? samples : null, platform.clock.now()],
      )
      const userId = await settleCompany(platform, transaction, orgId, language, app.definition)
      await settleApp(this.#records, transaction, { orgId, userId }, app, sampleData)
      await keepQuiet(transaction, orgId)
      await directoryChanged(transaction, orgId)
      return orgId
    })
  }
}

/** Nothing waits in a demo: no timer, no run, no message. What looks for new work passes it over (`notInDemo`). */
async function keepQuiet(transaction: Transaction, orgId: string): Promise<void> {
  for (const table of ['timer', 'ladder_run', 'outbox'])
    await transaction.query(`delete from formwork.${table} where org_id = $1`, [orgId])
}
