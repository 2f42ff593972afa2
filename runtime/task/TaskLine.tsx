import { Link } from 'react-router'
import type { TaskDocument } from '../api/task-types.ts'
import { useNames } from '../app/directory.ts'
import { agoText } from '../app/format.ts'
import { useText } from '../i18n/useText.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { toast } from '../ui/toast.tsx'
import { DueMark } from './DueMark.tsx'
import { useAct } from './useAct.ts'
import { actText } from './words.ts'

/** Acts that need nothing but a press. */
const QUICK = ['approve', 'done'] as const

/** One task among others; what needs no words is done in place. */
export function TaskLine({ task }: { readonly task: TaskDocument }) {
  const { t, label, language } = useText()
  const names = useNames()
  const { act, busy } = useAct()
  const name = task.applicant === null ? t('word.system') : names.person(task.applicant)
  const quick = QUICK.find(
    one => task.acts.includes(one) && task.require.length === 0 && !Object.values(task.fields).includes('write'),
  )
  const press = async (one: string) => {
    try {
      await act(task, one)
      toast.done(t('task.acted', { act: t(actText(one)) }))
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <div className="fw-line">
      <Avatar name={name} size={32} />
      <Link to={`/tasks/${task.id}`} className="fw-grow fw-line-link">
        <strong className="fw-cut">{task.recordTitle || label(task.title)}</strong>
        <small className="fw-cut">
          {[label(task.recordTitle ? task.title : task.workflowName), name, agoText(task.at, language)]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </Link>
      <DueMark at={task.dueAt} />
      {quick === undefined ? null : (
        <Button size="small" busy={busy === quick} onClick={() => void press(quick)}>
          {t(actText(quick))}
        </Button>
      )}
    </div>
  )
}
