import { useMemo, useState } from 'react'
import type { Place } from '../../engine/definition/elements.ts'
import { referencesTo, type Use } from '../../engine/definition/references/references.ts'
import { placeInWords } from '../../engine/definition/words/place.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { PageProps } from '../shell/page.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { destinationOf, elementPlace } from './destination.ts'
import { checkTexts } from './texts.ts'
import './check.css'

interface WhereUsedProps {
  readonly definition: AppDefinition
  readonly place: Place
  /** opens another place of the designer; without it places are told only */
  readonly open?: PageProps['open']
}

/** Everything that needs an element, looked for when it is asked: before it is renamed, retyped or taken away. */
export function WhereUsed({ definition, place, open }: WhereUsedProps) {
  const w = usePageTexts(checkTexts)
  const [asked, setAsked] = useState(false)
  return (
    <details className="fd-more fd-uses" onToggle={event => setAsked(event.currentTarget.open)}>
      <summary>{w('whereUsed')}</summary>
      {asked ? <Uses definition={definition} place={place} {...(open === undefined ? {} : { open })} /> : null}
    </details>
  )
}

function Uses({ definition, place, open }: WhereUsedProps) {
  const { language } = useDesign()
  const w = usePageTexts(checkTexts)
  const name = place.join('/')
  const groups = useMemo(
    () => [
      ...Map.groupBy(referencesTo(definition, name.split('/')), use => elementPlace(definition, use.place).join('/')),
    ],
    [definition, name],
  )
  if (groups.length === 0) return <p className="fd-hint">{w('usedNowhere')}</p>
  return (
    <ul>
      {groups.map(([head, uses]) => (
        <li key={head}>
          <strong>{capital(placeInWords(definition, head.split('/'))[language])}</strong>
          <ul>
            {uses.map(use => (
              <li key={use.place.join('/')}>
                <UseLine definition={definition} use={use} head={head} {...(open === undefined ? {} : { open })} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}

interface UseLineProps {
  readonly definition: AppDefinition
  readonly use: Use
  readonly head: string
  readonly open?: PageProps['open']
}

/** A place within its element, in words: 规则“大额” 条件. */
function UseLine({ definition, use, head, open }: UseLineProps) {
  const { language } = useDesign()
  const w = usePageTexts(checkTexts)
  const whole = use.words[language]
  const words = whole.slice(placeInWords(definition, head.split('/'))[language].length).replace(/^[,\s]+/, '')
  const to = destinationOf(use.place)
  const text = words === '' ? w('itself') : words
  if (open === undefined || to === undefined) return text
  return (
    <button type="button" className="fd-use" onClick={() => open(to)}>
      {text}
    </button>
  )
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
