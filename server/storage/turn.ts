import type { TurnStep } from '../../engine/storage/turned.ts'
import { columnPlace, type Passage } from './fills.ts'

/** SQL about a link that changes its side. */
export interface Turn {
  /** rows `x (id, links, first, many)`: a record of the new side, how many records named it, the first of them, all of them */
  readonly links: string
  /** fills the new field */
  readonly fill: string
  readonly many: boolean
}

/** A record of the new side gets those that named it, in the order they were made; a single field gets the first. */
export function turnOf({ form, field, from }: TurnStep, { schema, before, after }: Passage): Turn | undefined {
  const old = columnPlace(before.storage, from.form, from.field)
  const now = columnPlace(after.storage, form, field)
  if (old === undefined || now === undefined) return undefined
  const [source, target] = [`"${schema}"."${old.stored.table}"`, `"${schema}"."${now.stored.table}"`]
  const each = old.column.type.endsWith('[]') ? `unnest(a.${old.column.column})` : `a.${old.column.column}`
  const links = `(select l.id, count(*)::int as links, (array_agg(l.link order by l.made, l.link))[1] as first, array_agg(l.link order by l.made, l.link) as many
    from (select ${each} as id, a.id as link, a.created_at as made from ${source} a where a.deleted_at is null) l where l.id is not null group by l.id)`
  const many = now.column.type.endsWith('[]')
  const fill = `update ${target} t set ${now.column.column} = x.${many ? 'many' : 'first'} from ${links} x where x.id = t.id`
  return { links, fill, many }
}
