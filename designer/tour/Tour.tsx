import { useId, useState } from 'react'
import { Button } from '../../runtime/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { steps, type TourStep } from './steps.ts'
import { tourTexts } from './texts.ts'
import { type Progress, useProgress } from './useProgress.ts'
import { controlOf, useStep } from './useSteps.ts'
import './tour.css'

interface TourProps {
  readonly definition: AppDefinition
  readonly part: string
  readonly open: (to: string) => void
}

/**
 * The tour for the first app: a line below the bar that says what to do next and waits until it is done. It covers nothing and takes no key; it can be left
 * at any step, goes on from there another day, and never begins twice.
 */
export function Tour({ definition, part, open }: TourProps) {
  const w = usePageTexts(tourTexts)
  const [progress, keep] = useProgress()
  const id = useId()
  // The last step only leads out: who has come to it has seen the tour, and sees it no more after this visit.
  const [leaving, setLeaving] = useState(false)
  const at = placeIn(progress, leaving)
  const step = steps[at]
  const next = () => {
    const ended = at + 1 === LAST
    setLeaving(ended)
    keep({ step: steps[at + 1]!.key, ended })
  }
  useStep(step, { definition, part }, next)
  if (progress === undefined || (progress?.ended === true && !leaving)) return null
  const end = () => {
    setLeaving(false)
    keep({ step: step?.key ?? steps[0]!.key, ended: true })
  }
  return (
    <section className="fd-tour" aria-label={w('tour')}>
      <p id={id} aria-live="polite">
        {step === undefined ? w('invitation') : <StepText step={step} n={at + 1} />}
      </p>
      <div className="fd-acts">
        {step === undefined ? (
          <>
            <Button size="small" kind="primary" aria-describedby={id} onClick={next}>
              {w('begin')}
            </Button>
            <Button size="small" kind="quiet" onClick={end}>
              {w('never')}
            </Button>
          </>
        ) : (
          <>
            <Guide step={step} part={part} open={open} />
            {at === LAST ? (
              <Button size="small" onClick={end}>
                {w('finish')}
              </Button>
            ) : (
              <>
                <Button size="small" kind="quiet" onClick={next}>
                  {w('skip')}
                </Button>
                <Button size="small" kind="quiet" onClick={end}>
                  {w('end')}
                </Button>
              </>
            )}
          </>
        )}
      </div>
    </section>
  )
}

const LAST = steps.length - 1

/** The step one is at; -1 before the first. A step that is no more begins anew. */
function placeIn(progress: Progress | null | undefined, leaving: boolean): number {
  if (leaving) return LAST
  if (progress == null || progress.ended) return -1
  return Math.max(
    0,
    steps.findIndex(({ key }) => key === progress.step),
  )
}

function StepText({ step, n }: { readonly step: TourStep; readonly n: number }) {
  const { pair } = useDesign()
  const w = usePageTexts(tourTexts)
  return (
    <>
      <small>{w('place', { n, of: steps.length })}</small> <strong>{pair(step.title)}</strong> {pair(step.text)}
    </>
  )
}

/** To where the step is done: the page, or the control itself for hands on the keyboard. */
function Guide({ step, part, open }: { readonly step: TourStep } & Omit<TourProps, 'definition'>) {
  const w = usePageTexts(tourTexts)
  const { part: place } = step
  if (place !== undefined && place !== part)
    return (
      <Button size="small" onClick={() => open(place)}>
        {w(place === 'publish' ? 'there' : 'back')}
      </Button>
    )
  const go = () => {
    const control = controlOf(step)
    control?.scrollIntoView({ block: 'center' })
    const inner = control?.matches('button, a, input') === true ? control : control?.querySelector('input, button')
    ;(inner as HTMLElement | null | undefined)?.focus()
  }
  return (
    <Button size="small" onClick={go}>
      {w('show')}
    </Button>
  )
}
