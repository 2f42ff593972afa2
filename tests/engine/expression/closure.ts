/** The closure's side of the comparisons, without a database, so that a browser runs it too. */
import {
  check,
  compile,
  Decimal,
  FormulaError,
  parseFormula,
  type Result,
  type Scope,
  type TypedNode,
} from '../../../engine/expression/index.ts'
import { compileCalendar } from '../../../engine/timer/calendar.ts'
import { environment, scopeOf } from './harness.ts'

type Row = Readonly<Record<string, unknown>>

/** Office hours, two days off and a make-up day. */
const CALENDAR_DEFINITION = {
  key: 'office',
  week: Object.fromEntries(
    ['mon', 'tue', 'wed', 'thu', 'fri'].map(day => [
      day,
      [
        ['09:00', '12:00'],
        ['13:00', '18:00'],
      ],
    ]),
  ),
  holidays: ['2026-10-01', '2026-10-02', '2026-10-04'],
  workdays: ['2026-10-10', '2026-10-02'],
}
export const CALENDAR = compileCalendar(CALENDAR_DEFINITION as never)

export const NOW = '2026-11-22T05:10:02.123Z'
export const TODAY = '2026-11-22'

export const isRecord = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const scope = (record: Row, zone: string): Scope =>
  scopeOf(record, { now: NOW, today: TODAY, zone, calendar: CALENDAR })

export function typed(formula: string): TypedNode {
  const parsed = parseFormula(formula)
  if ('errors' in parsed) throw new Error(`${formula}: ${parsed.errors[0]?.code}`)
  const checked = check(parsed.tree, environment)
  if (!checked.typed) throw new Error(`${formula}: ${checked.errors.map(error => error.code).join(' ')}`)
  return checked.typed
}

/** The closure's answer on a record: numbers in full, lists with ", " in brackets, an error value as !code, blank (also an empty list) as null. */
export function fromClosure(node: TypedNode, record: Row, zone = 'Asia/Shanghai'): string | null {
  return plain(compile(node)(scope(record, zone)))
}

function plain(result: Result): string | null {
  if (result === null) return null
  if (result instanceof FormulaError) return `!${result.code}`
  if (Decimal.isDecimal(result)) return result.isZero() ? '0' : result.toFixed()
  if (Array.isArray(result))
    return result.length === 0 ? null : `[${result.map(item => plain(item) ?? '~').join(', ')}]`
  if (isRecord(result)) return String(result.id)
  return result === '' ? '' : String(result)
}
