import { useInfiniteQuery } from '@tanstack/react-query'
import { get, queryText } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { BoxContent, TaskDocument } from '../api/task-types.ts'
import type { TaskFilter } from './filter.ts'

interface TaskPage {
  readonly tasks: readonly TaskDocument[]
  readonly nextCursor: string | null
  /** on the first page: what the whole box holds */
  readonly content?: readonly BoxContent[]
}

/** The tasks of a box, a page at a time. */
export function useTasks({ box, workflow, due }: TaskFilter) {
  const query = useInfiniteQuery({
    queryKey: keys.taskPages(box, { workflow, due }),
    queryFn: ({ pageParam, signal }) =>
      get<TaskPage>(`/tasks${queryText({ box, workflow, due, limit: 50, cursor: pageParam })}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
  })
  return {
    ...query,
    tasks: query.data?.pages.flatMap(page => page.tasks),
    content: query.data?.pages[0]?.content ?? [],
  }
}
