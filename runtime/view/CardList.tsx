import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import type { CompiledField, CompiledForm } from '../../engine/index.ts'
import type { RecordDocument } from '../api/types.ts'
import type { OpenApp } from '../app/appContext.tsx'
import { recordPath } from '../app/navigation.ts'
import { shapeOf } from '../app/shape.ts'
import { titleOf, ValueView } from '../app/ValueView.tsx'
import { useText } from '../i18n/useText.ts'
import { ClaimButton } from '../record/ClaimButton.tsx'
import { Button } from '../ui/Button.tsx'

const FACTS = 4

/** Records on a phone: one card each, more as the thumb goes down. */
export function CardList({
  app,
  form,
  columns,
  records,
  more,
  loadingMore,
}: {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly columns: readonly CompiledField[]
  readonly records: readonly RecordDocument[]
  readonly more: (() => void) | undefined
  readonly loadingMore: boolean
}) {
  const { t } = useText()
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = end.current
    if (element === null || more === undefined) return
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && more(), {
      rootMargin: '600px',
    })
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [more])
  return (
    <div className="fw-cards">
      {records.map(record => (
        <div key={record.id} className="fw-record-card-place">
          <RecordCard app={app} form={form} columns={columns} record={record} />
          <ClaimButton app={app} form={form} record={record} wide />
        </div>
      ))}
      <div ref={end} className="fw-cards-end">
        {more === undefined ? null : (
          <Button kind="quiet" busy={loadingMore} onClick={more}>
            {t('table.more')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** Title, state, and the few facts that say most. */
export function RecordCard({
  app,
  form,
  columns,
  record,
}: {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly columns: readonly CompiledField[]
  readonly record: RecordDocument
}) {
  const { t, label } = useText()
  const isBlank = (value: unknown) =>
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  const mark = columns.find(
    column => ['stage', 'select'].includes(column.kind) && !column.list && !isBlank(record[column.key]),
  )
  const facts = columns
    .filter(column => column.key !== form.titleField && column !== mark && !isBlank(record[column.key]))
    .slice(0, FACTS)
  const view = (column: CompiledField) => (
    <ValueView
      value={record[column.key]}
      shape={shapeOf(app.compiled, form, column)}
      expanded={record.expanded?.[column.key]}
      error={record._errors?.[column.key]}
      compact
    />
  )
  return (
    <Link className="fw-record-card" to={recordPath(app.key, form.key, record.id)}>
      <span className="fw-record-card-head">
        <strong>{titleOf(form, record) || t('table.noTitle')}</strong>
        {mark === undefined ? null : view(mark)}
      </span>
      <span className="fw-record-card-facts">
        {facts.map(column => (
          <span key={column.key}>
            <small>{label(column.label)}</small>
            {view(column)}
          </span>
        ))}
      </span>
    </Link>
  )
}
