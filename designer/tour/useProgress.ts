import { useQuery, useQueryClient } from '@tanstack/react-query'
import { get, request } from '../../runtime/index.ts'

export interface Progress {
  readonly step: string
  readonly ended: boolean
}

const KEY = ['tours']

/** How far this person is, on whatever machine: undefined while it is read, null when the tour was not begun. */
export function useProgress(): readonly [Progress | null | undefined, (next: Progress) => void] {
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) =>
      (await get<{ tours: { first_app?: Progress } }>('/me/tours', signal)).tours.first_app ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const keep = (next: Progress): void => {
    client.setQueryData(KEY, next)
    // Not kept is not lost: it is asked again another day.
    request('PUT', '/me/tours/first_app', { body: next }).catch(() => undefined)
  }
  return [data, keep]
}
