import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { useOpenApp } from '../app/appContext.tsx'
import { groupDigits } from '../app/format.ts'
import { ValueView } from '../app/ValueView.tsx'
import { explainWords } from '../i18n/texts/explain.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Icon } from '../ui/Icon.tsx'
import type { Input as InputOf } from './narrate.ts'
import type { RecordList, Source, Step } from './types.ts'
import { fieldOf, NameView, StepValue } from './values.tsx'

/** Draws the explanation of another value in place; given by the panel, absent where there is nothing deeper to ask. */
export type Deeper = (source: Source) => ReactNode

/** What was read: name, value, where from, and for a worked-out value its own explanation. */
export function Inputs({
  inputs,
  own,
  deeper,
}: {
  readonly inputs: readonly InputOf[]
  readonly own: string
  readonly deeper?: Deeper | undefined
}) {
  return (
    <ul className="fw-explain-inputs">
      {inputs.map(input => (
        <li key={'lists' in input ? namesOf(input.lists) : namesOf([input.step])}>
          {'lists' in input ? (
            <SideBySide lists={input.lists} counted={input.counted} />
          ) : (
            <Input step={input.step} own={own} deeper={deeper} />
          )}
        </li>
      ))}
    </ul>
  )
}

const namesOf = (steps: readonly Step[]): string =>
  steps.map(({ labels, source }) => `${(labels ?? []).join('.')} ${source?.record ?? ''}`).join()

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
  const { label } = useText()
  const w = useWords(explainWords)
  const app = useOpenApp()
  const form = app.compiled.forms.get(source.form)
  return (
    <Link to={`/a/${app.key}/f/${source.form}/r/${source.record}`} target="_blank">
      {form === undefined ? '' : `${label(form.name)} · `}
      {source.title ?? w('openRecord')}
    </Link>
  )
}

/** "How was this worked out?" of an input, opened where it stands. */
function GoDeeper({ source, deeper }: { readonly source: Source; readonly deeper?: Deeper | undefined }) {
  const w = useWords(explainWords)
  const [open, setOpen] = useState(false)
  if (deeper === undefined || source.record === null) return null
  return (
    <>
      <button type="button" className="fw-explain-deeper" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'chevronDown' : 'chevronRight'} size={14} />
        {w('deeper')}
      </button>
      {open ? <div className="fw-explain-inner">{deeper(source)}</div> : null}
    </>
  )
}

const FIRST = 5

/** The records of a list with the values they brought, and what they sum to. */
export function Records({ list, deeper }: { readonly list: RecordList; readonly deeper?: Deeper | undefined }) {
  const w = useWords(explainWords)
  const [all, setAll] = useState(false)
  const shown = all ? list.records : list.records.slice(0, FIRST)
  const more = list.records.length - shown.length
  return (
    <div className="fw-explain-records">
      <p className="fw-muted">
        {w('count', { n: list.count })}
        {list.hidden > 0 ? ` ${w('hiddenRecords', { n: list.hidden })}` : ''}
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
          {w('more', { n: more })}
        </button>
      ) : null}
      {all && list.count - list.hidden > list.records.length ? (
        <p className="fw-hint">{w('firstOnly', { n: list.records.length })}</p>
      ) : null}
      {list.sum === undefined || list.count === 0 ? null : (
        <p className="fw-explain-sum">
          <span>{w('sum')}</span>
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

/** Lists over the same records as one table; of a conditional sum, what was not counted is grey. */
function SideBySide({
  lists,
  counted,
}: {
  readonly lists: readonly Step[]
  readonly counted: readonly boolean[] | null
}) {
  const w = useWords(explainWords)
  const app = useOpenApp()
  const [first] = lists
  const records = first?.list?.records ?? []
  return (
    <div className="fw-explain-table">
      <table>
        <thead>
          <tr>
            <th scope="col">
              {w('count', { n: first?.list?.count ?? 0 })}
              {counted === null ? '' : ` ${w('counted', { n: counted.filter(Boolean).length })}`}
            </th>
            {lists.map(({ labels = [] }) => (
              <th key={labels.join('.')} scope="col">
                {labels.at(-1)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {records.map((record, at) => (
            <tr key={`${record.record} ${record.row}`} className={counted?.[at] === false ? 'is-no' : undefined}>
              <th scope="row">{record.row === null ? <RecordLink source={record} /> : record.title}</th>
              {lists.map(({ labels = [], list }) => {
                const cell = list?.records[at]
                const found = cell === undefined ? undefined : fieldOf(app, cell)
                return (
                  <td key={labels.join('.')}>
                    {found === undefined ? null : <ValueView value={cell?.value} shape={found.shape} compact />}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
