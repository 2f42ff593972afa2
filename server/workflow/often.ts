import { addDuration, parseDuration } from '../../engine/timer/duration.ts'
import { HttpProblem } from '../http/problem.ts'
import { countRuns, type StoredRun } from './run-store.ts'
import type { Step } from './step.ts'

const HOUR_MS = 3_600_000

/** Runs of one automation for one record within an hour where nothing else is said: beyond it something feeds itself. */
const OFTEN = { runs: 1_000, per: '1h' }

/** Runs this process has seen of one automation and record lately: only beyond a few is it worth asking the database. */
const seen = new Map<string, { readonly since: number; count: number }>()
const SUSPECT = 100
const MOST_SEEN = 50_000

function isSuspect(name: string, now: number): boolean {
  const known = seen.get(name)
  if (known !== undefined && now - known.since < HOUR_MS) {
    known.count += 1
    return known.count > SUSPECT
  }
  if (seen.size >= MOST_SEEN) seen.clear()
  seen.set(name, { since: now, count: 1 })
  return false
}

/** Whether there were as many runs already as there may be: then the next is refused and told. */
export async function tooOften(step: Step, { automation, form, record }: StoredRun): Promise<HttpProblem | undefined> {
  if (record === null) return undefined
  const { installation, connection, now } = step
  const own = installation.app.automations.find(({ key }) => key === automation)?.definition.limits
  if (
    own === undefined &&
    !isSuspect(`${installation.id} ${automation} ${record}`, step.records.platform.clock.epochMs())
  )
    return undefined
  const { runs, per } = own ?? OFTEN
  const span = parseDuration(per)
  if (span === undefined) return undefined
  const since = addDuration(now, { ...span, amount: -span.amount }, { zone: installation.zone })
  const count = await countRuns(connection, installation, { automation, form, record }, since, runs)
  return count < runs ? undefined : new HttpProblem(422, 'automation_too_often', { runs, per })
}
