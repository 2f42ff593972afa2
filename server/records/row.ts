import type pg from 'pg'
import type { ColumnType } from '../../engine/storage/column-type.ts'
import { instantOf } from '../database/types.ts'
import type { Statement } from './statement.ts'

/**
 * A record is read as plain columns, all as the text PostgreSQL sends, and its JSON is written here: building JSON in the database costs its core
 * more than the query itself. Needs the session's DateStyle ISO and zone UTC (connect.ts).
 */
export type Row = readonly (string | null)[]

/** What turns a column's text into JSON: `plain` = quoted as it is (numbers, ids, days), `text` = escaped, `raw` = already JSON. */
export type Wire = 'plain' | 'text' | 'raw' | 'boolean' | 'instant'

const wires: Partial<Record<ColumnType, Wire>> = {
  numeric: 'plain',
  uuid: 'plain',
  date: 'plain',
  text: 'text',
  boolean: 'boolean',
  timestamptz: 'instant',
}

/** Durations and versions are JSON numbers, structured values and lists arrive as JSON. */
export const wireOf = (type: ColumnType, key: string): Wire => (key === 'version' ? 'raw' : (wires[type] ?? 'raw'))

/** The SQL of a column for `wireOf`: lists become JSON, with decimals as text; everything else is read as it lies there. */
export function wireColumn(expression: string, type: ColumnType): string {
  if (type === 'numeric[]') return `to_json(${expression}::text[])`
  return type.endsWith('[]') ? `to_json(${expression})` : expression
}

/** JSON text of a column's text. */
export function jsonOf(wire: Wire, text: string | null | undefined): string {
  if (text === null || text === undefined) return 'null'
  if (wire === 'plain') return `"${text}"`
  if (wire === 'text') return JSON.stringify(text)
  if (wire === 'raw') return text
  if (wire === 'boolean') return text === 't' ? 'true' : 'false'
  return `"${instantOf(text)}"`
}

/** The same value for code: what `JSON.parse(jsonOf(...))` gives. */
export function wireValueOf(wire: Wire, text: string | null | undefined): unknown {
  if (text === null || text === undefined) return null
  if (wire === 'plain' || wire === 'text') return text
  if (wire === 'boolean') return text === 't'
  return wire === 'instant' ? instantOf(text) : JSON.parse(text)
}

const asText = (text: string): string => text
const types: pg.CustomTypesConfig = { getTypeParser: (() => asText) as typeof pg.types.getTypeParser }

/** A statement whose rows arrive as `Row`. */
export type RowStatement = Statement & Pick<pg.QueryArrayConfig, 'rowMode' | 'types'>
export const asRows = (statement: Statement): RowStatement => ({ ...statement, rowMode: 'array', types })
