import { lazy, Suspense, useCallback, useMemo } from 'react'
import { Link } from 'react-router'
import type { Widget } from '../../schemas/generated/definition.ts'
import { type OpenApp, useOpenApp } from '../app/appContext.tsx'
import { shortNumber } from '../app/format.ts'
import { formPath, recordPath } from '../app/navigation.ts'
import { shapeOf } from '../app/shape.ts'
import { ValueView } from '../app/ValueView.tsx'
import { dashboardWords } from '../i18n/texts/dashboard.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Skeleton } from '../ui/states.tsx'
import type { Point } from './Chart.tsx'
import { exactText, type Group, shapeOfMeasure, shortText, useGroupNames, type WidgetData } from './data.ts'

const Chart = lazy(() => import('./Chart.tsx'))

interface WidgetViewProps {
  readonly widget: Widget
  /** undefined while it is loaded */
  readonly data: WidgetData | undefined
}

/** One widget: its name, and what it shows. */
export function WidgetView({ widget, data }: WidgetViewProps) {
  const { label } = useText()
  return (
    <section
      className={`fw-widget is-${widget.type}`}
      style={{ '--w': widget.w ?? usualWidth(widget), '--h': widget.h ?? usualHeight(widget) } as object}
    >
      {label(widget.label) === '' ? null : <h2 title={label(widget.label)}>{label(widget.label)}</h2>}
      {widget.type === 'text' ? (
        <p className="fw-widget-text">{label(widget.text)}</p>
      ) : data === undefined ? (
        <Skeleton lines={2} height={24} />
      ) : data.error !== undefined ? (
        <p className="fw-muted">{data.error}</p>
      ) : (
        <Content widget={widget} data={data} />
      )}
    </section>
  )
}

export const usualWidth = ({ type }: Widget): number =>
  type === 'number' ? 3 : type === 'table' || type === 'text' ? 12 : 6
export const usualHeight = ({ type }: Widget): number => (type === 'number' ? 1 : type === 'text' ? 1 : 4)

function Content({ widget, data }: { readonly widget: Exclude<Widget, { type: 'text' }>; readonly data: WidgetData }) {
  const app = useOpenApp()
  if (widget.type === 'number') return <NumberContent app={app} widget={widget} value={data.value ?? null} />
  if (widget.type === 'table') return <TableContent app={app} widget={widget} records={data.records ?? []} />
  return <ChartContent app={app} widget={widget} groups={data.groups ?? []} />
}

type Of<T extends Widget['type']> = Extract<Widget, { type: T }>

function NumberContent({
  app,
  widget,
  value,
}: {
  readonly app: OpenApp
  readonly widget: Of<'number'>
  readonly value: string | null
}) {
  const { language } = useText()
  const form = app.form(widget.form)
  if (form === undefined) return null
  const shape = shapeOfMeasure(app, form, widget)
  const color = widget.thresholds?.findLast(({ from }) => value !== null && Number(value) >= Number(from))?.color
  return (
    <p className="fw-figure" title={value === null ? '' : exactText(value, shape, language)}>
      {color === undefined ? null : <span className={`fw-dot is-${color}`} aria-hidden="true" />}
      {value === null ? '–' : shortText(value, shape, language)}
    </p>
  )
}

/** Stages and options stand in their own order, times in theirs, the rest by size. */
function ChartContent({
  app,
  widget,
  groups,
}: {
  readonly app: OpenApp
  readonly widget: Of<'bar' | 'line' | 'pie' | 'funnel'>
  readonly groups: readonly Group[]
}) {
  const { label, language } = useText()
  const w = useWords(dashboardWords)
  const { nameOf, colorOf, order } = useGroupNames(app, widget)
  const form = app.form(widget.form)
  const short = useCallback((value: number) => shortNumber(String(value), language), [language])
  const points = useMemo((): readonly Point[] => {
    if (form === undefined) return []
    const shape = shapeOfMeasure(app, form, widget)
    const rank = ({ key }: Group): number => (order.indexOf(String(key)) + order.length + 1) % (order.length + 1)
    const sorted = order.length === 0 ? groups : [...groups].sort((a, b) => rank(a) - rank(b))
    return sorted.map(group => ({
      name: nameOf(group),
      value: Number(group.value ?? 0),
      text: group.value === null ? '–' : exactText(group.value, shape, language),
      color: colorOf(group),
    }))
  }, [app, form, widget, groups, language, nameOf, colorOf, order])
  if (points.length === 0) return <p className="fw-muted">{w('dashboard.noData')}</p>
  return (
    <>
      <Suspense fallback={<Skeleton lines={3} height={32} />}>
        <Chart type={widget.type} points={points} label={label(widget.label)} short={short} />
      </Suspense>
      <table className="fw-hidden">
        <thead>
          <tr>
            <th>{w('dashboard.group')}</th>
            <th>{w('dashboard.value')}</th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ name, text }) => (
            <tr key={name}>
              <td>{name}</td>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function TableContent({
  app,
  widget,
  records,
}: {
  readonly app: OpenApp
  readonly widget: Of<'table'>
  readonly records: readonly Readonly<Record<string, unknown>>[]
}) {
  const { label } = useText()
  const w = useWords(dashboardWords)
  const form = app.form(widget.form)
  if (form === undefined) return null
  const columns = widget.columns.flatMap(key => form.fields.get(key) ?? [])
  if (records.length === 0) return <p className="fw-muted">{w('dashboard.noData')}</p>
  return (
    <div className="fw-widget-table">
      <table>
        <thead>
          <tr>
            {columns.map(({ key, label: name }) => (
              <th key={key} scope="col">
                {label(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {records.map(record => (
            <tr key={String(record.id)}>
              {columns.map((column, index) => {
                const value = <ValueView shape={shapeOf(app.compiled, form, column)} value={record[column.key]} />
                return (
                  <td key={column.key}>
                    {index === 0 ? <Link to={recordPath(app.key, form.key, String(record.id))}>{value}</Link> : value}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <Link className="fw-faint" to={formPath(app.key, form.key)}>
        {w('dashboard.all')}
      </Link>
    </div>
  )
}
