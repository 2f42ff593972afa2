import { useId, useState } from 'react'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

/** Why many are rejected: one opinion for all of them. */
export function BatchDialog({
  count,
  busy,
  onReject,
  onClose,
}: {
  readonly count: number
  readonly busy: boolean
  readonly onReject: (opinion: string) => void
  readonly onClose: () => void
}) {
  const { t } = useText()
  const id = useId()
  const [opinion, setOpinion] = useState('')
  return (
    <Dialog
      title={t('task.batchRejectTitle', { n: count })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button kind="danger" busy={busy} disabled={opinion.trim() === ''} onClick={() => onReject(opinion.trim())}>
            {t('task.batchReject')}
          </Button>
        </>
      }
    >
      <label className="fw-label" htmlFor={id}>
        {t('task.opinion')}
      </label>
      <textarea
        id={id}
        className="fw-textarea"
        rows={3}
        maxLength={5000}
        value={opinion}
        onChange={event => setOpinion(event.target.value)}
      />
    </Dialog>
  )
}
