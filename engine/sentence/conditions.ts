import type { CompiledField } from '../definition/compiled.ts'
import type { BinaryOperator, Node } from '../expression/tree.ts'
import { elementOf } from '../expression/types.ts'
import { formula, reference, sourceOf, textLiteral, treeOf } from './formula.ts'
import { quotedText } from './names.ts'
import { fieldAt, fieldPath, pathOf } from './paths.ts'
import { isPerson, person, roleNames } from './people.ts'
import { phrase } from './phrase.ts'
import { oncePer, type Place } from './place.ts'
import { choice, lazy, listOf, mapped, type Rule, remembered } from './rule.ts'
import { numeral, optionNames, setting } from './values.ts'

const kindOf = (field: CompiledField | undefined): string =>
  field === undefined || field.valueType.kind === 'list' ? '' : elementOf(field.valueType).kind

const isOf =
  (...kinds: readonly string[]) =>
  (field: CompiledField): boolean =>
    kinds.includes(kindOf(field))

/** A condition on a record, as formula text. `and` and `or` are not mixed: what needs brackets is a formula. */
export const condition = (place: Place): Rule<string> => oncePer(place, 'condition', () => conditions(place))

function conditions(place: Place): Rule<string> {
  const plain = remembered(choice(...simple(place)))
  const one = choice(plain, formula)
  const joined = (name: 'AND' | 'OR', words: readonly string[]): Rule<string> =>
    mapped(
      listOf(one, words, 2),
      all => `${name}(${all.join(', ')})`,
      text => argumentsOf(text, name),
    )
  return choice(plain, joined('AND', place.phrases.also), joined('OR', place.phrases.or), formula)
}

function argumentsOf(text: string, name: string): string[] | undefined {
  const tree = treeOf(text)
  return tree?.type === 'call' && tree.name === name && tree.args.length > 1
    ? tree.args.map(node => sourceOf(text, node))
    : undefined
}

/** Kinds of conditions people say without brackets, in the order they are tried. */
function simple(place: Place): Rule<string>[] {
  const { phrases } = place
  const any = fieldPath(place, () => true)
  return [
    ...COMPARED.map(([name, operator]) => comparison(place, phrases[name], operator)),
    ...(['isOption', 'isNotOption'] as const).map(name => options(place, name)),
    equality(place, phrases.isYes, 'boolean', '= TRUE'),
    equality(place, phrases.isNotYes, 'boolean', '<> TRUE'),
    call(phrases.isEmpty, any, path => `ISEMPTY(${path})`, /^ISEMPTY\((\{[\w.]+\})\)$/),
    call(phrases.isFilled, any, path => `NOT(ISEMPTY(${path}))`, /^NOT\(ISEMPTY\((\{[\w.]+\})\)\)$/),
    equality(place, phrases.isPast, 'date', '< TODAY()'),
    equality(place, phrases.isToday, 'date', '= TODAY()'),
    daysAgo(place),
    texts(place, phrases.isText, '='),
    texts(place, phrases.isNotText, '<>'),
    samePerson(place, phrases.isPerson, '='),
    samePerson(place, phrases.isNotPerson, '<>'),
    inRole(place, phrases.hasRole, false),
    inRole(place, phrases.hasNotRole, true),
  ]
}

const COMPARED = [
  ['more', '>'],
  ['less', '<'],
  ['atLeast', '>='],
  ['atMost', '<='],
  ['equal', '='],
  ['unequal', '<>'],
] as const

/** `left operator right` of a formula; undefined for another one. */
function sides(text: string, operator: BinaryOperator): { left: Node; right: Node } | undefined {
  const tree = treeOf(text)
  return tree?.type === 'binary' && tree.operator === operator ? { left: tree.left, right: tree.right } : undefined
}

/** A number against a number, a setting, or another field. */
function comparison(place: Place, pattern: string, operator: BinaryOperator): Rule<string> {
  const isNumber = isOf('number')
  const limit = ({ path }: { path?: readonly string[] }): Rule<string> => {
    const percent = path !== undefined && isPercent(fieldAt(place, path))
    const settingRef = mapped(
      setting(place),
      key => `{$settings.${key}}`,
      (text: string) => /^\{\$settings\.(\w+)\}$/.exec(text)?.[1],
    )
    const field = mapped(fieldPath(place, isNumber), reference, (text: string) => pathOf(text))
    return choice(numeral(percent), settingRef, field)
  }
  return mapped(
    phrase<{ path: readonly string[]; value: string }>(pattern, { path: fieldPath(place, isNumber), value: limit }),
    ({ path, value }) => `${reference(path)} ${operator} ${value}`,
    text => {
      const found = sides(text, operator)
      const path = found && pathOf(found.left)
      return found === undefined || path === undefined ? undefined : { path, value: sourceOf(text, found.right) }
    },
  )
}

const isPercent = (field: CompiledField | undefined): boolean =>
  field?.kind === 'percent' ||
  (field?.kind === 'formula' && (field.definition as { result?: string }).result === 'percent')

/** A choice is one of some options: `{grade} = "a"`, or `OR({grade} = "a", {grade} = "b")`. */
function options(place: Place, name: 'isOption' | 'isNotOption'): Rule<string> {
  const [operator, joint] = name === 'isOption' ? (['=', 'OR'] as const) : (['<>', 'AND'] as const)
  const values = ({ path }: { path?: readonly string[] }): Rule<readonly string[]> => {
    const field = path === undefined ? undefined : fieldAt(place, path)
    const list = field === undefined ? undefined : optionNames(field, place)
    return list === undefined ? { read: () => [], say: () => undefined } : listOf(list, place.phrases.or)
  }
  return mapped(
    phrase<{ path: readonly string[]; values: readonly string[] }>(place.phrases[name], {
      path: fieldPath(place, isOf('option')),
      values,
    }),
    ({ path, values: all }) => {
      const each = all.map(key => `${reference(path)} ${operator} ${textLiteral(key)}`)
      return each.length === 1 ? each[0] : `${joint}(${each.join(', ')})`
    },
    text => {
      const each = (argumentsOf(text, joint) ?? [text]).map(part => optionEquality(part, operator))
      const [first] = each
      const same = each.every(one => one !== undefined && one.path.join('.') === first?.path.join('.'))
      return same && first !== undefined ? { path: first.path, values: each.map(one => one!.value) } : undefined
    },
  )
}

function optionEquality(text: string, operator: '=' | '<>'): { path: readonly string[]; value: string } | undefined {
  const found = sides(text, operator)
  const path = found && pathOf(found.left)
  return found?.right.type === 'text' && path !== undefined ? { path, value: found.right.value } : undefined
}

/** A field of a kind with a fixed rest: `{paid} = TRUE`, `{due_on} < TODAY()`. */
function equality(place: Place, pattern: string, kind: string, rest: string): Rule<string> {
  const ending = ` ${rest}`
  return call(
    pattern,
    fieldPath(place, isOf(kind)),
    path => `${path}${ending}`,
    text => (text.endsWith(ending) ? text.slice(0, -ending.length) : undefined),
  )
}

function call(
  pattern: string,
  field: Rule<readonly string[]>,
  make: (path: string) => string,
  take: RegExp | ((text: string) => string | undefined),
): Rule<string> {
  return mapped(
    phrase<{ path: readonly string[] }>(pattern, { path: field }),
    ({ path }) => make(reference(path)),
    text => {
      const inner = take instanceof RegExp ? take.exec(text)?.[1] : take(text)
      const path = inner === undefined ? undefined : pathOf(inner)
      return path === undefined ? undefined : { path }
    },
  )
}

/** More than so many days since a date. */
const daysAgo = (place: Place): Rule<string> =>
  mapped(
    phrase<{ path: readonly string[]; days: string }>(place.phrases.daysAgo, {
      path: fieldPath(place, isOf('date')),
      days: numeral(),
    }),
    ({ path, days }) => (/^\d+$/.test(days) ? `DAYS(TODAY(), ${reference(path)}) > ${days}` : undefined),
    text => {
      const match = /^DAYS\(TODAY\(\), (\{[\w.]+\})\) > (\d+)$/.exec(text)
      const path = match === null ? undefined : pathOf(match[1]!)
      return path === undefined ? undefined : { path, days: match![2]! }
    },
  )

const texts = (place: Place, pattern: string, operator: '=' | '<>'): Rule<string> =>
  mapped(
    phrase<{ path: readonly string[]; value: string }>(pattern, {
      path: fieldPath(place, isOf('text')),
      value: quotedText,
    }),
    ({ path, value }) => `${reference(path)} ${operator} ${textLiteral(value)}`,
    text => optionEquality(text, operator),
  )

const samePerson = (place: Place, pattern: string, operator: '=' | '<>'): Rule<string> =>
  mapped(
    phrase<{ path: readonly string[]; who: string }>(pattern, {
      path: fieldPath(place, isPerson),
      who: lazy(() => person(place)),
    }),
    ({ path, who }) => `${reference(path)} ${operator} ${who}`,
    text => {
      const found = sides(text, operator)
      const path = found && pathOf(found.left)
      return found === undefined || path === undefined ? undefined : { path, who: sourceOf(text, found.right) }
    },
  )

function inRole(place: Place, pattern: string, not: boolean): Rule<string> {
  const write = (path: string, role: string) => `HASROLE(${path}, ${textLiteral(role)})`
  return mapped(
    phrase<{ path: readonly string[]; role: string }>(pattern, {
      path: fieldPath(place, isPerson),
      role: roleNames(place),
    }),
    ({ path, role }) => (not ? `NOT(${write(reference(path), role)})` : write(reference(path), role)),
    text => {
      const match = /^(NOT\()?HASROLE\((\{[\w.]+\}), "(\w+)"\)(\))?$/.exec(text)
      const path = match === null ? undefined : pathOf(match[2]!)
      return path === undefined || (match![1] !== undefined) !== not ? undefined : { path, role: match![3]! }
    },
  )
}
