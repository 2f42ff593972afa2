import { type CompiledApp, compileApp } from '../../../engine/index.ts'
import type { Transaction } from '../../database/statements.ts'
import type { DueTimer, DueWork } from '../../due.ts'
import type { Platform } from '../../http/platform.ts'
import { HttpProblem } from '../../http/problem.ts'
import type { Records } from '../../records/records.ts'
import { nextBlocks } from '../../storage/blocks.ts'
import { bridge } from '../../storage/bridge.ts'
import { columnStatements } from '../../storage/ddl.ts'
import { type Fill, touchTable } from '../../storage/fills.ts'
import { putInPlace } from '../in-place.ts'
import type { Installation } from '../installation.ts'
import { type PublishPlan, planPublish } from '../publish-plan.ts'
import { makeIndex, newIndexes } from './indexes.ts'
import { addDone, endPreparation, holdPreparation, type Place, PREPARATION, type Preparation } from './store.ts'
import { takeBack } from './take-back.ts'

/** What one transaction fills, in blocks of 8 kB: its rows are held that long. */
const BLOCKS = 64

/**
 * Makes publishes ready that are too large for a moment: columns and bridges first, then values and indexes in batches while the old version serves,
 * at last the version itself. Every batch is one transaction with the place it came to: whoever claims the timer next goes on from there.
 */
export const preparationWork = (records: Records): DueWork => ({
  kind: PREPARATION,
  fire: (transaction, timer) => goOn(records, transaction, timer),
})

interface Scene {
  readonly records: Records
  readonly transaction: Transaction
  readonly current: Installation
  readonly plan: PublishPlan
  readonly preparation: Preparation
  readonly place: Place
}

async function goOn(records: Records, transaction: Transaction, timer: DueTimer): Promise<void> {
  const { platform } = records
  const place = timer.subject as unknown as Place
  const directory = await platform.directories.of({ orgId: timer.orgId, directoryVersion: 0 })
  const preparation = await holdPreparation(timer.orgId, place.publish, transaction)
  const known = await records.installations.byId(timer.orgId, timer.appId)
  if (preparation === undefined || known === undefined) return
  const current = await records.installations.readIn(transaction, timer.orgId, known.key)
  const plan = planPublish(current, compiledOf(preparation), preparation.options.choices)
  const scene: Scene = { records, transaction, current, plan, preparation, place }
  const began = performance.now()
  await transaction.query('savepoint preparation')
  try {
    if (current.version !== preparation.base)
      throw new HttpProblem(409, 'published_meanwhile', { version: current.version })
    const next = place.phase === 'switch' ? await change(scene, directory) : await phases[place.phase](scene)
    if (next !== undefined) await wait(platform, timer, next, performance.now() - began, transaction)
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error
    await transaction.query('rollback to savepoint preparation')
    await takeBack(current, plan, transaction)
    const problem = { code: error.code, params: error.params }
    await endPreparation(platform, timer.orgId, preparation.id, { state: 'failed', problem }, transaction)
  }
}

/** As long as a batch took, nothing of it runs: people have the database to themselves half the time. */
async function wait(
  { clock }: Platform,
  { orgId, id }: DueTimer,
  next: Place,
  tookMs: number,
  transaction: Transaction,
): Promise<void> {
  const due = new Date(clock.epochMs() + Math.ceil(tookMs)).toISOString()
  await transaction.query(
    `update formwork.timer set state = 'waiting', version = 1, subject = $3, due_at = $4 where org_id = $1 and id = $2`,
    [orgId, id, JSON.stringify(next), due],
  )
}

const phases: Readonly<Record<'begin' | 'fill' | 'index', (scene: Scene) => Promise<Place>>> = {
  begin: async ({ transaction, current, plan, place }) => {
    await transaction.query(`set local lock_timeout = '2s'`)
    const columns = columnStatements(current.schema, current.storage, plan.storage)
    const bridges = fillsByTable(plan).flatMap(([table, fills]) => bridge(current.schema, table, fills, 'before'))
    const statements = [...columns, ...bridges]
    if (statements.length > 0) await transaction.query(statements.join(';\n'))
    return { ...place, phase: 'fill', at: 0 }
  },
  fill: async ({ transaction, current, plan, preparation, place }) => {
    const here = fillsByTable(plan)[place.at]
    if (here === undefined) return { publish: place.publish, phase: 'index', at: 0 }
    const [table, fills] = here
    const range = await nextBlocks(`"${current.schema}"."${table}"`, place.after, BLOCKS, transaction)
    const within = ` and t.ctid >= '(${range.from},0)'::tid and t.ctid < '(${range.to},0)'::tid`
    const { rowCount } = await transaction.query(touchTable(current.schema, table, fills, within))
    await addDone(current.orgId, preparation.id, rowCount ?? 0, transaction)
    return range.next === undefined
      ? { publish: place.publish, phase: 'fill', at: place.at + 1 }
      : { ...place, after: range.next }
  },
  index: async ({ records, transaction, current, plan, place }) => {
    const index = newIndexes(current, plan)[place.at]
    if (index === undefined) return { publish: place.publish, phase: 'switch', at: 0 }
    await makeIndex(records.platform.database, current.schema, index, transaction)
    return { ...place, at: place.at + 1 }
  },
}

const fillsByTable = ({ fills }: PublishPlan): [string, Fill[]][] => [...Map.groupBy(fills, ({ table }) => table)]

/** The version itself, in a moment: everything it needs is there. */
async function change(
  { records, transaction, current, plan, preparation }: Scene,
  directory: Parameters<typeof putInPlace>[1]['directory'],
): Promise<undefined> {
  const { orgId } = current
  await transaction.query('select 1 from formwork.app where org_id = $1 and id = $2 for update', [orgId, current.id])
  const publisher = { orgId, userId: preparation.by, request: null, directory }
  const { version } = await putInPlace(records, publisher, current, plan, preparation.options, transaction, true)
  await endPreparation(records.platform, orgId, preparation.id, { state: 'published', version }, transaction)
  return undefined
}

/** The compiled definition of what is being made ready: the batches of a large app do not compile it again. */
const compiled = new Map<string, CompiledApp>()
const MOST_COMPILED = 4

function compiledOf({ id, definition }: Preparation): CompiledApp {
  const known = compiled.get(id)
  if (known !== undefined) return known
  const { app } = compileApp(definition)
  if (app === null) throw new HttpProblem(422, 'check_failed')
  compiled.set(id, app)
  if (compiled.size > MOST_COMPILED) compiled.delete(compiled.keys().next().value ?? '')
  return app
}
