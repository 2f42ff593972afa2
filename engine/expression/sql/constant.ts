import { Decimal } from '../decimal.ts'
import { rawSql, type SqlFragment, sql } from '../fragment.ts'
import type { Type } from '../types.ts'
import type { Value } from '../value.ts'

export type Ids = 'uuid' | 'text'
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The PostgreSQL type that holds values of a type. */
export function sqlTypeOf(type: Type, ids: Ids): string {
  switch (type.kind) {
    case 'number':
    case 'duration':
      return 'numeric'
    case 'boolean':
    case 'date':
      return type.kind
    case 'datetime':
      return 'timestamptz'
    case 'user':
    case 'department':
    case 'record':
      return ids
    case 'list':
      return `${sqlTypeOf(type.of, ids)}[]`
    default:
      return 'text'
  }
}

/** Types whose values SQL cannot hold: unknown ones, tables of settings. */
export function isShapeless(type: Type): boolean {
  return type.kind === 'any' || (type.kind === 'list' && (type.of.kind === 'list' || isShapeless(type.of)))
}

/** Constants are parameters with a cast that cannot fail: they were read when the expression was checked. undefined = not for SQL. */
export function constantSql(value: Value, type: Type, ids: Ids): SqlFragment | undefined {
  const cast = sqlTypeOf(type, ids)
  if (value === null || (cast === 'uuid' && !UUID.test(String(value))))
    return rawSql(type.kind === 'blank' ? 'null' : `null::${cast}`)
  if (isShapeless(type) || (type.kind === 'list' && type.of.kind === 'record')) return undefined
  return sql`${parameterOf(value)}::${rawSql(cast)}`
}

function parameterOf(value: Value): unknown {
  if (Array.isArray(value)) return value.map(parameterOf)
  return Decimal.isDecimal(value) ? value.toFixed() : value
}
