import { Decimal } from '../../engine/expression/index.ts'
import type { Step } from './types.ts'

/** One line of a story that ends with the value: what happened in the order it happened. */
export type Line =
  /** a sum, product, comparison, joined text: operands with the sign before each */
  | { readonly kind: 'sum'; readonly step: Step; readonly terms: readonly Term[] }
  /** `then`: the branch it led to, when that needed no working out */
  | {
      readonly kind: 'condition'
      readonly step: Step
      readonly terms: readonly Term[]
      readonly holds: boolean | null
      readonly then?: Step
    }
  /** none of the conditions before held */
  | { readonly kind: 'otherwise' }
  /** a branch that needed no working out; `otherwise`: because none of the conditions before held */
  | { readonly kind: 'choose'; readonly step: Step; readonly otherwise: boolean }
  | { readonly kind: 'tier' | 'band' | 'score' | 'rounding' | 'call' | 'take'; readonly step: Step }
  /** branches that were not needed */
  | { readonly kind: 'unused'; readonly steps: readonly Step[] }

export interface Term {
  /** as one writes it by hand; empty before the first */
  readonly sign: string
  readonly step: Step
}

const SIGNS: Readonly<Record<string, string>> = {
  '+': '+',
  '-': '−',
  '*': '×',
  '/': '÷',
  '^': '^',
  '&': '&',
  '=': '=',
  '<>': '≠',
  '<': '<',
  '<=': '≤',
  '>': '>',
  '>=': '≥',
}
/** Operators whose chains read as one line. */
const CHAINED = new Set(['+', '*', '&'])
const COMPARISONS = new Set(['=', '<>', '<', '<=', '>', '>='])
const CHOICES = new Set(['IF', 'IFS'])

/** How a value came about, as lines in order; what was not needed stands last in a line of its own. */
export function narrate(root: Step): readonly Line[] {
  const lines: Line[] = []
  const unused: Step[] = []
  tell(root, lines, unused)
  if (lines.length === 0) lines.push({ kind: 'take', step: root })
  return unused.length === 0 ? lines : [...lines, { kind: 'unused', steps: unused }]
}

/** A value that needs no line of its own: read, written, or a sign before one. */
export function isPlain({ operation, inputs, list, each }: Step): boolean {
  if (operation === undefined || each === true) return list === undefined
  return (
    inputs.length === 1 &&
    (operation === '%' || operation === '-') &&
    isPlain(inputs[0]!) &&
    inputs[0]!.labels === undefined
  )
}

function tell(step: Step, lines: Line[], unused: Step[]): void {
  if (step.skipped) {
    // A constant that settles how a function works is no branch that was left out.
    if (step.operation !== undefined || step.labels !== undefined) unused.push(step)
    return
  }
  const { operation = '', inputs } = step
  if (operation === '' || isPlain(step)) return
  // A score is told by its parts; each part's own story opens beside it.
  if (step.score !== undefined) lines.push({ kind: 'score', step })
  else if (CHOICES.has(operation)) choose(step, lines, unused)
  else if (operation === 'AND' || operation === 'OR' || COMPARISONS.has(operation)) conditions(step, lines, unused)
  else {
    const isSum = SIGNS[operation] !== undefined && inputs.length > 1
    const terms = isSum ? chain(step, operation) : []
    for (const input of isSum ? terms.map(term => term.step) : inputs) tell(input, lines, unused)
    lines.push(isSum ? { kind: 'sum', step, terms } : { kind: kindOf(step), step })
  }
}

function kindOf({ tier, band, rounding }: Step): 'tier' | 'band' | 'rounding' | 'call' {
  if (tier !== undefined) return 'tier'
  if (band !== undefined) return 'band'
  return rounding === undefined ? 'call' : 'rounding'
}

/** a + (b + c) keeps its brackets: only the left side goes on in the same line. */
function chain(step: Step, operation: string): Term[] {
  const [left, right] = [step.inputs[0]!, step.inputs[1]!]
  const goesOn = CHAINED.has(operation) && left.operation === operation && !left.skipped && left.hidden !== true
  const before = goesOn ? chain(left, operation) : [{ sign: '', step: left }]
  return [...before, { sign: SIGNS[operation] ?? operation, step: right }]
}

/** The conditions asked, in order, then the branch that was taken. */
function choose({ inputs }: Step, lines: Line[], unused: Step[]): void {
  let asked = 0
  for (let at = 0; at < inputs.length; at += 2) {
    const [condition, branch] = [inputs[at]!, inputs[at + 1]]
    if (branch === undefined) take(condition, lines, unused, asked, false)
    else if (condition.skipped) unused.push(condition, branch)
    else {
      const otherwise = condition.operation === undefined && condition.labels === undefined && condition.value === true
      if (!otherwise) {
        const before = lines.length
        conditions(condition, lines, unused)
        asked += lines.slice(before).filter(({ kind }) => kind === 'condition').length
      }
      if (branch.skipped) unused.push(branch)
      else take(branch, lines, unused, asked, otherwise)
    }
  }
}

/** What an IF without its last branch gives is nothing to tell. A plain branch stands in the line of the one condition that led to it. */
function take(branch: Step, lines: Line[], unused: Step[], asked: number, otherwise: boolean): void {
  const last = lines.at(-1)
  if (branch.skipped) unused.push(branch)
  else if (!isPlain(branch)) {
    if (otherwise) lines.push({ kind: 'otherwise' })
    tell(branch, lines, unused)
  } else if (last?.kind === 'condition' && last.then === undefined && (asked === 1 || last.holds === true))
    lines[lines.length - 1] = { ...last, then: branch }
  else lines.push({ kind: 'choose', step: branch, otherwise })
}

function conditions(step: Step, lines: Line[], unused: Step[]): void {
  const { operation = '', inputs } = step
  if (step.skipped) {
    unused.push(step)
    return
  }
  if (operation === 'AND' || operation === 'OR') {
    for (const input of inputs) conditions(input, lines, unused)
    return
  }
  const terms = COMPARISONS.has(operation) ? chain(step, operation) : [{ sign: '', step }]
  if (terms.length > 1) for (const { step: term } of terms) tell(term, lines, unused)
  else for (const input of inputs) tell(input, lines, unused)
  lines.push({ kind: 'condition', step, terms, holds: typeof step.value === 'boolean' ? step.value : null })
}

/** Something that was read: a value, or lists over the same records side by side. */
export type Input =
  | { readonly step: Step }
  | { readonly lists: readonly Step[]; readonly counted: readonly boolean[] | null }

/** What was read, each once, in the order of the formula. */
export function inputsOf(root: Step): readonly Input[] {
  const found = new Map<string, Input>()
  const nameOf = (step: Step) => `${(step.labels ?? []).join('\n')} ${step.source?.record ?? ''}`
  const visit = (step: Step): void => {
    if (step.skipped || step.each === true) return
    const lists = step.inputs.filter(({ list }) => list !== undefined)
    const together = lists.length > 1 && lists.every(one => sameRecords(one, lists[0]!))
    if (together) found.set(lists.map(nameOf).join('\n'), { lists, counted: countedRows(step, lists[0]!) })
    if (step.labels !== undefined) found.set(nameOf(step), { step })
    for (const input of step.inputs) if (!together || input.list === undefined) visit(input)
  }
  visit(root)
  return [...found.values()]
}

const namesOf = ({ list }: Step): string => (list?.records ?? []).map(({ record, row }) => `${record} ${row}`).join()
const sameRecords = (a: Step, b: Step): boolean => namesOf(a) === namesOf(b) && a.list?.hidden === 0

/** Where the pairs of a list and what it must equal begin. */
const PAIRS: Readonly<Record<string, number>> = {
  SUMIF: 0,
  COUNTIF: 0,
  AVERAGEIF: 0,
  COUNTIFS: 0,
  SUMIFS: 1,
  AVERAGEIFS: 1,
}

/** Which records a conditional sum counted; null when its conditions are more than "equals this". */
function countedRows({ operation = '', inputs }: Step, { list }: Step): readonly boolean[] | null {
  const first = PAIRS[operation]
  if (first === undefined || list === undefined) return null
  const counted = list.records.map(() => true)
  const end = operation.endsWith('IFS') ? inputs.length : 2
  for (let at = first; at + 1 < end; at += 2) {
    const [range, wanted] = [inputs[at]!, inputs[at + 1]!]
    const isPlain = wanted.value !== undefined && !/^[<>=]|[*?]/.test(String(wanted.value))
    if (range.list === undefined || !isPlain) return null
    for (const [index, { value }] of range.list.records.entries()) counted[index] &&= isSame(value, wanted.value)
  }
  return counted
}

const DECIMAL = /^-?\d+(\.\d+)?$/

function isSame(a: unknown, b: unknown): boolean {
  if (DECIMAL.test(String(a)) && DECIMAL.test(String(b))) return new Decimal(String(a)).eq(String(b))
  return String(a ?? '') === String(b ?? '')
}

/**
 * The formula with the values in place of the names: only when it is a plain sum, so that it stays readable. Names stand in the text in the order of the leaves.
 */
export function leavesOf(root: Step): readonly Step[] | null {
  const leaves: Step[] = []
  const visit = (step: Step): boolean => {
    if (step.hidden === true || step.each === true || step.list !== undefined || step.skipped) return false
    if (step.labels !== undefined) return leaves.push(step) > 0
    if (step.operation === undefined) return true
    const plain = SIGNS[step.operation] !== undefined || step.operation === '%'
    return plain && !COMPARISONS.has(step.operation) && step.inputs.every(visit)
  }
  return visit(root) && leaves.length > 1 ? leaves : null
}
