import type { FieldRight } from '../../engine/definition/field-right.ts'
import type { CompiledForm, RecordValues } from '../../engine/index.ts'
import type { CompiledWorkflow } from '../../engine/workflow/compiled.ts'
import type { FormScope } from '../records/scope.ts'
import { recordFields } from '../storage/columns.ts'
import type { TaskRow } from './task-rows.ts'

/**
 * What the holder of an open task may see and write of its record through the task: the node's field rights, else reading for an approval or copy and
 * his role's right for a fill-in step. A role's "hidden" beats the node (M8). A role that knows nothing of the form is silent, and does not hide.
 */
export function taskFields(
  { form, access, caller }: Pick<FormScope, 'form' | 'access' | 'caller'>,
  workflow: CompiledWorkflow | undefined,
  task: Pick<TaskRow, 'node' | 'kind'>,
): Map<string, FieldRight> {
  const definition = workflow?.nodes.get(task.node ?? '')?.definition
  const rights = definition !== undefined && 'fields' in definition ? (definition.fields ?? {}) : {}
  const known = access.can('read')
  const right = (key: string): FieldRight => {
    const role = known || caller.admin ? access.field(key) : undefined
    if (role === 'hidden') return 'hidden'
    const own = rights[key] ?? rights['*']
    if (own !== undefined) return own
    return task.kind === 'fill' && role === 'write' && access.can('update') ? 'write' : 'read'
  }
  return new Map(
    recordFields(form).map(field => {
      const own = right(field.key)
      return [field.key, own === 'write' && (field.system || field.computed) ? 'read' : own]
    }),
  )
}

/** The record as the holder sees it; rows of sub-forms without the columns hidden by `lines.price`. */
export function visibleValues(
  form: CompiledForm,
  values: RecordValues,
  fields: ReadonlyMap<string, FieldRight>,
  workflow: CompiledWorkflow | undefined,
  node: string | null,
): Record<string, unknown> {
  const definition = workflow?.nodes.get(node ?? '')?.definition
  const rights = definition !== undefined && 'fields' in definition ? (definition.fields ?? {}) : {}
  const visible: Record<string, unknown> = {}
  for (const field of recordFields(form)) {
    if (fields.get(field.key) === 'hidden' && field.key !== 'id' && field.key !== 'version') continue
    const value = values[field.key] ?? null
    const hidden = Object.keys(rights).flatMap(key =>
      key.startsWith(`${field.key}.`) && rights[key] === 'hidden' ? [key.slice(field.key.length + 1)] : [],
    )
    visible[field.key] = hidden.length === 0 || !Array.isArray(value) ? value : value.map(row => without(row, hidden))
  }
  return visible
}

const without = (row: unknown, keys: readonly string[]): unknown =>
  row === null || typeof row !== 'object'
    ? row
    : Object.fromEntries(Object.entries(row).filter(([key]) => !keys.includes(key)))
