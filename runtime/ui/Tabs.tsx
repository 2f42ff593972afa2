import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'

export interface TabItem {
  readonly key: string
  readonly text: string
  readonly count?: number | undefined
}

/** Tabs by arrow keys; the panel is given by the caller for the key that is open. */
export function Tabs({
  items,
  open,
  onOpen,
  label,
  children,
}: {
  readonly items: readonly TabItem[]
  readonly open: string
  readonly onOpen: (key: string) => void
  readonly label: string
  readonly children: ReactNode
}) {
  const id = useId()
  const bar = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    const at = items.findIndex(({ key }) => key === open)
    const next = items[(at + step + items.length) % items.length]
    if (next === undefined) return
    onOpen(next.key)
    bar.current?.querySelector<HTMLElement>(`[data-tab="${next.key}"]`)?.focus()
  }
  return (
    <>
      <div role="tablist" aria-label={label} className="fw-tabs" ref={bar} onKeyDown={move}>
        {items.map(({ key, text, count }) => (
          <button
            key={key}
            type="button"
            role="tab"
            data-tab={key}
            id={`${id}-${key}`}
            aria-selected={key === open}
            aria-controls={`${id}-panel`}
            tabIndex={key === open ? 0 : -1}
            onClick={() => onOpen(key)}
          >
            {text}
            {count === undefined || count === 0 ? null : <span className="fw-count">{count}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${open}`} className="fw-tab-panel">
        {children}
      </div>
    </>
  )
}
