import { useState } from 'react'
import { Button, IconButton } from '../../../runtime/index.ts'
import { useDesign, usePageTexts } from '../../texts.ts'
import type { PanelContext } from '../context.ts'
import { panelTexts } from '../texts.ts'
import { ValueRow } from './ValueRow.tsx'

interface NamedRowProps {
  readonly name: string
  readonly value: unknown
  readonly context: PanelContext
  readonly onChange: (value: unknown) => void
}

/** Values under names the author gives: what is sent to another system. A value may be made of named values itself. */
export function NamedRow({ name, value, context, onChange }: NamedRowProps) {
  const { d } = useDesign()
  const w = usePageTexts(panelTexts)
  const [wanted, setWanted] = useState('')
  const entries = Object.entries((value ?? {}) as Readonly<Record<string, unknown>>)
  const keep = (next: readonly (readonly [string, unknown])[]) =>
    onChange(next.length === 0 ? undefined : Object.fromEntries(next))
  const free = wanted.trim() !== '' && !entries.some(([key]) => key === wanted.trim())
  const add = () => {
    if (!free) return
    keep([...entries, [wanted.trim(), '']])
    setWanted('')
  }
  return (
    <fieldset className="fd-named">
      <legend className="fd-row-name">{name}</legend>
      {entries.map(([key, one]) => (
        <div key={key} className="fd-map-entry">
          <OneValue
            name={key}
            value={one}
            context={context}
            onChange={next => keep(entries.map(entry => (entry[0] === key ? [key, next ?? ''] : entry)))}
          />
          <IconButton
            icon="close"
            size={14}
            name={`${d('designer.remove')} ${key}`}
            onClick={() => keep(entries.filter(entry => entry[0] !== key))}
          />
        </div>
      ))}
      <div className="fd-map-entry">
        <input
          className="fw-input"
          aria-label={`${name}: ${w('newName')}`}
          placeholder={w('newName')}
          value={wanted}
          onChange={event => setWanted(event.target.value)}
          onKeyDown={event => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add()
          }}
        />
        <Button size="small" disabled={!free} onClick={add}>
          {d('designer.add')}
        </Button>
      </div>
    </fieldset>
  )
}

function OneValue({ name, value, context, onChange }: NamedRowProps) {
  const w = usePageTexts(panelTexts)
  if (Array.isArray(value))
    return (
      <p className="fd-hint">
        {name} {w('manyValues', { n: value.length })}
      </p>
    )
  if (value !== null && typeof value === 'object')
    return <NamedRow name={name} value={value} context={context} onChange={next => onChange(next ?? {})} />
  return (
    <div>
      <ValueRow name={name} value={value} context={context} onChange={onChange} />
    </div>
  )
}
