import type { Action, Expr, Ladder, Trigger } from '../../schemas/generated/definition.ts'
import { actions } from './actions.ts'
import { condition } from './conditions.ts'
import { formula, reference } from './formula.ts'
import { fieldPath, pathOf } from './paths.ts'
import { phrase } from './phrase.ts'
import type { Place } from './place.ts'
import { labelledText, withTexts } from './placeholders.ts'
import { choice, listOf, mapped, type Rule } from './rule.ts'
import { tidied } from './tidy.ts'
import { trigger } from './triggers.ts'
import { clock, duration } from './values.ts'

/** What begins a ladder, where it does not say so itself. */
export interface LadderStart {
  readonly on?: readonly Trigger[] | undefined
  /** key of the stage it belongs to */
  readonly stage?: string | undefined
}

type Step = Ladder['steps'][number]

/**
 * A ladder as lines: what it counts from, each step, what ends it. They are told, not read: a ladder is drawn. A part without words is "…", never left
 * out.
 */
export function ladderLines(place: Place, ladder: Ladder, start: LadderStart): readonly string[] {
  const told = (text: string | undefined): string => tidied(text ?? '…', place.language)
  return [
    told(beginning(place, ladder, start)),
    ...ladder.steps.map(step => told(stepText(place, step))),
    ...(ladder.stopWhen === undefined ? [] : [told(ending(place, ladder.stopWhen))]),
    ...(ladder.stopOn === undefined ? [] : [told(endingBy(place, ladder.stopOn))]),
    ...(ladder.pauseWhen === undefined ? [] : [told(pausing(place, ladder.pauseWhen))]),
  ]
}

const textOf = (expr: Expr): string | undefined => (typeof expr === 'string' ? expr : undefined)

function beginning(place: Place, { from, on: own }: Ladder, { on = own, stage }: LadderStart): string | undefined {
  const { phrases } = place
  if (on !== undefined)
    return phrase<{ on: readonly Trigger[] }>(phrases.ladderOn, {
      on: listOf(trigger(place), phrases.either),
    }).say({ on: on.map(one => ('event' in one ? { form: place.form.key, ...one } : one)) })
  if (from !== undefined) return one(phrases.ladderFrom, instant(place), from)
  const label = place.form.definition?.stages?.pipeline.find(({ key }) => key === stage)?.label
  const text = label?.[place.language] ?? label?.zh ?? label?.en
  return text === undefined ? undefined : `${phrases.ladderStage} “${text}”`
}

/** A date of the record, or what a formula says. */
const instant = (place: Place): Rule<string> =>
  choice(
    mapped(
      fieldPath(place, ({ valueType }) => ['date', 'datetime'].includes(valueType.kind)),
      reference,
      text => pathOf(text),
    ),
    formula,
  )

function one(pattern: string, rule: Rule<string>, expr: Expr): string | undefined {
  const text = textOf(expr)
  return text === undefined ? undefined : phrase<{ what: string }>(pattern, { what: rule }).say({ what: text })
}

const ending = (place: Place, expr: Expr): string | undefined => one(place.phrases.ladderStop, condition(place), expr)
const pausing = (place: Place, expr: Expr): string | undefined => one(place.phrases.ladderPause, condition(place), expr)

const endingBy = (place: Place, stopOn: readonly Trigger[]): string | undefined =>
  phrase<{ on: readonly Trigger[] }>(place.phrases.ladderStopOn, {
    on: listOf(trigger(place), place.phrases.either),
  }).say({ on: stopOn.map(event => ('event' in event ? { form: place.form.key, ...event } : event)) })

function stepText(place: Place, step: Step): string | undefined {
  const { phrases } = place
  const time = duration(place)
  const ahead = step.after.startsWith('-')
  const after = phrase<{ time: string }>(ahead ? phrases.stepBefore : phrases.stepAfter, { time }).say({
    time: step.after.replace(/^-/, ''),
  })
  const at = step.at === undefined ? '' : phrase<{ at: string }>(phrases.stepAt, { at: clock }).say({ at: step.at })
  const when = step.when === undefined ? '' : one(phrases.stepIf, condition(place), step.when)
  const acts = withTexts(step.do as readonly Action[], text => labelledText(text, place))
  const done = actions(place, () => ({})).say(acts)
  const { repeat } = step
  const again =
    repeat === undefined
      ? ''
      : phrase<{ every: string; times: string }>(phrases.stepAgain, {
          every: time,
          times: { read: () => [], say: text => text },
        }).say({ every: repeat.every, times: String(repeat.times) })
  const parts = [after, at, when, done, again]
  return parts.some(part => part === undefined)
    ? `${after ?? '…'} ${phrases.colon} …`
    : `${[after, at].filter(Boolean).join(' ')} ${phrases.colon} ${[when, done].filter(Boolean).join(' ')} ${again ?? ''}`
}
