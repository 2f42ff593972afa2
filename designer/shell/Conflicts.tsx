import { conflictInWords } from '../../engine/definition/words/conflict.ts'
import { Button } from '../../runtime/index.ts'
import { settleDraftConflict, useDraft } from '../model/draft.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { conflictTexts } from './texts.ts'

/** What this author and another changed differently: both sides in words, and a choice for each. Saving waits until then. */
export function Conflicts() {
  const { language } = useDesign()
  const w = usePageTexts(conflictTexts)
  const { conflicts, definition, theirs } = useDraft()
  if (conflicts.length === 0 || definition === null || theirs === null) return null
  return (
    <section className="fd-conflicts" role="alert" aria-label={w('title', { n: conflicts.length })}>
      <h2>{w('title', { n: conflicts.length })}</h2>
      <p className="fd-hint">{w('hint')}</p>
      <ul>
        {conflicts.map(conflict => {
          const told = conflictInWords(definition, theirs, conflict)
          return (
            <li key={conflict.place.join('/')}>
              <p>
                <strong>{told.place[language]}</strong> {told.reason[language]}
              </p>
              <div className="fd-sides">
                {(['ours', 'theirs'] as const).map(side => (
                  <div key={side}>
                    <small>{w(side)}</small>
                    <p>{told[side][language]}</p>
                    <Button size="small" onClick={() => settleDraftConflict(conflict, side)}>
                      {w(side === 'ours' ? 'keepOurs' : 'keepTheirs')}
                    </Button>
                  </div>
                ))}
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
