import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CompiledApp, CompiledForm, RecordValues, Related } from '../../engine/index.ts'
import { get, queryText } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { RecordDocument, RecordPage } from '../api/types.ts'

interface WantedRecord {
  readonly form: string
  readonly id: string
}
interface WantedList extends WantedRecord {
  readonly inverse: string
}
interface Wanted {
  readonly records: readonly WantedRecord[]
  readonly lists: readonly WantedList[]
}

const MOST = 60
const LIST_SIZE = 200

const idsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((id): id is string => typeof id === 'string' && id !== '')

/** What the form's rules and formulas read beside the record itself, as far as it is known by now. */
export function wantedRecords(app: CompiledApp, form: CompiledForm, values: RecordValues, related: Related): Wanted {
  const records = new Map<string, WantedRecord>()
  const lists = new Map<string, WantedList>()
  const walk = (at: CompiledForm, from: RecordValues, path: readonly string[]): void => {
    const [name, ...rest] = path
    if (name === undefined || records.size + lists.size >= MOST) return
    const inverse = at.inverses.get(name)
    if (inverse !== undefined && typeof from.id === 'string') {
      lists.set(`${at.key} ${name} ${from.id}`, { form: at.key, inverse: name, id: from.id })
      return
    }
    const field = at.fields.get(name)
    if (field?.rows !== undefined) {
      for (const row of (from[name] ?? []) as RecordValues[]) walk(field.rows, row, rest)
      return
    }
    const target = app.forms.get(field?.target ?? '')
    if (target === undefined) return
    for (const id of idsOf(from[name])) {
      records.set(`${target.key} ${id}`, { form: target.key, id })
      const loaded = related.get(target.key, id)
      if (loaded !== undefined) walk(target, loaded, rest)
    }
  }
  for (const path of form.needs) walk(form, values, path)
  return { records: [...records.values()], lists: [...lists.values()] }
}

/**
 * Records beside the one at hand, loaded as the person chooses them. `can` says which forms may be read; what may not stays unknown, and the
 * server settles it.
 */
export function useRelated(
  app: CompiledApp,
  form: CompiledForm,
  values: RecordValues,
  known: Related,
  can: (form: string) => boolean,
): Related {
  const wanted = wantedRecords(app, form, values, known)
  const one = useQueries({
    queries: wanted.records
      .filter(item => can(item.form))
      .map(item => ({
        queryKey: keys.record(app.key, item.form, item.id),
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          get<RecordDocument>(`/apps/${app.key}/forms/${item.form}/records/${item.id}`, signal),
        retry: false,
        staleTime: 60_000,
      })),
    combine: answers => answers.flatMap(({ data }) => (data === undefined ? [] : [data])),
  })
  const many = useQueries({
    queries: wanted.lists.map(item => {
      const source = app.forms.get(item.form)?.inverses.get(item.inverse)
      const filter = JSON.stringify({ '==': [{ var: source?.field }, item.id] })
      return {
        queryKey: keys.list(app.key, source?.form ?? '', { filter, limit: LIST_SIZE }),
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          get<RecordPage>(
            `/apps/${app.key}/forms/${source?.form}/records${queryText({ filter, limit: LIST_SIZE })}`,
            signal,
          ),
        enabled: source !== undefined && can(source.form),
        retry: false,
        staleTime: 60_000,
      }
    }),
    combine: answers => answers.map(({ data }) => data?.records ?? []),
  })
  const listNames = wanted.lists.map(({ form: owner, inverse, id }) => `${owner} ${inverse} ${id}`).join('|')
  return useMemo(() => {
    const byId = new Map(one.map(record => [record.id, record]))
    const names = listNames === '' ? [] : listNames.split('|')
    const byList = new Map(names.map((name, index) => [name, many[index] ?? []]))
    return {
      get: (_form, id) => byId.get(id),
      list: (owner, inverse, id) => byList.get(`${owner} ${inverse} ${id}`) ?? [],
    }
  }, [one, many, listNames])
}
