import { queryText } from '../api/client.ts'
import type { TaskBox } from '../api/task-types.ts'

/** Which tasks of a box are shown; it stands in the address, so that going back finds it again. */
export interface TaskFilter {
  readonly box: TaskBox
  /** `app/workflow` */
  readonly workflow: string | undefined
  readonly due: 'overdue' | 'today' | undefined
}

const BOXES: readonly TaskBox[] = ['todo', 'done', 'started', 'cc']

export function readFilter(parameters: URLSearchParams): TaskFilter {
  const due = parameters.get('due')
  return {
    box: BOXES.find(box => box === parameters.get('box')) ?? 'todo',
    workflow: parameters.get('workflow') ?? undefined,
    due: due === 'overdue' || due === 'today' ? due : undefined,
  }
}

export const isNarrowed = ({ workflow, due }: TaskFilter): boolean => workflow !== undefined || due !== undefined

/** The address of the list, or of a task in it. */
export const tasksPath = ({ box, workflow, due }: TaskFilter, task = ''): string =>
  `/tasks${task === '' ? '' : `/${task}`}${queryText({ box, workflow, due })}`
