import type { Action } from '../../schemas/generated/definition.ts'
import { condition } from './conditions.ts'
import { givenValue } from './constants.ts'
import { formNames, stageNames, workflowNames } from './elements.ts'
import { formula, reference } from './formula.ts'
import { nameOf, names } from './names.ts'
import { type NoticeText, notify, task } from './notices.ts'
import { fieldNames, pathOf } from './paths.ts'
import { people } from './people.ts'
import { fixed, phrase } from './phrase.ts'
import { type Place, placeOf } from './place.ts'
import { choice, listOf, mapped, type Rule, remembered } from './rule.ts'

type ActionOf<K extends Action['do']> = Extract<Action, { do: K }>

/** What is done, one after the other. */
export const actions = (place: Place, message: () => NoticeText): Rule<readonly Action[]> =>
  listOf(action(place, message), place.phrases.actions)

function action(place: Place, message: () => NoticeText): Rule<Action> {
  const { phrases } = place
  // What works on the automation's own record only, where the sentence is about that record.
  const ownOnly: readonly Rule<Action>[] =
    place.prefix.length > 0
      ? []
      : [
          of('assign', assign(place)),
          of('start', start(place)),
          of('lock', locking(place, 'lock')),
          of('unlock', locking(place, 'unlock')),
        ]
  const core = remembered(
    choice<Action>(
      ...notify(place, message),
      ...task(place),
      ...ownOnly,
      of('move', move(place)),
      of('update', update(place)),
      of('create', create(place)),
      of('act', act(place)),
      fixed<Action>(phrases.delete, { do: 'delete' }),
    ),
  )
  const conditional: Rule<Action> = mapped(
    phrase<{ when: string; action: Action }>(phrases.doneIf, { when: condition(place), action: core }),
    ({ when, action: inner }) => ({ ...inner, when }),
    ({ when, ...inner }) => (typeof when === 'string' ? { when, action: inner as Action } : undefined),
  )
  return choice(conditional, core)
}

/** The phrase of one kind of action; it has no words for one that says more. */
const of = <K extends Action['do']>(kind: K, rule: Rule<ActionOf<K>>): Rule<Action> =>
  mapped(
    rule,
    value => value as Action,
    value => (value.do === kind && value.when === undefined ? (value as ActionOf<K>) : undefined),
  )

/** A value has just these names beside what it does. */
const has = (value: object, ...keys: readonly string[]): boolean =>
  Object.keys(value).sort().join() === ['do', ...keys].sort().join()

function assign(place: Place): Rule<ActionOf<'assign'>> {
  const { phrases, space, language } = place
  const policy = names(
    (space.definition.policies ?? []).map(({ key, name }) => nameOf(key, name, language)),
    place,
  )
  return choice<ActionOf<'assign'>>(
    mapped(
      phrase<{ policy: string; except: string }>(phrases.assignExcept, { policy, except: people(place) }),
      value => ({ do: 'assign', ...value }),
      value => (has(value, 'policy', 'except') ? { policy: value.policy, except: String(value.except) } : undefined),
    ),
    mapped(
      phrase<{ policy: string }>(phrases.release, { policy }),
      value => ({ do: 'assign', ...value, release: true }),
      value => (has(value, 'policy', 'release') && value.release === true ? { policy: value.policy } : undefined),
    ),
    mapped(
      phrase<{ policy: string }>(phrases.assign, { policy }),
      value => ({ do: 'assign', ...value }),
      value => (has(value, 'policy') ? { policy: value.policy } : undefined),
    ),
  )
}

const start = (place: Place): Rule<ActionOf<'start'>> =>
  mapped(
    phrase<{ workflow: string }>(place.phrases.start, { workflow: workflowNames(place, place.form.key) }),
    value => ({ do: 'start', ...value }),
    value => (has(value, 'workflow') ? { workflow: value.workflow } : undefined),
  )

function locking<K extends 'lock' | 'unlock'>(place: Place, kind: K): Rule<ActionOf<K>> {
  const { phrases } = place
  const all = fixed<Action>(phrases[kind], { do: kind } as Action)
  const some: Rule<Action> = mapped(
    phrase<{ fields: readonly string[] }>(phrases[`${kind}Fields`], {
      fields: listOf(
        fieldNames(place, field => field.kind !== 'system'),
        phrases.and,
      ),
    }),
    ({ fields }) => ({ do: kind, fields: [...fields] }) as Action,
    value =>
      'fields' in value && value.fields !== undefined && has(value, 'fields') ? { fields: value.fields } : undefined,
  )
  return choice(all, some) as unknown as Rule<ActionOf<K>>
}

/** Relations a record can act on another through. */
const relations = (place: Place): Rule<string> => fieldNames(place, ({ target, list }) => target !== undefined && !list)

const targetOf = (place: Place, relation: string | undefined): Place => {
  const target = place.space.forms.get(place.form.fields.get(relation ?? '')?.target ?? '')
  return target === undefined ? place : placeOf(place, target)
}

const relationOf = (target: unknown): string | undefined => {
  const path = typeof target === 'string' ? pathOf(target) : undefined
  return path?.length === 1 ? path[0] : undefined
}

/** The record a sentence is about, where it is not the automation's own. */
const aimed = ({ prefix }: Place): { target?: string } => (prefix.length > 0 ? { target: reference(prefix) } : {})

function move(place: Place): Rule<ActionOf<'move'>> {
  const own: Rule<ActionOf<'move'>> = mapped(
    phrase<{ stage: string }>(place.phrases.move, { stage: stageNames(place) }),
    ({ stage }) => ({ do: 'move', ...aimed(place), to: stage }),
    value => (has(value, 'to') ? { stage: value.to } : undefined),
  )
  const other: Rule<ActionOf<'move'>> = mapped(
    phrase<{ target: string; stage: string }>(place.phrases.moveOf, {
      target: relations(place),
      stage: ({ target }) => stageNames(targetOf(place, target)),
    }),
    ({ target, stage }) => ({ do: 'move', target: reference([...place.prefix, target]), to: stage }),
    value => {
      const target = relationOf(value.target)
      return target !== undefined && has(value, 'target', 'to') ? { target, stage: value.to } : undefined
    },
  )
  return choice(own, other)
}

interface Given {
  field: string
  value: unknown
}

/** Fields of a form and what they are given, in the words of the record it is worked out for. */
function given(pattern: string, target: Place, place: Place): Rule<Given> {
  return phrase<Given>(pattern, {
    field: fieldNames(target, ({ key, kind }) => kind !== 'system' || key === 'owner'),
    value: ({ field }) => givenValue(target.form.fields.get(field ?? ''), place),
  })
}

const setOf = (all: readonly Given[]): Record<string, unknown> | undefined => {
  const set = Object.fromEntries(all.map(({ field, value }) => [field, value]))
  return Object.keys(set).length === all.length ? set : undefined
}
const givenOf = (set: Record<string, unknown>): Given[] =>
  Object.entries(set).map(([field, value]) => ({ field, value }))

function update(place: Place): Rule<ActionOf<'update'>> {
  const { phrases } = place
  const own: Rule<ActionOf<'update'>> = mapped(
    phrase<{ set: readonly Given[] }>(phrases.update, {
      set: listOf(given(phrases.assigned, place, place), phrases.and),
    }),
    ({ set }) => withSet({ do: 'update', ...aimed(place) }, set),
    value => (has(value, 'set') ? { set: givenOf(value.set) } : undefined),
  )
  const other: Rule<ActionOf<'update'>> = mapped(
    phrase<{ target: string; set: readonly Given[] }>(phrases.updateOf, {
      target: relations(place),
      set: ({ target }) => listOf(given(phrases.assigned, targetOf(place, target), place), phrases.and),
    }),
    ({ target, set }) => withSet({ do: 'update', target: reference([...place.prefix, target]) }, set),
    value => {
      const target = relationOf(value.target)
      return target !== undefined && has(value, 'target', 'set') ? { target, set: givenOf(value.set) } : undefined
    },
  )
  return choice(own, other)
}

function withSet<T extends object>(head: T, all: readonly Given[]): (T & { set: Record<string, unknown> }) | undefined {
  const set = setOf(all)
  return set === undefined ? undefined : { ...head, set }
}

function create(place: Place): Rule<ActionOf<'create'>> {
  const { phrases } = place
  const form = formNames(place)
  const filled: Rule<ActionOf<'create'>> = mapped(
    phrase<{ form: string; set: readonly Given[] }>(phrases.create, {
      form,
      set: ({ form: key }) => {
        const target = place.space.forms.get(key ?? '')
        return listOf(given(phrases.given, target === undefined ? place : placeOf(place, target), place), phrases.and)
      },
    }),
    ({ form: key, set }) => withSet({ do: 'create', form: key }, set),
    value =>
      has(value, 'form', 'set') && Object.keys(value.set).length > 0
        ? { form: value.form, set: givenOf(value.set) }
        : undefined,
  )
  const bare: Rule<ActionOf<'create'>> = mapped(
    phrase<{ form: string }>(phrases.createBare, { form }),
    ({ form: key }) => ({ do: 'create', form: key, set: {} }),
    value => (has(value, 'form', 'set') && Object.keys(value.set).length === 0 ? { form: value.form } : undefined),
  )
  return choice(filled, bare)
}

/** Acts on a task, which only a formula names. */
function act(place: Place): Rule<ActionOf<'act'>> {
  const { phrases } = place
  const kinds = Object.entries(phrases.acts).map(([key, words]) => fixed(words, key))
  const as = choice(...kinds)
  return choice<ActionOf<'act'>>(
    mapped(
      phrase<{ on: string; as: string; to: string }>(phrases.actTo, { on: formula, as, to: people(place) }),
      value => ({ do: 'act', ...value }) as ActionOf<'act'>,
      value =>
        has(value, 'on', 'as', 'to') ? { on: String(value.on), as: value.as, to: String(value.to) } : undefined,
    ),
    mapped(
      phrase<{ on: string; as: string }>(phrases.act, { on: formula, as }),
      value => ({ do: 'act', ...value }) as ActionOf<'act'>,
      value => (has(value, 'on', 'as') ? { on: String(value.on), as: value.as } : undefined),
    ),
  )
}
