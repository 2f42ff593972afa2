import type { Expr } from '../../schemas/generated/definition.ts'
import type { CompiledForm } from '../definition/compiled.ts'
import { condition } from './conditions.ts'
import { constant } from './constants.ts'
import { bareForms, formNames, stageNames, within, workflowNames } from './elements.ts'
import type { EventTrigger } from './events.ts'
import { reference } from './formula.ts'
import { nameOf, names } from './names.ts'
import { fieldNames } from './paths.ts'
import { phrase } from './phrase.ts'
import { type Place, placeOf, type Speech } from './place.ts'
import { choice, listOf, mapped, type Rule } from './rule.ts'

/** What must not happen: events of the same record or of others that belong to it, and what makes them belong. */
export interface Absence {
  readonly unless: readonly EventTrigger[]
  readonly same?: readonly [Expr, Expr][]
}

/** Events that did not follow on a record of the place's form. */
export function absence(place: Place): Rule<Absence> {
  const { phrases } = place
  const other: Rule<EventTrigger> = choice(
    mapped(
      phrase<{ form: string }>(phrases.notCreated, { form: bareForms(place) }),
      ({ form }): EventTrigger => ({ event: 'created', form }),
      value => exact(value, 'created', []) as { form: string } | undefined,
    ),
    ...ownEvents(place),
    mapped(
      phrase<{ form: string; never: EventTrigger }>(phrases.ofForm, {
        form: formNames(place),
        never: within(place, inner => choice(...ownEvents(inner))),
      }),
      ({ never }) => never,
      value => (value.form === undefined ? undefined : { form: value.form, never: value }),
    ),
  )
  const filtered: Rule<EventTrigger> = choice(
    other,
    mapped(
      phrase<{ what: EventTrigger; where: string }>(phrases.filtered, {
        what: other,
        where: ({ what }) => within(place, condition)({ form: what?.form ?? '' }),
      }),
      ({ what, where }) => ({ ...what, where }),
      ({ where, ...what }) => (typeof where === 'string' ? { what: what as EventTrigger, where } : undefined),
    ),
  )
  return choice(
    sameRelation(place),
    mapped<readonly EventTrigger[], Absence>(
      listOf(filtered, phrases.never),
      unless => ({ unless }),
      ({ unless, same }) => (same === undefined ? unless : undefined),
    ),
  )
}

/** A value with just these names beside event and form. */
function exact(value: EventTrigger, event: EventTrigger['event'], keys: readonly string[]): EventTrigger | undefined {
  const said = Object.keys(value).sort().join()
  return value.event === event && said === ['event', 'form', ...keys].sort().join() ? value : undefined
}

/** Events of the record itself; their form is the place's. */
function ownEvents(place: Place): Rule<EventTrigger>[] {
  const { phrases, form } = place
  const own = (value: EventTrigger, event: EventTrigger['event'], keys: readonly string[]): EventTrigger | undefined =>
    value.form === form.key ? exact(value, event, keys) : undefined
  const fields = listOf(
    fieldNames(place, field => field.kind !== 'system' || field.key === 'owner'),
    phrases.or,
  )
  return [
    mapped(
      phrase<{ fields: readonly string[]; to: unknown }>(phrases.notChangedTo, {
        fields,
        to: ({ fields: keys }) => constant(form.fields.get(keys?.[0] ?? ''), place),
      }),
      (value): EventTrigger => ({ event: 'updated', form: form.key, ...value }) as EventTrigger,
      value => own(value, 'updated', ['fields', 'to']) as { fields: readonly string[]; to: unknown } | undefined,
    ),
    mapped(
      phrase<{ fields: readonly string[] }>(phrases.notChanged, { fields }),
      (value): EventTrigger => ({ event: 'updated', form: form.key, fields: [...value.fields] }),
      value => own(value, 'updated', ['fields']) as { fields: readonly string[] } | undefined,
    ),
    mapped(
      phrase<{ stage: string }>(phrases.notEntered, { stage: stageNames(place) }),
      ({ stage }): EventTrigger => ({ event: 'stage_entered', form: form.key, stage }),
      value => own(value, 'stage_entered', ['stage']) as { stage: string } | undefined,
    ),
    mapped(
      phrase<{ workflow: string }>(phrases.notFinished, { workflow: workflowNames(place, form.key) }),
      ({ workflow }): EventTrigger => ({ event: 'workflow_finished', form: form.key, workflow }),
      value => own(value, 'workflow_finished', ['workflow']) as { workflow: string } | undefined,
    ),
    mapped(
      phrase<Record<never, never>>(phrases.notUpdated, {}),
      (): EventTrigger => ({ event: 'updated', form: form.key }),
      value => own(value, 'updated', []),
    ),
  ]
}

/** No other record of the same customer: `same` says by which relation of each. */
const sameRelation = (place: Place): Rule<Absence> =>
  mapped(
    phrase<{ relation: string; form: string }>(place.phrases.notCreatedSame, {
      relation: fieldNames(place, ({ target, list }) => target !== undefined && !list),
      form: bareForms(place),
    }),
    ({ relation, form }) => {
      const other = place.space.forms.get(form)
      const back = relationsTo(other, place.form.fields.get(relation)?.target)
      if (back.length === 0) return undefined
      const key = back.includes(relation) ? relation : back[0]!
      return { unless: [{ event: 'created', form }], same: [[reference([relation]), reference([key])]] }
    },
    ({ unless, same }) => {
      const [first] = unless
      const [pair] = same ?? []
      const relation = typeof pair?.[0] === 'string' ? /^\{(\w+)\}$/.exec(pair[0])?.[1] : undefined
      if (unless.length !== 1 || first === undefined || same?.length !== 1 || relation === undefined) return undefined
      const form = exact(first, 'created', [])?.form
      return form === undefined ? undefined : { relation, form }
    },
  )

const relationsTo = (form: CompiledForm | undefined, target: string | undefined): string[] =>
  [...(form?.fields.values() ?? [])].filter(field => field.target === target && !field.list).map(({ key }) => key)

/** What belongs to a form: other forms that point to it, by their names and by what their lists are called. */
export function childNames(speech: Speech, subject: CompiledForm): Rule<string> {
  const { space, language, quoted } = speech
  const own = [...subject.inverses].map(([, { form, field, label }]) => {
    const child = space.forms.get(form)
    const named = nameOf(`${form}.${field}`, child?.name, language, child?.definition?.words)
    return { ...named, texts: [...new Set([...named.texts, ...nameOf('', label, language).texts])] }
  })
  return names(own, { quoted })
}

/**
 * What the rest of such a sentence is about: it names the customer, and the automation runs for the visit. `prefix` leads from one to the other; what is
 * done is done in the customer's words.
 */
export const silencePlace = (speech: Speech, subject: CompiledForm, { relation }: { relation: string }): Place =>
  placeOf(speech, subject, [relation])
