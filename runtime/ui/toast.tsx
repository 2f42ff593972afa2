import { create } from 'zustand'
import { messageOf } from '../api/apiError.ts'
import { useText } from '../i18n/useText.ts'
import { IconButton } from './Button.tsx'
import { Icon } from './Icon.tsx'

interface Toast {
  readonly id: number
  readonly kind: 'done' | 'failed' | 'note'
  readonly text: string
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
}

const SHOWN_MS = { done: 3500, note: 6000, failed: 8000 } as const
const MOST = 3
const useToasts = create<{ toasts: readonly Toast[] }>(() => ({ toasts: [] }))
let last = 0

const drop = (id: number): void =>
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter(item => item.id !== id) }))

function show(kind: Toast['kind'], text: string, action?: Toast['action']): void {
  last += 1
  const id = last
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter(item => item.text !== text), { id, kind, text, action }].slice(-MOST),
  }))
  setTimeout(() => drop(id), action === undefined ? SHOWN_MS[kind] : SHOWN_MS.failed)
}

/** Short words at the edge of the page; a screen reader hears them. */
export const toast = {
  done: (text: string, action?: Toast['action']) => show('done', text, action),
  note: (text: string, action?: Toast['action']) => show('note', text, action),
  /** the words of whatever was thrown */
  failed: (error: unknown) => show('failed', messageOf(error)),
}

const icons = { done: 'check', failed: 'alert', note: 'info' } as const

export function ToastHost() {
  const { t } = useText()
  const toasts = useToasts(state => state.toasts)
  return (
    <div className="fw-toasts" role="status" aria-live="polite">
      {toasts.map(({ id, kind, text, action }) => (
        <div key={id} className={`fw-toast is-${kind}`}>
          <Icon name={icons[kind]} size={17} />
          <span>{text}</span>
          {action === undefined ? null : (
            <button
              type="button"
              className="fw-toast-action"
              onClick={() => {
                drop(id)
                action.run()
              }}
            >
              {action.label}
            </button>
          )}
          <IconButton icon="close" size={14} name={t('word.close')} onClick={() => drop(id)} />
        </div>
      ))}
    </div>
  )
}
