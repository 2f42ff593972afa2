import { pageSize } from '../http/paging.ts'
import { notFound } from '../http/problem.ts'
import type { Installation } from './installation.ts'

/** Options of a library by page, found by text in either language or key; children of one parent when asked. */
export function libraryPage(
  installation: Installation,
  key: string,
  query: { q?: string; parent?: string; limit?: string; cursor?: string },
) {
  const library = installation.app.libraries.get(key)
  if (library === undefined) throw notFound()
  const size = pageSize(query.limit)
  const wanted = query.q?.trim().toLowerCase() ?? ''
  const found = [...library.options.values()].filter(option => {
    if (query.parent !== undefined && option.parent !== query.parent) return false
    return (
      wanted === '' || [option.key, option.label.zh, option.label.en].some(text => text?.toLowerCase().includes(wanted))
    )
  })
  const start = query.cursor === undefined ? 0 : found.findIndex(option => option.key === query.cursor) + 1
  const options = found.slice(start, start + size)
  return { options, nextCursor: start + size < found.length ? (options.at(-1)?.key ?? null) : null }
}
