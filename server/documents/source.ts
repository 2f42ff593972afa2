import type { CompiledDocument } from '../../engine/definition/documents.ts'
import { readsOf } from '../../engine/document/reads.ts'
import type { Source } from '../../engine/document/source.ts'
import { MOST_ROWS } from '../../engine/document/table.ts'
import { rawSql, sql } from '../../engine/expression/index.ts'
import type { CompiledForm, RecordValues, Related } from '../../engine/index.ts'
import type { Language } from '../../schemas/problem.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { isId } from '../ids.ts'
import { pathReadable } from '../records/explain-sources.ts'
import { authorCondition } from '../records/filter.ts'
import { sortOrder, tableOf } from '../records/list.ts'
import { type Connection, type FormScope, recordContext, siblingScope } from '../records/scope.ts'
import { readWithRights } from './read.ts'

/**
 * What a document is filled in from for one record, read with the rights of the scope's caller.
 * @throws HttpProblem 404 for a record that is missing or invisible; 400 `filter_unsupported` for a search PostgreSQL cannot say
 */
export async function sourceOf(
  scope: FormScope,
  document: CompiledDocument,
  id: string,
  language: Language,
  connection: Connection,
): Promise<Source> {
  scope.access.assert('read')
  if (!isId(id)) throw notFound()
  const reads = readsOf(scope.installation.app, document)
  const { records, related } = await readWithRights(
    scope,
    reads.record,
    { where: sql`t.id = ${id}`, limit: 1 },
    connection,
  )
  const [values] = records
  if (values === undefined) throw notFound()
  const found = new Map<string, readonly RecordValues[]>()
  const all: Related[] = [related]
  for (const block of document.blocks) {
    const paths = reads.found.get(block.definition.key)
    if (paths === undefined || block.rows?.query === undefined) continue
    const search = await searched(scope, block.rows, { form: document.form, values, related }, paths, connection)
    found.set(block.definition.key, search.records)
    all.push(search.related)
  }
  return { ...unfilled(scope, document.form, language, joined(all)), values, found }
}

/** A source without a record: names stand for values. */
export function unfilled(scope: FormScope, form: CompiledForm, language: Language, related?: Related): Source {
  const { directory } = scope
  return {
    form,
    values: null,
    context: recordContext(scope, related),
    language,
    named: id => directory.people.get(id)?.name ?? directory.departments.get(id)?.name,
    readable: (start, path) => pathReadable(scope, start, path),
    found: new Map(),
  }
}

const nothing: { records: readonly RecordValues[]; related: Related } = {
  records: [],
  related: { get: () => undefined, list: () => [] },
}

/** What a block's search finds among the records its reader may see; nothing when it is about what is hidden from him. */
async function searched(
  scope: FormScope,
  { form, query }: NonNullable<CompiledDocument['blocks'][number]['rows']>,
  about: { form: CompiledForm; values: RecordValues; related: Related },
  paths: readonly (readonly string[])[],
  connection: Connection,
): Promise<typeof nothing> {
  const there = siblingScope(scope, form)
  if (query === undefined || !there.access.can('read')) return nothing
  try {
    const where =
      query.where === undefined ? rawSql('true') : authorCondition(there, query.where.source, undefined, about)
    const order = sortOrder(there, tableOf(there), query.sort.join(',') || undefined)
    const limit = Math.min(query.limit, MOST_ROWS + 1)
    return await readWithRights(there, paths, { where: sql`(${where})`, order, limit }, connection)
  } catch (error) {
    if (error instanceof HttpProblem && error.code === 'invalid_parameter') return nothing
    throw error
  }
}

/** The first that knows answers. */
const joined = (all: readonly Related[]): Related => ({
  get(form, id) {
    for (const one of all) {
      const found = one.get(form, id)
      if (found !== undefined) return found
    }
    return undefined
  },
  list: (form, inverse, id) => all[0]?.list(form, inverse, id) ?? [],
  formOf: id => all.map(one => one.formOf?.(id)).find(form => form !== undefined),
})
