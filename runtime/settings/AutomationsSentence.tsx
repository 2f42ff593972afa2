import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { request } from '../api/client.ts'
import { automationWords } from '../i18n/texts/automations.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { automationsKey, type ReadingDocument, type Suggestion } from './automationDocuments.ts'

/** Makes sense of a text: on the server with what is stored, in the designer with what is being drawn. */
export interface SentenceReader {
  /** names what it reads with: another key, another reading */
  readonly key: readonly unknown[]
  read(text: string, signal: AbortSignal): Promise<ReadingDocument>
}

/** Reads with the draft as the server has it. */
export const serverReader = (app: string): SentenceReader => ({
  key: automationsKey(app),
  read: (text, signal) => request<ReadingDocument>('POST', `/apps/${app}/automations/read`, { body: { text }, signal }),
})

interface SentenceBoxProps {
  readonly reader: SentenceReader
  readonly start?: string
  /** stands in the box at first, not yet kept */
  readonly typed?: string
  readonly act: string
  /** answers whether it was kept */
  readonly onSay: (text: string) => Promise<boolean>
}

const MOST_SHOWN = 12
const SETTLED_MS = 200

/** A sentence as it is typed: what it is understood as, where it is not, and how it can go on. */
export function SentenceBox({ reader, start = '', typed = start, act, onSay }: SentenceBoxProps) {
  const w = useWords(automationWords)
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const offers = useRef<HTMLDivElement>(null)
  const [text, setText] = useState(typed)
  const [busy, setBusy] = useState(false)
  const { reading, current } = useReading(reader, text)
  const say = async () => {
    setBusy(true)
    if (await onSay(text)) setText(start)
    setBusy(false)
  }
  const accept = (offer: Suggestion) => {
    const next = joined(text, offer)
    setText(next)
    requestAnimationFrame(() => {
      field.current?.focus()
      // Between quotation marks one goes on inside.
      const at = /[”」]$/.test(next) && /^[“「]/.test(offer.text) ? next.length - 1 : next.length
      field.current?.setSelectionRange(at, at)
    })
  }
  const toOffers = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' || field.current?.selectionStart !== text.length) return
    event.preventDefault()
    offers.current?.querySelector('button')?.focus()
  }
  const understood = reading?.understood === true && reading.mistakes.length === 0
  return (
    <div className="fw-sentence">
      <label className="fw-label" htmlFor={id}>
        {w('write')}
      </label>
      <textarea
        id={id}
        ref={field}
        className="fw-textarea"
        rows={2}
        maxLength={1000}
        value={text}
        placeholder={w('placeholder')}
        aria-describedby={`${id}-reading`}
        onChange={event => setText(event.target.value)}
        onKeyDown={toOffers}
      />
      <div id={`${id}-reading`} aria-live="polite">
        {reading === undefined || !current || text.trim() === '' ? null : <ReadingView reading={reading} text={text} />}
      </div>
      <Offers list={offers} reading={current ? reading : undefined} text={text} onAccept={accept} />
      <div className="fw-row fw-sentence-acts">
        <Button
          kind="primary"
          busy={busy}
          disabled={!understood || !current || text.trim() === start.trim()}
          onClick={() => void say()}
        >
          {act}
        </Button>
      </div>
    </div>
  )
}

/** What is made of the text, a moment after the last key. `current`: it is about the text as it stands. */
function useReading(reader: SentenceReader, text: string): { reading: ReadingDocument | undefined; current: boolean } {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [text])
  const { data, isPlaceholderData } = useQuery({
    queryKey: [...reader.key, 'read', settled],
    queryFn: ({ signal }) => reader.read(settled, signal),
    enabled: settled.trim() !== '',
    placeholderData: keepPreviousData,
  })
  return { reading: data, current: settled === text && !isPlaceholderData }
}

function ReadingView({ reading, text }: { readonly reading: ReadingDocument; readonly text: string }) {
  const w = useWords(automationWords)
  if (reading.understood)
    return (
      <div className="fw-sense">
        {reading.mistakes.length === 0 ? (
          <p className="fw-sense-good">
            <Icon name="check" size={16} /> {w('understood')}
          </p>
        ) : (
          <p className="fw-error">{w('mistakes')}</p>
        )}
        <p>{reading.sentence}</p>
        {reading.mistakes.map(({ path, message }) => (
          <p key={path} className="fw-error">
            {message}
          </p>
        ))}
      </div>
    )
  if (reading.rest === '') return <p className="fw-hint">{w('more')}</p>
  return (
    <div className="fw-sense">
      <p className="fw-hint">{w('notUnderstood')}</p>
      <p>
        {text.slice(0, reading.at)}
        <mark>{text.slice(reading.at)}</mark>
      </p>
    </div>
  )
}

interface OffersProps {
  readonly list: React.RefObject<HTMLDivElement | null>
  readonly reading: ReadingDocument | undefined
  readonly text: string
  readonly onAccept: (offer: Suggestion) => void
}

/** Ways to go on; by arrow keys from the end of the text. */
function Offers({ list, reading, text, onAccept }: OffersProps) {
  const w = useWords(automationWords)
  const { label } = useText()
  if (reading === undefined || text.trim() === '' || reading.understood) return null
  // Where the text went wrong, what could stand there takes the place of the rest.
  const wrong = reading.expected.map(word => ({ at: reading.at, text: word }))
  const offers = (reading.suggestions.length > 0 ? reading.suggestions : wrong).slice(0, MOST_SHOWN)
  if (offers.length === 0) return null
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    buttons[(at + step + buttons.length) % buttons.length]?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys go from one button to the next
    <div className="fw-offers" ref={list} onKeyDown={move}>
      <span className="fw-faint">{label(w('goOn'))}</span>
      {offers.map(offer => (
        <button key={offer.text} type="button" className="fw-offer" onClick={() => onAccept(offer)}>
          {offer.text}
        </button>
      ))}
    </div>
  )
}

/** The text with an offer in the place it is meant for; words of letters stand apart. */
function joined(text: string, { at, text: offer }: Suggestion): string {
  const before = text.slice(0, at)
  const apart = /[A-Za-z0-9,:]$/.test(before) && /^[A-Za-z0-9]/.test(offer) ? ' ' : ''
  return before + apart + offer
}
