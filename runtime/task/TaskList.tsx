import { useState } from 'react'
import { Link } from 'react-router'
import type { TaskBox, TaskDocument } from '../api/types.ts'
import { useNames } from '../app/directory.ts'
import { agoText } from '../app/format.ts'
import { useText } from '../i18n/useText.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { Tag } from '../ui/Tag.tsx'
import { toast } from '../ui/toast.tsx'
import { DueMark } from './DueMark.tsx'
import { useAct } from './useAct.ts'
import { stateColor, stateText } from './words.ts'

const mayBatch = (task: TaskDocument): boolean =>
  task.acts.includes('approve') && task.require.length === 0 && task.allow.batch !== false

interface TaskListProps {
  readonly tasks: readonly TaskDocument[]
  readonly box: TaskBox
  readonly open: string | undefined
}

/** The tasks of a box; many can be approved at once where the workflow lets them. */
export function TaskList({ tasks, box, open }: TaskListProps) {
  const { t } = useText()
  const { act } = useAct()
  const [choosing, setChoosing] = useState(false)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [busy, setBusy] = useState(false)
  const batchable = box === 'todo' ? tasks.filter(mayBatch) : []
  const approve = async () => {
    setBusy(true)
    const wanted = batchable.filter(({ id }) => chosen.has(id))
    const results = await Promise.allSettled(wanted.map(task => act(task, 'approve')))
    const failed = results.filter(({ status }) => status === 'rejected').length
    setBusy(false)
    setChosen(new Set())
    setChoosing(false)
    if (failed < results.length) toast.done(t('task.batchDone', { n: results.length - failed }))
    if (failed > 0) toast.failed(new Error(t('task.batchFailed', { n: failed })))
  }
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  return (
    <>
      {batchable.length < 2 ? null : (
        <div className="fw-row fw-batch">
          <Button size="small" kind="quiet" aria-pressed={choosing} onClick={() => setChoosing(!choosing)}>
            {t(choosing ? 'word.cancel' : 'task.selectMany')}
          </Button>
          {choosing ? (
            <Button size="small" kind="primary" busy={busy} disabled={chosen.size === 0} onClick={() => void approve()}>
              {t('task.batchApprove', { n: chosen.size })}
            </Button>
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
            <TaskCard task={task} box={box} open={task.id === open} />
          </li>
        ))}
      </ul>
    </>
  )
}

function TaskCard({ task, box, open }: { readonly task: TaskDocument; readonly box: TaskBox; readonly open: boolean }) {
  const { t, label, language } = useText()
  const names = useNames()
  const name = task.applicant === null ? t('word.system') : names.person(task.applicant)
  const status = box === 'todo' ? undefined : (task.outcome ?? task.state)
  return (
    <Link className="fw-task-card" to={`/tasks/${task.id}?box=${box}`} aria-current={open ? 'true' : undefined}>
      <Avatar name={name} size={32} />
      <span className="fw-grow">
        <strong className="fw-cut">{task.recordTitle || label(task.title)}</strong>
        <small className="fw-cut">{task.recordTitle ? label(task.title) : label(task.workflowName)}</small>
        <small className="fw-cut">
          {name} · {agoText(task.at, language)}
        </small>
      </span>
      {status === undefined ? (
        <DueMark at={task.dueAt} />
      ) : (
        <Tag color={stateColor(status)}>{t(stateText(status))}</Tag>
      )}
    </Link>
  )
}
