import type { CompiledAction } from '../../engine/definition/compiled.ts'
import type { CompiledField, CompiledForm } from '../../engine/index.ts'
import { lockForWrite } from '../records/locks.ts'
import { evaluateIn, idsOf } from './action-values.ts'
import type { Running } from './running.ts'

/**
 * Before `each` makes a record for every one it found: takes at once, in the one order of all writers (ADR 8), what those records will link to. Taken
 * one after the other, in the order of the query, two such loops or a loop and a write wait for each other.
 */
export async function holdItems({ step, action, scope }: Running, ids: readonly string[]): Promise<void> {
  const { installation, records, connection } = step
  if (ids.length < 2) return
  for (const inner of action.branches.get('then') ?? []) {
    const form = madeBy(inner, step.installation.app.forms)
    if (form === undefined) continue
    const links = [...inner.values.keys()].flatMap(key => {
      const field = form.fields.get(key)
      return field?.target === undefined ? [] : [[field, linksOf(field, inner, scope, ids)] as const]
    })
    const all = links.flatMap(([field, targets]) => targets.map(id => ({ [field.key]: field.list ? [id] : id })))
    await lockForWrite(records.platform, installation, form, { ids: [], values: all }, connection)
  }
}

function madeBy({ definition }: CompiledAction, forms: ReadonlyMap<string, CompiledForm>): CompiledForm | undefined {
  return definition.do === 'create' || definition.do === 'upsert' ? forms.get(definition.form) : undefined
}

/** What a relation will hold, as far as it can be told beforehand: the items themselves, or what is the same for all of them. */
function linksOf(
  { key }: CompiledField,
  inner: CompiledAction,
  scope: Running['scope'],
  ids: readonly string[],
): readonly string[] {
  const value = inner.values.get(key)
  if (value === undefined) return []
  if ('constant' in value) return typeof value.constant === 'string' ? [value.constant] : []
  const { references } = value.expression
  const first = references.map(({ path }) => path[0])
  if (references.length === 1 && first[0] === '$item') return references[0]!.path.length === 1 ? ids : []
  return first.some(name => name === '$item' || name === '$out') ? [] : idsOf(evaluateIn(scope, value.expression))
}
