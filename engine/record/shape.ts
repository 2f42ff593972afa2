import type { CompiledField, CompiledForm, CompiledLibrary } from '../definition/compiled.ts'
import type { CompiledApp } from '../definition/compiled-app.ts'

/** How a value is shown, whatever computes it: a lookup looks like the field it reads, a formula like its result. */
export interface Shape {
  readonly kind: string
  readonly list: boolean
  readonly scale: number | undefined
  readonly unit: string | undefined
  readonly currency: string | undefined
  readonly library: CompiledLibrary | undefined
  /** form of a relation */
  readonly target: string | undefined
  readonly max: number | undefined
}

interface Extras {
  readonly unit?: string
  readonly currency?: string
  readonly max?: unknown
}

const systemKinds: Readonly<Record<string, string>> = {
  user: 'user',
  department: 'department',
  datetime: 'datetime',
  number: 'number',
}

/** The shape of a field of a form. */
export function shapeOf(app: CompiledApp, form: CompiledForm, field: CompiledField): Shape {
  const { definition } = field
  const extras = (definition ?? {}) as Extras
  const own: Shape = {
    kind: field.kind,
    list: field.list,
    scale: field.scale,
    unit: extras.unit,
    currency: extras.currency,
    library: field.library,
    target: field.target,
    max: typeof extras.max === 'number' ? extras.max : undefined,
  }
  if (field.kind === 'system') return { ...own, kind: systemKinds[field.valueType.kind] ?? 'text' }
  if (field.kind === 'stage') return { ...own, kind: 'select' }
  if (definition?.type === 'score' && field.library !== undefined) return { ...own, kind: 'select' }
  if (definition?.type === 'formula') return { ...own, kind: definition.result }
  if (definition?.type === 'lookup') {
    const read = through(app, form, definition.relation, definition.field)
    return read === undefined ? { ...own, kind: 'text' } : { ...read, list: field.list }
  }
  if (definition?.type === 'rollup') {
    if (definition.aggregate === 'count' || definition.field === undefined) return { ...own, kind: 'number', scale: 0 }
    const source = app.forms.get(field.rollup?.source ?? '')
    const counted = source?.fields.get(definition.field)
    const read = source === undefined || counted === undefined ? undefined : shapeOf(app, source, counted)
    return read === undefined ? { ...own, kind: 'number' } : { ...read, list: false, scale: field.scale ?? read.scale }
  }
  return own
}

function through(app: CompiledApp, form: CompiledForm, relation: string, key: string): Shape | undefined {
  const target = app.forms.get(form.fields.get(relation)?.target ?? '')
  const field = target?.fields.get(key)
  return target === undefined || field === undefined ? undefined : shapeOf(app, target, field)
}

const NUMERIC = new Set(['number', 'money', 'percent', 'duration', 'score'])

export const isNumeric = (shape: Shape): boolean => NUMERIC.has(shape.kind)
