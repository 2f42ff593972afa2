import { closedStages } from '../../engine/assignment/compile.ts'
import type { CompiledApp, CompiledForm } from '../../engine/index.ts'
import type { ColumnType } from '../../engine/storage/column-type.ts'
import { columnsOfField, type StorageMap, type StoredTable, storedFields } from '../../engine/storage/storage-map.ts'
import type { View } from '../../schemas/generated/definition.ts'
import { systemColumns } from './columns.ts'

/** SQLSTATE of a broken exclusion constraint. */
export const EXCLUSION_VIOLATION = '23P01'

const quoted = (name: string): string => `"${name}"`

/** The schema of an installation: its tables, and one append-only history for all of them. */
export function createSchema(schema: string): string[] {
  const s = quoted(schema)
  return [
    `create schema ${s}`,
    `create table ${s}.history (
       id uuid primary key, form text not null, record_id uuid not null, version integer not null, at timestamptz not null, by uuid,
       actor text not null, on_behalf_of uuid, request_id text, cause jsonb, kind text not null, changes jsonb not null)`,
    `create index history_record on ${s}.history (record_id, version desc)`,
    `create trigger append_only before update or delete on ${s}.history for each row execute function formwork.refuse_change()`,
  ]
}

/** Statements that bring the tables from the previous storage to the next; nothing is ever dropped. */
export function tableStatements(schema: string, previous: StorageMap, next: StorageMap): string[] {
  return Object.entries(next.forms).flatMap(([key, stored]) =>
    stored.removed === true ? [] : tableChange(schema, previous.forms[key], stored, undefined),
  )
}

/** Of those: columns added to tables that are there. */
export const columnStatements = (schema: string, previous: StorageMap, next: StorageMap): string[] =>
  tableStatements(schema, previous, next).filter(statement => statement.startsWith('alter table'))

function tableChange(
  schema: string,
  before: StoredTable | undefined,
  after: StoredTable,
  parent: string | undefined,
): string[] {
  const name = `${quoted(schema)}.${quoted(after.table)}`
  const live = Object.values(after.columns).flatMap(({ column, snapshot, type, removed }) =>
    removed === true ? [] : [{ column, type }, ...(snapshot === undefined ? [] : [{ column: snapshot, type }])],
  )
  const known = new Set(Object.values(before?.columns ?? {}).flatMap(columnsOfField))
  const children = Object.entries(after.rows).flatMap(([key, rows]) =>
    rows.removed === true ? [] : tableChange(schema, before?.rows[key], rows, name),
  )
  if (before !== undefined) {
    const added = live
      .filter(({ column }) => !known.has(column))
      .map(({ column, type }) => `add column if not exists ${column} ${type}`)
    return [...(added.length === 0 ? [] : [`alter table ${name} ${added.join(', ')}`]), ...children]
  }
  const fixed =
    parent === undefined
      ? Object.entries(systemColumns).map(([column, type]) => `${column} ${type}`)
      : [
          'id uuid primary key',
          `record_id uuid not null references ${parent} (id) on delete cascade`,
          'position integer not null',
        ]
  const columns = [...fixed, ...live.map(({ column, type }) => `${column} ${type}`)]
  const index = parent === undefined ? [] : [`create index on ${name} (record_id, position)`]
  return [`create table ${name} (${columns.join(', ')}) with (fillfactor = 90)`, ...index, ...children]
}

export interface IndexPlan {
  readonly name: string
  readonly table: string
  readonly statement: string
  /** unique rule: the fields it is about, for the error */
  readonly unique?: { readonly form: string; readonly fields: readonly string[] }
  /** one holder per value of a field: the field that holds the person, and what there is one holder of */
  readonly oneOwner?: { readonly form: string; readonly into: string; readonly per: string }
  /** how it goes, when it is more than an index */
  readonly drop?: string
}

/** Indexes a definition asks for: relations, unique rules, sorts and groups of views, search on the title and searchable fields. */
export function indexPlan(schema: string, app: CompiledApp, storage: StorageMap): IndexPlan[] {
  return [...app.forms.values()].flatMap(form => {
    const stored = storage.forms[form.key]
    return form.parent !== undefined || stored === undefined ? [] : formIndexes(schema, app, form, stored)
  })
}

function formIndexes(schema: string, app: CompiledApp, form: CompiledForm, stored: StoredTable): IndexPlan[] {
  const table = `${quoted(schema)}.${quoted(stored.table)}`
  const plans = new Map<string, IndexPlan>()
  const add = (suffix: string, definition: string, unique?: IndexPlan['unique']): void => {
    const name = `${stored.table}_${suffix}`
    const statement = `create ${unique === undefined ? '' : 'unique '}index if not exists ${quoted(name)} on ${table} ${definition}`
    const plan = { name, table: stored.table, statement }
    plans.set(name, unique === undefined ? plan : { ...plan, unique })
  }
  const column = (key: string): string | undefined =>
    stored.columns[key]?.column ?? (Object.hasOwn(systemColumns, key) ? key : undefined)
  add('new', '(created_at desc nulls last, id desc) where deleted_at is null')
  add('owner', '(owner) where deleted_at is null')
  for (const field of storedFields(form)) {
    const at = column(field.key)
    if (at === undefined) continue
    if (field.target !== undefined)
      add(`${at}_rel`, field.list ? `using gin (${at})` : `(${at}) where deleted_at is null`)
    if (field.kind === 'stage') add(`${at}_stage`, `(${at}) where deleted_at is null`)
    const definition = field.definition as { unique?: boolean; searchable?: boolean } | undefined
    if (definition?.unique === true)
      add(`${at}_uq`, `(${at}) where deleted_at is null`, { form: form.key, fields: [field.key] })
    if (
      stored.columns[field.key]?.type === 'text' &&
      (definition?.searchable === true || field.key === form.titleField) &&
      field.library === undefined
    )
      add(`${at}_trgm`, `using gin (${at} public.gin_trgm_ops)`)
  }
  for (const [index, unique] of form.unique.entries()) {
    const columns = unique.fields.flatMap(key => column(key) ?? [])
    if (columns.length === unique.fields.length && unique.where === undefined)
      add(`u${index}_uq`, `(${columns.join(', ')}) where deleted_at is null`, { form: form.key, fields: unique.fields })
  }
  for (const plan of ownerConstraints(app, form, stored.table, table, column)) plans.set(plan.name, plan)
  for (const view of app.views.values()) if (view.form === form.key) addViewIndex(form, stored, column, add, view)
  return [...plans.values()]
}

/** `oneOwnerPer` of policies: while records are open, one value has one holder, whoever writes them and however (M10). Deferred: a new
 * record is its author's until a policy has given it to the holder (`one-owner.ts` asks for the check when that is done). */
function ownerConstraints(
  app: CompiledApp,
  form: CompiledForm,
  prefix: string,
  table: string,
  column: (key: string) => string | undefined,
): IndexPlan[] {
  const stage = form.stageField === undefined ? undefined : column(form.stageField)
  const closed = closedStages(form).map(key => `'${key}'`)
  const open =
    stage === undefined || closed.length === 0
      ? ''
      : ` and (${stage} is null or ${stage} not in (${closed.join(', ')}))`
  return [...app.policies.values()].flatMap(({ form: own, into, oneOwnerPer: per }) => {
    const [value, holder] = [per === undefined ? undefined : column(per), column(into)]
    if (own !== form.key || per === undefined || value === undefined || holder === undefined) return []
    const name = `${prefix}_${value}_${holder}_own`
    return {
      name,
      table: prefix,
      statement: `alter table ${table} add constraint ${quoted(name)} exclude using gist (${value} with =, ${holder} with <>) where (deleted_at is null${open}) deferrable initially deferred`,
      oneOwner: { form: own, into, per },
      drop: `alter table ${table} drop constraint if exists ${quoted(name)}`,
    }
  })
}

type Add = (suffix: string, definition: string) => void

/** One index per saved view: what it filters or groups by first, then its sort in its own direction, so that a page is one index walk. */
function addViewIndex(
  form: CompiledForm,
  stored: StoredTable,
  column: (key: string) => string | undefined,
  add: Add,
  view: View,
): void {
  const sort = view.sort ?? []
  const terms = sort.flatMap(term => {
    const key = term.replace(/^-/, '')
    const at = column(key)
    const shown =
      stored.columns[key]?.type === 'text' && form.fields.get(key)?.library === undefined ? collation('text') : ''
    return at === undefined ? [] : [`${at}${shown} ${term.startsWith('-') ? 'desc' : 'asc'} nulls last`]
  })
  const fixed = [
    ...new Set([...('group' in view && view.group !== undefined ? [view.group] : []), ...equalFields(view.where)]),
  ].flatMap(key => {
    const at = form.fields.get(key)?.list === true ? undefined : column(key)
    return at === undefined ? [] : [at]
  })
  if (terms.length !== sort.length || terms.length + fixed.length === 0) return
  const id = sort[0] === undefined ? [] : [`id ${sort[0].startsWith('-') ? 'desc' : 'asc'}`]
  const names = [...fixed, ...sort.map(term => `${column(term.replace(/^-/, ''))}${term.startsWith('-') ? 'd' : 'a'}`)]
  add(`${names.join('_').slice(0, 40)}_view`, `(${[...fixed, ...terms, ...id].join(', ')}) where deleted_at is null`)
}

/** Fields that a view's JsonLogic condition fixes to one value. */
function equalFields(where: unknown): string[] {
  if (where === null || typeof where !== 'object') return []
  const rule = where as Record<string, unknown>
  if (Array.isArray(rule.and)) return rule.and.flatMap(equalFields)
  const pair = rule['=='] ?? rule['===']
  const name = Array.isArray(pair) ? (pair[0] as { var?: unknown } | null)?.var : undefined
  return typeof name === 'string' && !name.includes('.') ? [name] : []
}

/** What people see sorted is sorted as they expect: pinyin for Chinese. */
export const collation = (type: ColumnType | undefined): string => (type === 'text' ? ' collate "zh-x-icu"' : '')
