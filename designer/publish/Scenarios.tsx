import { Button, Failed, Icon, Skeleton } from '../../runtime/index.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { publishTexts } from './texts.ts'
import type { Played } from './types.ts'

interface ScenariosProps {
  readonly total: number
  readonly played: Played | undefined
  readonly busy: boolean
  readonly error: unknown
  readonly despite: boolean
  readonly onDespite: (despite: boolean) => void
  readonly onAgain: () => void
}

/** The app's own promises, tried on the draft: which hold; those that do not, with what happened instead. */
export function Scenarios({ total, played, busy, error, despite, onDespite, onAgain }: ScenariosProps) {
  const { language } = useDesign()
  const w = usePageTexts(publishTexts)
  if (error !== null) return <Failed error={error} retry={onAgain} />
  if (played === undefined || busy)
    return (
      <div aria-live="polite">
        <p className="fw-hint">{w('playing', { n: total })}</p>
        <Skeleton lines={2} />
      </div>
    )
  const failed = played.scenarios.filter(({ passed }) => !passed)
  const bad = failed.length + played.skipped.length
  return (
    <div aria-live="polite">
      <p className={bad === 0 ? 'fd-good' : 'fd-bad'}>
        <Icon name={bad === 0 ? 'check' : 'alert'} size={17} />
        {bad === 0 ? (total === 1 ? w('passedOne') : w('passed', { n: total })) : w('failed', { n: total, m: bad })}
      </p>
      {bad === 0 ? null : (
        <>
          <ul className="fd-failed">
            {failed.map(({ key, name, steps }) => (
              <li key={key}>
                <strong>{name[language]}</strong>
                {steps
                  .flatMap(({ problems }) => problems)
                  .map(problem => (
                    <p key={problem.zh} className="fw-hint">
                      {problem[language]}
                    </p>
                  ))}
              </li>
            ))}
            {played.skipped.map(key => (
              <li key={key}>
                <strong>{key}</strong> <span className="fw-hint">{w('skipped')}</span>
              </li>
            ))}
          </ul>
          <label className="fw-check">
            <input type="checkbox" checked={despite} onChange={event => onDespite(event.target.checked)} />
            <span>{w('despite')}</span>
          </label>
        </>
      )}
      <Button size="small" kind="quiet" icon="refresh" onClick={onAgain}>
        {w('again')}
      </Button>
    </div>
  )
}
