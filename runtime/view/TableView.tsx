// biome-ignore-all lint/a11y/useFocusableInteractive: head cells hold buttons; body rows take the focus
// biome-ignore-all lint/a11y/useSemanticElements: rows are drawn one by one where they are in sight, which a table element cannot do
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import type { CompiledField, CompiledForm } from '../../engine/index.ts'
import type { RecordDocument } from '../api/types.ts'
import type { OpenApp } from '../app/appContext.tsx'
import { numberText, shortNumber } from '../app/format.ts'
import { recordPath } from '../app/navigation.ts'
import { isNumeric, type Shape, shapeOf } from '../app/shape.ts'
import { titleOf, ValueView } from '../app/ValueView.tsx'
import { useText } from '../i18n/useText.ts'
import { ClaimButton } from '../record/ClaimButton.tsx'
import { Icon } from '../ui/Icon.tsx'
import type { Totals } from './useRecords.ts'

const ROW = 40
const MORE_AT = 12
const TITLE_WIDTH = 240

interface TableViewProps {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly columns: readonly CompiledField[]
  readonly records: readonly RecordDocument[]
  readonly totals: Totals | undefined
  readonly sort: string | undefined
  readonly onSort: (sort: string | undefined) => void
  readonly selected: ReadonlySet<string>
  readonly onSelect: ((ids: ReadonlySet<string>) => void) | undefined
  readonly more: (() => void) | undefined
  readonly loadingMore: boolean
}

const widths: Readonly<Record<string, number>> = {
  money: 140,
  number: 110,
  percent: 100,
  date: 116,
  datetime: 150,
  time: 90,
  yes_no: 80,
  rating: 120,
  user: 130,
  department: 140,
  select: 130,
  phone: 140,
  serial: 150,
  duration: 110,
  attachment: 80,
  image: 80,
  relation: 190,
  cascade: 190,
}

/** A table of 40 px rows; only those in sight are drawn. Arrow keys move, Enter opens, space selects. */
export function TableView(props: TableViewProps) {
  const { app, form, columns, records, more, loadingMore } = props
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: records.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  })
  const drawn = rows.getVirtualItems()
  const last = drawn.at(-1)?.index ?? 0
  useEffect(() => {
    if (more !== undefined && !loadingMore && last >= records.length - MORE_AT) more()
  }, [more, loadingMore, last, records.length])
  const shapes = columns.map(column => shapeOf(app.compiled, form, column))
  const widthOf = (column: CompiledField, index: number): number =>
    column.key === form.titleField ? TITLE_WIDTH : (widths[shapes[index]!.kind] ?? 150)
  const total = columns.reduce((sum, column, index) => sum + widthOf(column, index), 60)
  const template = [
    props.onSelect === undefined ? '16px' : '44px',
    ...columns.map((column, index) =>
      column.key === form.titleField ? `minmax(${TITLE_WIDTH}px, 2fr)` : `minmax(${widthOf(column, index)}px, 1fr)`,
    ),
  ].join(' ')
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-index]')
    if (step === 0 || row === null) return
    event.preventDefault()
    const next = Math.min(records.length - 1, Math.max(0, Number(row.dataset.index) + step))
    rows.scrollToIndex(next)
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus())
  }
  return (
    <div
      ref={scroller}
      className="fw-table"
      role="table"
      aria-rowcount={props.totals?.count ?? records.length}
      style={{ '--columns': template, '--total': `${total}px` } as React.CSSProperties}
    >
      <HeadRow {...props} shapes={shapes} />
      <div role="rowgroup" className="fw-table-body" style={{ height: rows.getTotalSize() }} onKeyDown={move}>
        {drawn.map(item => {
          const record = records[item.index]
          return record === undefined ? null : (
            <Row key={record.id} {...props} shapes={shapes} record={record} index={item.index} top={item.start} />
          )
        })}
      </div>
      <FootRow {...props} shapes={shapes} />
    </div>
  )
}

type RowProps = TableViewProps & { readonly shapes: readonly Shape[] }

function HeadRow({ form, columns, records, shapes, sort, onSort, selected, onSelect }: RowProps) {
  const { t, label } = useText()
  const all = records.length > 0 && records.every(({ id }) => selected.has(id))
  return (
    <div role="rowgroup" className="fw-table-head">
      <div role="row" className="fw-table-row">
        <div role="columnheader" className="fw-table-select">
          {onSelect === undefined ? (
            <span className="fw-hidden">{label(form.name)}</span>
          ) : (
            <input
              type="checkbox"
              aria-label={t('table.selectAll')}
              checked={all}
              onChange={() => onSelect(new Set(all ? [] : records.map(({ id }) => id)))}
            />
          )}
        </div>
        {columns.map((column, index) => {
          const direction = sort === column.key ? 'ascending' : sort === `-${column.key}` ? 'descending' : 'none'
          const next = direction === 'none' ? column.key : direction === 'ascending' ? `-${column.key}` : undefined
          const sortable = !column.list && !['location', 'address', 'subform'].includes(column.kind)
          return (
            <div
              key={column.key}
              role="columnheader"
              aria-sort={direction}
              className={isNumeric(shapes[index]!) ? 'is-number' : undefined}
            >
              {sortable ? (
                <button
                  type="button"
                  onClick={() => onSort(next)}
                  title={t('table.sortBy', { field: label(column.label) })}
                >
                  <span className="fw-cut">{label(column.label)}</span>
                  {direction === 'none' ? null : (
                    <Icon name={direction === 'ascending' ? 'arrowUp' : 'arrowDown'} size={13} />
                  )}
                </button>
              ) : (
                <span className="fw-cut">{label(column.label)}</span>
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function Row({
  app,
  form,
  columns,
  shapes,
  record,
  index,
  top,
  selected,
  onSelect,
}: RowProps & { readonly record: RecordDocument; readonly index: number; readonly top: number }) {
  const { t } = useText()
  const navigate = useNavigate()
  const title = titleOf(form, record) || t('table.noTitle')
  const open = () => void navigate(recordPath(app.key, form.key, record.id))
  const toggle = () => {
    const next = new Set(selected)
    if (!next.delete(record.id)) next.add(record.id)
    onSelect?.(next)
  }
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      aria-selected={selected.has(record.id)}
      data-index={index}
      tabIndex={0}
      className="fw-table-row is-record"
      style={{ transform: `translateY(${top}px)` }}
      onClick={open}
      onKeyDown={event => {
        if (event.target !== event.currentTarget) return
        if (event.key === 'Enter') open()
        if (event.key === ' ') {
          event.preventDefault()
          toggle()
        }
      }}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: only keeps the press from opening the record */}
      <div role="cell" className="fw-table-select" onClick={event => event.stopPropagation()}>
        {onSelect === undefined ? null : (
          <input
            type="checkbox"
            checked={selected.has(record.id)}
            aria-label={t('table.selectRow', { title })}
            onChange={toggle}
          />
        )}
      </div>
      {columns.map((column, at) => (
        <div
          key={column.key}
          role="cell"
          className={`${isNumeric(shapes[at]!) ? 'is-number' : ''}${column.key === form.titleField ? ' is-title' : ''}`}
        >
          {column.key === form.titleField ? (
            <>
              <span className="fw-cut">{title}</span>
              <ClaimButton app={app} form={form} record={record} small />
            </>
          ) : (
            <ValueView
              value={record[column.key]}
              shape={shapes[at]!}
              expanded={record.expanded?.[column.key]}
              error={record._errors?.[column.key]}
              compact
            />
          )}
        </div>
      ))}
    </div>
  )
}

function FootRow({ columns, shapes, records, totals, loadingMore }: RowProps) {
  const { t, language } = useText()
  return (
    <div className="fw-table-foot">
      <div className="fw-table-row">
        <div />
        {columns.map((column, index) => {
          const sum = totals?.sums[column.key]
          const shape = shapes[index]!
          return (
            <div key={column.key} className={isNumeric(shape) ? 'is-number' : undefined}>
              {index === 0 ? (
                <span className="fw-number">
                  {totals === undefined
                    ? t('table.countLoaded', { n: records.length })
                    : t('table.count', { n: totals.count })}
                  {loadingMore ? ' …' : ''}
                </span>
              ) : sum === undefined || sum === null ? null : (
                <span className="fw-number" title={numberText(sum, shape, language)}>
                  {shape.kind === 'money' ? `¥${shortNumber(sum, language)}` : shortNumber(sum, language)}
                </span>
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}
