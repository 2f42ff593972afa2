import type { CellValue } from 'exceljs'
import { Decimal } from '../../../engine/expression/index.ts'

/** What one reads in a cell, whatever its format: numbers and percents in full, days as `2026-01-31`, times after them. */
export function cellText(value: CellValue, format: string | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (typeof value === 'number') return numberText(value, format ?? '')
  if (value instanceof Date) return timeText(value.getTime())
  if ('error' in value) return value.error
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  if ('formula' in value || 'sharedFormula' in value) return cellText(value.result as CellValue, format)
  if ('text' in value) return cellText(value.text as CellValue, format)
  return ''
}

/** Days from the sheet's day 0 (1899-12-30) to 1970. */
const EPOCH_DAYS = 25_569
const DAY_MS = 86_400_000

function numberText(value: number, format: string): string {
  if (!Number.isFinite(value)) return ''
  const marks = format.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '')
  // A formula's result comes as a number even where its cell shows a day.
  if (/[ymdhs]/i.test(marks) && !/general/i.test(marks)) return timeText((value - EPOCH_DAYS) * DAY_MS)
  // A sheet keeps 15 digits; what stands behind them is noise of the machine.
  const exact = new Decimal(value.toPrecision(15))
  if (marks.includes('%')) return `${exact.times(100).toFixed()}%`
  const mark = /[¥￥€£]|\$(?!-)(?!\w)/.exec(format.replace(/\[\$([^\]-]*)[^\]]*\]/g, '$1'))?.[0] ?? ''
  return exact.isNegative() ? `-${mark}${exact.abs().toFixed()}` : `${mark}${exact.toFixed()}`
}

/** A local time kept as if it were UTC, to the second. */
function timeText(ms: number): string {
  const rounded = new Date(Math.round(ms / 1000) * 1000)
  if (Number.isNaN(rounded.getTime())) return ''
  const [day = '', clock = ''] = rounded.toISOString().split('T')
  const time = clock.slice(0, 8)
  if (day < '1900-01-01') return time
  return time === '00:00:00' ? day : `${day} ${time}`
}
