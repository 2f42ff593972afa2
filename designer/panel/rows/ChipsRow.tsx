import { useState } from 'react'
import { Row } from '../../properties/inputs.tsx'
import { useDesign } from '../../texts.ts'
import type { Choice } from '../context.ts'
import { Chooser } from './Chooser.tsx'

interface ChipsRowProps {
  readonly name: string
  readonly chosen: readonly string[]
  /** absent: any text */
  readonly choices?: readonly Choice[] | undefined
  readonly onChange: (chosen: readonly string[]) => void
}

/** Several values in order: chips that can be taken away, and what is left to choose. */
export function ChipsRow({ name, chosen, choices, onChange }: ChipsRowProps) {
  const { d } = useDesign()
  const [text, setText] = useState('')
  const texts = new Map(choices)
  const left = (choices ?? []).filter(([key]) => !chosen.includes(key))
  const add = (value: string) => {
    if (value.trim() !== '' && !chosen.includes(value.trim())) onChange([...chosen, value.trim()])
    setText('')
  }
  return (
    <Row name={name}>
      {id => (
        <>
          {chosen.length === 0 ? null : (
            <ul className="fd-chips">
              {chosen.map((key, index) => (
                <li key={key}>
                  <span>{texts.get(key) ?? key}</span>
                  {index === 0 ? null : (
                    <button
                      type="button"
                      aria-label={`${d('designer.up')} ${texts.get(key) ?? key}`}
                      onClick={() => onChange(chosen.toSpliced(index, 1).toSpliced(index - 1, 0, key))}
                    >
                      ‹
                    </button>
                  )}
                  <button
                    type="button"
                    aria-label={`${d('designer.remove')} ${texts.get(key) ?? key}`}
                    onClick={() => onChange(chosen.filter(one => one !== key))}
                  >
                    ×
                  </button>
                </li>
              ))}
            </ul>
          )}
          {choices === undefined ? (
            <input
              id={id}
              className="fw-input"
              value={text}
              placeholder={d('designer.addText')}
              onChange={event => setText(event.target.value)}
              onBlur={() => add(text)}
              onKeyDown={event => {
                if (event.key !== 'Enter') return
                event.preventDefault()
                add(text)
              }}
            />
          ) : (
            <Chooser id={id} choices={left} onChoose={add} />
          )}
        </>
      )}
    </Row>
  )
}
