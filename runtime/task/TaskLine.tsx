import { Link } from 'react-router'
import type { TaskDocument } from '../api/types.ts'
import { useText } from '../i18n/useText.ts'
export function TaskLine({ task }: { readonly task: TaskDocument }) {
  const { label } = useText()
  return (
    <Link className="fw-line" to={`/tasks/${task.id}`}>
      {label(task.title)}
    </Link>
  )
}
