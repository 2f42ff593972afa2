import type { CompiledField } from '../../engine/index.ts'
import type { WriteScope } from './records.ts'
import type { Connection } from './scope.ts'

/**
 * Document numbers without gaps: `HT-{yyyy}{mm}-{0000}` takes the next number of its period from a counter row, inside the record's transaction.
 * Marks: {yyyy} {yy} {mm} {dd} and a run of zeros for the number.
 */
export async function nextSerial(scope: WriteScope, field: CompiledField, connection: Connection): Promise<string> {
  const { pattern, reset = 'never' } = (field.definition as { serial: { pattern: string; reset?: string } }).serial
  const [year = '', month = '', day = ''] = scope.today.split('-')
  const period = { never: '', year, month: `${year}-${month}`, day: scope.today }[reset] ?? ''
  const { rows } = await connection.query<{ value: string }>(
    `insert into formwork.counter as c (org_id, app_id, key, period, value) values ($1, $2, $3, $4, 1)
     on conflict (org_id, app_id, key, period) do update set value = c.value + 1 returning value`,
    [scope.installation.orgId, scope.installation.id, `${scope.form.key}.${field.key}`, period],
  )
  const value = rows[0]!.value
  const marks: Record<string, string> = { yyyy: year, yy: year.slice(2), mm: month, dd: day }
  const text = pattern.replace(
    /\{(\w+)\}/g,
    (whole, mark: string) => marks[mark] ?? (/^0+$/.test(mark) ? value.padStart(mark.length, '0') : whole),
  )
  return /\{0+\}/.test(pattern) ? text : text + value
}
