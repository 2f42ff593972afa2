import { Button, Failed, Icon, Skeleton } from '../../runtime/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { run } from '../model/draft.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { type Blank, fillScenarios } from './fill-scenarios.ts'
import { publishTexts } from './texts.ts'
import type { Played } from './types.ts'

interface ScenariosProps {
  readonly definition: AppDefinition
  readonly total: number
  readonly played: Played | undefined
  readonly busy: boolean
  /** how many were played so far */
  readonly done: number
  readonly error: unknown
  readonly despite: boolean
  readonly onDespite: (despite: boolean) => void
  readonly onAgain: () => void
}

/** The app's own promises, tried on the draft: which hold; those that do not, with what happened instead. */
export function Scenarios({
  definition,
  total,
  played,
  busy,
  done,
  error,
  despite,
  onDespite,
  onAgain,
}: ScenariosProps) {
  const { language, label } = useDesign()
  const w = usePageTexts(publishTexts)
  if (error !== null) return <Failed error={error} retry={onAgain} />
  if (played === undefined || busy)
    return (
      <div aria-live="polite">
        <p className="fw-hint">{done === 0 ? w('playing', { n: total }) : w('playingOn', { n: total, done })}</p>
        <Skeleton lines={2} />
      </div>
    )
  const failed = played.scenarios.filter(({ passed }) => !passed)
  const bad = failed.length + played.skipped.length
  return (
    <div aria-live="polite">
      <p className={bad === 0 ? 'fd-good' : 'fd-bad'}>
        <Icon name={bad === 0 ? 'check' : 'alert'} size={17} />
        {bad === 0
          ? total === 1
            ? w('passedOne')
            : w('passed', { n: total })
          : failed.length === 0
            ? w('unplayed', { n: total, m: played.skipped.length })
            : w('failed', { n: total, m: bad })}
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
                <strong>{label(definition.scenarios?.find(one => one.key === key)?.name) || key}</strong>{' '}
                <span className="fw-hint">{w('skipped')}</span>
              </li>
            ))}
          </ul>
          <FillIn definition={definition} played={played} />
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

/** Scenarios that only lack what became required: one click fills it in, and they are tried again. */
function FillIn({ definition, played }: { readonly definition: AppDefinition; readonly played: Played }) {
  const { label } = useDesign()
  const w = usePageTexts(publishTexts)
  const { plan, blanks, left } = fillScenarios(definition, played)
  if (blanks.length + left.length === 0) return null
  const named = ({ form: key, field }: Blank): string => {
    const form = definition.forms.find(one => one.key === key)
    return w('fieldOf', {
      form: label(form?.name),
      field: label(form?.fields.find(one => one.key === field)?.label) || field,
    })
  }
  return (
    <div className="fd-fill">
      {blanks.length === 0 ? null : (
        <>
          <p>{w('blanks', { fields: blanks.map(named).join('、') })}</p>
          <Button size="small" onClick={() => run(...plan)}>
            {w('fillIn')}
          </Button>
        </>
      )}
      {left.length === 0 ? null : <p className="fw-hint">{w('blanksLeft', { fields: left.map(named).join('、') })}</p>}
    </div>
  )
}
