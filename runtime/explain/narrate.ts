import type { Step } from './types.ts'

/** One line of a story that ends with the value: what happened in the order it happened. */
export type Line =
  /** a sum, product, comparison, joined text: operands with the sign before each */
  | { readonly kind: 'sum'; readonly step: Step; readonly terms: readonly Term[] }
  | { readonly kind: 'condition'; readonly step: Step; readonly terms: readonly Term[]; readonly holds: boolean | null }
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
function choose(step: Step, lines: Line[], unused: Step[]): void {
  const { inputs } = step
  for (let at = 0; at < inputs.length; at += 2) {
    const [condition, branch] = [inputs[at]!, inputs[at + 1]]
    if (branch === undefined) {
      take(condition, lines, unused, false)
      return
    }
    if (condition.skipped) unused.push(condition, branch)
    else {
      const otherwise = condition.operation === undefined && condition.labels === undefined && condition.value === true
      if (!otherwise) conditions(condition, lines, unused)
      if (branch.skipped) unused.push(branch)
      else take(branch, lines, unused, otherwise)
    }
  }
}

/** What an IF without its last branch gives is nothing to tell. */
function take(branch: Step, lines: Line[], unused: Step[], otherwise: boolean): void {
  if (branch.skipped) unused.push(branch)
  else if (isPlain(branch)) lines.push({ kind: 'choose', step: branch, otherwise })
  else {
    if (otherwise) lines.push({ kind: 'otherwise' })
    tell(branch, lines, unused)
  }
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

/** What was read, each once, in the order of the formula. */
export function inputsOf(root: Step): readonly Step[] {
  const found = new Map<string, Step>()
  const visit = (step: Step): void => {
    if (step.skipped || step.each === true) return
    if (step.labels !== undefined) found.set(`${step.labels.join('\n')} ${step.source?.record ?? ''}`, step)
    for (const input of step.inputs) visit(input)
  }
  visit(root)
  return [...found.values()]
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
