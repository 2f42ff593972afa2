import { type Node, parseFormula } from '../../engine/expression/index.ts'

/** Comparisons in the words of a form. */
export const comparisons = [
  'equals',
  'differs',
  'more',
  'atLeast',
  'less',
  'atMost',
  'oneOf',
  'noneOf',
  'contains',
  'lacks',
  'begins',
  'yes',
  'no',
  'is',
  'isNot',
  'hasRole',
  'hasNoRole',
  'past',
  'today',
  'daysAgo',
  'blank',
  'filled',
] as const
export type Comparison = (typeof comparisons)[number]

/**
 * One line of a condition. `values` are formula texts as they stand in the formula: `100`, `"医疗"`, `{$settings.limit}`, `MANAGER({owner})`;
 * option keys and roles without quotation marks.
 */
export interface Row {
  readonly kind: 'row'
  /** field path as keys: `amount`, `customer.industry`, `$applicant` */
  readonly path: string
  readonly compare: Comparison
  readonly values: readonly string[]
}

/** A condition as people build it: lines joined by and/or, groups within groups, and formulas for the rest. */
export type Term =
  | { readonly kind: 'group'; readonly join: 'AND' | 'OR'; readonly terms: readonly Term[] }
  | Row
  | { readonly kind: 'formula'; readonly text: string }

export type Group = Extract<Term, { kind: 'group' }>

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** How many values a comparison needs; `some` = one or more. */
export const needs = (compare: Comparison): 0 | 1 | 'some' =>
  ['yes', 'no', 'past', 'today', 'blank', 'filled'].includes(compare)
    ? 0
    : compare === 'oneOf' || compare === 'noneOf'
      ? 'some'
      : 1

const OPERATORS = { equals: '=', differs: '<>', more: '>', atLeast: '>=', less: '<', atMost: '<=' } as const

/** Whether a line can be written: it has a field and its values. */
export const isComplete = ({ path, compare, values }: Row): boolean => {
  const wanted = needs(compare)
  const given = values.filter(value => value.trim() !== '').length
  return path !== '' && (wanted === 'some' ? given > 0 : given >= wanted)
}

function writeRow({ path, compare, values }: Row): string {
  const field = `{${path}}`
  const [value = ''] = values
  switch (compare) {
    case 'oneOf':
      return joined(
        'OR',
        values.map(one => `${field} = ${quote(one)}`),
      )
    case 'noneOf':
      return joined(
        'AND',
        values.map(one => `${field} <> ${quote(one)}`),
      )
    case 'contains':
      return `CONTAINS(${field}, ${value})`
    case 'lacks':
      return `NOT(CONTAINS(${field}, ${value}))`
    case 'begins':
      return `STARTSWITH(${field}, ${value})`
    case 'yes':
      return `${field} = TRUE`
    case 'no':
      return `${field} <> TRUE`
    case 'is':
      return `${field} = ${value}`
    case 'isNot':
      return `${field} <> ${value}`
    case 'hasRole':
      return `HASROLE(${field}, ${quote(value)})`
    case 'hasNoRole':
      return `NOT(HASROLE(${field}, ${quote(value)}))`
    case 'past':
      return `${field} < TODAY()`
    case 'today':
      return `${field} = TODAY()`
    case 'daysAgo':
      return `DAYS(TODAY(), ${field}) > ${value}`
    case 'blank':
      return `ISEMPTY(${field})`
    case 'filled':
      return `NOT(ISEMPTY(${field}))`
    default:
      return `${field} ${OPERATORS[compare]} ${value}`
  }
}

const joined = (join: 'AND' | 'OR', parts: readonly string[]): string =>
  parts.length === 1 ? parts[0]! : `${join}(${parts.join(', ')})`

/** The formula of a condition; lines that are not complete are left out, and nothing at all is empty. */
export function writeTerm(term: Term): string {
  if (term.kind === 'formula') return term.text
  if (term.kind === 'row') return isComplete(term) ? writeRow(term) : ''
  const parts = term.terms.map(writeTerm).filter(text => text !== '')
  return parts.length === 0 ? '' : joined(term.join, parts)
}

/** What a field holds, for the words its comparisons go by; undefined for one that is not known. */
export type KindOf = (path: string) => FieldKind | undefined
export type FieldKind = 'number' | 'text' | 'option' | 'options' | 'date' | 'boolean' | 'user' | 'users' | 'other'

/** A formula as lines and groups. Whatever no line says is kept as a formula, word for word. */
export function readTerm(formula: string, kindOf: KindOf): Term {
  const parsed = parseFormula(formula)
  return 'tree' in parsed ? read(formula, parsed.tree, kindOf) : { kind: 'formula', text: formula }
}

/** The same, always as a group: what a builder shows. */
export function readGroup(formula: string, kindOf: KindOf): Group {
  if (formula.trim() === '') return { kind: 'group', join: 'AND', terms: [] }
  const term = readTerm(formula, kindOf)
  return term.kind === 'group' ? term : { kind: 'group', join: 'AND', terms: [term] }
}

function read(formula: string, node: Node, kindOf: KindOf): Term {
  const source = (one: Node): string => formula.slice(one.start, one.end)
  const row = readChoice(node, kindOf) ?? readRow(node, source, kindOf)
  if (row !== undefined) return row
  const [join, parts] = joinOf(node)
  if (join === undefined) return { kind: 'formula', text: source(node) }
  return { kind: 'group', join, terms: parts.map(part => read(formula, part, kindOf)) }
}

function joinOf(node: Node): readonly ['AND' | 'OR' | undefined, readonly Node[]] {
  if (node.type === 'call' && (node.name === 'AND' || node.name === 'OR') && node.args.length > 0)
    return [node.name, node.args]
  if (node.type === 'binary' && (node.operator === '&&' || node.operator === '||'))
    return [node.operator === '&&' ? 'AND' : 'OR', chain(node, node.operator)]
  return [undefined, []]
}

/** `a && b && c` as its three parts. */
const chain = (node: Node, operator: '&&' | '||'): Node[] =>
  node.type === 'binary' && node.operator === operator
    ? [...chain(node.left, operator), ...chain(node.right, operator)]
    : [node]

const pathOf = (node: Node | undefined): string | undefined => (node?.type === 'path' ? node.path.join('.') : undefined)
const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text)

/** One option, or several of the same field: `OR({grade} = "a", {grade} = "b")`. */
function readChoice(node: Node, kindOf: KindOf): Row | undefined {
  const [join, parts] = joinOf(node)
  const all = (join === undefined ? [node] : parts).map(part => {
    if (part.type !== 'binary' || part.right.type !== 'text') return undefined
    const path = pathOf(part.left)
    if (path === undefined || kindOf(path) !== 'option') return undefined
    return { path, operator: part.operator, value: part.right.value }
  })
  const [first] = all
  if (first === undefined || (first.operator !== '=' && first.operator !== '<>')) return undefined
  if (all.some(one => one?.path !== first.path || one.operator !== first.operator)) return undefined
  if (join !== undefined && (join === 'OR') !== (first.operator === '=')) return undefined
  const compare = first.operator === '=' ? 'oneOf' : 'noneOf'
  return { kind: 'row', path: first.path, compare, values: all.map(one => one!.value) }
}

type Source = (node: Node) => string

function readRow(node: Node, source: Source, kindOf: KindOf): Row | undefined {
  if (node.type === 'call') return readCall(node, source, kindOf)
  return node.type === 'binary' ? readComparison(node, source, kindOf) : undefined
}

function readCall(node: Extract<Node, { type: 'call' }>, source: Source, kindOf: KindOf): Row | undefined {
  const [first, second, ...more] = node.args
  const row = (path: string | undefined, compare: Comparison, ...values: string[]): Row | undefined =>
    path === undefined || kindOf(path) === undefined ? undefined : { kind: 'row', path, compare, values }
  if (first === undefined || more.length > 0) return undefined
  if (node.name === 'NOT' && second === undefined && first.type === 'call') {
    const inner = readCall(first, source, kindOf)
    const opposite = { blank: 'filled', contains: 'lacks', hasRole: 'hasNoRole' } as const
    return inner !== undefined && inner.compare in opposite
      ? { ...inner, compare: opposite[inner.compare as keyof typeof opposite] }
      : undefined
  }
  if (node.name === 'ISEMPTY' && second === undefined) return row(pathOf(first), 'blank')
  if (second === undefined) return undefined
  if (node.name === 'CONTAINS' && second.type === 'text') return row(pathOf(first), 'contains', source(second))
  if (node.name === 'STARTSWITH' && second.type === 'text') return row(pathOf(first), 'begins', source(second))
  if (node.name === 'HASROLE' && second.type === 'text') return row(pathOf(first), 'hasRole', second.value)
  return undefined
}

const BY_OPERATOR = new Map<string, Comparison>(
  Object.entries(OPERATORS).map(([compare, operator]) => [operator, compare as Comparison]),
)

function readComparison(
  { operator, left, right }: Extract<Node, { type: 'binary' }>,
  source: Source,
  kindOf: KindOf,
): Row | undefined {
  const days = daysAgo(left)
  if (days !== undefined && operator === '>' && isNumber(source(right)) && kindOf(days) === 'date')
    return { kind: 'row', path: days, compare: 'daysAgo', values: [source(right)] }
  const path = pathOf(left)
  const kind = path === undefined ? undefined : kindOf(path)
  const compare = BY_OPERATOR.get(operator)
  if (path === undefined || kind === undefined || compare === undefined) return undefined
  const row = (found: Comparison, ...values: string[]): Row => ({ kind: 'row', path, compare: found, values })
  const equal = compare === 'equals' || compare === 'differs'
  switch (kind) {
    case 'boolean':
      return equal && right.type === 'boolean' && right.value ? row(compare === 'equals' ? 'yes' : 'no') : undefined
    case 'date':
      if (isToday(right) && (operator === '<' || operator === '=')) return row(operator === '<' ? 'past' : 'today')
      return right.type === 'text' ||
        right.type === 'path' ||
        isToday(right) ||
        daysFromToday(source(right)) !== undefined
        ? row(compare, source(right))
        : undefined
    case 'user':
      return equal ? row(compare === 'equals' ? 'is' : 'isNot', source(right)) : undefined
    case 'number':
      return isOperand(right) ? row(compare, source(right)) : undefined
    case 'text':
      return equal && (right.type === 'text' || right.type === 'path') ? row(compare, source(right)) : undefined
    default:
      return undefined
  }
}

const isOperand = (node: Node): boolean =>
  node.type === 'number' ||
  node.type === 'path' ||
  (node.type === 'unary' && node.operator === '-' && node.operand.type === 'number')

const isToday = (node: Node): boolean => node.type === 'call' && node.name === 'TODAY' && node.args.length === 0

/** A day counted from today: `DATEADD(TODAY(), 7, "d")` is 7, a week ago -7. */
export const writeDaysFromToday = (days: number): string => `DATEADD(TODAY(), ${days}, "d")`
export function daysFromToday(text: string): number | undefined {
  const [, days] = /^DATEADD\(TODAY\(\), (-?\d{1,5}), "d"\)$/.exec(text) ?? []
  return days === undefined ? undefined : Number(days)
}

const daysAgo = (node: Node): string | undefined =>
  node.type === 'call' && node.name === 'DAYS' && node.args[0] !== undefined && isToday(node.args[0])
    ? pathOf(node.args[1])
    : undefined
