import type { Language } from '../../schemas/problem.ts'
import type { CompiledExpression, CompiledForm } from '../definition/compiled.ts'
import type { RecordContext, RecordValues } from '../record/context.ts'
import { recordScope } from '../record/scope.ts'

/**
 * What a document is filled in from. Everything in it was read with its reader's rights: a field, a row or a record he may not see is not here, so that
 * nothing made of it can be (SR-03, SR-04).
 */
export interface Source {
  readonly form: CompiledForm
  /** null = no record: names stand for their values, as its author sees a paper he is just making */
  readonly values: RecordValues | null
  readonly context: RecordContext
  readonly language: Language
  /** people and departments by their ids */
  readonly named: (id: string) => string | undefined
  /** whether the reader may read every field on a path of keys that starts at a form */
  readonly readable: (form: CompiledForm, path: readonly string[]) => boolean
  /** what the searches of blocks found, by the block's key */
  readonly found: ReadonlyMap<string, readonly RecordValues[]>
}

/** Whether a condition holds for the record. One that reads what the reader may not see does not: it must not tell by being there. */
export function holds(source: Source, condition: CompiledExpression | undefined): boolean {
  const { form, values, context } = source
  if (condition === undefined || values === null) return true
  if (!canRead(source, form, condition)) return false
  return condition.evaluate(recordScope({ form, values }, context)) === true
}

/** Whether the reader may read all that an expression on a form reads; `$record` in it is the document's own. */
export const canRead = (source: Source, form: CompiledForm, { references }: CompiledExpression): boolean =>
  references.every(({ path }) =>
    path[0] === '$record' ? source.readable(source.form, path.slice(1)) : source.readable(form, path),
  )
