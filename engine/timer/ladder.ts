import { addDuration, parseDuration, type TimePlace } from './duration.ts'

/** What a ladder's step says about time. */
export interface LadderStep {
  readonly key: string
  readonly after: string
  readonly at?: string | undefined
  readonly repeat?: { readonly every: string; readonly times: number } | undefined
  readonly late: 'run' | 'skip'
}

/** A step as it is written: its durations are constants, or expressions read when it is armed (M19). */
export interface WrittenStep<E> extends LadderStep {
  readonly durations: { readonly after?: E | undefined; readonly every?: E | undefined }
}

/** The steps with durations read from settings and fields. A step whose duration is none then is left out. */
export function resolveSteps<E>(
  steps: readonly WrittenStep<E>[],
  evaluate: (expression: E) => unknown,
): readonly LadderStep[] {
  const read = (written: string, expression: E | undefined): string =>
    expression === undefined ? written : String(evaluate(expression))
  return steps.flatMap(({ key, after, at, repeat, late, durations }) => {
    const length = read(after, durations.after)
    const every = repeat === undefined ? undefined : read(repeat.every, durations.every)
    if (parseDuration(length) === undefined) return []
    const repeated = repeat === undefined || every === undefined ? {} : { repeat: { every, times: repeat.times } }
    return [{ key, after: length, at, late, ...repeated }]
  })
}

/** One planned firing: `index` 0 is the step itself, 1 ... `times` its repetitions. */
export interface Planned {
  readonly step: string
  readonly index: number
  /** ISO UTC */
  readonly due: string
}

/**
 * When a step fires for the n-th time, counted from the anchor and never from the last firing (M20). Undefined beyond its repetitions.
 * @throws FormulaError for working hours without a calendar
 */
export function plannedDue(step: LadderStep, index: number, anchor: string, place: TimePlace): string | undefined {
  const after = parseDuration(step.after)
  if (after === undefined || index > (step.repeat?.times ?? 0)) return undefined
  const first = addDuration(anchor, after, place, step.at)
  if (index === 0) return first
  const every = parseDuration(step.repeat?.every ?? '')
  if (every === undefined) return undefined
  // Of one unit, both count from the anchor: monthly from 31 January is 28 February, then 31 March.
  return every.unit === after.unit
    ? addDuration(anchor, { ...every, amount: after.amount + every.amount * index }, place, step.at)
    : addDuration(first, { ...every, amount: every.amount * index }, place, step.at)
}

/**
 * The next firings of every step of a ladder whose anchor is `anchor`: the first of each step that is not over. A step already late at `now` fires at
 * once with `late: run` and is passed over with `skip`, where the next repetition that lies ahead takes its place.
 */
export function planLadder(
  steps: readonly LadderStep[],
  anchor: string,
  now: string,
  place: TimePlace,
): readonly Planned[] {
  return steps.flatMap(step => nextFiring(step, 0, anchor, now, place) ?? [])
}

/** The firing `index` of a step, or with `late: skip` the first from it on that is not yet over. */
export function nextFiring(
  step: LadderStep,
  index: number,
  anchor: string,
  now: string,
  place: TimePlace,
): Planned | undefined {
  for (let n = index; ; n += 1) {
    const due = plannedDue(step, n, anchor, place)
    if (due === undefined) return undefined
    if (step.late === 'run' || due > now) return { step: step.key, index: n, due }
  }
}
