import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { get } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { useOpenApp } from '../app/appContext.tsx'
import { dateTimeText } from '../app/format.ts'
import { useMe } from '../app/session.tsx'
import type { Shape } from '../app/shape.ts'
import { ValueView } from '../app/ValueView.tsx'
import { explainWords } from '../i18n/texts/explain.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Failed, Skeleton } from '../ui/states.tsx'
import { type Deeper, Inputs, Records } from './Inputs.tsx'
import { Lines } from './Lines.tsx'
import { inputsOf, leavesOf } from './narrate.ts'
import { type ExplanationDoc, explainedPath, type Rollup, type Step } from './types.ts'
import { FormulaLine, fieldOf } from './values.tsx'
import '../styles/explain.css'

/** Explanations inside explanations are opened by hand; deeper than this nobody reads. */
const DEEPEST = 6

interface ExplanationProps {
  readonly form: string
  readonly id: string
  readonly path: string
  readonly depth?: number
}

/** The explanation of one value of a record, and by a press that of what it was made from. */
export function Explanation({ form, id, path, depth = 0 }: ExplanationProps) {
  const app = useOpenApp()
  const { data, error } = useQuery({
    queryKey: keys.record(app.key, form, id, `explain ${path}`),
    queryFn: ({ signal }) =>
      get<ExplanationDoc>(`/apps/${app.key}/forms/${form}/records/${id}/explain/${path}`, signal),
    staleTime: 0,
  })
  if (error !== null) return <Failed error={error} />
  if (data === undefined) return <Skeleton lines={depth === 0 ? 5 : 2} height={24} />
  const deeper: Deeper | undefined =
    depth >= DEEPEST
      ? undefined
      : source => (
          <Explanation form={source.form} id={source.record ?? ''} path={explainedPath(source)} depth={depth + 1} />
        )
  return (
    <>
      {depth === 0 ? <Answer told={data} /> : null}
      {depth === 0 || data.worked !== undefined ? <Kept told={data} /> : null}
      {data.explanation === undefined ? null : (
        <StepsView
          step={data.explanation}
          own={id}
          deeper={deeper}
          inner={depth > 0}
          rounded={data.rounded}
          result={data.worked === undefined && data.error === null ? <FieldValue told={data} /> : undefined}
        />
      )}
      {data.rollup === undefined ? null : <RollupView rollup={data.rollup} deeper={deeper} />}
      {depth === 0 ? <Rule told={data} /> : null}
    </>
  )
}

interface StepsProps {
  readonly step: Step
  /** the record that is explained: what is read of it needs no link */
  readonly own: string
  readonly deeper?: Deeper | undefined
  /** inside another explanation, where what leads nowhere is left out */
  readonly inner?: boolean
  readonly rounded?: ExplanationDoc['rounded']
  readonly result?: ReactNode
}

/** A plain sum in words and in numbers, the story of the value, what was read; a longer rule stands folded at the end. */
export function StepsView({ step, own, deeper, inner = false, rounded, result }: StepsProps) {
  const w = useWords(explainWords)
  const leaves = leavesOf(step)
  const inputs = inputsOf(step).filter(input => !inner || 'lists' in input || leads(input.step, own))
  const isSum = leaves !== null
  return (
    <>
      {isSum ? (
        <section>
          <h3>{w('formula')}</h3>
          <p>
            <FormulaLine text={step.text} />
          </p>
          <p className="fw-explain-numbers">
            = <FormulaLine text={step.text} values={leaves} />
          </p>
        </section>
      ) : null}
      <section>
        <h3>{w(step.operation === undefined ? 'taken' : 'steps')}</h3>
        <Lines step={step} rounded={rounded} result={result} />
      </section>
      {inputs.length === 0 ? null : (
        <section>
          <h3>{w('inputs')}</h3>
          <Inputs inputs={inputs} own={own} deeper={deeper} />
        </section>
      )}
      {isSum || inner || step.operation === undefined ? null : (
        <details className="fw-explain-whole">
          <summary>{w('whole')}</summary>
          <FormulaLine text={step.text} />
        </details>
      )}
    </>
  )
}

const leads = ({ source, list }: Step, own: string): boolean =>
  list !== undefined || (source !== undefined && (source.computed || source.record !== own))

const AGGREGATES = {
  count: 'ofCount',
  sum: 'ofSum',
  avg: 'ofAvg',
  min: 'ofMin',
  max: 'ofMax',
} as const

function RollupView({ rollup, deeper }: { readonly rollup: Rollup; readonly deeper?: Deeper | undefined }) {
  const { label } = useText()
  const w = useWords(explainWords)
  const app = useOpenApp()
  const form = app.compiled.forms.get(rollup.form)
  const field = form?.fields.get(rollup.field ?? '')
  const words = { form: label(form?.name), field: label(field?.label) }
  return (
    <section>
      <h3>{w('steps')}</h3>
      <p>
        {w(AGGREGATES[rollup.aggregate as keyof typeof AGGREGATES] ?? 'ofCount', words)}
        {rollup.where === null ? null : (
          <>
            {' '}
            {w('where')} <FormulaLine text={rollup.where} />
          </>
        )}
      </p>
      <Records list={rollup} deeper={deeper} />
    </section>
  )
}

/** The shape the explained field is drawn with. */
function shapeOfPath(app: ReturnType<typeof useOpenApp>, { form, field: path }: ExplanationDoc): Shape | undefined {
  const [field = '', , column] = path.split('.')
  const source = column === undefined ? { form, subform: null, field } : { form, subform: field, field: column }
  return fieldOf(app, source)?.shape
}

function FieldValue({ told }: { readonly told: ExplanationDoc }) {
  const shape = shapeOfPath(useOpenApp(), told)
  return shape === undefined ? String(told.value) : <ValueView value={told.value} shape={shape} compact />
}

function Answer({ told }: { readonly told: ExplanationDoc }) {
  const { label } = useText()
  return (
    <p
      className={
        typeof told.value === 'string' && told.value.length > 20 ? 'fw-explain-result is-long' : 'fw-explain-result'
      }
    >
      <span className="fw-muted">
        {label(told.label)}
        {told.record.title === null ? null : <small>{told.record.title}</small>}
      </span>
      <strong>
        {told.error === null ? (
          <FieldValue told={told} />
        ) : (
          <span className="fw-explain-error">{told.error.message}</span>
        )}
      </strong>
    </p>
  )
}

/** What holds a value where it is, or moves it with the time; and what the rule would give if that differs. */
function Kept({ told }: { readonly told: ExplanationDoc }) {
  const w = useWords(explainWords)
  const app = useOpenApp()
  const me = useMe()
  if (told.kept === null && told.worked === undefined && !told.timed) return null
  const shape = shapeOfPath(app, told)
  const at = dateTimeText(told.at, me.user.zone)
  return (
    <p className="fw-explain-kept" role="note">
      {told.kept !== null ? w(`kept.${told.kept}`) : told.timed ? w('timed', { at }) : null}{' '}
      {told.worked === undefined || shape === undefined ? null : (
        <>
          {w('worked', { at })} <ValueView value={told.worked} shape={shape} compact />
        </>
      )}
    </p>
  )
}

/** Since when the rule holds and when the value was stored. */
function Rule({ told }: { readonly told: ExplanationDoc }) {
  const w = useWords(explainWords)
  const me = useMe()
  const when = (instant: string) => dateTimeText(instant, me.user.zone)
  return (
    <footer className="fw-explain-rule">
      {told.since === null
        ? w('version', { version: told.version })
        : w(told.since.version === told.version ? 'sinceNow' : 'since', {
            version: told.since.version,
            on: when(told.since.publishedAt).slice(0, 10),
            now: told.version,
          })}
      {told.changedAt === null ? null : <> · {w('storedAt', { at: when(told.changedAt) })}</>}
    </footer>
  )
}
