import { escapeLiteral } from 'pg'
import type { CompiledApp, CompiledField, CompiledLibrary } from '../../engine/index.ts'
import { type Content, plainMeaning } from '../../engine/storage/content.ts'
import type { StorageMap } from '../../engine/storage/storage-map.ts'
import { unitMs } from './duration-unit.ts'

/** What a conversion may need to know beside the value: names of options, records and people, the zone of days, the places of numbers. */
export interface ConversionWorld {
  readonly orgId: string
  readonly schema: string
  readonly zone: string
  readonly before: CompiledApp
  readonly after: CompiledApp
  /** where the records of linked forms are */
  readonly storage: StorageMap
  /** the field as it will be */
  readonly field: CompiledField | undefined
}

/** SQL of a converted value, and of whether the value fits: what does not fit has no value of the new content, or not all of it. */
export interface Conversion {
  readonly value: string
  readonly fits: string
}

const isList = ({ type }: Content): boolean => type.endsWith('[]')
const elementOf = ({ type, holds }: Content): Content => ({ type: type.replace('[]', '') as Content['type'], holds })
const blank = ({ type }: Content, value: string): string =>
  type === 'text' ? `(${value} is null or ${value} = '')` : `${value} is null`

/**
 * How a value of one content becomes one of another, as SQL over the expression `value`. People's words are what both sides share: an option, a person
 * or a linked record is found by its name, and told by it.
 */
export function conversion(from: Content, to: Content, value: string, world: ConversionWorld): Conversion {
  if (isList(from) && isList(to)) return ofElements(from, to, value, world)
  if (isList(from)) return plainMeaning(to) === 'text' ? joined(from, value, world) : firstOf(from, to, value, world)
  if (isList(to)) return listed(from, to, value, world)
  const converted = scalar(from, to, value, world)
  return { value: converted, fits: `(${blank(from, value)} or (${converted}) is not null)` }
}

/** Each element for itself; one that does not fit is left out, and the value counts as one that does not fit. */
function ofElements(from: Content, to: Content, value: string, world: ConversionWorld): Conversion {
  const one = scalar(elementOf(from), elementOf(to), 'e.v', world)
  const all = `from unnest(${value}) with ordinality e(v, n)`
  return {
    value: `(select nullif(array_agg(x.v order by x.n) filter (where x.v is not null), '{}') from (select (${one}) as v, e.n ${all}) x)`,
    fits: `not exists (select 1 from (select e.v as was, (${one}) as v ${all}) x where x.was is not null and x.v is null)`,
  }
}

function firstOf(from: Content, to: Content, value: string, world: ConversionWorld): Conversion {
  const converted = scalar(elementOf(from), elementOf(to), `(${value})[1]`, world)
  return {
    value: converted,
    fits: `(coalesce(cardinality(${value}), 0) = 0 or (cardinality(${value}) = 1 and (${converted}) is not null))`,
  }
}

function joined(from: Content, value: string, world: ConversionWorld): Conversion {
  const one = scalar(elementOf(from), { type: 'text', holds: 'text' }, 'e.v', world)
  return {
    value: `(select string_agg(${one}, ', ' order by e.n) from unnest(${value}) with ordinality e(v, n))`,
    fits: `not exists (select 1 from unnest(${value}) e(v) where e.v is not null and (${one}) is null)`,
  }
}

/** One value becomes a list of one; a text is taken apart where people put a comma. */
function listed(from: Content, to: Content, value: string, world: ConversionWorld): Conversion {
  if (plainMeaning(from) !== 'text') {
    const one = scalar(from, elementOf(to), value, world)
    return {
      value: `case when (${one}) is not null then array[(${one})] end`,
      fits: `(${blank(from, value)} or (${one}) is not null)`,
    }
  }
  const parts = `array(select btrim(p) from regexp_split_to_table(${value}, '[,，、;；\\n]+') p where btrim(p) <> '')`
  if (plainMeaning(to) === 'text') return { value: `nullif(${parts}, '{}')`, fits: 'true' }
  return ofElements({ type: 'text[]', holds: 'text' }, to, parts, world)
}

function scalar(from: Content, to: Content, value: string, world: ConversionWorld): string {
  const [meant, means] = [plainMeaning(from), plainMeaning(to)]
  if (meant === means && from.type === to.type) return value
  const direct = directly(meant, means, value, world)
  return direct ?? fromText(means, asText(meant, value, world), world)
}

/** Conversions that need no words. */
function directly(from: string, to: string, value: string, world: ConversionWorld): string | undefined {
  const zone = escapeLiteral(world.zone)
  const table: Readonly<Record<string, string>> = {
    'date>datetime': `(${value})::timestamp at time zone ${zone}`,
    'datetime>date': `(${value} at time zone ${zone})::date`,
    'datetime>time': `to_char(${value} at time zone ${zone}, 'HH24:MI')`,
    'boolean>number': `(${value})::int::numeric`,
    'number>boolean': `case ${value} when 1 then true when 0 then false end`,
    'number>duration': `case when abs(${value}) < 9e8 then round(${value} * ${unitMs(world.field)})::bigint end`,
    'duration>number': `trim_scale(${value}::numeric / ${unitMs(undefined)})`,
  }
  return table[`${from}>${to}`]
}

/** What people read. */
function asText(meaning: string, value: string, world: ConversionWorld): string {
  const [kind = '', of = ''] = meaning.split(':')
  switch (kind) {
    case 'text':
    case 'time':
      return value
    case 'rich_text':
      return unescapeMarkup(value)
    case 'boolean':
      return `case when ${value} then '是' when not ${value} then '否' end`
    case 'datetime':
      return `to_char(${value} at time zone ${escapeLiteral(world.zone)}, 'YYYY-MM-DD HH24:MI:SS')`
    case 'duration':
      return `(trim_scale(${value}::numeric / ${unitMs(undefined)}))::text`
    case 'option':
      return `coalesce(${optionNames(world.before.libraries.get(of) ?? libraryOf(world.before, of))} ->> ${value}, ${value})`
    case 'user':
    case 'department':
      return `(select p.name from formwork.${kind === 'user' ? 'app_user' : 'department'} p where p.org_id = ${escapeLiteral(world.orgId)} and p.id = ${value})`
    case 'record': {
      const target = titleOf(of, world)
      return target === undefined
        ? `${value}::text`
        : `(select r.${target.column}::text from ${target.table} r where r.id = ${value})`
    }
    case 'file':
      return 'null::text'
    default:
      return `${value}::text`
  }
}

/** What people wrote, understood; null when it means nothing of the kind. */
function fromText(meaning: string, text: string, world: ConversionWorld): string {
  const [kind = '', of = ''] = meaning.split(':')
  const reading = reads(kind, of, world)
  return reading === undefined ? text : `(select ${reading} from (values (btrim(${text}))) s(v))`
}

/** How a text `s.v` is read; undefined where it is taken as it is. */
function reads(kind: string, of: string, world: ConversionWorld): string | undefined {
  const org = escapeLiteral(world.orgId)
  switch (kind) {
    case 'text':
      return undefined
    case 'rich_text':
      return `replace(replace(replace(s.v, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')`
    case 'number':
      return readsNumber
    case 'date':
      return readDay(`'^([1-9][0-9]{3})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?$'`, day => day)
    case 'datetime':
      return readDay(
        `'^([1-9][0-9]{3})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ T](${CLOCK}))?$'`,
        day => `(${day} + coalesce(d.p[4], '00:00')::time) at time zone ${escapeLiteral(world.zone)}`,
      )
    case 'time':
      return `case when s.v ~ '^([01]?[0-9]|2[0-3]):[0-5][0-9]$' then lpad(s.v, 5, '0') end`
    case 'duration':
      return `case when s.v ~ '^-?[0-9]{1,8}([.][0-9]{1,6})?$' then round(s.v::numeric * ${unitMs(world.field)})::bigint end`
    case 'boolean':
      return `case when lower(s.v) in ('true', 'yes', 'y', '是', '1', '√') then true when lower(s.v) in ('false', 'no', 'n', '否', '0', '×') then false end`
    case 'option':
      return `${optionKeys(world.after.libraries.get(of) ?? libraryOf(world.after, of))} ->> s.v`
    case 'user':
      return `(select (array_agg(p.id))[1] from formwork.app_user p where p.org_id = ${org} and (p.name = s.v or p.login = s.v) having count(*) = 1)`
    case 'department':
      return `(select (array_agg(p.id))[1] from formwork.department p where p.org_id = ${org} and p.name = s.v having count(*) = 1)`
    case 'record': {
      const target = titleOf(of, world)
      if (target === undefined) return 'null::uuid'
      return `(select (array_agg(r.id))[1] from ${target.table} r where r.${target.column}::text = s.v and r.deleted_at is null having count(*) = 1)`
    }
    case 'file':
      return 'null::uuid'
    default:
      return 'null::jsonb'
  }
}

const readsNumber = `case when s.v ~ '^[+-]?[0-9]{1,30}([.][0-9]{1,20})?$' then s.v::numeric
  when s.v ~ '^[+-]?[0-9]{1,3}([,，][0-9]{3}){1,9}([.][0-9]{1,20})?$' then translate(s.v, ',，', '')::numeric end`

const CLOCK = '(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?'

/** A day of the calendar written as year, month, day; one that no month has is none. */
const readDay = (pattern: string, use: (day: string) => string): string => {
  const [year, month, day] = [1, 2, 3].map(n => `d.p[${n}]::int`)
  const days = `extract(day from make_date(${year}, ${month}, 1) + interval '1 month' - interval '1 day')`
  return `(select case when ${month} between 1 and 12 then case when ${day} between 1 and ${days} then ${use(`make_date(${year}, ${month}, ${day})`)} end end
    from (select regexp_match(s.v, ${pattern}) as p) d)`
}

const unescapeMarkup = (value: string): string =>
  `replace(replace(replace(btrim(regexp_replace(regexp_replace(${value}, '<(br|/p|/li|/h[1-6])[^>]*>', E'\\n', 'gi'), '<[^>]*>', '', 'g'), E' \\n'), '&lt;', '<'), '&gt;', '>'), '&amp;', '&')`

const json = (pairs: Iterable<readonly [string, string]>): string =>
  `${escapeLiteral(JSON.stringify(Object.fromEntries(pairs)))}::jsonb`

const optionNames = (library: CompiledLibrary | undefined): string =>
  json([...(library?.options.values() ?? [])].map(({ key, label }) => [key, label.zh ?? label.en ?? key]))

/** By key, else by either label; where two options are called alike the first is meant. */
const optionKeys = (library: CompiledLibrary | undefined): string => {
  const options = [...(library?.options.values() ?? [])].reverse()
  return json([
    ...options.flatMap(({ key, label }) =>
      [label.en, label.zh].flatMap(name => (name === undefined ? [] : [[name, key] as const])),
    ),
    ...options.map(({ key }) => [key, key] as const),
  ])
}

/** The stages of a form are options as well, in no library of the app. */
const libraryOf = (app: CompiledApp, key: string): CompiledLibrary | undefined => {
  for (const form of app.forms.values())
    for (const field of form.fields.values()) if (field.library?.key === key) return field.library
  return undefined
}

/** Table and title column of a form, by which its records are called. */
function titleOf(form: string, { schema, storage, before, after }: ConversionWorld) {
  const stored = storage.forms[form]
  const title = (before.forms.get(form) ?? after.forms.get(form))?.titleField ?? ''
  const column = stored?.columns[title]?.column
  return stored === undefined || column === undefined ? undefined : { table: `"${schema}"."${stored.table}"`, column }
}
