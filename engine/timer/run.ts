import type { TimePlace } from './duration.ts'
import { type LadderStep, type Planned, plannedDue } from './ladder.ts'

/** What a ladder's run for one record keeps: plain data, stored as JSON. */
export interface LadderRun {
  /** the instant or day its steps count from (M20) */
  readonly anchor: string
  /** firings of each step that are over: index 0 ... n-1 have fired or were passed over */
  readonly over: Readonly<Record<string, number>>
  /** since when it waits; null while it runs */
  readonly pausedAt: string | null
  /** elapsed ms it has waited in all; what is still ahead moves by as much (M22: a pause keeps the remainder) */
  readonly pausedMs: number
  /** nothing that is due later fires any more: it was stopped then, before what was due had fired */
  readonly until: string | null
}

export const newRun = (anchor: string): LadderRun => ({ anchor, over: {}, pausedAt: null, pausedMs: 0, until: null })

/** A ladder's steps where the record lies, with the durations read when it was armed (M19). */
export interface Plan {
  readonly steps: readonly LadderStep[]
  readonly place: TimePlace
}

/** When a firing is due, pauses included; undefined beyond the step's repetitions. */
export function dueOf({ place }: Plan, run: LadderRun, step: LadderStep, index: number): string | undefined {
  const planned = plannedDue(step, index, run.anchor, place)
  if (planned === undefined || run.pausedMs === 0) return planned
  return new Date(Date.parse(planned) + run.pausedMs).toISOString()
}

/** The next firing of all steps, the earliest first and of one instant the first in the list; undefined when none is left, or while it is paused. */
export function nextDue(plan: Plan, run: LadderRun): Planned | undefined {
  if (run.pausedAt !== null) return undefined
  let next: Planned | undefined
  for (const step of plan.steps) {
    const index = run.over[step.key] ?? 0
    const due = dueOf(plan, run, step, index)
    if (due !== undefined && (next === undefined || due < next.due)) next = { step: step.key, index, due }
  }
  return next === undefined || (run.until !== null && next.due > run.until) ? undefined : next
}

export const passed = (run: LadderRun, { step, index }: Pick<Planned, 'step' | 'index'>): LadderRun => ({
  ...run,
  over: { ...run.over, [step]: index + 1 },
})

/**
 * The run with another anchor (M22): firings that now lie ahead are armed again, whether they had fired or not; those that are over and have not fired
 * follow `late`: they fire at once, or are passed over.
 */
export function reanchored(plan: Plan, run: LadderRun, anchor: string, now: string): LadderRun {
  const moved = { ...run, anchor }
  const over = Object.fromEntries(
    plan.steps.map(step => {
      const ahead = firstAfter(plan, moved, step, now)
      const done = run.over[step.key] ?? 0
      return [step.key, step.late === 'skip' ? ahead : Math.min(done, ahead)]
    }),
  )
  return { ...moved, over }
}

/** Nothing that is over already fires: as a ladder begins for what was there before it (M24). */
export function fromNowOn(plan: Plan, run: LadderRun, now: string): LadderRun {
  return { ...run, over: Object.fromEntries(plan.steps.map(step => [step.key, firstAfter(plan, run, step, now)])) }
}

/** Index of the first firing of a step that lies ahead of an instant; beyond its last one when all are over. */
function firstAfter(plan: Plan, run: LadderRun, step: LadderStep, now: string): number {
  for (let index = 0; ; index += 1) {
    const due = dueOf(plan, run, step, index)
    if (due === undefined || due > now) return index
  }
}

export const paused = (run: LadderRun, now: string): LadderRun =>
  run.pausedAt !== null ? run : { ...run, pausedAt: now }

export const resumed = (run: LadderRun, now: string): LadderRun =>
  run.pausedAt === null
    ? run
    : { ...run, pausedAt: null, pausedMs: run.pausedMs + Math.max(0, Date.parse(now) - Date.parse(run.pausedAt)) }

/** How late a firing may be before the server must have been down: then `catchUp` says what happens to it, in ms. */
const DOWN_MS = 300_000

export interface Fired {
  /** what fires now; whatever is due after it comes next */
  readonly firing: Planned | undefined
  /** passed over by the rule of `catchUp` */
  readonly skipped: readonly Planned[]
  readonly run: LadderRun
}

/**
 * The first firing that is due, and the run after it. After down time `all` fires one by one in the order of the due times, `last` only the last that is
 * due (of all steps), `none` nothing that is more than five minutes old.
 */
export function fireNext(plan: Plan, run: LadderRun, now: string, catchUp: 'all' | 'last' | 'none'): Fired {
  const skipped: Planned[] = []
  let after = run
  for (let next = nextDue(plan, after); next !== undefined && next.due <= now; next = nextDue(plan, after)) {
    after = passed(after, next)
    const isFresh = Date.parse(now) - Date.parse(next.due) <= DOWN_MS
    const following = nextDue(plan, after)
    const isLast = following === undefined || following.due > now
    if (catchUp === 'all' || isFresh || (catchUp === 'last' && isLast)) return { firing: next, skipped, run: after }
    skipped.push(next)
  }
  return { firing: undefined, skipped, run: after }
}
