import { useQuery } from '@tanstack/react-query'
import { get } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { BoxContent, TaskBox, TaskDocument } from '../api/task-types.ts'
import type { Notice } from '../api/types.ts'

export const tasksQuery = (box: TaskBox) => ({
  queryKey: keys.tasks(box),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<{ tasks: readonly TaskDocument[]; nextCursor: string | null; content: readonly BoxContent[] }>(
      `/tasks?box=${box}&limit=100`,
      signal,
    ),
  staleTime: 30_000,
})

export const noticesQuery = {
  queryKey: keys.notices,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<{ notifications: readonly Notice[]; unread: number }>('/notifications?limit=50', signal),
  staleTime: 60_000,
}

/** Open tasks of the person at the screen. */
export function useTodoCount(): number {
  const content = useQuery({ ...tasksQuery('todo'), retry: false }).data?.content ?? []
  return content.reduce((sum, { count }) => sum + count, 0)
}

export function useUnreadCount(): number {
  return useQuery(noticesQuery).data?.unread ?? 0
}
