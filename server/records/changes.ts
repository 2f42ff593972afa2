import type { CompiledForm, RecordValues } from '../../engine/index.ts'
import { same } from '../../engine/record/validate.ts'
import type { WriteScope } from './records.ts'
import type { Changes, StoredWrite } from './store.ts'

/** What every statement that stores a record is told. */
export function storedWrite(
  scope: WriteScope,
  id: string,
  changes: Changes,
  targets: StoredWrite['targets'],
): StoredWrite {
  const { installation, form, actor, now } = scope
  return { installation, form, id, actor, now, changes, historyId: scope.records.platform.newId(), targets }
}

/** Before and after of each changed field, as history keeps them. */
export function changesOf(
  form: CompiledForm,
  before: RecordValues | null,
  after: RecordValues,
  changed: readonly string[],
): Changes {
  const keys = changed.filter(key => form.fields.has(key) && !same(before?.[key], after[key]))
  return Object.fromEntries(keys.map(key => [key, [before?.[key] ?? null, after[key] ?? null] as const]))
}
