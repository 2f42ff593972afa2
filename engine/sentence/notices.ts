import type { Action, Label } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'
import { dateReference } from './elements.ts'
import { formula } from './formula.ts'
import { quotedText } from './names.ts'
import { people } from './people.ts'
import { fixed, phrase } from './phrase.ts'
import type { Place } from './place.ts'
import { choice, listOf, mapped, type Rule } from './rule.ts'
import { duration } from './values.ts'

type Notify = Extract<Action, { do: 'notify' }>
type Task = Extract<Action, { do: 'task' }>
type Channel = NonNullable<Notify['channels']>[number]

/** The text of a notice nobody worded. */
export type NoticeText = Notify['message']

/** The text in a language, else in the other: a sentence is told even where a translation is missing. */
const textIn = (label: Label, language: Language): string | undefined =>
  label[language] ?? label[language === 'zh' ? 'en' : 'zh']

const isNotify = (value: Action, ...keys: readonly string[]): value is Notify =>
  value.do === 'notify' && Object.keys(value).sort().join() === ['do', 'message', 'to', ...keys].sort().join()

/** Notices: with a text, with ways to send it, and with the text nobody wrote. */
export function notify(place: Place, message: () => NoticeText): Rule<Action>[] {
  const { phrases, language } = place
  const to = people(place)
  const text = quotedText
  const channels = channelList(place)
  const said = (value: Notify): { to: string; message: string } | undefined => {
    const words = textIn(value.message, language)
    return typeof value.to !== 'string' || words === undefined ? undefined : { to: value.to, message: words }
  }
  return [
    mapped(
      phrase<{ channels: readonly Channel[]; to: string; message: string }>(phrases.notifyBy, {
        channels,
        to,
        message: text,
      }),
      ({ channels: by, to: who, message: words }): Action => ({
        do: 'notify',
        to: who,
        message: { [language]: words },
        channels: [...by],
      }),
      value => {
        const found = isNotify(value, 'channels') ? said(value) : undefined
        return found && { channels: (value as Notify).channels ?? [], ...found }
      },
    ),
    mapped(
      phrase<{ to: string; message: string }>(phrases.notify, { to, message: text }),
      ({ to: who, message: words }): Action => ({ do: 'notify', to: who, message: { [language]: words } }),
      value => (isNotify(value) ? said(value) : undefined),
    ),
    mapped(
      phrase<{ channels: readonly Channel[]; to: string }>(phrases.notifyOnlyBy, { channels, to }),
      ({ channels: by, to: who }): Action => ({ do: 'notify', to: who, message: message(), channels: [...by] }),
      () => undefined,
    ),
    mapped(
      phrase<{ to: string }>(phrases.notifyOnly, { to }),
      ({ to: who }): Action => ({ do: 'notify', to: who, message: message() }),
      () => undefined,
    ),
  ]
}

const channelList = ({ phrases }: Place): Rule<readonly Channel[]> =>
  listOf(choice(...Object.entries(phrases.channels).map(([key, words]) => fixed(words, key as Channel))), phrases.and)

const isTask = (value: Action, ...keys: readonly string[]): value is Task =>
  value.do === 'task' && Object.keys(value).sort().join() === ['do', 'title', 'to', ...keys].sort().join()

export function task(place: Place): Rule<Action>[] {
  const { phrases, language } = place
  const to = people(place)
  const said = (value: Task): { to: string; title: string } | undefined => {
    const words = textIn(value.title, language)
    return typeof value.to !== 'string' || words === undefined ? undefined : { to: value.to, title: words }
  }
  return [
    mapped(
      phrase<{ to: string; title: string; due: unknown }>(phrases.taskDue, {
        to,
        title: quotedText,
        due: dueDate(place),
      }),
      ({ to: who, title, due }): Action => ({ do: 'task', to: who, title: { [language]: title }, due }),
      value => {
        const found = isTask(value, 'due') ? said(value) : undefined
        return found && { ...found, due: (value as Task).due }
      },
    ),
    mapped(
      phrase<{ to: string; title: string }>(phrases.task, { to, title: quotedText }),
      ({ to: who, title }): Action => ({ do: 'task', to: who, title: { [language]: title } }),
      value => (isTask(value) ? said(value) : undefined),
    ),
  ]
}

/** So long from now, or on a date of the record, or what a formula says. */
function dueDate(place: Place): Rule<unknown> {
  const { phrases } = place
  const from = mapped(
    phrase<{ time: string }>(phrases.dueWithin, { time: duration(place, false) }),
    ({ time }): unknown => time,
    value => (typeof value === 'string' && !value.startsWith('=') ? { time: value } : undefined),
  )
  const on = mapped(
    phrase<{ date: string }>(phrases.dueOn, { date: choice(dateReference(place), formula) }),
    ({ date }): unknown => `=${date}`,
    value => (typeof value === 'string' && value.startsWith('=') ? { date: value.slice(1) } : undefined),
  )
  return choice(from, on)
}
