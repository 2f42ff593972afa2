import type { Trigger } from '../../schemas/generated/definition.ts'
import type { CompiledField } from '../definition/compiled.ts'
import { condition } from './conditions.ts'
import { constant } from './constants.ts'
import { anyForm, formNames, stageNames, within, workflowNames } from './elements.ts'
import { fieldNames } from './paths.ts'
import { phrase } from './phrase.ts'
import type { Speech } from './place.ts'
import { choice, listOf, mapped, type Rule, remembered } from './rule.ts'

export type EventTrigger = Extract<Trigger, { event: unknown }>
type FormOf = { form: string }

/** An event, with its own condition in brackets behind it. */
export function eventTrigger(speech: Speech): Rule<EventTrigger> {
  const core = remembered(choice(...events(speech)))
  return choice(
    core,
    mapped(
      phrase<{ what: EventTrigger; where: string }>(speech.phrases.filtered, {
        what: core,
        where: ({ what }) => within(speech, condition)(what as FormOf),
      }),
      ({ what, where }) => ({ ...what, where }),
      ({ where, ...what }) => (typeof where === 'string' ? { what: what as EventTrigger, where } : undefined),
    ),
  )
}

/** A value a field came from or went to; several are a list. */
function edge(speech: Speech): (known: { form?: string; fields?: readonly string[] }) => Rule<unknown> {
  return ({ form, fields = [] }) =>
    within(speech, place => {
      const field = place.form.fields.get(fields[0] ?? '')
      return mapped(
        listOf(constant(field, place), place.phrases.or),
        all => (all.length === 1 ? all[0] : all) as unknown,
        value => (Array.isArray(value) ? (value.length > 1 ? value : undefined) : [value]),
      )
    })({ ...(form === undefined ? {} : { form }) })
}

interface Changed {
  form: string
  fields: readonly string[]
  from?: unknown
  to?: unknown
}

const fieldList = (speech: Speech) => within(speech, place => listOf(fieldNames(place, isWatched), place.phrases.or))

/** Fields whose change is an event of its own. */
const isWatched = ({ kind, key }: CompiledField): boolean =>
  kind !== 'system' || key === 'owner' || key === 'department'

function events(speech: Speech): Rule<EventTrigger>[] {
  const { phrases } = speech
  const form = formNames(speech)
  const plain = (pattern: string, event: EventTrigger['event']): Rule<EventTrigger> =>
    mapped(
      phrase<FormOf>(pattern, { form }),
      value => ({ event, ...value }),
      value => only(value, event, []),
    )
  const fields = fieldList(speech)
  const value = edge(speech)
  const changed = (
    pattern: string,
    edges: readonly ('from' | 'to')[],
    event: 'updated' | 'created' = 'updated',
  ): Rule<EventTrigger> =>
    mapped(
      phrase<Changed>(
        pattern,
        {
          form,
          fields,
          ...(edges.includes('from') ? { from: value } : {}),
          ...(edges.includes('to') ? { to: value } : {}),
        } as never,
        anyForm(speech),
      ),
      ({ form: key, fields: all, ...rest }) =>
        ({ event, form: key, fields: [...all], ...rest }) as unknown as EventTrigger,
      found => only(found, event, ['fields', ...edges]) as Changed | undefined,
    )
  return [
    changed(phrases.changedFromTo, ['from', 'to']),
    changed(phrases.changedTo, ['to']),
    changed(phrases.changedFrom, ['from']),
    changed(phrases.changed, []),
    staged(speech, phrases.stageEntered, 'stage_entered'),
    staged(speech, phrases.stageLeft, 'stage_left'),
    plain(phrases.stageMoved, 'stage_entered'),
    plain(phrases.stageQuit, 'stage_left'),
    finished(speech),
    plain(phrases.created, 'created'),
    plain(phrases.deleted, 'deleted'),
    plain(phrases.updated, 'updated'),
    changed(phrases.createdAs, ['to'], 'created'),
  ]
}

/** An event of the kind that says just these names beside its form. */
function only(value: EventTrigger, event: EventTrigger['event'], keys: readonly string[]): FormOf | undefined {
  const { event: own, form, ...rest } = value
  const said = Object.keys(rest).filter(key => (rest as Record<string, unknown>)[key] !== undefined)
  return own === event && form !== undefined && said.length === keys.length && keys.every(key => said.includes(key))
    ? { form, ...rest }
    : undefined
}

const staged = (speech: Speech, pattern: string, event: EventTrigger['event']): Rule<EventTrigger> =>
  mapped(
    phrase<{ form: string; stage: string }>(
      pattern,
      { form: formNames(speech), stage: within(speech, stageNames) },
      anyForm(speech),
    ),
    value => ({ event, ...value }),
    value => only(value, event, ['stage']) as { form: string; stage: string } | undefined,
  )

const finished = (speech: Speech): Rule<EventTrigger> =>
  mapped(
    phrase<{ form: string; workflow: string }>(speech.phrases.finished, {
      form: formNames(speech),
      workflow: workflowNames(speech),
    }),
    value => ({ event: 'workflow_finished', ...value }),
    value => only(value, 'workflow_finished', ['workflow']) as { form: string; workflow: string } | undefined,
  )
