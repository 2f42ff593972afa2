import type { CompiledField, CompiledForm } from '../../../engine/index.ts'
import type { Transaction } from '../../database/statements.ts'
import type { Contents } from '../../files/contents.ts'
import { listRecords } from '../../records/list.ts'
import { type FormScope, scopeOf } from '../../records/scope.ts'
import type { Bundle } from '../bundle.ts'
import { type RecordJson, type TableContext, tableText } from './table-text.ts'
import type { ArchiveEntry } from './zip-writer.ts'

/** A table is cut into files of this size, so that any program opens them. */
const LONGEST_FILE = 500_000_000
const PAGE = 200
/** As many as one reading can show by name; further relations are written by id. */
const MOST_EXPANDED = 20

/** What the archive of an app is made of. */
export interface ArchiveSource {
  /** of any form of the app, with the rights of whoever takes it away */
  readonly scope: Omit<FormScope, 'form' | 'access'>
  readonly bundle: Bundle
  readonly contents: Contents
  /** everything is read as it was when this began */
  readonly transaction: Transaction
}

/** Everything of an app as files: the app itself, its records by form as tables, the rows of sub-forms apart, uploaded files. */
export async function* archiveOf(source: ArchiveSource): AsyncGenerator<ArchiveEntry> {
  const { installation } = source.scope
  yield { name: `${installation.key}.formwork.json`, content: once(JSON.stringify(source.bundle, null, 2)) }
  for (const form of installation.app.forms.values()) {
    if (form.parent !== undefined) continue
    yield* tablesOf(source, form, form)
    for (const { rows } of form.fieldList) if (rows !== undefined) yield* tablesOf(source, form, rows)
  }
  const missing: string[] = []
  yield* filesOf(source, missing)
  if (missing.length > 0) yield { name: 'files/missing.txt', content: once(missing.join('\r\n')) }
}

async function* once(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}

/** The records of a form, or the rows of one of its sub-forms, in as many files as it takes. */
async function* tablesOf(source: ArchiveSource, form: CompiledForm, table: CompiledForm): AsyncGenerator<ArchiveEntry> {
  const lines = linesOf(source, form, table)
  let next = await lines.next()
  for (let part = 1; part === 1 || next.done !== true; part += 1) {
    const content = async function* (): AsyncGenerator<Buffer> {
      // With the mark by which spreadsheets know UTF-8.
      yield Buffer.from(`\uFEFF${lines.head}`)
      let size = 0
      while (next.done !== true && size < LONGEST_FILE) {
        size += next.value.length
        yield next.value
        next = await lines.next()
      }
    }
    yield { name: `data/${table.key}${part === 1 ? '' : `-${part}`}.csv`, content: content() }
  }
}

/** The lines of a table, a page of records at a time. */
function linesOf(source: ArchiveSource, form: CompiledForm, table: CompiledForm) {
  const { platform, installation, caller, directory } = source.scope
  const { app } = installation
  const target = ({ target: key }: CompiledField): CompiledForm | undefined =>
    key === undefined ? undefined : app.forms.get(key)
  const isSub = table !== form
  const shown = isSub ? [] : form.fieldList.filter(field => target(field) !== undefined).slice(0, MOST_EXPANDED)
  const named = new Set(shown)
  const context: TableContext = {
    ...{ language: caller.language, directory },
    target: field => (named.has(field) ? target(field) : undefined),
  }
  const fields = isSub ? table.fieldList : form.fieldList.filter(({ rows }) => rows === undefined)
  const text = tableText(table, fields, context)
  const expand = shown.map(field => `${field.key}.${target(field)!.titleField}`).join(',')
  const rowsOf = (record: RecordJson): string => {
    const id = String(record.id)
    if (!isSub) return text.row(record, id)
    const rows = record[table.key.split('.')[1] ?? '']
    return Array.isArray(rows) ? rows.map(row => text.row(row as RecordJson, id)).join('') : ''
  }
  const read = async function* (): AsyncGenerator<Buffer> {
    let cursor: string | null = null
    do {
      // Nobody reads these pages again: what is kept for readers is not filled with them.
      const passing = { ...installation, plans: new Map<string, unknown>() }
      const scope = scopeOf(platform, passing, caller, directory, form.key)
      const query = {
        limit: String(PAGE),
        sort: 'id',
        ...(expand === '' ? {} : { expand }),
        ...(cursor === null ? {} : { cursor }),
      }
      const page = JSON.parse(await listRecords(scope, query, source.transaction)) as {
        records: RecordJson[]
        nextCursor: string | null
      }
      yield Buffer.from(page.records.map(rowsOf).join(''))
      cursor = page.nextCursor
    } while (cursor !== null)
  }
  return Object.assign(read(), { head: text.head })
}

interface FileRow {
  readonly id: string
  readonly name: string
  readonly size: number
}

/** Uploaded files, under their id and name; what the disk has lost is told, and does not stop the rest. */
async function* filesOf(
  { scope, contents, transaction }: ArchiveSource,
  missing: string[],
): AsyncGenerator<ArchiveEntry> {
  const { orgId, id: appId } = scope.installation
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await transaction.query<FileRow>(
      `select id, name, size::float8 as size from formwork.file where org_id = $1 and app_id = $2 and id > $3 order by id limit 500`,
      [orgId, appId, after],
    )
    for (const { id, name, size } of rows) {
      const entry = `files/${id} ${fileName(name)}`
      const content = async function* (): AsyncGenerator<Buffer> {
        try {
          if (size > 0) yield* contents.read(id, 0, size - 1) as AsyncIterable<Buffer>
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
          missing.push(entry)
        }
      }
      yield { name: entry, content: content() }
      after = id
    }
    if (rows.length === 0) return
  }
}

/** A name no system takes for a path or refuses. */
const fileName = (name: string): string =>
  name
    .replace(/[\p{Cc}\p{Cf}/\\:*?"<>|]/gu, '_')
    .replace(/^\.+|[. ]+$/g, '_')
    .slice(-120)
