import type { Trigger } from '../../schemas/generated/definition.ts'
import { parseCron } from '../timer/schedule.ts'
import { condition } from './conditions.ts'
import { anyForm, bareForms, dateReference, formNames, within } from './elements.ts'
import { quotedText } from './names.ts'
import { fixed, phrase } from './phrase.ts'
import type { Speech } from './place.ts'
import { choice, mapped, type Rule } from './rule.ts'
import { clock, dayOfMonth, duration, whole } from './values.ts'

type DateTrigger = Extract<Trigger, { date: unknown }>
type ScheduleTrigger = Extract<Trigger, { schedule: unknown }>

/** What the calendar sets off: a date of a record, or a schedule. */
export const timeTrigger = (speech: Speech): Rule<Trigger> =>
  choice<Trigger>(
    mapped(
      choice(...dates(speech)),
      value => value as Trigger,
      value => ('date' in value ? value : undefined),
    ),
    mapped(
      schedules(speech),
      value => value as Trigger,
      value => ('schedule' in value ? value : undefined),
    ),
  )

interface Dated {
  form: string
  date: string
  offset?: string
  at?: string
}

function dates(speech: Speech): Rule<DateTrigger>[] {
  const { phrases } = speech
  const one = (pattern: string, sign: '-' | '+' | '', timed: boolean): Rule<DateTrigger> => {
    const names = ['form', 'date', ...(sign === '' ? [] : ['offset']), ...(timed ? ['at'] : [])].sort().join()
    return mapped(
      phrase<Dated>(
        pattern,
        {
          form: formNames(speech),
          date: within(speech, dateReference),
          offset: duration(speech, false),
          at: clock,
        } as never,
        anyForm(speech),
      ),
      ({ form, date, offset, at }) =>
        ({
          date,
          form,
          ...(offset === undefined ? {} : { offset: sign === '-' ? `-${offset}` : offset }),
          ...(at === undefined ? {} : { at }),
        }) as DateTrigger,
      value => {
        const { offset } = value
        if (Object.keys(value).sort().join() !== names || typeof value.date !== 'string') return undefined
        if (offset !== undefined && offset.startsWith('-') !== (sign === '-')) return undefined
        return { ...value, ...(offset === undefined ? {} : { offset: offset.replace(/^-/, '') }) } as Dated
      },
    )
  }
  return [
    one(phrases.dateBeforeAt, '-', true),
    one(phrases.dateAfterAt, '+', true),
    one(phrases.dateOnAt, '', true),
    one(phrases.dateBefore, '-', false),
    one(phrases.dateAfter, '+', false),
    one(phrases.dateOn, '', false),
  ]
}

interface Timed {
  at: string
  day?: number
  weekday?: string
}

/** Cron texts people have words for; the others are told as they are. */
function crons(speech: Speech): Rule<string> {
  const { phrases } = speech
  const at = (text: string, rest: RegExp): { at: string; rest: string } | undefined => {
    const match = /^(\d{1,2}) (\d{1,2}) (.+)$/.exec(text)
    if (match === null || !rest.test(match[3]!)) return undefined
    return { at: `${match[2]!.padStart(2, '0')}:${match[1]!.padStart(2, '0')}`, rest: match[3]! }
  }
  const cron = (clockText: string, rest: string): string => {
    const [hour, minute] = clockText.split(':').map(Number)
    return `${minute} ${hour} ${rest}`
  }
  const every = (pattern: string, rest: string): Rule<string> =>
    mapped(
      phrase<Timed>(pattern, { at: clock } as never),
      value => cron(value.at, rest),
      text => at(text, new RegExp(`^${rest.replace(/\*/g, '\\*')}$`)),
    )
  return choice(
    every(phrases.workdays, '* * 1-5'),
    every(phrases.daily, '* * *'),
    mapped(
      phrase<Timed>(phrases.weekly, { at: clock, weekday: weekday(speech) } as never),
      value => cron(value.at, `* * ${value.weekday}`),
      text => {
        const found = at(text, /^\* \* [0-6]$/)
        return found && { at: found.at, weekday: found.rest.slice(-1) }
      },
    ),
    mapped(
      phrase<Timed>(phrases.monthly, { at: clock, day: dayOfMonth } as never),
      value => cron(value.at, `${value.day} * *`),
      text => {
        const found = at(text, /^([1-9]|1\d|2[0-8]) \* \*$/)
        return found && { at: found.at, day: Number.parseInt(found.rest, 10) }
      },
    ),
    mapped(
      phrase<{ cron: string }>(phrases.cron, { cron: quotedText }),
      value => (parseCron(value.cron) === undefined ? undefined : value.cron),
      text => ({ cron: text }),
    ),
  )
}

const weekday = ({ phrases }: Speech): Rule<string> =>
  choice(...phrases.weekdays.map((words, index) => fixed(words, String(index))))

interface Few {
  schedule: string
  form: string
  where: string
  limit: number
}

/** A schedule, alone or for each record of a form. */
function schedules(speech: Speech): Rule<ScheduleTrigger> {
  const { phrases } = speech
  const alone = mapped<string, ScheduleTrigger>(
    crons(speech),
    schedule => ({ schedule }),
    value => (typeof value.schedule === 'string' && value.for === undefined ? value.schedule : undefined),
  )
  const each = mapped(
    phrase<{ schedule: string; form: string }>(phrases.forEach, { schedule: crons(speech), form: bareForms(speech) }),
    ({ schedule, form }): ScheduleTrigger => ({ schedule, for: { form } }),
    value => forOf(value, ['form']),
  )
  const filtered = mapped(
    phrase<{ schedule: string; form: string; where: string }>(phrases.forEachWhere, {
      schedule: crons(speech),
      form: bareForms(speech),
      where: within(speech, condition),
    }),
    ({ schedule, form, where }): ScheduleTrigger => ({ schedule, for: { form, where } }),
    value => forOf(value, ['form', 'where']) as { schedule: string; form: string; where: string } | undefined,
  )
  const few = mapped(
    phrase<Few>(phrases.forFew, {
      schedule: crons(speech),
      limit: whole,
      form: bareForms(speech),
      where: within(speech, condition),
    }),
    ({ schedule, limit, form, where }): ScheduleTrigger => ({ schedule, for: { form, where, limit } }),
    value => forOf(value, ['form', 'where', 'limit']) as Few | undefined,
  )
  return choice(few, filtered, each, alone)
}

function forOf(value: ScheduleTrigger, keys: readonly string[]): { schedule: string; form: string } | undefined {
  const query = value.for
  if (typeof value.schedule !== 'string' || query === undefined) return undefined
  if (Object.keys(query).sort().join() !== [...keys].sort().join()) return undefined
  if (query.where !== undefined && typeof query.where !== 'string') return undefined
  return { schedule: value.schedule, ...query } as { schedule: string; form: string }
}
