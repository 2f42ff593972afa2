import { useEffect, useMemo, useRef, useState } from 'react'
import { Dialog } from '../../runtime/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { parts } from './parts.ts'
import { finderTexts } from './texts.ts'

interface Found {
  readonly to: string
  readonly text: string
  readonly where: string
}

const MOST_FOUND = 30

interface FinderProps {
  readonly definition: AppDefinition
  readonly onClose: () => void
  readonly open: (to: string) => void
}

/** Ctrl/⌘ K: any part, element or field by a piece of its name; arrow keys and Enter go there. */
export function Finder({ definition, onClose, open }: FinderProps) {
  const { pair, label } = useDesign()
  const w = usePageTexts(finderTexts)
  const [wanted, setWanted] = useState('')
  const [at, setAt] = useState(0)
  const all = useMemo(() => entriesOf(definition, pair, label), [definition, pair, label])
  const box = useRef<HTMLInputElement>(null)
  // The dialog gives the focus to its first button; this one is opened to type.
  useEffect(() => box.current?.focus(), [])
  const text = wanted.trim().toLowerCase()
  const found = all
    .filter(one => `${one.text} ${one.where}`.toLowerCase().includes(text))
    .sort((a, b) => rank(a, text) - rank(b, text))
    .slice(0, MOST_FOUND)
  const go = (one: Found | undefined) => {
    if (one === undefined) return
    onClose()
    open(one.to)
  }
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }
  return (
    <Dialog title={w('find')} onClose={onClose}>
      <input
        className="fw-input"
        type="search"
        ref={box}
        role="combobox"
        aria-expanded="true"
        aria-controls="fd-found"
        aria-activedescendant={found[at] === undefined ? undefined : `fd-found-${at}`}
        aria-label={w('find')}
        placeholder={w('hint')}
        value={wanted}
        onChange={event => {
          setWanted(event.target.value)
          setAt(0)
        }}
        onKeyDown={event => {
          const step = steps[event.key]
          if (step !== undefined) {
            event.preventDefault()
            setAt(Math.max(0, Math.min(found.length - 1, at + step)))
          } else if (event.key === 'Enter') go(found[at])
        }}
      />
      <div id="fd-found" role="listbox" className="fd-found" aria-label={w('find')}>
        {found.length === 0 ? <p className="fd-empty">{w('none')}</p> : null}
        {found.map((one, index) => (
          <button
            key={one.to}
            id={`fd-found-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => go(one)}
          >
            <span className="fw-cut">{one.text}</span>
            <small>{one.where}</small>
          </button>
        ))}
      </div>
    </Dialog>
  )
}

/** Names that begin with what was typed come first, shorter ones before longer ones. */
const rank = ({ text }: Found, wanted: string): number =>
  (text.toLowerCase().startsWith(wanted) ? 0 : 1000) + text.length

type Texts = ReturnType<typeof useDesign>

function entriesOf(definition: AppDefinition, pair: Texts['pair'], label: Texts['label']): Found[] {
  const pages = parts.flatMap(({ part, name, items }) => [
    { to: part, text: pair(name), where: '' },
    ...(items?.(definition) ?? []).map(item => ({
      to: `${part}/${item.key}`,
      text: label(item.name) || item.key,
      where: pair(name),
    })),
  ])
  const fields = definition.forms.flatMap(form =>
    form.fields.map(field => ({
      to: `forms/${form.key}?at=${field.key}`,
      text: label(field.label) || field.key,
      where: label(form.name),
    })),
  )
  return [...pages, ...fields]
}
