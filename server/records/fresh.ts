import { graphOf } from '../../engine/definition/cascade.ts'
import { joinSql } from '../../engine/expression/fragment.ts'
import { rawSql, type SqlFragment, sql } from '../../engine/expression/index.ts'
import type { CompiledForm } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import { columnOf, type TableAddress } from '../storage/columns.ts'
import { freshPart, placeOf } from './environment.ts'

/** The moment a read is for. `onClock` is told when its text holds for that moment only. */
export interface ReadClock {
  readonly now: string
  readonly today: string
  readonly onClock?: (() => void) | undefined
}

const ANY_MOMENT: ReadClock = { now: '2000-01-01T00:00:00.000Z', today: '2000-01-01' }

/** Fields of a form that time alone changes and SQL can work out; empty for nearly every form. */
function freshFields(installation: Installation, form: CompiledForm): ReadonlySet<string> {
  const name = `fresh ${form.key}`
  const known = installation.plans.get(name) as ReadonlySet<string> | undefined
  if (known !== undefined) return known
  const { nodes } = graphOf(installation.app)
  const place = placeOf(installation, form, 's', ANY_MOMENT)
  const found = form.fieldList.filter(
    field =>
      nodes.get(`${form.key}.${field.key}`)?.clock !== 'none' &&
      field.computed &&
      freshPart(place, field) !== undefined,
  )
  const keys = new Set(found.map(({ key }) => key))
  installation.plans.set(name, keys)
  return keys
}

/**
 * A form's rows as they are at a moment, for FROM: the table itself, or with further columns for values that time alone changes (M3). They are
 * worked out for the rows that are read, so that they are right between two midnights and after any time the server was down.
 */
export function readSource(
  installation: Installation,
  table: TableAddress,
  alias: string,
  { now, today, onClock }: ReadClock,
): SqlFragment {
  const { form } = table
  const keys = freshFields(installation, form)
  if (keys.size === 0) return rawSql(`${table.name} ${alias}`)
  const place = placeOf(installation, form, 's', { now, today, onClock })
  const columns = form.fieldList.flatMap(field => {
    const part = keys.has(field.key) ? freshPart(place, field) : undefined
    return part === undefined ? [] : [sql`${part.value} as ${rawSql(freshName(table, field.key))}`]
  })
  return sql`(select s.*, ${joinSql(columns, ', ')} from ${rawSql(table.name)} s) ${rawSql(alias)}`
}

const freshName = (table: TableAddress, key: string): string => `${columnOf(table, key)}_f`

/** The column of a field in `readSource`; undefined for sub-forms and names that are none. */
export function readColumnOf(installation: Installation, table: TableAddress, key: string): string | undefined {
  return freshFields(installation, table.form).has(key) ? freshName(table, key) : columnOf(table, key)
}
