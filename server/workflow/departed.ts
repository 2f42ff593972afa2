import type { Records } from '../records/records.ts'
import { readStored } from '../records/stored.ts'
import { drive } from './drive.ts'
import { formOf, lockInstance } from './instances.ts'
import { type Engine, stepOf } from './step.ts'

const EVERY_MS = 60_000

interface Held {
  readonly orgId: string
  readonly appId: string
  readonly form: string
  readonly record: string
  readonly instance: string
  readonly user: string
}

/**
 * Finds new holders for open tasks of people who were deactivated (M15): as soon as a change of people is announced, and once a minute for what was missed
 * or came to them later. Each instance in a transaction of its own; another node may do the same, then there is nothing left to do. Answers how to stop.
 */
export function startDepartures(
  records: Records,
  engine: Engine,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let stopped = false
  let wanted = false
  let round: Promise<void> | undefined
  const look = (): void => {
    wanted = true
    round ??= (async () => {
      while (wanted && !stopped) {
        wanted = false
        for (const held of await heldByDeparted(records))
          if (!stopped) await replace(records, engine, held).catch(onError)
      }
    })()
      .catch(error => stopped || onError(error))
      .then(() => {
        round = undefined
      })
  }
  records.platform.listener.on(message => message.kind === 'directory' && look())
  const timer = setInterval(look, EVERY_MS)
  timer.unref()
  look()
  return async () => {
    stopped = true
    clearInterval(timer)
    await round
  }
}

async function heldByDeparted({ platform }: Records): Promise<Held[]> {
  const { rows } = await platform.database.pool.query<Held>(
    `select distinct t.org_id as "orgId", t.app_id as "appId", t.form_key as form, t.record_id as record, t.instance_id as instance, t.assignee_id as "user"
     from formwork.app_user u
     join formwork.task t on t.org_id = u.org_id and t.assignee_id = u.id and t.state = 'open' and t.kind in ('approve', 'fill')
     where not u.active`,
  )
  return rows
}

async function replace(records: Records, engine: Engine, held: Held): Promise<void> {
  const { orgId, user } = held
  const installation = await records.installations.byId(orgId, held.appId)
  const form = installation === undefined ? undefined : formOf(installation, held.form)
  if (installation === undefined || form === undefined) return
  const directory = await records.platform.directories.latest(orgId)
  if (directory.people.get(user)?.active === true) return
  await records.platform.transaction(async transaction => {
    const actor = { kind: 'system', userId: null, cause: { deactivated: user } } as const
    const step = stepOf(engine, { records, installation, directory, actor }, transaction)
    // The record's row before the instance's, as everywhere.
    await readStored(records.platform, installation, form, held.record, transaction, { lock: true })
    const instance = await lockInstance(step, held.instance)
    if (instance?.status === 'running') await drive(step, instance, { type: 'departed', user })
  })
}
