import type { Automation, Trigger } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'
import type { CompiledForm } from '../definition/compiled.ts'
import type { NameSpace } from '../definition/environment.ts'
import { type Absence, absence, childNames, silencePlace } from './absence.ts'
import { actions } from './actions.ts'
import { condition } from './conditions.ts'
import { formNames, within } from './elements.ts'
import type { EventTrigger } from './events.ts'
import { nameOf, names } from './names.ts'
import { noticeText } from './notice-text.ts'
import { fixed, phrase } from './phrase.ts'
import { once, type Place, placeOf, type Speech } from './place.ts'
import { keyedText, labelledText, withTexts } from './placeholders.ts'
import { choice, listOf, mapped, type Rule, remembered } from './rule.ts'
import { trigger } from './triggers.ts'
import { duration } from './values.ts'
import { phrasesOf } from './words/phrases.ts'

/** What a sentence says of an automation: when it runs and what it does, not what it is called. */
export type Said = Pick<
  Automation,
  'on' | 'unless' | 'same' | 'within' | 'per' | 'where' | 'then' | 'with' | 'onError' | 'calendar'
>
type Actions = NonNullable<Said['then']>

export const speechOf = (space: NameSpace, language: Language, quoted = false): Speech => ({
  space,
  language,
  phrases: phrasesOf[language],
  quoted,
  made: new Map(),
})

/** An automation as a sentence: 当 A [且 T 内 B 未发生] [如果 C] 执行 D. */
export function sentenceRule(speech: Speech): Rule<Said> {
  const core = remembered(choice(...plain(speech), silence(speech), ...absent(speech)))
  return mapped(choice(core, withOptions(speech, core)), changing(speech, keyedText), changing(speech, labelledText))
}

/** Texts of notices name fields as readers do, and are stored with keys. */
const changing =
  (speech: Speech, change: (text: string, place: Place) => string) =>
  (value: Said): Said =>
    value.then === undefined
      ? value
      : { ...value, then: [...withTexts(value.then, text => change(text, recordOf(speech, value.on)))] as Actions }

interface Plain {
  on: readonly Trigger[]
  where?: string
  then: Actions
}

/** The record automations without one speak of: it has no fields. */
const NO_RECORD: CompiledForm = {
  ...{ key: '', definition: undefined, name: {}, parent: undefined, fields: new Map(), fieldList: [], titleField: '' },
  ...{ inverses: new Map(), rules: [], unique: [], stageField: undefined, stages: [], computeOrder: [] },
  ...{ dependents: new Map(), needs: [] },
}

/** The form of the record a trigger brings. */
export function formOfTrigger(trigger: Trigger | undefined): string | undefined {
  if (trigger === undefined) return undefined
  if ('button' in trigger) return trigger.button.form
  if ('schedule' in trigger) return trigger.for?.form
  if ('window' in trigger) return typeof trigger.window.of === 'string' ? trigger.window.of : trigger.window.of.form
  return 'form' in trigger ? trigger.form : undefined
}

const recordOf = (speech: Speech, on: readonly Trigger[] | undefined): Place =>
  placeOf(speech, speech.space.forms.get(formOfTrigger(on?.[0]) ?? '') ?? NO_RECORD)

const triggers = (speech: Speech): Rule<readonly Trigger[]> =>
  once(speech, 'triggers', () => listOf(trigger(speech), speech.phrases.either))

function plain(speech: Speech): Rule<Said>[] {
  const on = triggers(speech)
  const where = ({ on: all }: Partial<Plain>): Rule<string> => condition(recordOf(speech, all))
  const then = ({ on: all }: Partial<Plain>): Rule<Actions> => {
    const place = recordOf(speech, all)
    return actions(place, () => noticeText(place, other => triggers(other).say(all ?? []))) as Rule<Actions>
  }
  return [
    mapped(
      phrase<Plain>(speech.phrases.plainIf, { on, where, then }),
      said,
      value => saying(value, ['where']) as Plain,
    ),
    mapped(phrase<Plain>(speech.phrases.plain, { on, then } as never), said, value => saying(value, []) as Plain),
  ]
}

const said = (value: object): Said => ({ ...value }) as Said

/** What a phrase can say: just these names beside `on` and `then`. */
function saying(value: Said, keys: readonly string[]): object | undefined {
  const own = Object.keys(value).sort().join()
  return own === ['on', 'then', ...keys].sort().join() ? value : undefined
}

interface Absent extends Plain {
  on: readonly Trigger[]
  within: string
  unless: Absence
  each?: boolean
}

function absent(speech: Speech): Rule<Said>[] {
  const { phrases } = speech
  const slots = (per: 'latest' | 'each') => ({
    on: per === 'latest' ? triggers(speech) : eachTime(speech),
    within: duration(speech),
    unless: ({ on }: Partial<Absent>) => absence(recordOf(speech, on)),
    where: ({ on }: Partial<Absent>) => condition(recordOf(speech, on)),
    then: ({ on, within: time, unless }: Partial<Absent>) => {
      const place = recordOf(speech, on)
      const topic = (other: Speech): string | undefined =>
        time === undefined || unless === undefined
          ? undefined
          : phrase<Pick<Absent, 'within' | 'unless'>>(other.phrases.topicAbsence, {
              within: duration(other),
              unless: absence(recordOf(other, on)),
            }).say({ within: time, unless })
      return actions(place, () => noticeText(place, topic)) as Rule<Actions>
    },
  })
  const rule = (pattern: string, keys: readonly string[], per: 'latest' | 'each'): Rule<Said> =>
    mapped(
      phrase<Absent>(pattern, slots(per) as never, undefined),
      ({ unless, ...rest }) =>
        said({ ...rest, ...unless, unless: [...unless.unless], ...(per === 'each' ? { per } : {}) }),
      value => {
        const { unless, same, per: own, ...rest } = value
        if (unless === undefined || (own ?? 'latest') !== per) return undefined
        const absenceOf: Absence = { unless: unless as EventTrigger[], ...(same === undefined ? {} : { same }) }
        const left = saying(rest as Said, ['within', ...keys])
        return left === undefined ? undefined : ({ ...left, unless: absenceOf } as Absent)
      },
    )
  return (['latest', 'each'] as const).flatMap(per => [
    rule(phrases.absenceIf, ['where'], per),
    rule(phrases.absence, [], per),
  ])
}

const eachTime = (speech: Speech): Rule<readonly Trigger[]> =>
  mapped(
    phrase<{ on: readonly Trigger[] }>(speech.phrases.each, { on: triggers(speech) }),
    ({ on }) => on,
    on => ({ on }),
  )

interface Silent {
  form: string
  within: string
  child: string
  then: Actions
}

/** “No new visit of a customer for 72 hours”: since the last one. It is read; what is made of it is said as what it is. */
function silence(speech: Speech): Rule<Said> {
  const parts = (child = ''): { child: string; relation: string } => {
    const [key = '', relation = ''] = child.split('.')
    return { child: key, relation }
  }
  const subject = (form = ''): CompiledForm => speech.space.forms.get(form) ?? NO_RECORD
  const absenceOf = (child: string | undefined): Absence & { on: Trigger[] } => {
    const { child: form, relation } = parts(child)
    const event: EventTrigger = { event: 'created', form }
    return { on: [event], unless: [event], same: [[`{${relation}}`, `{${relation}}`]] }
  }
  return mapped(
    phrase<Silent>(
      speech.phrases.silence,
      {
        form: formNames(speech),
        within: duration(speech),
        child: within(speech, place => childNames(speech, place.form)),
        then: ({ form, child, within: time }) => {
          const place = silencePlace(speech, subject(form), parts(child))
          const topic = (other: Speech): string | undefined =>
            time === undefined || child === undefined
              ? undefined
              : phrase<Pick<Silent, 'within' | 'child'>>(other.phrases.topicSilence, {
                  within: duration(other),
                  child: childNames(other, subject(form)),
                }).say({ within: time, child })
          return actions(place, () => noticeText(place, topic)) as Rule<Actions>
        },
      },
      { name: 'form', values: [...speech.space.forms.keys()] },
    ),
    ({ within: time, child, then }) => said({ ...absenceOf(child), within: time, then }),
    () => undefined,
  )
}

/** Ways of running, in brackets at the end. */
function withOptions(speech: Speech, core: Rule<Said>): Rule<Said> {
  const { phrases } = speech
  const calendar: Rule<Partial<Said>> = mapped(
    phrase<{ calendar: string }>(phrases.byCalendar, {
      calendar: names(
        (speech.space.definition.calendars ?? []).map(({ key, label }) => nameOf(key, label, speech.language)),
        speech,
      ),
    }),
    value => value as Partial<Said>,
    value => ('calendar' in value && value.calendar !== undefined ? { calendar: value.calendar } : undefined),
  )
  const option = choice<Partial<Said>>(
    fixed<Partial<Said>>(phrases.withSave, { with: 'save' }),
    fixed<Partial<Said>>(phrases.goesOn, { onError: 'continue' }),
    calendar,
  )
  return mapped(
    phrase<{ sentence: Said; tail: readonly Partial<Said>[] }>(phrases.options, {
      sentence: core,
      tail: listOf(option, phrases.and),
    }),
    ({ sentence, tail }) => Object.assign({}, sentence, ...tail) as Said,
    ({ with: when, onError, calendar: key, ...sentence }) => {
      const tail: Partial<Said>[] = [
        ...(when === 'save' ? [{ with: when } as const] : []),
        ...(onError === 'continue' ? [{ onError } as const] : []),
        ...(key === undefined ? [] : [{ calendar: key }]),
      ]
      return tail.length === 0 ? undefined : { sentence: sentence as Said, tail }
    },
  )
}
