import type { CompiledField } from '../definition/compiled.ts'
import { elementOf } from '../expression/types.ts'
import { formula, reference, sourceOf, treeOf } from './formula.ts'
import { nameOf, names } from './names.ts'
import { fieldPath, pathOf } from './paths.ts'
import { phrase } from './phrase.ts'
import { oncePer, type Place, type Speech } from './place.ts'
import { choice, listOf, mapped, type Rule } from './rule.ts'
import { numeral } from './values.ts'

export const isPerson = (field: CompiledField): boolean => elementOf(field.valueType).kind === 'user'

/** People as a formula: one of them, or a list `[{owner}, MANAGER({owner})]`. */
export const people = (place: Place): Rule<string> => oncePer(place, 'people', () => peopleOf(place))

function peopleOf(place: Place): Rule<string> {
  return mapped(
    listOf(person(place), place.phrases.and),
    all => (all.length === 1 ? all[0] : `[${all.join(', ')}]`),
    text => {
      const tree = treeOf(text)
      return tree?.type === 'list' && tree.items.length > 1 ? tree.items.map(item => sourceOf(text, item)) : [text]
    },
  )
}

/** Somebody: in a field, above somebody, in a role. */
export const person = (place: Place): Rule<string> => oncePer(place, 'person', () => personOf(place))

function personOf(place: Place): Rule<string> {
  const { phrases } = place
  const inField: Rule<string> = mapped(fieldPath(place, isPerson), reference, text => pathOf(text))
  const base = mapped(
    phrase<{ who: string }>(phrases.inField, { who: inField }),
    ({ who }) => who,
    who => ({ who }),
  )
  return choice(
    ...ownerless(place),
    mapped(phrase<{ who: string }>(phrases.manager, { who: base }), ({ who }) => `MANAGER(${who})`, managed),
    mapped(
      phrase<{ who: string; level: string }>(phrases.managerAbove, { who: base, level: numeral() }),
      ({ who, level }) => (/^[2-9]$/.test(level) ? `MANAGER(${who}, ${level})` : undefined),
      text => {
        const found = managerCall(text)
        return found?.level === undefined ? undefined : { who: found.who, level: found.level }
      },
    ),
    mapped(phrase<{ who: string }>(phrases.head, { who: base }), ({ who }) => headOf(who), headed),
    base,
    role(place),
    formula,
  )
}

/** 直属主管 without a name is the owner's, 部门负责人 likewise. */
const ownerless = ({ phrases, prefix }: Place): Rule<string>[] => {
  const owner = reference([...prefix, 'owner'])
  const only = (pattern: string, text: string): Rule<string> =>
    mapped(
      phrase<Record<never, never>>(pattern, {}),
      () => text,
      other => (other === text ? {} : undefined),
    )
  return [
    only(phrases.owner, owner),
    only(phrases.ownersManager, `MANAGER(${owner})`),
    only(phrases.ownersManagerAbove, `MANAGER(${owner}, 2)`),
    only(phrases.ownersHead, headOf(owner)),
  ]
}

const headOf = (who: string): string => `HEAD(${who.slice(0, -1)}.department})`

function headed(text: string): { who: string } | undefined {
  const match = /^HEAD\(\{([\w.]+)\.department\}\)$/.exec(text)
  return match === null ? undefined : { who: `{${match[1]}}` }
}

function managerCall(text: string): { who: string; level: string | undefined } | undefined {
  const tree = treeOf(text)
  if (tree?.type !== 'call' || tree.name !== 'MANAGER' || tree.args.length === 0 || tree.args.length > 2)
    return undefined
  const [who, level] = tree.args
  return who === undefined || pathOf(who) === undefined
    ? undefined
    : { who: sourceOf(text, who), level: level === undefined ? undefined : sourceOf(text, level) }
}

function managed(text: string): { who: string } | undefined {
  const found = managerCall(text)
  return found === undefined || found.level !== undefined ? undefined : { who: found.who }
}

/** Everybody in a role: `ROLE("seller")`. */
const role = (speech: Speech): Rule<string> =>
  mapped(
    phrase<{ role: string }>(speech.phrases.role, { role: roleNames(speech) }),
    ({ role: key }) => `ROLE("${key}")`,
    text => {
      const match = /^ROLE\("(\w+)"\)$/.exec(text)
      return match === null ? undefined : { role: match[1]! }
    },
  )

export const roleNames = (speech: Speech): Rule<string> =>
  names(
    (speech.space.definition.roles ?? []).map(({ key, label }) => nameOf(key, label, speech.language)),
    speech,
  )
