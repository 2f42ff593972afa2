import { useId, useState } from 'react'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

interface ClaimDialogProps {
  readonly title: string
  readonly text?: string
  readonly act: string
  readonly question: string
  readonly required: boolean
  readonly onAct: (reason: string) => Promise<void>
  readonly onClose: () => void
}

/** Asks for the one sentence why. */
export function ClaimDialog({ title, text, act, question, required, onAct, onClose }: ClaimDialogProps) {
  const { t } = useText()
  const id = useId()
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const run = async () => {
    setBusy(true)
    await onAct(reason.trim())
    setBusy(false)
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button kind="primary" busy={busy} disabled={required && reason.trim() === ''} onClick={() => void run()}>
            {act}
          </Button>
        </>
      }
    >
      <div className="fw-stack">
        {text === undefined ? null : <p>{text}</p>}
        <div>
          <label className="fw-label" htmlFor={id}>
            {question}
          </label>
          <textarea
            id={id}
            className="fw-textarea"
            rows={3}
            maxLength={2000}
            value={reason}
            onChange={event => setReason(event.target.value)}
          />
        </div>
      </div>
    </Dialog>
  )
}
