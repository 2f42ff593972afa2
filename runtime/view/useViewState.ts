import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import type { Condition } from './filters.ts'

/** What the reader changed of a view; it stands in the address, so that it can be sent to a colleague. */
export interface ViewState {
  readonly conditions: readonly Condition[]
  /** `-amount`; undefined = the view's own order */
  readonly sort: string | undefined
  readonly columns: readonly string[] | undefined
  readonly q: string
  /** saved view that is open */
  readonly saved: string | undefined
}

export interface ViewStateChange {
  readonly conditions?: readonly Condition[]
  readonly sort?: string | undefined
  readonly columns?: readonly string[] | undefined
  readonly q?: string
  readonly saved?: string | undefined
}

function readConditions(text: string | null): readonly Condition[] {
  try {
    const value: unknown = text === null ? [] : JSON.parse(text)
    return Array.isArray(value) ? (value as Condition[]).filter(item => typeof item?.field === 'string') : []
  } catch {
    return []
  }
}

export function useViewState(): readonly [ViewState, (change: ViewStateChange) => void] {
  const [parameters, setParameters] = useSearchParams()
  const state = useMemo<ViewState>(
    () => ({
      conditions: readConditions(parameters.get('filter')),
      sort: parameters.get('sort') ?? undefined,
      columns: parameters.get('columns')?.split(','),
      q: parameters.get('q') ?? '',
      saved: parameters.get('saved') ?? undefined,
    }),
    [parameters],
  )
  const change = useCallback(
    (part: ViewStateChange) => {
      setParameters(
        before => {
          const next = new URLSearchParams(before)
          const put = (name: string, value: string | undefined) =>
            value === undefined || value === '' ? next.delete(name) : next.set(name, value)
          if ('conditions' in part)
            put('filter', (part.conditions ?? []).length === 0 ? undefined : JSON.stringify(part.conditions))
          if ('sort' in part) put('sort', part.sort)
          if ('columns' in part) put('columns', part.columns?.join(','))
          if ('q' in part) put('q', part.q)
          if ('saved' in part) put('saved', part.saved)
          return next
        },
        { replace: true },
      )
    },
    [setParameters],
  )
  return [state, change]
}
