import type { CompiledAutomation } from '../../engine/definition/compiled.ts'
import { type CompiledForm, type RecordValues, recordScope } from '../../engine/index.ts'
import { relationPaths } from '../../engine/workflow/needs.ts'
import { loadRelated } from '../records/related.ts'
import { recordContext } from '../records/scope.ts'
import type { Step } from './step.ts'

/** Whether an automation's own condition (`where`) holds for a record, whatever set it off; without one it does. */
export async function whereHolds(
  step: Pick<Step, 'installation' | 'directory' | 'connection' | 'now' | 'today'>,
  { where }: Pick<CompiledAutomation, 'where'>,
  form: CompiledForm,
  values: RecordValues,
  $event: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  if (where === undefined) return true
  const paths = relationPaths(form, [where])
  const related = paths.length === 0 ? undefined : await loadRelated(step, form, values, step.connection, paths)
  const context = { ...recordContext({ ...step, caller: null }, related), scopes: { $event, $subject: values.id } }
  return where.evaluate(recordScope({ form, values }, context)) === true
}
