import type { Trigger } from '../../schemas/generated/definition.ts'
import { condition } from './conditions.ts'
import { counted } from './counts.ts'
import { formNames, within } from './elements.ts'
import { eventTrigger } from './events.ts'
import { quotedText } from './names.ts'
import { phrase } from './phrase.ts'
import type { Speech } from './place.ts'
import { choice, mapped, type Rule } from './rule.ts'
import { timeTrigger } from './times.ts'

type ButtonTrigger = Extract<Trigger, { button: unknown }>

/** What sets an automation off. */
export function trigger(speech: Speech): Rule<Trigger> {
  const event: Rule<Trigger> = mapped(
    eventTrigger(speech),
    value => value as Trigger,
    value => ('event' in value ? value : undefined),
  )
  return choice(event, timeTrigger(speech), button(speech), counted(speech), becomes(speech))
}

/** A condition that comes to hold, by a change or by time. */
const becomes = (speech: Speech): Rule<Trigger> =>
  mapped(
    phrase<{ form: string; condition: string }>(speech.phrases.becomes, {
      form: formNames(speech),
      condition: within(speech, condition),
    }),
    ({ form, condition: becoming }) => ({ becomes: becoming, form }) as Trigger,
    value =>
      'becomes' in value && typeof value.becomes === 'string' && value.form !== undefined
        ? { form: value.form, condition: value.becomes }
        : undefined,
  )

const button = (speech: Speech): Rule<Trigger> =>
  mapped(
    phrase<{ form: string; label: string }>(speech.phrases.button, {
      form: formNames(speech),
      label: quotedText,
    }),
    ({ form, label }) => ({ button: { form, label: { [speech.language]: label } } }) as Trigger,
    value => ('button' in value ? pressed(value, speech) : undefined),
  )

function pressed(
  { button: { form, label, ...rest } }: ButtonTrigger,
  { language }: Speech,
): { form: string; label: string } | undefined {
  const text = label[language] ?? label[language === 'zh' ? 'en' : 'zh']
  return form === undefined || text === undefined || Object.keys(rest).length > 0 ? undefined : { form, label: text }
}
