import {
  check,
  elementOf,
  formatFormula,
  listOf,
  parseExpr,
  parseFormula,
  type Type,
} from '../../engine/expression/index.ts'
import type { FormulaPlace } from './place.ts'

/** What a written path means: keys to store, labels to show, and the type it has. */
export interface ResolvedPath {
  readonly keys: readonly string[]
  readonly labels: readonly string[]
  readonly type: Type
}

/** A path by keys or labels, as the checker of the language resolves it; undefined when a part means nothing. */
export function resolvePath({ environment }: FormulaPlace, path: readonly string[]): ResolvedPath | undefined {
  const whole = path.length > 1 ? environment.resolve(path.join('.')) : undefined
  const head = whole ?? environment.resolve(path[0] ?? '')
  if (head === undefined) return undefined
  const keys = [head.key]
  const labels = [head.label ?? head.key]
  let { type } = head
  for (const name of whole === undefined ? path.slice(1) : []) {
    const owner = elementOf(type)
    const member = owner.kind === 'any' ? { key: name, type: owner } : environment.member(owner, keys, name)
    if (member === undefined) return undefined
    type = type.kind === 'list' ? listOf(elementOf(member.type)) : member.type
    keys.push(member.key)
    labels.push(('label' in member ? member.label : undefined) ?? member.key)
  }
  return { keys, labels, type }
}

/** A path in braces as it is stored: by keys. */
export const bracedPath = (keys: readonly string[]): string =>
  formatFormula({ type: 'path', path: keys, start: 0, end: 0 })

/** The text that is stored: names by their keys, options by theirs, in the language's one spelling. What has mistakes stays as it was typed. */
export function storedFormula(text: string, place: FormulaPlace): string {
  const parsed = parseFormula(text)
  if ('errors' in parsed) return text
  const checked = check(parsed.tree, place.environment, place.expected)
  return checked.errors.length > 0 ? text : formatFormula(checked.keyed)
}

/** A stored `Expr` as formula text: a builder's JsonLogic is written out. */
export function formulaText(expr: unknown): string {
  if (typeof expr === 'string') return expr
  const parsed = parseExpr(expr)
  return 'errors' in parsed ? JSON.stringify(expr) : formatFormula(parsed.tree)
}

/**
 * A formula with labels for keys, to read and to copy. A label that would not lead back to its field (another has the same one, or the same key) is left as the
 * key, so that `storedFormula` gives what it was made from.
 */
export function shownFormula(text: string, place: FormulaPlace): string {
  const parsed = parseFormula(text)
  if ('errors' in parsed) return text
  return formatFormula(parsed.tree, path => shownPath(path, place))
}

function shownPath(path: readonly string[], place: FormulaPlace): readonly string[] {
  const meant = resolvePath(place, path)
  if (meant === undefined) return path
  const leadsBack = (names: readonly string[]) => {
    const found = resolvePath(place, names)
    return found !== undefined && found.keys.join('\n') === meant.keys.join('\n')
  }
  const names = meant.keys.map((key, at) => {
    const label = meant.labels[at] ?? key
    return leadsBack([...meant.keys.slice(0, at), label, ...meant.keys.slice(at + 1)]) ? label : key
  })
  return leadsBack(names) ? names : meant.keys
}
