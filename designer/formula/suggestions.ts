import type { CompiledForm } from '../../engine/definition/compiled.ts'
import { labelText } from '../../engine/definition/labels.ts'
import type { FunctionDefinition } from '../../engine/expression/functions/definition.ts'
import { elementOf, functions, type Type } from '../../engine/expression/index.ts'
import type { Label } from '../../schemas/generated/definition.ts'
import { type Call, callsAt } from './call.ts'
import { bracedPath, resolvePath } from './names.ts'
import type { FormulaPlace } from './place.ts'
import { type Piece, scan } from './scan.ts'

/** One thing that can be completed. `insert` goes into the text; for a function the cursor then stands between its brackets. */
export interface Suggestion {
  readonly kind: 'field' | 'list' | 'setting' | 'option' | 'person' | 'function'
  readonly shown: string
  readonly insert: string
  readonly key: string
  /** further names it is found by */
  readonly names: readonly string[]
  readonly type: Type | undefined
  readonly help: Label | undefined
  readonly definition?: FunctionDefinition
  /** 0: a field of the form itself; 1: one relation further */
  readonly depth: number
}

export interface Suggestions {
  readonly from: number
  readonly to: number
  readonly items: readonly Suggestion[]
}

const MOST = 60

/**
 * What can stand at an offset: fields (also one relation further), settings, members after a point, options beside an option field, functions. Found by label in
 * either language or by key; the best match first. `asked`: also where nothing is typed yet.
 */
export function suggestionsAt(text: string, offset: number, place: FormulaPlace, asked: boolean): Suggestions | null {
  const pieces = scan(text)
  const at = pieces.findIndex(({ start, end }) => start < offset && end >= offset)
  const piece = pieces[at]
  const calls = callsAt(pieces, offset)
  if (piece !== undefined && isText(piece, text)) return optionsIn(piece, pieces, at, offset, text, place, calls)
  const typed = typedName(piece, pieces[at - 1], text, offset)
  if (typed !== undefined) {
    const items = typed.path.length > 1 ? membersOf(typed.path.slice(0, -1), place, calls) : allOf(place, calls, typed)
    return ranked(items, typed.path.at(-1) ?? '', typed.from, typed.to)
  }
  const before = pieces.findLast(({ end }) => end <= offset)
  const options = before === undefined ? [] : optionsBeside(pieces, pieces.indexOf(before) + 1, place, calls)
  if (options.length > 0 && (asked || text.slice(before!.end, offset) !== '' || before!.kind === 'operator'))
    return ranked(options, '', offset, offset)
  return asked ? ranked(allOf(place, calls, { path: [''], braced: false }), '', offset, offset) : null
}

const isText = (piece: Piece, text: string): boolean =>
  piece.kind === 'text' || (piece.kind === 'wrong' && /["'“‘＂]/.test(text.charAt(piece.start)))

interface TypedName {
  readonly path: readonly string[]
  readonly from: number
  readonly to: number
  readonly braced: boolean
}

/** The name being typed at the offset: its parts, the last perhaps empty. */
function typedName(
  piece: Piece | undefined,
  before: Piece | undefined,
  text: string,
  offset: number,
): TypedName | undefined {
  if (piece === undefined) return undefined
  const written = text.slice(piece.start, offset)
  if (piece.kind === 'name' || piece.kind === 'function' || piece.kind === 'constant') {
    if (piece.braces === true && offset === piece.end) return undefined
    return { path: parts(written), from: piece.start, to: piece.end, braced: piece.braces === true }
  }
  if (piece.kind !== 'wrong') return undefined
  if (/^[{｛]/.test(written))
    return { path: parts(written), from: piece.start, to: closing(text, offset), braced: true }
  if (/^[.．]$/.test(written) && before?.kind === 'name' && before.end === piece.start)
    return { path: [...(before.path ?? []), ''], from: before.start, to: piece.end, braced: before.braces === true }
  return undefined
}

const parts = (written: string): string[] =>
  written
    .replace(/^[{｛]/, '')
    .split('.')
    .map(part => part.trim())

/** A half-typed name in braces reaches to its own closing brace, else only to the cursor. */
function closing(text: string, offset: number): number {
  const rest = /^[^{}｛｝()（）,，]*[}｝]/.exec(text.slice(offset))
  return offset + (rest?.[0].length ?? 0)
}

function allOf(
  place: FormulaPlace,
  calls: readonly Call[],
  { path, braced }: Pick<TypedName, 'path' | 'braced'>,
): Suggestion[] {
  const { form } = place
  const typed = path[0] !== ''
  return [
    ...boundNames(place, calls),
    ...(form === undefined ? [] : [...fieldsOf(form, [], place), ...(typed ? fieldsBeyond(form, place) : [])]),
    ...settingsOf(place),
    ...personsOf(place),
    ...(braced ? [] : [...functions.values()].map(functionItem)),
  ]
}

/** `$item` and the like, inside the calls that give them a meaning. */
function boundNames(place: FormulaPlace, calls: readonly Call[]): Suggestion[] {
  return calls.flatMap(call => {
    const name = call.definition.args[call.index]?.binds
    const type = name === undefined ? undefined : boundType(call, place)
    if (name === undefined) return []
    const own = item('field', [name], [name], type, undefined, 0)
    const form = type?.kind === 'record' ? place.space.forms.get(type.form) : undefined
    return form === undefined ? [own] : [own, ...fieldsOf(form, [{ key: name, text: name }], place)]
  })
}

/** What each element is that a function visits: the elements of its first argument, when that is a name. */
function boundType(call: Call, place: FormulaPlace): Type | undefined {
  const [only, more] = call.first
  const meant = more === undefined && only?.kind === 'name' ? resolvePath(place, only.path ?? []) : undefined
  return meant && elementOf(meant.type)
}

interface Step {
  readonly key: string
  readonly text: string
}

function fieldsOf(form: CompiledForm, before: readonly Step[], place: FormulaPlace, depth = 0): Suggestion[] {
  const member = (key: string, label: Label, type: Type | undefined, help?: Label) =>
    item(
      type?.kind === 'list' && type.of.kind === 'record' ? 'list' : 'field',
      [...before.map(step => step.key), key],
      [...before.map(step => step.text), labelText(label, place.language) ?? key],
      type,
      help,
      depth,
      [label.zh ?? '', label.en ?? ''],
    )
  const fields = [
    ...form.fieldList,
    ...[...form.fields.values()].filter(field => field.system || field.kind === 'stage'),
  ]
  return [
    ...fields
      .filter(({ key }) => depth > 0 || form !== place.form || key !== place.field)
      .map(field =>
        member(field.key, field.label, field.valueType, (field.definition as { help?: Label } | undefined)?.help),
      ),
    ...[...form.inverses].map(([key, inverse]) =>
      member(key, inverse.label, { kind: 'list', of: { kind: 'record', form: inverse.form } }),
    ),
  ]
}

/** Fields one relation, list or sub-form further. */
function fieldsBeyond(form: CompiledForm, place: FormulaPlace): Suggestion[] {
  const links = [
    ...form.fieldList.map(({ key, label, target, rows }) => ({ key, label, to: target ?? rows?.key })),
    ...[...form.inverses].map(([key, inverse]) => ({ key, label: inverse.label, to: inverse.form })),
  ]
  return links.flatMap(({ key, label, to }) => {
    const next = to === undefined ? undefined : place.space.forms.get(to)
    return next === undefined ? [] : fieldsOf(next, [{ key, text: labelText(label, place.language) ?? key }], place, 1)
  })
}

const settingTypes: Readonly<Record<string, Type>> = {
  text: { kind: 'text' },
  yes_no: { kind: 'boolean' },
  date: { kind: 'date' },
}

const settingsOf = ({ space, environment, language }: FormulaPlace): Suggestion[] =>
  (space.definition.settings ?? []).map(({ key, label, type }) =>
    item(
      'setting',
      ['$settings', key],
      [environment.resolve('$settings')?.label ?? '$settings', labelText(label, language) ?? key],
      settingTypes[type] ?? { kind: type === 'table' ? 'any' : 'number' },
      undefined,
      0,
      [label.zh ?? '', label.en ?? ''],
    ),
  )

const personsOf = ({ environment }: FormulaPlace): Suggestion[] => {
  const user = environment.resolve('$user')
  return user === undefined ? [] : [item('person', ['$user'], [user.label ?? '$user'], user.type, undefined, 0)]
}

function membersOf(path: readonly string[], place: FormulaPlace, calls: readonly Call[]): Suggestion[] {
  const bound = calls.find(({ definition, index }) => definition.args[index]?.binds === path[0])
  const meant =
    bound === undefined
      ? resolvePath(place, path)
      : { keys: [path[0]!], labels: [path[0]!], type: boundType(bound, place) ?? ({ kind: 'any' } as const) }
  if (meant === undefined || (bound !== undefined && path.length > 1)) return []
  const steps = meant.keys.map((key, at) => ({ key, text: meant.labels[at] ?? key }))
  if (meant.keys[0] === '$settings') return settingsOf(place)
  const owner = elementOf(meant.type)
  const form = owner.kind === 'record' ? place.space.forms.get(owner.form) : undefined
  if (form !== undefined) return fieldsOf(form, steps, place, meant.keys.length)
  const names = place.environment.memberNames?.(owner, meant.keys) ?? []
  const known = owner.kind === 'option' ? ['label', 'score', 'parent'] : names
  return known.flatMap(name => {
    const found = place.environment.member(owner, meant.keys, name)
    return found === undefined
      ? []
      : [item('field', [...meant.keys, found.key], [...meant.labels, found.label ?? name], found.type, undefined, 1)]
  })
}

/** Options for a text that is being typed, if an option field stands beside it. */
function optionsIn(
  piece: Piece,
  pieces: readonly Piece[],
  at: number,
  offset: number,
  text: string,
  place: FormulaPlace,
  calls: readonly Call[],
): Suggestions | null {
  const options = optionsBeside(pieces, at, place, calls)
  const closed = piece.kind === 'text'
  if (options.length === 0 || (closed && offset === piece.end)) return null
  return ranked(options, text.slice(piece.start + 1, offset), piece.start, closed ? piece.end : offset)
}

/** Options of the field on the other side of the comparison before `at`, or of the first argument of the call around it. */
function optionsBeside(
  pieces: readonly Piece[],
  at: number,
  place: FormulaPlace,
  calls: readonly Call[],
): Suggestion[] {
  const operator = pieces[at - 1]
  const compared =
    operator?.kind === 'operator' && ['=', '<>'].includes(operator.text ?? '') ? pieces[at - 2] : undefined
  const [call] = calls
  const listed = call !== undefined && call.index > 0 && call.first.length === 1 ? call.first[0] : undefined
  const inCall = operator?.kind === 'comma' || (operator?.kind === 'bracket' && operator.text === '[')
  const name = compared ?? (inCall ? listed : undefined)
  const type = name?.kind === 'name' ? resolvePath(place, name.path ?? [])?.type : undefined
  const option = type && elementOf(type)
  const library = option?.kind === 'option' ? place.space.libraries.get(option.library ?? '') : undefined
  return [...(library?.options.values() ?? [])].map(({ key, label }) => ({
    ...item('option', [key], [labelText(label, place.language) ?? key], undefined, undefined, 0, [
      label.zh ?? '',
      label.en ?? '',
    ]),
    insert: `"${key.replaceAll('"', '""')}"`,
  }))
}

const functionItem = (definition: FunctionDefinition): Suggestion => ({
  kind: 'function',
  shown: definition.name,
  insert: `${definition.name}()`,
  key: definition.name,
  names: definition.aliases,
  type: undefined,
  help: definition.help,
  definition,
  depth: 0,
})

function item(
  kind: Suggestion['kind'],
  keys: readonly string[],
  labels: readonly string[],
  type: Type | undefined,
  help: Label | undefined,
  depth: number,
  names: readonly string[] = [],
): Suggestion {
  return { kind, shown: labels.join('.'), insert: bracedPath(keys), key: keys.at(-1)!, names, type, help, depth }
}

function ranked(items: readonly Suggestion[], typed: string, from: number, to: number): Suggestions | null {
  const wanted = typed.toLowerCase()
  const scored = items.flatMap(one => {
    const score = scoreOf(one, wanted)
    return score === undefined ? [] : [{ one, score: score + one.depth * 5 + (one.kind === 'function' ? 0.5 : 0) }]
  })
  if (scored.length === 0) return null
  const best = scored.sort((a, b) => a.score - b.score).slice(0, MOST)
  return { from, to, items: best.map(({ one }) => one) }
}

/** 0 the very name, 1 its beginning, 2 the key's, 3 another name's, 4 somewhere inside; undefined: not meant. */
function scoreOf({ shown, key, names }: Suggestion, wanted: string): number | undefined {
  if (wanted === '') return 1
  const own = (shown.split('.').at(-1) ?? shown).toLowerCase()
  const others = names.map(name => name.toLowerCase())
  if (own === wanted || key.toLowerCase() === wanted) return 0
  if (own.startsWith(wanted)) return 1
  if (key.toLowerCase().startsWith(wanted)) return 2
  if (others.some(name => name.startsWith(wanted))) return 3
  return [own, key.toLowerCase(), shown.toLowerCase(), ...others].some(name => name.includes(wanted)) ? 4 : undefined
}
