import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { useOpenApp } from '../app/appContext.tsx'
import { groupDigits } from '../app/format.ts'
import { ValueView } from '../app/ValueView.tsx'
import { useText } from '../i18n/useText.ts'
import { Icon } from '../ui/Icon.tsx'
import type { RecordList, Source, Step } from './types.ts'
import { fieldOf, NameView, StepValue } from './values.tsx'

/** Draws the explanation of another value in place; given by the panel, absent where there is nothing deeper to ask. */
export type Deeper = (source: Source) => ReactNode

/** What was read: name, value, where from, and for a worked-out value its own explanation. */
export function Inputs({
  steps,
  own,
  deeper,
}: {
  readonly steps: readonly Step[]
  readonly own: string
  readonly deeper?: Deeper | undefined
}) {
  return (
    <ul className="fw-explain-inputs">
      {steps.map(step => (
        <li key={`${(step.labels ?? []).join('.')} ${step.source?.record ?? ''}`}>
          <Input step={step} own={own} deeper={deeper} />
        </li>
      ))}
    </ul>
  )
}

function Input({
  step,
  own,
  deeper,
}: {
  readonly step: Step
  readonly own: string
  readonly deeper?: Deeper | undefined
}) {
  const { source, list } = step
  if (list !== undefined)
    return (
      <>
        <div className="fw-explain-input">
          <NameView labels={step.labels ?? []} />
        </div>
        <Records list={list} deeper={deeper} />
      </>
    )
  return (
    <>
      <div className="fw-explain-input">
        <NameView labels={step.labels ?? []} />
        {source === undefined || source.record === null || source.record === own ? null : (
          <span className="fw-explain-from">
            <RecordLink source={source} />
          </span>
        )}
        <b>
          <StepValue step={step} />
        </b>
      </div>
      {source?.computed === true && step.hidden !== true ? <GoDeeper source={source} deeper={deeper} /> : null}
    </>
  )
}

function RecordLink({ source }: { readonly source: Source }) {
  const { t, label } = useText()
  const app = useOpenApp()
  const form = app.compiled.forms.get(source.form)
  return (
    <Link to={`/a/${app.key}/f/${source.form}/r/${source.record}`} target="_blank">
      {form === undefined ? '' : `${label(form.name)} · `}
      {source.title ?? t('explain.openRecord')}
    </Link>
  )
}

/** "How was this worked out?" of an input, opened where it stands. */
function GoDeeper({ source, deeper }: { readonly source: Source; readonly deeper?: Deeper | undefined }) {
  const { t } = useText()
  const [open, setOpen] = useState(false)
  if (deeper === undefined || source.record === null) return null
  return (
    <>
      <button type="button" className="fw-explain-deeper" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'chevronDown' : 'chevronRight'} size={14} />
        {t('explain.deeper')}
      </button>
      {open ? <div className="fw-explain-inner">{deeper(source)}</div> : null}
    </>
  )
}

const FIRST = 5

/** The records of a list with the values they brought, and what they sum to. */
export function Records({ list, deeper }: { readonly list: RecordList; readonly deeper?: Deeper | undefined }) {
  const { t } = useText()
  const [all, setAll] = useState(false)
  const shown = all ? list.records : list.records.slice(0, FIRST)
  const more = list.records.length - shown.length
  return (
    <div className="fw-explain-records">
      <p className="fw-muted">
        {t('explain.count', { n: list.count })}
        {list.hidden > 0 ? ` ${t('explain.hiddenRecords', { n: list.hidden })}` : ''}
      </p>
      <ul>
        {shown.map(record => (
          <li key={`${record.record} ${record.row}`}>
            <RecordLine record={record} />
            {record.computed ? <GoDeeper source={record} deeper={deeper} /> : null}
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <button type="button" className="fw-explain-deeper" onClick={() => setAll(true)}>
          {t('explain.more', { n: more })}
        </button>
      ) : null}
      {all && list.count - list.hidden > list.records.length ? (
        <p className="fw-hint">{t('explain.firstOnly', { n: list.records.length })}</p>
      ) : null}
      {list.sum === undefined || list.count === 0 ? null : (
        <p className="fw-explain-sum">
          <span>{t('explain.sum')}</span>
          <b className="fw-number">{groupDigits(list.sum)}</b>
        </p>
      )}
    </div>
  )
}

function RecordLine({ record }: { readonly record: RecordList['records'][number] }) {
  const app = useOpenApp()
  const found = fieldOf(app, record)
  return (
    <div className="fw-explain-record">
      {record.row === null ? <RecordLink source={record} /> : <span>{record.title}</span>}
      {found === undefined ? null : (
        <span>
          <ValueView value={record.value} shape={found.shape} compact />
        </span>
      )}
    </div>
  )
}
