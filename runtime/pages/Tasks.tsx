import { useNavigate, useParams, useSearchParams } from 'react-router'
import type { TaskBox } from '../api/task-types.ts'
import { useText } from '../i18n/useText.ts'
import { usePage } from '../shell/page.tsx'
import { BatchRefused } from '../task/BatchRefused.tsx'
import { isNarrowed, readFilter, type TaskFilter, tasksPath } from '../task/filter.ts'
import { Paper } from '../task/Paper.tsx'
import { TaskFilters } from '../task/TaskFilters.tsx'
import { TaskList } from '../task/TaskList.tsx'
import { useBatch } from '../task/useBatch.ts'
import { useTasks } from '../task/useTasks.ts'
import { Button } from '../ui/Button.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { useIsPhone } from '../ui/useMedia.ts'

const boxes: readonly TaskBox[] = ['todo', 'done', 'started', 'cc']

/** 待办: the list left, the paper right; on a phone one after the other. */
export default function Tasks() {
  const { t } = useText()
  const { task } = useParams()
  const [parameters] = useSearchParams()
  const navigate = useNavigate()
  const phone = useIsPhone()
  const filter = readFilter(parameters)
  const { tasks = [] } = useTasks(filter)
  usePage(
    t('nav.tasks'),
    task === undefined ? undefined : tasksPath(filter),
    phone && task !== undefined ? 'form' : 'page',
  )
  const next = () => {
    const following = tasks.filter(({ id }) => id !== task)[0]
    void navigate(tasksPath(filter, phone || following === undefined ? '' : following.id))
  }
  if (phone) return task === undefined ? <Side filter={filter} open={task} /> : <Paper id={task} onDone={next} />
  return (
    <div className="fw-tasks">
      <Side filter={filter} open={task} />
      <div className="fw-task-paper">
        {task === undefined ? (
          <Empty icon="tasks" title={t('task.choose')} />
        ) : (
          <Paper key={task} id={task} onDone={next} />
        )}
      </div>
    </div>
  )
}

/** The boxes, what narrows them, and the tasks. */
function Side({ filter, open }: { readonly filter: TaskFilter; readonly open: string | undefined }) {
  const { t } = useText()
  const navigate = useNavigate()
  const { tasks, content, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useTasks(filter)
  const batch = useBatch()
  const show = (next: TaskFilter) => void navigate(tasksPath(next))
  return (
    <section className="fw-task-side" aria-label={t('nav.tasks')}>
      {open === undefined ? <h1 className="fw-hidden">{t('nav.tasks')}</h1> : null}
      <div className="fw-segments fw-task-boxes">
        {boxes.map(box => (
          <button
            key={box}
            type="button"
            aria-pressed={box === filter.box}
            onClick={() => show({ box, workflow: undefined, due: undefined })}
          >
            {t(`task.box.${box}`)}
          </button>
        ))}
      </div>
      <TaskFilters filter={filter} content={content} onFilter={show} />
      <BatchRefused batch={batch} />
      {error !== null && tasks === undefined ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : tasks === undefined ? (
        <div style={{ padding: 16 }}>
          <Skeleton lines={6} height={40} />
        </div>
      ) : tasks.length === 0 ? (
        <NoTasks filter={filter} onAll={() => show({ ...filter, workflow: undefined, due: undefined })} />
      ) : (
        <>
          <TaskList key={filter.box} tasks={tasks} filter={filter} open={open} batch={batch} />
          {hasNextPage ? (
            <Button wide kind="quiet" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('task.more')}
            </Button>
          ) : null}
        </>
      )}
    </section>
  )
}

function NoTasks({ filter, onAll }: { readonly filter: TaskFilter; readonly onAll: () => void }) {
  const { t } = useText()
  if (isNarrowed(filter))
    return (
      <Empty
        icon="filter"
        title={t('task.empty.filtered')}
        action={<Button onClick={onAll}>{t('task.showAll')}</Button>}
      />
    )
  const todo = filter.box === 'todo'
  return (
    <Empty
      icon="check"
      title={t(todo ? 'task.empty.todo' : 'task.empty.other')}
      hint={todo ? t('task.empty.todoHint') : undefined}
    />
  )
}
