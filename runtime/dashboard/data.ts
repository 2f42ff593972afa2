import { measuredField } from '../../engine/definition/dashboards.ts'
import type { CompiledForm } from '../../engine/index.ts'
import type { Widget } from '../../schemas/generated/definition.ts'
import type { OpenApp } from '../app/appContext.tsx'
import { useNames } from '../app/directory.ts'
import { numberText, shortNumber } from '../app/format.ts'
import { type Shape, shapeOf } from '../app/shape.ts'
import { dashboardWords } from '../i18n/texts/dashboard.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'

/** One group of a chart as the server answers it. */
export interface Group {
  readonly key: string | boolean | null
  readonly title?: string | null
  readonly value: string | null
}

/** What a widget shows; `error` says why it cannot. */
export interface WidgetData {
  readonly value?: string | null
  readonly groups?: readonly Group[]
  readonly records?: readonly Readonly<Record<string, unknown>>[]
  readonly error?: string
}

export interface DashboardData {
  readonly at: string
  readonly widgets: Readonly<Record<string, WidgetData>>
}

type Measured = Extract<Widget, { aggregate: string }>

/** A count is a plain number; the rest looks like its field. */
export function shapeOfMeasure(app: OpenApp, form: CompiledForm, widget: Measured): Shape {
  const field = measuredField(form, widget)
  const plain = {
    list: false,
    unit: undefined,
    currency: undefined,
    library: undefined,
    target: undefined,
    max: undefined,
  }
  return field === undefined ? { ...plain, kind: 'number', scale: 0 } : shapeOf(app.compiled, form, field)
}

/** Long decimals of means are cut for the eye; the exact value stands in the hint. */
export const exactText = (value: string, shape: Shape, language: 'zh' | 'en'): string =>
  numberText(/^-?\d+\.\d{3,}$/.test(value) ? Number(value).toFixed(2) : value, shape, language)

export const shortText = (value: string, shape: Shape, language: 'zh' | 'en'): string =>
  shape.kind === 'number' || shape.kind === 'money'
    ? `${shape.kind === 'money' ? '¥' : ''}${shortNumber(/^-?\d+\.\d{3,}$/.test(value) ? Number(value).toFixed(2) : value, language)}${shape.unit === undefined ? '' : ` ${shape.unit}`}`
    : exactText(value, shape, language)

/** The name and colour of a group: an option's, a person's, a linked record's, or the value itself. */
export function useGroupNames(app: OpenApp, widget: Extract<Widget, { by: string }>) {
  const { label, t } = useText()
  const w = useWords(dashboardWords)
  const names = useNames()
  const form = app.form(widget.form)
  const field = form?.fields.get(widget.by)
  const shape = form === undefined || field === undefined ? undefined : shapeOf(app.compiled, form, field)
  const nameOf = ({ key, title }: Group): string => {
    if (key === null) return w('dashboard.blank')
    if (typeof key === 'boolean') return t(key ? 'word.yes' : 'word.no')
    if (shape?.library !== undefined) return label(shape.library.options.get(key)?.label) || key
    if (shape?.kind === 'user') return names.person(key)
    if (shape?.kind === 'department') return names.department(key)
    if (shape?.target !== undefined) return title ?? w('dashboard.hidden')
    return key
  }
  const colorOf = ({ key }: Group): string | undefined =>
    typeof key === 'string' ? shape?.library?.options.get(key)?.color : undefined
  const order = [...(shape?.library?.options.keys() ?? [])]
  return { nameOf, colorOf, order }
}
