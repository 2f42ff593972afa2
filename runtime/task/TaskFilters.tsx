import type { BoxContent } from '../api/task-types.ts'
import { useText } from '../i18n/useText.ts'
import { isNarrowed, type TaskFilter } from './filter.ts'

const DUE = ['overdue', 'today'] as const

/** Narrows a box: by when things are due, and by workflow with how many there are. */
export function TaskFilters({
  filter,
  content,
  onFilter,
}: {
  readonly filter: TaskFilter
  readonly content: readonly BoxContent[]
  readonly onFilter: (next: TaskFilter) => void
}) {
  const { t, label } = useText()
  const keyOf = ({ app, workflow }: BoxContent): string => `${app}/${workflow ?? ''}`
  const several = content.length > 1 || filter.workflow !== undefined
  if (!several && filter.box !== 'todo') return null
  return (
    <fieldset className="fw-task-filters">
      <legend className="fw-hidden">{t('task.filters')}</legend>
      <button
        type="button"
        aria-pressed={!isNarrowed(filter)}
        onClick={() => onFilter({ ...filter, workflow: undefined, due: undefined })}
      >
        {t('task.all')}
      </button>
      {filter.box === 'todo'
        ? DUE.map(due => (
            <button
              key={due}
              type="button"
              aria-pressed={filter.due === due}
              onClick={() => onFilter({ ...filter, due: filter.due === due ? undefined : due })}
            >
              {t(due === 'overdue' ? 'task.overdueOnly' : 'task.dueToday')}
            </button>
          ))
        : null}
      {several
        ? content.map(one => (
            <button
              key={keyOf(one)}
              type="button"
              aria-pressed={filter.workflow === keyOf(one)}
              onClick={() => onFilter({ ...filter, workflow: filter.workflow === keyOf(one) ? undefined : keyOf(one) })}
            >
              {label(one.name)} <span className="fw-number">{one.count}</span>
            </button>
          ))
        : null}
    </fieldset>
  )
}
