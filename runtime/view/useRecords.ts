import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { CompiledField, CompiledForm } from '../../engine/index.ts'
import { get, queryText, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { RecordPage } from '../api/types.ts'
import type { OpenApp } from '../app/appContext.tsx'
import { shapeOf } from '../app/shape.ts'
import { allOf } from './filters.ts'

export interface RecordsQuery {
  /** view of the definition whose condition joins the filter */
  readonly view?: string | undefined
  /** the same condition for sums, which take no view; null = it cannot be asked, so nothing is added up */
  readonly viewCondition?: unknown
  readonly filter: string | undefined
  readonly sort: string | undefined
  readonly q: string
  /** field keys to read */
  readonly fields: readonly string[]
}

const PAGE = 100

/** Relations among the fields, to be read with their titles. */
export const expandOf = (app: OpenApp, form: CompiledForm, fields: readonly string[]): string | undefined =>
  fields
    .filter(key => {
      const target = form.fields.get(key)?.target
      return target !== undefined && app.can(target, 'read')
    })
    .join(',') || undefined

/** Records page by page as the reader scrolls. */
export function useRecords(app: OpenApp, form: CompiledForm, query: RecordsQuery, limit = PAGE) {
  const parameters = {
    view: query.view,
    filter: query.filter,
    sort: query.sort,
    q: query.q.trim(),
    fields: query.fields.join(','),
    expand: expandOf(app, form, query.fields),
    limit,
  }
  return useInfiniteQuery({
    queryKey: keys.list(app.key, form.key, parameters),
    queryFn: ({ pageParam, signal }) =>
      get<RecordPage>(
        `/apps/${app.key}/forms/${form.key}/records${queryText({ ...parameters, cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
    placeholderData: before => before,
  })
}

/** Columns worth adding up: money and quantities. */
export const summedFields = (app: OpenApp, form: CompiledForm, columns: readonly CompiledField[]): CompiledField[] =>
  columns.filter(column => {
    const shape = shapeOf(app.compiled, form, column)
    return (
      !column.list &&
      !column.system &&
      (shape.kind === 'money' || (shape.kind === 'number' && shape.unit !== undefined))
    )
  })

export interface Totals {
  readonly count: number
  readonly sums: Readonly<Record<string, string | null>>
}

/** How many records there are and what they add up to, over all pages. */
export function useTotals(app: OpenApp, form: CompiledForm, query: RecordsQuery, columns: readonly CompiledField[]) {
  const summed =
    query.q.trim() === '' && query.viewCondition !== null
      ? summedFields(app, form, columns)
          .map(({ key }) => key)
          .slice(0, 8)
      : []
  return useQuery({
    queryKey: keys.count(app.key, form.key, { view: query.view, filter: query.filter, q: query.q.trim(), summed }),
    queryFn: async ({ signal }): Promise<Totals> => {
      const base = `/apps/${app.key}/forms/${form.key}`
      const own: unknown = query.filter === undefined ? undefined : JSON.parse(query.filter)
      const filter = allOf([query.viewCondition, own])
      const counted = get<RecordPage>(
        `${base}/records${queryText({ view: query.view, filter: query.filter, q: query.q.trim(), limit: 1, fields: 'id', count: true })}`,
        signal,
      )
      const added =
        summed.length === 0
          ? undefined
          : request<{ groups: readonly Record<string, string | null>[] }>('POST', `${base}/aggregate`, {
              body: {
                measures: Object.fromEntries(summed.map(key => [key, { sum: key }])),
                ...(filter === undefined ? {} : { filter: JSON.parse(filter) as unknown }),
              },
              signal,
            })
      const [page, sums] = await Promise.all([counted, added])
      return { count: page.count ?? 0, sums: sums?.groups[0] ?? {} }
    },
    placeholderData: before => before,
    retry: false,
  })
}
