import { tokenize } from '../../engine/expression/lexer.ts'
import type { CompiledField, CompiledForm } from '../../engine/index.ts'
import { type OpenApp, useOpenApp } from '../app/appContext.tsx'
import { useNames } from '../app/directory.ts'
import { dateTimeText, durationText, groupDigits, percentOf } from '../app/format.ts'
import { useMe } from '../app/session.tsx'
import { type Shape, shapeOf } from '../app/shape.ts'
import { ValueView } from '../app/ValueView.tsx'
import { explainWords } from '../i18n/texts/explain.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import type { Source, Step } from './types.ts'

/** The form a source is in: a record's, or that of its sub-form's rows. */
export const formOf = (app: OpenApp, { form, subform }: Pick<Source, 'form' | 'subform'>): CompiledForm | undefined =>
  app.compiled.forms.get(subform === null ? form : `${form}.${subform}`)

interface Found {
  readonly form: CompiledForm
  readonly field: CompiledField
  readonly shape: Shape
}

/** The field a value was read from, as the reader's app knows it. */
export function fieldOf(app: OpenApp, source: Pick<Source, 'form' | 'subform' | 'field'>): Found | undefined {
  const form = formOf(app, source)
  const field = form?.fields.get(source.field ?? '')
  return form === undefined || field === undefined
    ? undefined
    : { form, field, shape: shapeOf(app.compiled, form, field) }
}

/** Items of a list that are written out. */
const LISTED = 5

/** Places after the point that are shown of a number in between; the rest is said by "…". */
const PLACES = 8

/** A number in between: grouped, without zeros at its end. */
export function plainNumber(text: string): string {
  const [whole = '', fraction = ''] = text.split('.')
  const digits = fraction.replace(/0+$/, '')
  const shown = digits.length > PLACES ? `${digits.slice(0, PLACES)}…` : digits
  return `${groupDigits(whole)}${shown === '' ? '' : `.${shown}`}`
}

/** A rate as people say it: a fraction as percent, a price as it is. */
export const rateText = (rate: string): string =>
  Math.abs(Number(rate)) <= 1 ? `${percentOf(rate)}%` : plainNumber(rate)

const PLAIN: Shape = {
  kind: 'number',
  list: false,
  scale: undefined,
  unit: undefined,
  currency: undefined,
  library: undefined,
  target: undefined,
  max: undefined,
}

/** The value of a step: a field as everywhere else, anything in between plain. */
export function StepValue({ step }: { readonly step: Step }) {
  const { label } = useText()
  const w = useWords(explainWords)
  const app = useOpenApp()
  if (step.hidden === true) return <span className="fw-faint">{w('hidden')}</span>
  if (step.error !== undefined) return <span className="fw-explain-error">{step.error.message}</span>
  const found = step.source === undefined ? undefined : fieldOf(app, step.source)
  if (step.shown !== undefined && step.shown !== null) return <span>{label(step.shown)}</span>
  if (found !== undefined) return <ValueView value={step.value} shape={found.shape} compact />
  const setting = app.compiled.settings.get(step.setting ?? '')
  if (setting?.type === 'percent' || setting?.type === 'money')
    return <ValueView value={step.value} shape={{ ...PLAIN, kind: setting.type }} compact />
  return <PlainValue value={step.value} type={step.type} />
}

function PlainValue({ value, type }: { readonly value: unknown; readonly type: string }) {
  const { t, language } = useText()
  const w = useWords(explainWords)
  const names = useNames()
  const me = useMe()
  if (value === null || value === undefined || value === '') return <span className="fw-faint">{w('blank')}</span>
  if (Array.isArray(value) && value.some(item => typeof item === 'object')) return <TierTable rows={value} />
  if (Array.isArray(value)) {
    const shown = value.slice(0, LISTED).map(String).map(groupDigits).join('、')
    return <span>{value.length > LISTED ? `${shown}… ${w('rows', { n: value.length })}` : shown}</span>
  }
  if (type === 'list') return <span>{w('rows', { n: String(value) })}</span>
  if (typeof value === 'boolean') return <span>{t(value ? 'word.yes' : 'word.no')}</span>
  if (type === 'number')
    return (
      <span className="fw-number" title={String(value)}>
        {plainNumber(String(value))}
      </span>
    )
  if (type === 'duration') return <span className="fw-number">{durationText(Number(value), language)}</span>
  if (type === 'datetime') return <span className="fw-number">{dateTimeText(String(value), me.user.zone)}</span>
  if (type === 'user') return <span>{names.person(value)}</span>
  if (type === 'department') return <span>{names.department(value)}</span>
  return <span>{typeof value === 'object' ? '…' : String(value)}</span>
}

interface TierRow {
  readonly edge: 'from' | 'above'
  readonly from: string
  readonly rate: string
}

/** A table of tiers as sentences; a table of something else by how many rows it has. */
function TierTable({ rows }: { readonly rows: readonly unknown[] }) {
  const w = useWords(explainWords)
  const tiers = rows.flatMap(tierRow)
  if (tiers.length < rows.length) return <span>{w('rows', { n: rows.length })}</span>
  return (
    <span className="fw-explain-tiers">
      {tiers.map(({ edge, from, rate }) => (
        <span key={`${edge} ${from}`}>
          {w(edge === 'above' ? 'rowAbove' : 'rowFrom', { from: plainNumber(from) })} → {rateText(rate)}
        </span>
      ))}
    </span>
  )
}

function tierRow(row: unknown): readonly TierRow[] {
  if (typeof row !== 'object' || row === null) return []
  const cells: Record<string, unknown> = Array.isArray(row) ? { from: row[0], rate: row[1] } : { ...row }
  const edge = cells.above === undefined || cells.above === null || cells.above === '' ? 'from' : 'above'
  const [from, rate] = [cells[edge], cells.rate]
  const known = [from, rate].every(cell => /^-?\d+(\.\d+)?$/.test(String(cell)))
  return known ? [{ edge, from: String(from), rate: String(rate) }] : []
}

/** A name as people say it: the field, and before it, smaller, what it is of. */
export function NameView({ labels }: { readonly labels: readonly string[] }) {
  const owner = labels.slice(0, -1).join(' › ')
  return (
    <span className="fw-explain-name">
      {owner === '' ? null : <small>{owner} › </small>}
      {labels.at(-1)}
    </span>
  )
}

const WRITTEN: Readonly<Record<string, string>> = { '*': '×', '/': '÷', '-': '−', '<>': '≠', '<=': '≤', '>=': '≥' }

/** A formula as one writes it by hand: names without braces, × and ÷. With `values`, what stands in place of each name. */
export function FormulaLine({ text, values }: { readonly text: string; readonly values?: readonly Step[] }) {
  const { t } = useText()
  let names = 0
  let end = 0
  const parts = tokensOf(text).map(token => {
    const before = text.slice(end, token.start)
    end = token.end
    const value = token.type === 'name' && token.braces ? values?.[names++] : undefined
    return { before, token, value }
  })
  return (
    <span className="fw-explain-formula">
      {parts.map(({ before, token, value }) => (
        <span key={token.start}>
          {before}
          {value !== undefined ? (
            <StepValue step={value} />
          ) : token.type === 'name' && token.braces ? (
            <NameView labels={token.path} />
          ) : token.type === 'name' && /^(TRUE|FALSE)$/.test(token.path.join()) ? (
            t(token.path[0] === 'TRUE' ? 'word.yes' : 'word.no')
          ) : token.type === 'symbol' ? (
            (WRITTEN[token.text] ?? token.text)
          ) : token.type === 'number' ? (
            plainNumber(token.text)
          ) : (
            text.slice(token.start, token.end)
          )}
        </span>
      ))}
    </span>
  )
}

/** What the server wrote is always a formula; anything else would show as it is. */
function tokensOf(text: string) {
  const tokens = tokenize(text)
  return tokens.flatMap(token => (token.type === 'end' ? [] : [token]))
}
