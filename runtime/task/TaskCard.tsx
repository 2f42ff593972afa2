import { Link } from 'react-router'
import type { TaskDocument } from '../api/task-types.ts'
import { useNames } from '../app/directory.ts'
import { agoText } from '../app/format.ts'
import { useText } from '../i18n/useText.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Tag } from '../ui/Tag.tsx'
import { DueMark } from './DueMark.tsx'
import { stateColor, stateText } from './words.ts'

/** One task in a list: what it is about, from whom, since when; how it stands or when it is due. */
export function TaskCard({
  task,
  path,
  waits,
  open,
}: {
  readonly task: TaskDocument
  readonly path: string
  /** it waits for the reader: when it is due matters, not how it stands */
  readonly waits: boolean
  readonly open: boolean
}) {
  const { t, label, language } = useText()
  const names = useNames()
  const name = task.applicant === null ? t('word.system') : names.person(task.applicant)
  const ended = task.instance !== null && task.instance.status !== 'running'
  const status = ended ? (task.instance?.outcome ?? task.state) : (task.outcome ?? task.state)
  return (
    <Link className="fw-task-card" to={path} aria-current={open ? 'true' : undefined}>
      <Avatar name={name} size={32} />
      <span className="fw-grow">
        <strong className="fw-cut">{task.recordTitle || label(task.title)}</strong>
        <small className="fw-cut">{task.recordTitle ? label(task.title) : label(task.workflowName)}</small>
        <small className="fw-cut">
          {name} · {agoText(task.at, language)}
        </small>
      </span>
      {waits ? <DueMark at={task.dueAt} /> : <Tag color={stateColor(status)}>{t(stateText(status))}</Tag>}
    </Link>
  )
}
