import type { ClientBase } from 'pg'

const COLUMNS = `select c.relname as relation, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
    a.attnotnull as required, pg_get_expr(d.adbin, d.adrelid) as fallback
  from pg_class c join pg_attribute a on a.attrelid = c.oid
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and a.attnum > 0 and not a.attisdropped
  order by c.relname collate "C", a.attnum`

const FACTS = `select conrelid::regclass::text as relation, 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) as text
    from pg_constraint where connamespace = $1::regnamespace and contype <> 'n'
  union all
  select indrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index i join pg_class c on c.oid = i.indexrelid
    where c.relnamespace = $1::regnamespace and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)
  union all
  select polrelid::regclass::text, 'policy ' || polname || ' for ' || polcmd::text || ' using ' || coalesce(pg_get_expr(polqual, polrelid), '-')
    || ' check ' || coalesce(pg_get_expr(polwithcheck, polrelid), '-')
    from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = $1::regnamespace
  union all
  select c.oid::regclass::text, 'row security' || case when relforcerowsecurity then ' forced' else '' end
    from pg_class c where c.relnamespace = $1::regnamespace and relrowsecurity
  union all
  select tgrelid::regclass::text, pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = $1::regnamespace and not tgisinternal`

interface Column {
  readonly relation: string
  readonly name: string
  readonly type: string
  readonly required: boolean
  readonly fallback: string | null
}

/** Every table of a schema with columns, constraints, indexes and policies, as stable text (pg_dump is not at hand). */
export async function describeSchema(client: ClientBase, schema: string): Promise<string> {
  const columns = (await client.query<Column>(COLUMNS, [schema])).rows
  const facts = (await client.query<{ relation: string; text: string }>(FACTS, [schema])).rows
  const relations = [...new Set(columns.map(column => column.relation))]
  const blocks = relations.map(relation => {
    const own = facts.filter(fact => fact.relation === `${schema}.${relation}`).map(fact => fact.text)
    return [
      relation,
      ...columns.filter(column => column.relation === relation).map(line),
      ...own.sort().map(text => `  ${text}`),
    ].join('\n')
  })
  return `${blocks.join('\n\n')}\n`
}

function line({ name, type, required, fallback }: Column): string {
  return `  ${name} ${type}${required ? ' not null' : ''}${fallback ? ` default ${fallback}` : ''}`
}
