import type { ReactNode } from 'react'
import { functions } from '../../engine/expression/index.ts'
import { explainWords } from '../i18n/texts/explain.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Icon } from '../ui/Icon.tsx'
import { isPlain, type Line, narrate, type Term } from './narrate.ts'
import { ScoreLine } from './ScoreLine.tsx'
import type { ExplanationDoc, Step, TierSlice } from './types.ts'
import { FormulaLine, NameView, plainNumber, rateText, StepValue } from './values.tsx'

interface LinesProps {
  readonly step: Step
  /** what the field's places did to the exact result */
  readonly rounded?: ExplanationDoc['rounded']
  /** the value as the field shows it */
  readonly result?: ReactNode
}

/** The story of a value, line by line, to the value as it is stored; what was not needed is folded away. */
export function Lines({ step, rounded, result }: LinesProps) {
  const w = useWords(explainWords)
  const lines = narrate(step)
  const told = lines.filter(line => line.kind !== 'unused')
  const unused = lines.flatMap(line => (line.kind === 'unused' ? line.steps : []))
  return (
    <>
      <ol className="fw-explain-lines">
        {told.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines stand in the order they happened
          <li key={at} className={'holds' in line && line.holds === false ? 'is-no' : undefined}>
            <LineView line={line} result={rounded === undefined && at === told.length - 1 ? result : undefined} />
          </li>
        ))}
        {rounded === undefined ? null : (
          <li>
            {w('round', { from: plainNumber(rounded.from), places: rounded.places })} <i>→</i>{' '}
            <span className="fw-explain-equals">
              <b>{result ?? plainNumber(rounded.to)}</b>
            </span>
          </li>
        )}
      </ol>
      {unused.length === 0 ? null : (
        <details className="fw-explain-unused">
          <summary>{w('unused', { n: unused.length })}</summary>
          <ul>
            {unused.map((one, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps stand in the order they are written
              <li key={at}>
                <FormulaLine text={one.text} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function LineView({ line, result }: { readonly line: Line; readonly result: ReactNode }) {
  const w = useWords(explainWords)
  switch (line.kind) {
    case 'sum':
      return (
        <>
          <Terms terms={line.terms} /> <Equals step={line.step} result={result} />
        </>
      )
    case 'condition':
      return <Condition line={line} result={result} />
    case 'otherwise':
      return <span>{w('otherwise')}</span>
    case 'choose':
      return (
        <>
          {w(line.otherwise ? 'otherwiseChoose' : 'choose')} <Chosen step={line.step} result={result} />
        </>
      )
    case 'take':
      return <Operand step={line.step} />
    case 'tier':
      return <TierLine step={line.step} result={result} />
    case 'band':
      return <BandLine step={line.step} />
    case 'score':
      return <ScoreLine step={line.step} story={part => <Lines step={part} />} />
    case 'rounding':
      return <RoundingLine step={line.step} />
    case 'call':
      return <CallLine step={line.step} result={result} />
    case 'unused':
      return null
  }
}

function Terms({ terms }: { readonly terms: readonly Term[] }) {
  return (
    <>
      {terms.map(({ sign, step }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: terms stand in the order they are written
        <span key={at} className="fw-explain-term">
          {sign === '' ? null : <i>{sign}</i>} <Operand step={step} />
        </span>
      ))}
    </>
  )
}

/** A read value with its name, a written one as it is, a worked-out one as its value. */
function Operand({ step }: { readonly step: Step }) {
  if (step.labels !== undefined && step.each === true) return <NameView labels={step.labels} />
  if (step.labels !== undefined)
    return (
      <span className="fw-explain-operand">
        <NameView labels={step.labels} />
        <b>
          <StepValue step={step} />
        </b>
      </span>
    )
  const isBlank = step.operation === undefined && !step.skipped && (step.value === null || step.value === '')
  if (step.operation === undefined && (step.shown !== undefined || isBlank)) return <StepValue step={step} />
  if (step.each === true || isPlain(step)) return <FormulaLine text={step.text} />
  return (
    <b>
      <StepValue step={step} />
    </b>
  )
}

interface LineProps {
  readonly step: Step
  readonly result: ReactNode
}

const Equals = ({ step, result }: LineProps) => (
  <span className="fw-explain-equals">
    <i>=</i> <b>{result ?? <StepValue step={step} />}</b>
  </span>
)

function Condition({
  line: { terms, holds, step, then },
  result,
}: {
  readonly line: Extract<Line, { kind: 'condition' }>
  readonly result: ReactNode
}) {
  const w = useWords(explainWords)
  const mark = holds === null ? w('hidden') : w(holds ? 'holds' : 'holdsNot')
  return (
    <>
      {terms.length > 1 ? (
        <Terms terms={terms} />
      ) : step.labels === undefined ? (
        <FormulaLine text={step.text} />
      ) : (
        <Operand step={step} />
      )}{' '}
      <span className={`fw-explain-mark${holds === true ? ' is-yes' : ''}`}>
        {holds === null ? null : <Icon name={holds ? 'check' : 'close'} size={13} />}
        {mark}
      </span>
      {then === undefined ? null : (
        <>
          {' '}
          <i>→</i> <Chosen step={then} result={result} />
        </>
      )}
    </>
  )
}

/** What a branch gives: a written value as the field shows it, if it is the whole result. */
const Chosen = ({ step, result }: LineProps) =>
  step.labels === undefined && result !== undefined ? <b>{result}</b> : <Operand step={step} />

/** "回款 9,000,000.00 高于 8,000,000 → 2.5%" */
function TierLine({ step, result }: LineProps) {
  const w = useWords(explainWords)
  const { tier, inputs } = step
  const [amount] = inputs
  if (tier === undefined || amount === undefined) return null
  if (tier.slices !== undefined) return <Slices step={step} slices={tier.slices} result={result} />
  const from = plainNumber(tier.from)
  return (
    <>
      <Operand step={amount} />{' '}
      <span>
        {tier.to === undefined
          ? w(tier.edge === 'above' ? 'tierAbove' : 'tierFrom', { from })
          : w(tier.edge === 'above' ? 'tierAboveTo' : 'tierFromTo', { from, to: plainNumber(tier.to) })}
      </span>{' '}
      <i>→</i> <b>{rateText(tier.rate)}</b>
      {String(step.value) === tier.rate || Number(step.value) === Number(tier.rate) ? null : (
        <>
          {' '}
          <Equals step={step} result={result} />
        </>
      )}
    </>
  )
}

/** Each part of the amount at its own rate, and their sum. */
function Slices({ step, slices, result }: LineProps & { readonly slices: readonly TierSlice[] }) {
  const w = useWords(explainWords)
  const [amount] = step.inputs
  return (
    <>
      {amount === undefined ? null : <Operand step={amount} />} <span>{w('slices')}</span>
      <ul className="fw-explain-slices">
        {slices.map(({ from, to, part, rate, brings }) => (
          <li key={from}>
            <span>
              {to === null
                ? w('sliceAbove', { from: plainNumber(from) })
                : w('slice', { from: plainNumber(from), to: plainNumber(to) })}
            </span>{' '}
            <span className="fw-number">
              {plainNumber(part)} × {rateText(rate)} = <b>{plainNumber(brings)}</b>
            </span>
          </li>
        ))}
      </ul>
      <Equals step={step} result={result} />
    </>
  )
}

function BandLine({ step }: { readonly step: Step }) {
  const w = useWords(explainWords)
  const { band, inputs } = step
  if (band === undefined || inputs[0] === undefined) return null
  return (
    <>
      <Operand step={inputs[0]} />{' '}
      <span>{w(band.edge === 'above' ? 'tierAbove' : 'tierFrom', { from: plainNumber(band.from) })}</span> <i>→</i>{' '}
      <b>
        <StepValue step={step} />
      </b>
    </>
  )
}

function RoundingLine({ step }: { readonly step: Step }) {
  const { language } = useText()
  const w = useWords(explainWords)
  const { rounding, operation = '' } = step
  if (rounding === undefined) return null
  const way = functions.get(operation)?.help[language] ?? operation
  return (
    <>
      {w('round', { places: rounding.places, from: plainNumber(rounding.from) })} <i>→</i>{' '}
      <b className="fw-number">{plainNumber(rounding.to)}</b> <small className="fw-faint">{way}</small>
    </>
  )
}

/** Any other function: its arguments with their values, what it gave, what it does. */
function CallLine({ step, result }: LineProps) {
  const { language } = useText()
  const w = useWords(explainWords)
  const { operation = '', inputs } = step
  const help = functions.get(operation)?.help[language]
  return (
    <>
      <span className="fw-explain-call" title={help}>
        {functions.has(operation) ? operation : w('bands')}
      </span>
      ({' '}
      {inputs
        .filter(({ skipped }) => !skipped)
        .map((input, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: arguments stand in their order
          <span key={at} className="fw-explain-term">
            {at > 0 ? <i>,</i> : null}{' '}
            {input.list === undefined ? <Operand step={input} /> : <ListOperand step={input} />}
          </span>
        ))}{' '}
      ) <Equals step={step} result={result} />
      {help === undefined ? null : <small className="fw-explain-help fw-faint">{help}</small>}
    </>
  )
}

function ListOperand({ step }: { readonly step: Step }) {
  const w = useWords(explainWords)
  return (
    <span className="fw-explain-operand">
      <NameView labels={step.labels ?? []} />
      <b>{w('rows', { n: step.list?.count ?? 0 })}</b>
    </span>
  )
}
