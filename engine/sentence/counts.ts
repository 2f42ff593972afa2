import type { Trigger } from '../../schemas/generated/definition.ts'
import { condition } from './conditions.ts'
import { anyForm, bareForms, dateReference, within } from './elements.ts'
import { type EventTrigger, eventTrigger } from './events.ts'
import { reference } from './formula.ts'
import { fieldNames, pathOf } from './paths.ts'
import { fixed, phrase } from './phrase.ts'
import type { Place, Speech } from './place.ts'
import { choice, listOf, mapped, type Rule } from './rule.ts'
import { duration, whole } from './values.ts'

type WindowTrigger = Extract<Trigger, { window: unknown }>
type Window = WindowTrigger['window']

/** A trigger that counts: so often within a span, so many of the same, so many in a row. */
export function counted(speech: Speech): Rule<Trigger> {
  const window = choice(
    ...(['>', '>='] as const).flatMap(operator => [often(speech, operator), many(speech, operator)]),
    ...rows(speech),
  )
  return mapped(
    window,
    value => ({ window: value }) as Trigger,
    value => ('window' in value ? value.window : undefined),
  )
}

const keysOf = (value: object): string => Object.keys(value).sort().join()

/** `{$measure} > 3`: the number, for the operator. */
function limitOf(is: unknown, operator: '>' | '>='): number | undefined {
  const match = /^\{\$measure\} (>=?) (\d{1,6})$/.exec(String(is))
  return match?.[1] === operator ? Number(match[2]) : undefined
}

const isMore = (operator: '>' | '>=', times: number): string => `{$measure} ${operator} ${times}`

/** An event of one record more often than so many times. */
function often(speech: Speech, operator: '>' | '>='): Rule<Window> {
  const { phrases } = speech
  return mapped(
    phrase<{ over: string; of: EventTrigger; times: number }>(operator === '>' ? phrases.often : phrases.oftenAtLeast, {
      over: duration(speech, false),
      of: eventTrigger(speech),
      times: whole,
    }),
    ({ over, of, times }) => ({ of, over, is: isMore(operator, times) }),
    ({ of, over, is, ...rest }) => {
      const times = limitOf(is, operator)
      return typeof of !== 'object' || over === undefined || times === undefined || keysOf(rest) !== ''
        ? undefined
        : { of, over, times }
    },
  )
}

/** A field whose value the records counted have in common. */
const shared = (place: Place): Rule<string> =>
  mapped(
    fieldNames(place, ({ kind, list }) => kind !== 'system' && !list),
    key => reference([key]),
    text => {
      const path = pathOf(text)
      return path?.length === 1 ? path[0] : undefined
    },
  )

interface Many {
  form: string
  per: string
  over: string
  times: number
}

/** More than so many records of the same customer. */
function many(speech: Speech, operator: '>' | '>='): Rule<Window> {
  const { phrases } = speech
  return mapped(
    phrase<Many>(
      operator === '>' ? phrases.many : phrases.manyAtLeast,
      { form: bareForms(speech), per: within(speech, shared), over: duration(speech, false), times: whole },
      anyForm(speech),
    ),
    ({ form, per, over, times }) => ({ of: form, per, over, is: isMore(operator, times) }),
    ({ of, per, over, is, ...rest }) => {
      const times = limitOf(is, operator)
      return typeof of !== 'string' ||
        typeof per !== 'string' ||
        over === undefined ||
        times === undefined ||
        keysOf(rest) !== ''
        ? undefined
        : { form: of, per, over, times }
    },
  )
}

type Per = NonNullable<Window['per']>

/** One field or several whose values the records counted have in common. */
const together = (place: Place): Rule<Per> =>
  mapped(
    listOf(shared(place), place.phrases.and),
    all => (all.length === 1 ? all[0] : [...all]) as Per,
    per => {
      const all = Array.isArray(per) ? per : [per]
      return all.every(one => typeof one === 'string') ? (all as string[]) : undefined
    },
  )

interface Row {
  form: string
  per?: Per
  at?: string
  last: number
  bucket?: NonNullable<Window['bucket']>
  aggregate?: NonNullable<Window['aggregate']>
  /** a condition on the field that is measured */
  measure: string
}

const MEASURE = '{$measure}'
const ROWS = [
  ['row', ['per']],
  ['rowAt', ['per', 'at']],
  ['rowAlone', []],
  ['rowOfDays', ['per', 'at', 'bucket', 'aggregate']],
] as const

/** The last few in a row, each record or each day's sum, with a condition that holds for all. */
const rows = (speech: Speech): Rule<Window>[] => ROWS.map(([name, keys]) => row(speech, speech.phrases[name], keys))

function row(speech: Speech, pattern: string, keys: readonly (keyof Row)[]): Rule<Window> {
  const { phrases } = speech
  const slots = {
    form: bareForms(speech),
    per: within(speech, together),
    at: within(speech, dateReference),
    last: whole,
    bucket: choice(...Object.entries(phrases.buckets).map(([key, words]) => fixed(words, key))),
    aggregate: choice(...Object.entries(phrases.aggregates).map(([key, words]) => fixed(words, key))),
    measure: within(speech, condition),
  }
  return mapped(
    phrase<Row>(pattern, slots as never, anyForm(speech)),
    ({ form, measure, last, ...rest }) => {
      const field = /\{\w+\}/.exec(measure)?.[0]
      if (field === undefined || last < 1 || last > 100 || measure.split(field).length !== 2) return undefined
      return { of: form, ...rest, last, measure: field, is: measure.replace(field, MEASURE) } as Window
    },
    ({ of, measure, is, last, ...rest }) => {
      const known =
        typeof of === 'string' && last !== undefined && typeof measure === 'string' && typeof is === 'string'
      if (!known || is.split(MEASURE).length !== 2 || keysOf(rest) !== [...keys].sort().join()) return undefined
      return { form: of, ...rest, last, measure: is.replace(MEASURE, measure) } as Row
    },
  )
}
