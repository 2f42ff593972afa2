import type { EventTrigger } from '../../schemas/generated/definition.ts'
import { Decimal } from '../expression/index.ts'
import type { CompiledField, CompiledForm, CompiledTrigger } from './compiled.ts'
import { type Findings, suggest } from './finding.ts'

/** Values of a field before and after a change; null = blank, also before a record was created. */
type Values = Readonly<Record<string, unknown>>
type Edges = Pick<CompiledTrigger, 'from' | 'to'>

/** `from` and `to` of a trigger as lists of values, checked against the fields they are about. */
export function compileTransition(form: CompiledForm, trigger: EventTrigger, findings: Findings): Edges {
  const edges = { from: listed(trigger.from), to: listed(trigger.to) }
  if (edges.from === undefined && edges.to === undefined) return edges
  if (trigger.event !== 'updated' && trigger.event !== 'created')
    findings.at('event').error('not_one_of', { value: trigger.event, allowed: ['created', 'updated'] })
  if (trigger.fields === undefined || trigger.fields.length === 0)
    findings.at('fields').error('missing_property', { property: 'fields' })
  for (const key of trigger.fields ?? []) {
    const field = form.fields.get(key)
    if (field === undefined) continue
    if (field.list)
      findings.at('fields').error('wrong_field_type', { field: key, actual: 'list', expected: 'single value' })
    else for (const name of ['from', 'to'] as const) checkValues(field, edges[name] ?? [], findings.at(name))
  }
  return edges
}

const listed = (value: unknown): readonly unknown[] | undefined =>
  value === undefined ? undefined : Array.isArray(value) ? value : [value]

function checkValues(field: CompiledField, values: readonly unknown[], findings: Findings): void {
  const kind = field.valueType.kind
  for (const value of values) {
    if (value === null) continue
    if (field.library !== undefined && !field.library.options.has(String(value)))
      findings.error('unknown_option', {
        library: field.library.key,
        option: value,
        suggestion: suggest(String(value), field.library.options.keys()),
      })
    else if ((kind === 'number' && !isNumber(value)) || (kind === 'boolean' && typeof value !== 'boolean'))
      findings.error('invalid_value', { value, field: field.key })
  }
}

const isNumber = (value: unknown): boolean => /^-?\d+(\.\d+)?$/.test(String(value))

/**
 * Whether one of the trigger's fields went from one of `from` to one of `to`; without either any change of a field counts. `before` is null when the
 * record was created: blank to A is a change (M5).
 */
export function madeTransition(
  { fields, from, to }: Pick<CompiledTrigger, 'fields' | 'from' | 'to'>,
  form: CompiledForm,
  before: Values | null,
  after: Values,
): boolean {
  if (from === undefined && to === undefined) return true
  return (fields ?? []).some(key => {
    const field = form.fields.get(key)
    const was = comparable(field, before?.[key])
    const is = comparable(field, after[key])
    const among = (values: readonly unknown[] | undefined, value: string | null): boolean =>
      values === undefined || values.some(one => comparable(field, one) === value)
    return was !== is && among(from, was) && among(to, is)
  })
}

/** Numbers by value, not by their places. */
function comparable(field: CompiledField | undefined, value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  return field?.valueType.kind === 'number' ? new Decimal(String(value)).toFixed() : String(value)
}
