import { escapeLiteral } from 'pg'
import type { Fill } from './fills.ts'

const TRIGGER = 'formwork_bridge'

/**
 * While values move to another column, writers that know only the old one go on: a trigger gives the new column what follows from theirs. `before` a
 * publish it does so at every write of the row; after it only where somebody who had read the old version still writes the old column.
 */
export function bridge(schema: string, table: string, fills: readonly Fill[], when: 'before' | 'after'): string[] {
  const name = `"${schema}"."${TRIGGER}_${table}"`
  const body = `begin ${fills.map(fill => assignment(fill, when)).join(' ')} return new; end`
  return [
    `create or replace function ${name}() returns trigger language plpgsql as ${escapeLiteral(body).trim()}`,
    `create or replace trigger ${TRIGGER} before insert or update on "${schema}"."${table}" for each row execute function ${name}()`,
  ]
}

function assignment(fill: Fill, when: 'before' | 'after'): string {
  const copy = fill.snapshot === undefined ? '' : ` new.${fill.snapshot} := new.${fill.column};`
  const assign = `new.${fill.column} := ${fill.value('new')};${copy}`
  if (when === 'before') return assign
  const late = `(tg_op = 'INSERT' and new.${fill.column} is null and new.${fill.source} is not null)`
  return `if ${late} then ${assign} elsif tg_op = 'UPDATE' and new.${fill.source} is distinct from old.${fill.source} then ${assign} end if;`
}

/** Tables of an installation that have a bridge. */
export const BRIDGED = `
  select c.relname as table from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = $1 and t.tgname = '${TRIGGER}'`

export const dropBridge = (schema: string, table: string): string[] => [
  `drop trigger if exists ${TRIGGER} on "${schema}"."${table}"`,
  `drop function if exists "${schema}"."${TRIGGER}_${table}"()`,
]
