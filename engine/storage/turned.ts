import type { CompiledField } from '../definition/compiled.ts'
import type { CompiledApp } from '../definition/compiled-app.ts'
import type { StorageMap } from './storage-map.ts'

/** A link that is kept on the other side from now on: `field` of `form` is new, and names the records that named it by a field that leaves. */
export interface TurnStep {
  readonly kind: 'turn'
  readonly effect: 'lossy'
  readonly form: string
  readonly field: string
  readonly from: { readonly form: string; readonly field: string }
}

/**
 * Relations that change their side: one field from A to B leaves, one from B to A is new. Where several leave or are new between the two, nobody can
 * tell which became which.
 */
export function turnedRelations(
  previous: { app: CompiledApp; storage: StorageMap },
  next: { app: CompiledApp; storage: StorageMap },
): TurnStep[] {
  const left = relationsOf(previous.app).filter(({ form, field }) => !next.app.forms.get(form)?.fields.has(field.key))
  const fresh = relationsOf(next.app).filter(({ form, field }) => {
    const known = previous.storage.forms[form]
    return known !== undefined && known.columns[field.key] === undefined
  })
  const between = (links: readonly Link[], one: string, other: string) =>
    links.filter(({ form, field }) => form === one && field.target === other)
  return left.flatMap(({ form, field }) => {
    const other = field.target ?? ''
    const came = between(fresh, other, form)
    if (form === other || came.length !== 1 || between(left, form, other).length !== 1) return []
    return [{ kind: 'turn', effect: 'lossy', form: other, field: came[0]!.field.key, from: { form, field: field.key } }]
  })
}

interface Link {
  readonly form: string
  readonly field: CompiledField
}

const relationsOf = (app: CompiledApp): Link[] =>
  [...app.forms.values()].flatMap(form =>
    form.parent !== undefined
      ? []
      : form.fieldList.flatMap(field => (field.kind === 'relation' ? [{ form: form.key, field }] : [])),
  )
