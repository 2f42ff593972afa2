// biome-ignore-all lint/a11y/useSemanticElements: a native select can neither search, nor show colours, nor load
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useText } from '../i18n/useText.ts'
import { Icon } from './Icon.tsx'
import { PHONE } from './useMedia.ts'

export interface PickerItem {
  readonly key: string
  /** found by the search, and read aloud */
  readonly text: string
  readonly hint?: string | undefined
  readonly view?: ReactNode
}

export interface PickerProps {
  readonly id?: string
  readonly label: string
  readonly items: readonly PickerItem[]
  readonly chosen: readonly string[]
  readonly onChoose: (keys: readonly string[]) => void
  readonly multiple?: boolean
  readonly placeholder?: string
  /** how the chosen ones look in the closed box */
  readonly shown?: ReactNode
  readonly disabled?: boolean
  readonly invalid?: boolean
  readonly required?: boolean
  readonly describedBy?: string | undefined
  readonly onBlur?: () => void
  /** asked when the person types: the caller loads; absent = the items are filtered here */
  readonly onSearch?: (text: string) => void
  readonly loading?: boolean
  /** an entry under the list: "new ..." */
  readonly create?: { readonly text: (typed: string) => string; readonly run: (typed: string) => void } | undefined
  readonly clearable?: boolean
}

const SEARCH_FROM = 8
const MOST_SHOWN = 200

/** A searchable choice of our own: a list under the box on a desk, a sheet from below on a phone. */
export function Picker(props: PickerProps) {
  const { t } = useText()
  const { chosen, multiple = false, clearable = true } = props
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLButtonElement>(null)
  const listId = useId()
  const close = () => {
    setOpen(false)
    props.onBlur?.()
    box.current?.focus()
  }
  const choose = (key: string) => {
    if (!multiple) {
      props.onChoose([key])
      close()
    } else props.onChoose(chosen.includes(key) ? chosen.filter(item => item !== key) : [...chosen, key])
  }
  return (
    <span className="fw-picker">
      <button
        type="button"
        ref={box}
        id={props.id}
        className="fw-input fw-picker-box"
        role="combobox"
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-controls={listId}
        aria-label={props.id === undefined ? props.label : undefined}
        aria-invalid={props.invalid || undefined}
        aria-required={props.required || undefined}
        aria-describedby={props.describedBy}
        disabled={props.disabled}
        onClick={() => setOpen(true)}
        onKeyDown={event => {
          if (event.key === 'ArrowDown') {
            event.preventDefault()
            setOpen(true)
          }
        }}
      >
        <span className="fw-grow fw-picker-shown">
          {chosen.length === 0 ? (
            <span className="fw-placeholder">{props.placeholder ?? t('field.choose')}</span>
          ) : (
            (props.shown ?? props.items.filter(item => chosen.includes(item.key)).map(item => item.view ?? item.text))
          )}
        </span>
        <Icon name="chevronDown" size={16} />
      </button>
      {clearable && chosen.length > 0 && props.disabled !== true ? (
        <button
          type="button"
          className="fw-picker-clear"
          aria-label={`${t('word.clear')}：${props.label}`}
          onClick={() => {
            props.onChoose([])
            props.onBlur?.()
          }}
        >
          <Icon name="close" size={14} />
        </button>
      ) : null}
      {open ? <PickerList {...props} id={listId} anchor={box} choose={choose} close={close} /> : null}
    </span>
  )
}

interface ListProps extends PickerProps {
  readonly id: string
  readonly anchor: React.RefObject<HTMLButtonElement | null>
  readonly choose: (key: string) => void
  readonly close: () => void
}

function PickerList(props: ListProps) {
  const { t } = useText()
  const { items, chosen, onSearch, create, close, anchor } = props
  const [text, setText] = useState('')
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      items.findIndex(item => item.key === chosen[0]),
    ),
  )
  const panel = useRef<HTMLDivElement>(null)
  const searching = onSearch !== undefined || items.length > SEARCH_FROM || create !== undefined
  const wanted = text.trim().toLowerCase()
  const found = (
    onSearch !== undefined || wanted === ''
      ? items
      : items.filter(item => `${item.text} ${item.hint ?? ''}`.toLowerCase().includes(wanted))
  ).slice(0, MOST_SHOWN)
  usePanelPlace(panel, anchor)
  useEffect(() => {
    const away = (event: PointerEvent) => {
      const target = event.target as Node
      if (!panel.current?.contains(target) && !anchor.current?.contains(target)) close()
    }
    document.addEventListener('pointerdown', away)
    return () => document.removeEventListener('pointerdown', away)
  })
  useEffect(() => {
    panel.current?.querySelector<HTMLElement>('input, [role=listbox]')?.focus()
  }, [])
  useEffect(() => {
    panel.current?.querySelector('[aria-current=true]')?.scrollIntoView({ block: 'nearest' })
  })
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setAt((at + step + found.length) % Math.max(1, found.length))
    else if (event.key === 'Enter') {
      const item = found[at]
      if (item !== undefined) props.choose(item.key)
      else if (create !== undefined) create.run(text.trim())
    } else if (event.key === 'Escape' || event.key === 'Tab') close()
    else return
    if (event.key !== 'Tab') event.preventDefault()
    event.stopPropagation()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the list inside
    <div ref={panel} popover="manual" className="fw-picker-panel" onKeyDown={press}>
      <div className="fw-picker-head">
        <strong>{props.label}</strong>
        {props.multiple === true ? (
          <button type="button" className="fw-button is-link" onClick={close}>
            {t('word.ok')}
          </button>
        ) : null}
      </div>
      {searching ? (
        <div className="fw-picker-search">
          <Icon name="search" size={16} />
          <input
            value={text}
            aria-label={t('field.search')}
            placeholder={t('field.search')}
            aria-controls={props.id}
            onChange={event => {
              setText(event.target.value)
              setAt(0)
              onSearch?.(event.target.value)
            }}
          />
        </div>
      ) : null}
      <div
        role="listbox"
        id={props.id}
        aria-label={props.label}
        aria-multiselectable={props.multiple}
        tabIndex={-1}
        className="fw-picker-list"
      >
        {found.map((item, index) => (
          <button
            key={item.key}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={chosen.includes(item.key)}
            aria-current={index === at}
            onClick={() => props.choose(item.key)}
          >
            <span className="fw-grow">{item.view ?? item.text}</span>
            {item.hint === undefined || item.hint === '' ? null : <small>{item.hint}</small>}
            {chosen.includes(item.key) ? <Icon name="check" size={16} /> : null}
          </button>
        ))}
        {found.length > 0 ? null : (
          <p className="fw-picker-none">{props.loading === true ? t('word.loading') : t('field.noOptions')}</p>
        )}
      </div>
      {create === undefined ? null : (
        <button type="button" className="fw-picker-create" onClick={() => create.run(text.trim())}>
          <Icon name="plus" size={16} />
          {create.text(text.trim())}
        </button>
      )}
    </div>
  )
}

/** Under the box, or over it where there is no room; a phone's sheet is placed by CSS. */
function usePanelPlace(
  panel: React.RefObject<HTMLDivElement | null>,
  anchor: React.RefObject<HTMLElement | null>,
): void {
  useLayoutEffect(() => {
    const [element, box] = [panel.current, anchor.current?.getBoundingClientRect()]
    if (element === null || box === undefined) return
    element.showPopover()
    if (window.matchMedia(PHONE).matches) return
    const room = window.innerHeight - box.bottom - 12
    const above = room < 260 && box.top > room
    const width = Math.max(box.width, 240)
    element.style.left = `${Math.min(box.left, window.innerWidth - width - 8)}px`
    element.style.width = `${width}px`
    element.style.maxHeight = `${Math.min(360, above ? box.top - 12 : room)}px`
    if (above) element.style.bottom = `${window.innerHeight - box.top + 4}px`
    else element.style.top = `${box.bottom + 4}px`
  }, [panel, anchor])
}
