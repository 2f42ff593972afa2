import { type KeyboardEvent, useState } from 'react'
import { Button, IconButton } from '../../../runtime/index.ts'
import { useKept } from '../../properties/useKept.ts'
import { useDesign, usePageTexts } from '../../texts.ts'
import { fieldChoices, type PanelContext } from '../context.ts'
import { panelTexts } from '../texts.ts'
import { Chooser } from './Chooser.tsx'
import { ValueRow } from './ValueRow.tsx'

interface NamedRowProps {
  readonly name: string
  readonly value: unknown
  readonly context: PanelContext
  readonly onChange: (value: unknown) => void
}

/** What a value may be: one, a group of named ones, several in order. */
const BEGINNINGS = { one: '', group: {}, list: [] } as const
type Kind = keyof typeof BEGINNINGS
const kinds = Object.keys(BEGINNINGS) as readonly Kind[]

/** Values under names the author gives: what is sent to another system. A value may be made of values itself, by name or in order. */
export function NamedRow({ name, value, context, onChange }: NamedRowProps) {
  const { d, label } = useDesign()
  const w = usePageTexts(panelTexts)
  const entries = Object.entries((value ?? {}) as Readonly<Record<string, unknown>>)
  const taken = entries.map(([key]) => key)
  const keep = (next: readonly (readonly [string, unknown])[]) =>
    onChange(next.length === 0 ? undefined : Object.fromEntries(next))
  const replace = (at: number, entry: readonly [string, unknown]) => keep(entries.with(at, [...entry]))
  const fields = fieldChoices(context, label)
  return (
    <fieldset className="fd-named">
      <legend className="fd-row-name">{name}</legend>
      {entries.map(([key, one], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name is changed in place
        <div key={at} className="fd-named-entry">
          <NameInput
            name={w('nameOf', { name: key })}
            value={key}
            taken={taken}
            onChange={to => replace(at, [to, one])}
          />
          <OneValue
            name={w('valueOf', { name: key })}
            value={one}
            context={context}
            onChange={next => replace(at, [key, next ?? ''])}
          />
          <IconButton
            icon="close"
            size={14}
            name={`${d('designer.remove')} ${key}`}
            onClick={() => keep(entries.toSpliced(at, 1))}
          />
        </div>
      ))}
      <Addition name={name} taken={taken} onAdd={(key, kind) => keep([...entries, [key, BEGINNINGS[kind]]])}>
        {fields.length === 0 ? null : (
          <Chooser
            label={`${name}: ${w('addField')}`}
            asks={w('addField')}
            choices={fields.filter(([key]) => !taken.includes(key))}
            onChoose={key => keep([...entries, [key, `={${key}}`]])}
          />
        )}
      </Addition>
    </fieldset>
  )
}

interface NameInputProps {
  readonly name: string
  readonly value: string
  readonly taken: readonly string[]
  readonly onChange: (name: string) => void
}

/** The name a value goes by; an empty one, or one that is there already, is not taken. */
function NameInput({ name, value, taken, onChange }: NameInputProps) {
  const kept = useKept(value, text => {
    if (text.trim() !== '' && !taken.includes(text.trim())) onChange(text.trim())
  })
  return <input {...kept} className="fw-input" aria-label={name} title={value} />
}

interface AdditionProps {
  readonly name: string
  readonly taken: readonly string[]
  readonly onAdd: (key: string, kind: Kind) => void
  /** the short way: one of the form's fields */
  readonly children: React.ReactNode
}

function Addition({ name, taken, onAdd, children }: AdditionProps) {
  const { d } = useDesign()
  const w = usePageTexts(panelTexts)
  const [wanted, setWanted] = useState('')
  const [kind, setKind] = useState<Kind>('one')
  const free = wanted.trim() !== '' && !taken.includes(wanted.trim())
  const add = () => {
    if (!free) return
    onAdd(wanted.trim(), kind)
    setWanted('')
    setKind('one')
  }
  return (
    <div className="fd-named-add">
      {children}
      <input
        className="fw-input"
        aria-label={`${name}: ${w('newName')}`}
        placeholder={w('newName')}
        value={wanted}
        onChange={event => setWanted(event.target.value)}
        onKeyDown={event => onEnter(event, add)}
      />
      <KindChoice name={`${name}: ${w('kindOf')}`} value={kind} onChange={setKind} />
      <Button size="small" disabled={!free} onClick={add}>
        {d('designer.add')}
      </Button>
    </div>
  )
}

const onEnter = (event: KeyboardEvent, act: () => void): void => {
  if (event.key !== 'Enter') return
  event.preventDefault()
  act()
}

interface KindChoiceProps {
  readonly name: string
  readonly value: Kind
  readonly onChange: (kind: Kind) => void
}

function KindChoice({ name, value, onChange }: KindChoiceProps) {
  const w = usePageTexts(panelTexts)
  return (
    <select
      className="fw-input"
      aria-label={name}
      value={value}
      onChange={event => onChange(event.target.value as Kind)}
    >
      {kinds.map(kind => (
        <option key={kind} value={kind}>
          {w(`kind_${kind}`)}
        </option>
      ))}
    </select>
  )
}

function OneValue({ name, value, context, onChange }: NamedRowProps) {
  if (Array.isArray(value)) return <Items name={name} value={value} context={context} onChange={onChange} />
  if (value !== null && typeof value === 'object')
    return <NamedRow name={name} value={value} context={context} onChange={next => onChange(next ?? {})} />
  return (
    <div>
      <ValueRow name={name} value={value} context={context} onChange={onChange} />
    </div>
  )
}

interface ItemsProps extends NamedRowProps {
  readonly value: readonly unknown[]
}

/** Values in order, each of any kind. */
function Items({ name, value, context, onChange }: ItemsProps) {
  const { d } = useDesign()
  const w = usePageTexts(panelTexts)
  const [kind, setKind] = useState<Kind>('one')
  return (
    <fieldset className="fd-named">
      <legend className="fd-row-name">{name}</legend>
      {value.map((one, at) => {
        const number = w('itemOf', { name, n: at + 1 })
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an item has nothing but its place
          <div key={at} className="fd-map-entry">
            <OneValue
              name={number}
              value={one}
              context={context}
              onChange={next => onChange(value.with(at, next ?? ''))}
            />
            <IconButton
              icon="close"
              size={14}
              name={`${d('designer.remove')} ${number}`}
              onClick={() => onChange(value.toSpliced(at, 1))}
            />
          </div>
        )
      })}
      <div className="fd-named-add">
        <KindChoice name={`${name}: ${w('kindOf')}`} value={kind} onChange={setKind} />
        <Button size="small" icon="plus" onClick={() => onChange([...value, BEGINNINGS[kind]])}>
          {w('addItem')}
        </Button>
      </div>
    </fieldset>
  )
}
