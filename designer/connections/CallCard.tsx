import { useMemo } from 'react'
import { IconButton } from '../../runtime/index.ts'
import type { AppDefinition, HttpAction } from '../../schemas/generated/definition.ts'
import { choiceWord } from '../../schemas/words/choices.ts'
import { nameSpaceOf } from '../formula/place.ts'
import { run } from '../model/draft.ts'
import { Chooser } from '../panel/rows/Chooser.tsx'
import { NamedRow } from '../panel/rows/NamedRow.tsx'
import { ChoiceRow, Row } from '../properties/inputs.tsx'
import { useDesign, usePageTexts } from '../texts.ts'
import { CheckedRow } from './CheckedRow.tsx'
import {
  answerName,
  type Call,
  changeAnswers,
  changeOccasion,
  changeRequest,
  firstOccasion,
  type Occasion,
} from './plans.ts'
import { connectionTexts } from './texts.ts'

interface CallCardProps {
  readonly definition: AppDefinition
  readonly call: Call
  /** address of the system */
  readonly host: string
}

const METHODS = ['POST', 'PUT', 'PATCH', 'GET', 'DELETE'] as const
const pathIn = (text: string): string | undefined =>
  text.startsWith('=') || /^\/[^?#\\]*$/.test(text.trim()) ? text.trim() : undefined

/** A call in four questions: when, where to, what is sent, where the answer goes. */
export function CallCard({ definition, call, host }: CallCardProps) {
  const { label, pair } = useDesign()
  const w = usePageTexts(connectionTexts)
  const space = useMemo(() => nameSpaceOf(definition), [definition])
  const { http, form } = call
  const carriesNothing = http.method === 'GET' || http.method === 'DELETE'
  const setMethod = (method: HttpAction['method']): void => {
    const { payload: _, ...bare } = http
    const asks = method === 'GET' || method === 'DELETE'
    run(changeRequest({ ...call, http: asks ? bare : http }, { method }))
  }
  return (
    <>
      <div className="fc-pair">
        <ChoiceRow
          name={w('form')}
          value={form}
          options={definition.forms.map(one => [one.key, label(one.name) || one.key] as const)}
          onChange={next => run(changeOccasion(definition, call, next, firstOccasion(definition, next)))}
        />
        <ChoiceRow
          name={w('when')}
          value={call.occasion}
          options={useOccasions(definition, form)}
          onChange={next => run(changeOccasion(definition, call, form, next))}
        />
      </div>
      <div className="fc-pair is-path">
        <CheckedRow
          name={w('path')}
          hint={w('pathHint', { address: `${host.replace(/\/$/, '')}${http.path}` })}
          wrong={w('pathWrong')}
          value={http.path}
          read={pathIn}
          onChange={path => run(changeRequest(call, { path }))}
        />
        <ChoiceRow
          name={w('method')}
          value={http.method}
          options={METHODS.map(
            one => [one, w('methodOf', { word: pair(choiceWord('method', one)), method: one })] as const,
          )}
          onChange={method => setMethod(method as HttpAction['method'])}
        />
      </div>
      {carriesNothing ? null : (
        <NamedRow
          name={w('payload')}
          value={http.payload}
          context={{ definition, space, form }}
          onChange={payload =>
            run(changeRequest(call, { payload: (payload ?? {}) as NonNullable<HttpAction['payload']> }))
          }
        />
      )}
      <Answers definition={definition} call={call} />
    </>
  )
}

/** What may set a call off, in the words of the form. */
function useOccasions(
  { forms, workflows = [] }: AppDefinition,
  form: string,
): readonly (readonly [Occasion, string])[] {
  const { label } = useDesign()
  const w = usePageTexts(connectionTexts)
  const own = forms.find(({ key }) => key === form)
  return [
    ...workflows
      .filter(one => one.form === form)
      .flatMap(({ key, name }) =>
        (['approved', 'rejected', 'finished'] as const).map(
          outcome => [`${outcome}:${key}`, w(`when_${outcome}`, { name: label(name) || key })] as const,
        ),
      ),
    ['created', w('when_created')],
    ['updated', w('when_updated')],
    ...(own?.stages?.pipeline ?? []).map(
      stage => [`stage:${stage.key}`, w('when_stage', { name: label(stage.label) || stage.key })] as const,
    ),
    ...(own?.fields ?? []).map(
      field => [`field:${field.key}`, w('when_field', { name: label(field.label) || field.key })] as const,
    ),
  ]
}

/** Kinds of fields nothing is written into from outside. */
const COMPUTED = new Set(['formula', 'rollup', 'lookup', 'score', 'serial', 'subform', 'attachment', 'image', 'video'])

/** Which field takes which part of the answer. */
function Answers({ definition, call }: Omit<CallCardProps, 'host'>) {
  const { label } = useDesign()
  const w = usePageTexts(connectionTexts)
  const fields = (definition.forms.find(({ key }) => key === call.form)?.fields ?? []).filter(
    ({ type }) => !COMPUTED.has(type),
  )
  const names = new Map(fields.map(field => [field.key, label(field.label) || field.key]))
  const put = (answers: Readonly<Record<string, string>>): void => run(changeAnswers(call, answers))
  const left = [...names].filter(([key]) => !Object.hasOwn(call.answers, key))
  return (
    <Row name={w('answers')} hint={w('answersHint')}>
      {id => (
        <>
          {Object.entries(call.answers).map(([field, name]) => {
            const shown = names.get(field) ?? field
            const { [field]: _, ...others } = call.answers
            return (
              <div key={field} className="fd-map-entry">
                <CheckedRow
                  name={w('answerOf', { field: shown })}
                  wrong={w('answerWrong')}
                  value={name}
                  read={answerName}
                  onChange={next => put({ ...call.answers, [field]: next })}
                />
                <IconButton
                  icon="close"
                  size={14}
                  name={w('removeAnswer', { field: shown })}
                  onClick={() => put(others)}
                />
              </div>
            )
          })}
          <Chooser
            id={id}
            choices={left}
            asks={w('addAnswer')}
            onChoose={field => put({ ...call.answers, [field]: 'number' })}
          />
        </>
      )}
    </Row>
  )
}
