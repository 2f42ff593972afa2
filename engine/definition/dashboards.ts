import type { Dashboard, Widget } from '../../schemas/generated/definition.ts'
import { BOOLEAN } from '../expression/index.ts'
import type { CompiledField, CompiledForm } from './compiled.ts'
import { knownField } from './conditions.ts'
import { formEnvironment, type NameSpace } from './environment.ts'
import { compileExpression } from './expressions.ts'
import { type Findings, suggest } from './finding.ts'

/** Values a day, a week ... can be made of. */
const DATES: ReadonlySet<string> = new Set(['date', 'datetime'])
/** Values that are told apart: what records can be grouped by. */
const GROUPS: ReadonlySet<string> = new Set([
  'text',
  'option',
  'boolean',
  'user',
  'department',
  'record',
  'date',
  'datetime',
])
const NUMBERS: ReadonlySet<string> = new Set(['number', 'duration'])

/** Forms and fields a dashboard counts exist, can be counted so, and its conditions can be read. */
export function checkDashboard(space: NameSpace, dashboard: Dashboard, findings: Findings): void {
  for (const [index, widget] of dashboard.widgets.entries()) checkWidget(space, widget, findings.at('widgets', index))
}

function checkWidget(space: NameSpace, widget: Widget, findings: Findings): void {
  if (widget.type === 'text') return
  const form = space.forms.get(widget.form)
  if (form === undefined) {
    findings
      .at('form')
      .error('unknown_form', { form: widget.form, suggestion: suggest(widget.form, space.forms.keys()) })
    return
  }
  if (widget.where !== undefined)
    compileExpression(widget.where, formEnvironment(space, form), findings.at('where'), BOOLEAN)
  if (widget.type === 'table') {
    for (const [index, key] of widget.columns.entries()) knownField(form, key, findings.at('columns', index))
    for (const [index, term] of (widget.sort ?? []).entries())
      knownField(form, term.replace(/^-/, ''), findings.at('sort', index))
    return
  }
  checkMeasure(form, widget, findings)
  if ('by' in widget) checkGroup(form, widget, findings)
}

type Measured = Extract<Widget, { aggregate: string }>

/** Sums and means are of numbers; a count needs no field. */
function checkMeasure(form: CompiledForm, { aggregate, field }: Measured, findings: Findings): void {
  if (aggregate === 'count' && field === undefined) return
  if (field === undefined) {
    findings.at('field').error('missing_property', { property: 'field' })
    return
  }
  if (!knownField(form, field, findings.at('field'))) return
  const kind = form.fields.get(field)!.valueType.kind
  const fits =
    aggregate === 'count' || NUMBERS.has(kind) || (aggregate !== 'sum' && aggregate !== 'avg' && DATES.has(kind))
  if (!fits) findings.at('field').error('wrong_field_type', { field, actual: kind, expected: 'number' })
}

function checkGroup(form: CompiledForm, { by, period }: Extract<Widget, { by: string }>, findings: Findings): void {
  if (!knownField(form, by, findings.at('by'))) return
  const field = form.fields.get(by)!
  const { kind } = field.valueType
  if (field.list || !GROUPS.has(kind))
    findings.at('by').error('wrong_field_type', { field: by, actual: field.list ? 'list' : kind, expected: 'select' })
  else if (period !== undefined && !DATES.has(kind))
    findings.at('period').error('wrong_field_type', { field: by, actual: kind, expected: 'date' })
}

/** The fields of its form a widget shows or counts. */
export function fieldsOfWidget(widget: Exclude<Widget, { type: 'text' }>): readonly string[] {
  if (widget.type === 'table') return [...widget.columns, ...(widget.sort ?? []).map(term => term.replace(/^-/, ''))]
  return [widget.field, 'by' in widget ? widget.by : undefined].filter(key => key !== undefined)
}

/** What the values of a widget are: a count is a plain number, the rest is what its field is. */
export const measuredField = (form: CompiledForm, { aggregate, field }: Measured): CompiledField | undefined =>
  aggregate === 'count' || field === undefined ? undefined : form.fields.get(field)
