import { useQuery } from '@tanstack/react-query'
import type { CompiledField, CompiledForm } from '../../engine/index.ts'
import { get } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { OpenApp } from '../app/appContext.tsx'
import { groupDigits, percentOf } from '../app/format.ts'
import { shapeOf } from '../app/shape.ts'
import { ValueView } from '../app/ValueView.tsx'
import { useText } from '../i18n/useText.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { Failed, Skeleton } from '../ui/states.tsx'

interface Step {
  readonly text: string
  readonly label?: string
  readonly value?: unknown
  readonly skipped: boolean
  readonly hidden?: boolean
  readonly operation?: string
  readonly reference?: { readonly path: readonly string[] }
  readonly tier?: { readonly row: number; readonly from: string; readonly rate: string }
  readonly rounding?: { readonly from: string; readonly to: string; readonly places: number }
  readonly inputs: readonly Step[]
}

interface Explained {
  readonly value: unknown
  readonly formula?: string | null
  readonly explanation?: Step
  readonly rollup?: {
    readonly aggregate: string
    readonly count: number
    readonly records: readonly { id: string | null; value: unknown }[]
  }
}

/** "怎么算的?": the steps of a formula with their values, or what a roll-up counted. */
export default function Explain({
  app,
  form,
  id,
  field,
  onClose,
}: {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly id: string
  readonly field: CompiledField
  readonly onClose: () => void
}) {
  const { t, label } = useText()
  const { data, error } = useQuery({
    queryKey: keys.record(app.key, form.key, id, `explain ${field.key}`),
    queryFn: ({ signal }) =>
      get<Explained>(`/apps/${app.key}/forms/${form.key}/records/${id}/explain/${field.key}`, signal),
    staleTime: 0,
  })
  return (
    <Dialog kind="wide" title={t('explain.title', { field: label(field.label) })} onClose={onClose}>
      {error !== null ? (
        <Failed error={error} />
      ) : data === undefined ? (
        <Skeleton lines={5} height={24} />
      ) : (
        <div className="fw-explain">
          <p className="fw-explain-result">
            <span className="fw-muted">{t('explain.result')}</span>
            <strong>
              <ValueView value={data.value} shape={shapeOf(app.compiled, form, field)} />
            </strong>
          </p>
          {data.explanation === undefined ? null : <StepView app={app} form={form} step={data.explanation} />}
          {data.rollup === undefined ? null : <p>{t('explain.records', { n: data.rollup.count })}</p>}
        </div>
      )}
    </Dialog>
  )
}

interface StepProps {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly step: Step
}

function StepView({ app, form, step }: StepProps) {
  const { t } = useText()
  const { tier, rounding } = step
  return (
    <div className={step.skipped ? 'fw-step is-skipped' : 'fw-step'}>
      <div className="fw-step-line">
        <span className="fw-grow">{step.label ?? formulaText(step.text)}</span>
        <span className="fw-number">
          {step.skipped ? (
            t('explain.skipped')
          ) : step.hidden === true ? (
            t('explain.hidden')
          ) : (
            <StepValue app={app} form={form} step={step} />
          )}
        </span>
      </div>
      {tier === undefined ? null : (
        <p className="fw-hint">
          {t('explain.tier', { row: tier.row, from: groupDigits(tier.from), rate: `${percentOf(tier.rate)}%` })}
        </p>
      )}
      {rounding === undefined ? null : (
        <p className="fw-hint">
          {t('explain.rounding', { from: groupDigits(rounding.from), to: groupDigits(rounding.to) })}
        </p>
      )}
      {step.inputs
        .filter(input => input.operation !== undefined || input.label !== undefined)
        .map((input, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps stand in the order they are written
          <StepView key={`${index} ${input.text}`} app={app} form={form} step={input} />
        ))}
    </div>
  )
}

/** A formula as one writes it by hand: no braces, × and ÷. */
const formulaText = (text: string): string =>
  text.replace(/[{}]/g, '').replaceAll(' * ', ' × ').replaceAll(' / ', ' ÷ ')

/** A field reads as everywhere else; a step in between as a plain number. */
function StepValue({ app, form, step }: StepProps) {
  const { t } = useText()
  const path = step.reference?.path ?? []
  const field = path.length === 1 ? form.fields.get(path[0] ?? '') : undefined
  if (field !== undefined) return <ValueView value={step.value} shape={shapeOf(app.compiled, form, field)} compact />
  return <>{valueText(step.value, t('explain.blank'))}</>
}

function valueText(value: unknown, blank: string): string {
  if (value === null || value === undefined || value === '') return blank
  if (Array.isArray(value)) return value.map(item => valueText(item, blank)).join('、')
  if (typeof value === 'object') return 'code' in value ? String(value.code) : '…'
  return groupDigits(String(value))
}
