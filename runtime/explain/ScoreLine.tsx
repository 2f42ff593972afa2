import { Fragment, type ReactNode } from 'react'
import { Decimal } from '../../engine/expression/index.ts'
import { explainWords } from '../i18n/texts/explain.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { isPlain } from './narrate.ts'
import type { Step } from './types.ts'
import { plainNumber, StepValue } from './values.tsx'

const PLACES = 2
const COLUMNS = 4

/** Points to two places, exact in the hint. */
function Points({ of: text }: { readonly of: string }) {
  return <span title={text}>{plainNumber(new Decimal(text).toDecimalPlaces(PLACES).toFixed())}</span>
}

/** What each part of a score brought; `story` tells of a score that was worked out, on demand (its weight stands among the settings below). */
export function ScoreLine({ step, story }: { readonly step: Step; readonly story: (part: Step) => ReactNode }) {
  const { label } = useText()
  const w = useWords(explainWords)
  const { score, inputs } = step
  if (score === undefined) return null
  const more = (part: Step | undefined): ReactNode =>
    part === undefined || part.skipped || isPlain(part) ? null : (
      <tr className="fw-explain-part">
        <td colSpan={COLUMNS}>
          <details>
            <summary>{w('deeper')}</summary>
            {story(part)}
          </details>
        </td>
      </tr>
    )
  return (
    <table className="fw-explain-score">
      <thead>
        <tr>
          <th scope="col">{w('dimension')}</th>
          <th scope="col">{w('points')}</th>
          <th scope="col">{w('weight')}</th>
          <th scope="col">{w('brings')}</th>
        </tr>
      </thead>
      <tbody>
        {score.dimensions.map(({ key, label: name, weight, value, counted, contribution }, at) => (
          <Fragment key={key}>
            <tr className={counted === null ? 'is-left-out' : ''}>
              <th scope="row">{label(name)}</th>
              <td>{value === null ? w('missing') : <Points of={value} />}</td>
              <td>{weight === null ? '—' : plainNumber(weight)}</td>
              <td>{counted === null ? '—' : <Points of={contribution} />}</td>
            </tr>
            {more(inputs[2 * at + 1])}
          </Fragment>
        ))}
        {score.adjustments.map(({ label: name, by }, at) =>
          by === null ? null : (
            <Fragment key={label(name)}>
              <tr>
                <th scope="row">{label(name)}</th>
                <td />
                <td />
                <td>
                  <Points of={by} />
                </td>
              </tr>
              {more(inputs[2 * score.dimensions.length + at])}
            </Fragment>
          ),
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{w('result')}</th>
          <td />
          <td />
          <td>
            <StepValue step={step} />
          </td>
        </tr>
      </tfoot>
    </table>
  )
}
