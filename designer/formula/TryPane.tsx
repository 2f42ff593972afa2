import { useMemo, useState } from 'react'
import { compileApp } from '../../engine/index.ts'
import { PreviewApp, StepsView, ValueView } from '../../runtime/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { visibleDraft } from '../preview/visibleDraft.ts'
import { useDesign } from '../texts.ts'
import type { FormulaPlace } from './place.ts'
import { Samples, type SampleValues } from './Samples.tsx'
import { type TrialAnswer, type TrialKind, useNewest, useTrial } from './useTrial.ts'

interface TryPaneProps {
  readonly definition: AppDefinition
  readonly place: FormulaPlace
  readonly kind: TrialKind
  /** null while it has mistakes */
  readonly formula: string | null
}

/** The formula's result on a real record, newest first, or on sample values, with its explanation; it follows what is typed. */
export function TryPane({ definition, place, kind, formula }: TryPaneProps) {
  const { d } = useDesign()
  const [word, setWord] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const [values, setValues] = useState<SampleValues>({})
  const newest = useNewest(kind.form, place.form?.titleField ?? 'id', word)
  const records = newest.data ?? []
  const record = chosen ?? records[0]?.id ?? null
  const trial = useTrial(kind, newest.isPending ? null : formula, record, values)
  const none = !newest.isPending && records.length === 0 && word === ''
  return (
    <section className="fd-try" aria-label={d('try.title')}>
      <h3>{d('try.title')}</h3>
      {none ? (
        <p className="fd-hint">{d('try.none')}</p>
      ) : (
        <div className="fd-try-record">
          <input
            className="fw-input"
            type="search"
            aria-label={d('try.search')}
            placeholder={d('try.search')}
            value={word}
            onChange={event => {
              setWord(event.target.value)
              setChosen(null)
            }}
          />
          <select
            className="fw-input"
            aria-label={d('try.record')}
            value={record ?? ''}
            onChange={event => setChosen(event.target.value)}
          >
            {records.length === 0 ? <option value="">{d('try.notFound')}</option> : null}
            {records.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </div>
      )}
      <Samples place={place} formula={formula} values={values} open={none} onChange={setValues} />
      {formula === null ? (
        <p className="fd-hint">{d('try.mistakes')}</p>
      ) : trial.error !== null ? (
        <p className="fd-finding is-error" role="status">
          {d('try.refused')} {trial.error.message}
        </p>
      ) : trial.data === undefined ? (
        <p className="fd-hint">{d('try.working')}</p>
      ) : (
        <Shown definition={definition} kind={kind} formula={formula} answer={trial.data} />
      )}
    </section>
  )
}

interface ShownProps {
  readonly definition: AppDefinition
  readonly kind: TrialKind
  readonly formula: string
  readonly answer: TrialAnswer
}

function Shown({ definition, kind, formula, answer }: ShownProps) {
  const { d } = useDesign()
  const visible = useMemo(() => {
    const draft = withFormula(definition, kind, formula)
    return compileApp(draft).app === null ? null : visibleDraft(draft)
  }, [definition, kind, formula])
  const shape = {
    kind: kind.result,
    list: false,
    scale: kind.scale,
    unit: undefined,
    currency: undefined,
    library: undefined,
    target: undefined,
    max: undefined,
  }
  if (visible === null) return <p className="fd-hint">{d('try.refused')}</p>
  const value = answer.error === null ? <ValueView value={answer.value} shape={shape} compact /> : undefined
  return (
    <PreviewApp visible={visible}>
      <p className="fd-try-result" role="status">
        {value ?? answer.error?.message}
      </p>
      <div className="fw-explain">
        <StepsView step={answer.explanation} own={answer.record?.id ?? ''} rounded={answer.rounded} result={value} />
      </div>
    </PreviewApp>
  )
}

/** The draft as it would be with the formula, so that its names and shapes are known here. */
function withFormula(definition: AppDefinition, { form, field }: TrialKind, formula: string): AppDefinition {
  if (field === undefined) return definition
  return {
    ...definition,
    forms: definition.forms.map(one =>
      one.key !== form
        ? one
        : {
            ...one,
            fields: one.fields.map(other =>
              other.key === field && other.type === 'formula' ? { ...other, formula } : other,
            ),
          },
    ),
  }
}
