import { useState } from 'react'
import type { TaskDocument } from '../api/task-types.ts'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { BatchDialog } from './BatchDialog.tsx'
import { type TaskFilter, tasksPath } from './filter.ts'
import { TaskCard } from './TaskCard.tsx'
import type { Batch } from './useBatch.ts'

const mayBatch = (task: TaskDocument): boolean =>
  task.acts.includes('approve') && task.require.length === 0 && task.allow.batch !== false

interface TaskListProps {
  readonly tasks: readonly TaskDocument[]
  readonly filter: TaskFilter
  readonly open: string | undefined
  readonly batch: Batch
}

/** The tasks of a box; many can be decided at once where the workflow lets them. */
export function TaskList({ tasks, filter, open, batch: { busy, run } }: TaskListProps) {
  const { t } = useText()
  const [choosing, setChoosing] = useState(false)
  const [rejecting, setRejecting] = useState(false)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const batchable = filter.box === 'todo' ? tasks.filter(mayBatch) : []
  const wanted = batchable.filter(({ id }) => chosen.has(id))
  const decide = async (act: 'approve' | 'reject', opinion = '') => {
    if (!(await run(wanted, act, opinion))) return
    setChosen(new Set())
    setChoosing(false)
    setRejecting(false)
  }
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  const all = wanted.length === batchable.length
  return (
    <>
      {batchable.length < 2 ? null : (
        <div className="fw-row fw-batch">
          <Button size="small" kind="quiet" aria-pressed={choosing} onClick={() => setChoosing(!choosing)}>
            {t(choosing ? 'word.cancel' : 'task.selectMany')}
          </Button>
          {choosing ? (
            <>
              <Button
                size="small"
                kind="quiet"
                aria-pressed={all}
                onClick={() => setChosen(new Set(all ? [] : batchable.map(({ id }) => id)))}
              >
                {t('task.selectAll')}
              </Button>
              <span className="fw-grow" />
              <Button size="small" kind="danger" disabled={wanted.length === 0} onClick={() => setRejecting(true)}>
                {t('task.batchReject')}
              </Button>
              <Button
                size="small"
                kind="primary"
                busy={busy}
                disabled={wanted.length === 0}
                onClick={() => void decide('approve')}
              >
                {t('task.batchApprove', { n: wanted.length })}
              </Button>
            </>
          ) : null}
        </div>
      )}
      <ul className="fw-task-list">
        {tasks.map(task => (
          <li key={task.id} className={task.id === open ? 'is-open' : ''}>
            {choosing ? (
              <input
                type="checkbox"
                disabled={!mayBatch(task)}
                checked={chosen.has(task.id)}
                aria-label={t('table.selectRow', { title: task.recordTitle ?? '' })}
                onChange={() => toggle(task.id)}
              />
            ) : null}
            <TaskCard
              task={task}
              path={tasksPath(filter, task.id)}
              waits={filter.box === 'todo'}
              open={task.id === open}
            />
          </li>
        ))}
      </ul>
      {rejecting ? (
        <BatchDialog
          count={wanted.length}
          busy={busy}
          onReject={opinion => void decide('reject', opinion)}
          onClose={() => setRejecting(false)}
        />
      ) : null}
    </>
  )
}
