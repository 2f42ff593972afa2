import { useState } from 'react'
import { useNewest } from '../formula/useTrial.ts'
import { usePageTexts } from '../texts.ts'
import { previewTexts } from './texts.ts'

interface RecordChoiceProps {
  readonly form: string
  readonly titleField: string
  readonly chosen: string | null
  readonly onChoose: (record: string | null) => void
}

/** What the form is filled with: nothing, or a record of the published app, newest first, found by a word. */
export function RecordChoice({ form, titleField, chosen, onChoose }: RecordChoiceProps) {
  const w = usePageTexts(previewTexts)
  const [word, setWord] = useState('')
  const { data = [], isPending } = useNewest(form, titleField, word)
  return (
    <>
      <label className="fd-preview-choice">
        <span>{w('fill')}</span>
        <select
          className="fw-input"
          value={chosen ?? ''}
          onChange={event => onChoose(event.target.value === '' ? null : event.target.value)}
        >
          <option value="">{w('blank')}</option>
          {data.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
          {chosen === null || data.some(({ id }) => id === chosen) ? null : <option value={chosen}>…</option>}
        </select>
      </label>
      {data.length === 0 && word === '' ? null : (
        <label className="fd-preview-choice">
          <span>{w('find')}</span>
          <input className="fw-input" type="search" value={word} onChange={event => setWord(event.target.value)} />
          {data.length === 0 && !isPending ? (
            <small role="status" className="fw-hint">
              {w('noRecord')}
            </small>
          ) : null}
        </label>
      )}
    </>
  )
}
