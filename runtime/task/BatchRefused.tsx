import { useText } from '../i18n/useText.ts'
import { IconButton } from '../ui/Button.tsx'
import type { Batch } from './useBatch.ts'

/** What was not done with the others, task by task, and why. */
export function BatchRefused({ batch: { refused, forget } }: { readonly batch: Batch }) {
  const { t, label } = useText()
  if (refused.length === 0) return null
  return (
    <div className="fw-note is-danger fw-batch-refused" role="alert">
      <div className="fw-grow">
        <strong>{t('task.batchFailed', { n: refused.length })}</strong>
        <ul>
          {refused.map(({ task, why }) => (
            <li key={task.id}>
              {task.recordTitle || label(task.title)}：{why}
            </li>
          ))}
        </ul>
      </div>
      <IconButton icon="close" name={t('word.close')} onClick={forget} />
    </div>
  )
}
