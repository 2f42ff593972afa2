import type { CompiledField, CompiledForm } from '../definition/compiled.ts'
import type { CompiledApp } from '../definition/compiled-app.ts'
import { type ColumnType, columnType } from './column-type.ts'
import { type Content, contentOf, isComputedContent, meaningOf, sameContent } from './content.ts'

/** A column that holds values of a field, of one content. */
interface ContentColumn {
  readonly column: string
  readonly type: ColumnType
  /** what its values mean (`content.ts`); of apps published before this was kept it is unknown */
  readonly holds?: string
  /** what stood in it when it was filled from the column before it: where they differ somebody has changed the value since */
  readonly snapshot?: string
}

/** A column that holds values of an earlier content of a field. */
export interface FormerColumn extends ContentColumn {
  /** options that a publish replaced by others on the way to the column after it: they come back with the option */
  readonly replaced?: Readonly<Record<string, string>>
}

/** Where a field lives, and where an earlier type or a removed field left its values. */
export interface StoredColumn extends ContentColumn {
  /** the field is no longer in the definition; its values wait for it to come back */
  readonly removed?: true
  /** columns of earlier contents of this field, newest last: values are never dropped by a publish, and never changed after they were left */
  readonly former?: readonly FormerColumn[]
}

/** All columns of a field, whatever they hold. */
export const columnsOfField = ({ column, snapshot, former = [] }: StoredColumn): string[] =>
  [{ column, snapshot }, ...former].flatMap(one => [one.column, ...(one.snapshot === undefined ? [] : [one.snapshot])])

export interface StoredTable {
  readonly table: string
  readonly columns: Readonly<Record<string, StoredColumn>>
  /** child tables of sub-forms, by field key */
  readonly rows: Readonly<Record<string, StoredTable>>
  readonly removed?: true
}

/** Physical names are short ids given once and never joined from keys: renames and long keys cannot break them. */
export interface StorageMap {
  readonly next: number
  readonly forms: Readonly<Record<string, StoredTable>>
}

export const emptyStorage: StorageMap = { next: 1, forms: {} }

/** Options of a field that a publish replaces by others, by `form.field`. */
export type Replacements = ReadonlyMap<string, Readonly<Record<string, string>>>

/**
 * Gives every field of the app a place: known ones keep theirs; new ones, those of another content, and those whose options are replaced get a new
 * column, the column they leave keeps its values for good; missing fields are marked removed. `before` tells what unmarked columns mean.
 */
export function allocateStorage(
  app: CompiledApp,
  previous: StorageMap,
  before: CompiledApp | null = null,
  replacements: Replacements = new Map(),
): StorageMap {
  let next = previous.next
  const name = (letter: string): string => `${letter}${next++}`

  const table = (form: CompiledForm, stored: StoredTable | undefined, letter: string): StoredTable => {
    const columns: Record<string, StoredColumn> = {}
    const rows: Record<string, StoredTable> = {}
    for (const [key, column] of Object.entries(stored?.columns ?? {})) columns[key] = { ...column, removed: true }
    for (const [key, child] of Object.entries(stored?.rows ?? {})) rows[key] = { ...child, removed: true }
    const formBefore = before?.forms.get(form.key)
    for (const field of storedFields(form)) {
      const type = columnType(field)
      if (field.rows !== undefined) rows[field.key] = table(field.rows, stored?.rows[field.key], 's')
      else if (type !== undefined) {
        const wanted = { type, holds: meaningOf(field) }
        const earlier = formBefore?.fields.get(field.key)
        const assumed = earlier === undefined ? wanted.holds : meaningOf(earlier)
        const replaced = replacements.get(`${form.key}.${field.key}`)
        columns[field.key] = place(stored?.columns[field.key], wanted, assumed, replaced, name)
      }
    }
    return { table: stored?.table ?? name(letter), columns, rows }
  }

  const forms: Record<string, StoredTable> = {}
  for (const [key, stored] of Object.entries(previous.forms)) forms[key] = { ...stored, removed: true }
  for (const form of app.forms.values())
    if (form.parent === undefined) forms[form.key] = table(form, previous.forms[form.key], 'f')
  return { next, forms }
}

function place(
  known: StoredColumn | undefined,
  wanted: Content,
  assumed: string,
  replaced: Readonly<Record<string, string>> | undefined,
  name: (letter: string) => string,
): StoredColumn {
  if (known === undefined) return { column: name('c'), ...wanted }
  const former = known.former ?? []
  const now = contentOf(known, assumed)
  if (replaced === undefined && sameContent(now, wanted)) return { ...withoutMarks(known), ...wanted }
  const { snapshot } = known
  const left: FormerColumn = {
    ...{ column: known.column, ...now },
    ...(snapshot === undefined ? {} : { snapshot }),
    ...(replaced === undefined ? {} : { replaced }),
  }
  // What is worked out needs no column of its own each time: nobody's values are in it.
  if (isComputedContent(wanted)) {
    const known = former.find(column => sameContent(contentOf(column, wanted.holds), wanted))
    return { column: known?.column ?? name('c'), ...wanted, former: [...former.filter(one => one !== known), left] }
  }
  return { column: name('c'), ...wanted, snapshot: name('c'), former: [...former, left] }
}

const withoutMarks = ({ removed: _, ...column }: StoredColumn): StoredColumn => column

/**
 * Columns people's values of a field went through, in order; the last is where they are now. Of a field that was always worked out it is the column of
 * the results.
 */
export function timelineOf(known: StoredColumn, assumed: string): readonly FormerColumn[] {
  const { former = [], removed: _, ...now } = known
  const all = [...former, { ...now, ...contentOf(now, assumed) }]
  const entered = all.filter(column => !isComputedContent(contentOf(column, assumed)))
  return entered.length === 0 ? all.slice(-1) : entered
}

/** The author's fields and the stage; the other system columns are the same in every table. */
export function storedFields(form: CompiledForm): CompiledField[] {
  const stage = form.stageField === undefined ? undefined : form.fields.get(form.stageField)
  return stage === undefined ? [...form.fieldList] : [...form.fieldList, stage]
}
