import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { useText } from '../i18n/useText.ts'
import { IconButton } from './Button.tsx'

interface DialogProps {
  readonly title: string
  readonly children: ReactNode
  readonly footer?: ReactNode
  readonly onClose: () => void
  /** `sheet` comes from the side on a desk; on a phone every dialog comes from below */
  readonly kind?: 'middle' | 'wide' | 'sheet'
}

/** The browser's own dialog: focus stays inside, Esc closes, the page behind is inert. */
export function Dialog({ title, children, footer, onClose, kind = 'middle' }: DialogProps) {
  const { t } = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  // Closed while it still stands in the page, it gives the focus back to where it came from.
  useLayoutEffect(() => {
    const element = dialog.current
    if (element !== null && !element.open) element.showModal()
    return () => element?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes it by keyboard; the click is on the shade around it
    <dialog
      ref={dialog}
      className={`fw-dialog is-${kind}`}
      aria-labelledby={id}
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
      onClick={event => {
        if (event.target === dialog.current) onClose()
      }}
    >
      <div className="fw-dialog-box">
        <header className="fw-dialog-head">
          <h2 id={id}>{title}</h2>
          <IconButton icon="close" name={t('word.close')} onClick={onClose} />
        </header>
        <div className="fw-dialog-body">{children}</div>
        {footer === undefined ? null : <footer className="fw-dialog-foot">{footer}</footer>}
      </div>
    </dialog>
  )
}
