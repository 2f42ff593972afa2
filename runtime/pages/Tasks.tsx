import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import type { TaskBox } from '../api/types.ts'
import { useText } from '../i18n/useText.ts'
import { tasksQuery } from '../live/counts.ts'
import { usePage } from '../shell/page.tsx'
import { Paper } from '../task/Paper.tsx'
import { TaskList } from '../task/TaskList.tsx'
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
  const box = boxes.find(one => one === parameters.get('box')) ?? 'todo'
  usePage(
    t('nav.tasks'),
    task === undefined ? undefined : `/tasks?box=${box}`,
    phone && task !== undefined ? 'form' : 'page',
  )
  const { data, error, refetch } = useQuery(tasksQuery(box))
  const tasks = data?.tasks ?? []
  const next = () => {
    const following = tasks.filter(({ id }) => id !== task)[0]
    void navigate(phone || following === undefined ? `/tasks?box=${box}` : `/tasks/${following.id}?box=${box}`)
  }
  const list = (
    <section className="fw-task-side" aria-label={t('nav.tasks')}>
      {task === undefined ? <h1 className="fw-hidden">{t('nav.tasks')}</h1> : null}
      <div className="fw-segments fw-task-boxes">
        {boxes.map(one => (
          <button key={one} type="button" aria-pressed={one === box} onClick={() => void navigate(`/tasks?box=${one}`)}>
            {t(`task.box.${one}`)}
          </button>
        ))}
      </div>
      {error !== null && data === undefined ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <div style={{ padding: 16 }}>
          <Skeleton lines={6} height={40} />
        </div>
      ) : tasks.length === 0 ? (
        <Empty
          icon="check"
          title={t(box === 'todo' ? 'task.empty.todo' : 'task.empty.other')}
          hint={box === 'todo' ? t('task.empty.todoHint') : undefined}
        />
      ) : (
        <TaskList tasks={tasks} box={box} open={task} />
      )}
    </section>
  )
  if (phone) return task === undefined ? list : <Paper id={task} onDone={next} />
  return (
    <div className="fw-tasks">
      {list}
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
