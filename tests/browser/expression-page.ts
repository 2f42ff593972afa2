/** What the page of the expression test runs: the engine as the browser has it. */
import { FormulaError } from '../../engine/expression/index.ts'
import { fromClosure, typed } from '../engine/expression/closure.ts'

interface Question {
  readonly formula: string
  readonly zone: string
  readonly records: readonly unknown[]
}

/** Error values cross to the page as plain objects. */
function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const own = Object.fromEntries(entries)
  if (entries.length === 2 && typeof own.code === 'string') return new FormulaError(own.code)
  return Object.fromEntries(entries.map(([key, item]) => [key, revived(item)]))
}

const answers = (questions: readonly Question[]): (string | null)[][] =>
  questions.map(({ formula, zone, records }) => {
    const node = typed(formula)
    return records.map(record => fromClosure(node, revived(record) as Record<string, unknown>, zone))
  })

Object.assign(globalThis, { answers })
