import { useText } from '../i18n/useText.ts'
import type { Step } from './types.ts'
import { plainNumber, StepValue } from './values.tsx'

/** What each part of a score brought. */
export function ScoreLine({ step }: { readonly step: Step }) {
  const { t, label } = useText()
  const { score } = step
  if (score === undefined) return null
  return (
    <table className="fw-explain-score">
      <thead>
        <tr>
          <th scope="col">{t('explain.dimension')}</th>
          <th scope="col">{t('explain.points')}</th>
          <th scope="col">{t('explain.weight')}</th>
          <th scope="col">{t('explain.brings')}</th>
        </tr>
      </thead>
      <tbody>
        {score.dimensions.map(({ key, label: name, weight, value, counted, contribution }) => (
          <tr key={key} className={counted === null ? 'is-left-out' : ''}>
            <th scope="row">{label(name)}</th>
            <td>{value === null ? t('explain.missing') : plainNumber(value)}</td>
            <td>{weight === null ? '—' : plainNumber(weight)}</td>
            <td>{counted === null ? '—' : plainNumber(contribution)}</td>
          </tr>
        ))}
        {score.adjustments
          .filter(({ by }) => by !== null)
          .map(({ label: name, by }) => (
            <tr key={label(name)}>
              <th scope="row">{label(name)}</th>
              <td />
              <td />
              <td>{plainNumber(by ?? '0')}</td>
            </tr>
          ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('explain.result')}</th>
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
