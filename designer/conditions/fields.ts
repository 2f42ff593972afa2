import type { NameSpace } from '../../engine/definition/environment.ts'
import { labelText } from '../../engine/definition/labels.ts'
import { elementOf, type Type } from '../../engine/expression/index.ts'
import type { CompiledField, CompiledForm } from '../../engine/index.ts'
import type { Language } from '../../schemas/problem.ts'
import { pathText } from '../people/say.ts'
import type { Comparison, FieldKind } from './term.ts'

/** Where a condition stands. `people` are persons known beside the form's fields, as paths: `$user`, `$applicant`. */
export interface ConditionPlace {
  readonly space: NameSpace
  readonly form: CompiledForm | undefined
  readonly language: Language
  readonly people: readonly string[]
}

export interface ConditionField {
  readonly path: string
  readonly text: string
  readonly kind: FieldKind
  readonly field: CompiledField | undefined
}

const KINDS: Readonly<Record<string, FieldKind>> = {
  number: 'number',
  text: 'text',
  option: 'option',
  date: 'date',
  datetime: 'date',
  boolean: 'boolean',
  user: 'user',
}

function kindOfType(type: Type): FieldKind {
  const kind = KINDS[elementOf(type).kind] ?? 'other'
  if (type.kind !== 'list') return kind
  return kind === 'option' ? 'options' : kind === 'user' ? 'users' : 'other'
}

/** Fields of the form and of the records it points to, with people of the place first. */
export function conditionFields(place: ConditionPlace): readonly ConditionField[] {
  const { form, space, people } = place
  const own = form === undefined ? [] : fieldsOf(form, '')
  const through = own.flatMap(({ path, field }) => {
    const target = field?.target === undefined || field.list ? undefined : space.forms.get(field.target)
    return target === undefined ? [] : fieldsOf(target, `${path}.`).filter(one => one.field?.system !== true)
  })
  return [
    ...people.map((path): ConditionField => ({ path, text: pathText(place, path), kind: 'user', field: undefined })),
    ...own,
    ...through,
  ]

  function fieldsOf(of: CompiledForm, prefix: string): ConditionField[] {
    return [...of.fields.values()].map(field => ({
      path: `${prefix}${field.key}`,
      text: pathText(place, `${prefix}${field.key}`),
      kind: kindOfType(field.valueType),
      field,
    }))
  }
}

/** Comparisons of a kind of field, most used first. */
export const comparisonsOf: Readonly<Record<FieldKind, readonly Comparison[]>> = {
  number: ['more', 'atLeast', 'less', 'atMost', 'equals', 'differs', 'blank', 'filled'],
  text: ['equals', 'differs', 'contains', 'lacks', 'begins', 'blank', 'filled'],
  option: ['oneOf', 'noneOf', 'blank', 'filled'],
  options: ['contains', 'lacks', 'blank', 'filled'],
  date: ['past', 'today', 'daysAgo', 'less', 'atMost', 'more', 'atLeast', 'equals', 'blank', 'filled'],
  boolean: ['yes', 'no'],
  user: ['is', 'isNot', 'hasRole', 'hasNoRole', 'blank', 'filled'],
  users: ['blank', 'filled'],
  other: ['blank', 'filled'],
}

/** What can be chosen for a field: options of its library, stages of its form. */
export function optionsOf(
  { space, language }: ConditionPlace,
  { field }: ConditionField,
): readonly { key: string; text: string }[] {
  if (field === undefined) return []
  const named = (key: string, label: Parameters<typeof labelText>[0]) => ({
    key,
    text: labelText(label, language) ?? key,
  })
  const type = elementOf(field.valueType)
  const library = field.library ?? (type.kind === 'option' ? space.libraries.get(type.library ?? '') : undefined)
  if (library !== undefined) return library.definition.options.map(({ key, label }) => named(key, label))
  const owner = ownerOf(space, field)
  return (owner?.definition?.stages?.pipeline ?? []).map(({ key, label }) => named(key, label))
}

/** The form whose stage a field is. */
const ownerOf = (space: NameSpace, field: CompiledField): CompiledForm | undefined =>
  field.kind === 'stage' ? [...space.forms.values()].find(form => form.fields.get(field.key) === field) : undefined

/** Whether a number is a share and shown as a percentage. */
export const isPercent = (field: CompiledField | undefined): boolean =>
  field?.kind === 'percent' || (field?.definition as { result?: string } | undefined)?.result === 'percent'
