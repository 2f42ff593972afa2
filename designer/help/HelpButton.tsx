import { Popover } from '../../runtime/index.ts'
import type { Word } from '../../schemas/words/word.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { helpTexts } from './texts.ts'
import './help.css'

interface HelpButtonProps {
  /** what it explains, as it stands on the page */
  readonly name: string
  readonly text: Word
  readonly example?: Word | undefined
  readonly side?: 'left' | 'right'
}

/** A "?" that says in two or three sentences what something is for. */
export function HelpButton({ name, text, example, side = 'right' }: HelpButtonProps) {
  const { pair } = useDesign()
  const w = usePageTexts(helpTexts)
  return (
    <Popover
      side={side}
      className="fd-help-text"
      trigger={props => (
        <button type="button" className="fd-help" aria-label={w('of', { name })} title={w('of', { name })} {...props}>
          ?
        </button>
      )}
    >
      {() => (
        <>
          <strong>{name}</strong>
          <p>{pair(text)}</p>
          {example === undefined ? null : (
            <p className="fd-hint">
              {w('example')}
              {pair(example)}
            </p>
          )}
        </>
      )}
    </Popover>
  )
}
