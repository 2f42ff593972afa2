import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Icon, type IconName } from './Icon.tsx'

export interface MenuItem {
  readonly key: string
  readonly text: string
  readonly icon?: IconName
  readonly danger?: boolean
  readonly checked?: boolean
  readonly disabled?: boolean
  readonly hint?: string
  readonly run: () => void
}

export interface PopoverProps {
  readonly trigger: (props: { 'aria-expanded': boolean; 'aria-controls': string; onClick: () => void }) => ReactNode
  readonly children: (close: () => void) => ReactNode
  readonly side?: 'left' | 'right'
  readonly className?: string
}

/** Something that opens under its trigger and closes by Esc or a click elsewhere. */
export function Popover({ trigger, children, side = 'left', className = '' }: PopoverProps) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const id = useId()
  useEffect(() => {
    if (!open) return
    const away = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', away)
    return () => document.removeEventListener('pointerdown', away)
  }, [open])
  const close = () => {
    setOpen(false)
    root.current?.querySelector<HTMLElement>('[aria-expanded]')?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc closes what is open inside
    <div
      className="fw-popover-root"
      ref={root}
      onKeyDown={event => {
        if (event.key !== 'Escape' || !open) return
        event.stopPropagation()
        close()
      }}
    >
      {trigger({ 'aria-expanded': open, 'aria-controls': id, onClick: () => setOpen(!open) })}
      {open ? (
        <div id={id} className={`fw-popover is-${side} ${className}`}>
          {children(close)}
        </div>
      ) : null}
    </div>
  )
}

/** Entries by arrow keys. */
export function MenuList({
  items,
  close,
  label,
}: {
  readonly items: readonly MenuItem[]
  readonly close: () => void
  readonly label: string
}) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => list.current?.querySelector<HTMLElement>('[role^=menuitem]:not(:disabled)')?.focus(), [])
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const entries = [...(list.current?.querySelectorAll<HTMLElement>('[role^=menuitem]:not(:disabled)') ?? [])]
    const at = entries.indexOf(document.activeElement as HTMLElement)
    entries[(at + step + entries.length) % entries.length]?.focus()
  }
  return (
    <div role="menu" aria-label={label} className="fw-menu" ref={list} tabIndex={-1} onKeyDown={move}>
      {items.map(item => (
        <button
          key={item.key}
          type="button"
          role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
          {...(item.checked === undefined ? {} : { 'aria-checked': item.checked })}
          className={item.danger === true ? 'is-danger' : ''}
          disabled={item.disabled}
          onClick={() => {
            close()
            item.run()
          }}
        >
          {item.icon === undefined ? null : <Icon name={item.icon} size={17} />}
          <span>{item.text}</span>
          {item.hint === undefined ? null : <small>{item.hint}</small>}
          {item.checked === true ? <Icon name="check" size={16} className="fw-menu-check" /> : null}
        </button>
      ))}
    </div>
  )
}

interface MenuProps extends Omit<PopoverProps, 'children'> {
  readonly items: readonly MenuItem[]
  readonly label: string
}

export function Menu({ items, label, ...rest }: MenuProps) {
  return <Popover {...rest}>{close => <MenuList items={items} close={close} label={label} />}</Popover>
}
