import { joinSql } from '../../engine/expression/fragment.ts'
import { rawSql, type SqlFragment, sql } from '../../engine/expression/index.ts'
import type { CompiledForm } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import type { Caller } from '../http/caller.ts'
import { forbidden, notFound } from '../http/problem.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import { tableOfForm } from '../storage/columns.ts'
import { type FormAccess, formAccess } from './access.ts'
import { readSource } from './fresh.ts'

/**
 * Who may read what happened to a record may read it here: whoever may read the record's history, without the fields hidden from him. Runs are the
 * administrators'. Nobody writes.
 */
export function systemAccess(
  installation: Installation,
  form: CompiledForm,
  caller: Caller,
  directory: OrganisationDirectory,
  clock: { readonly now: string; readonly today: string },
): FormAccess {
  const sources = caller.admin ? [] : sourcesOf(installation, caller, directory, clock.now)
  const isOpen = caller.admin || (form.key !== '$run' && sources.length > 0)
  const can = (action: string): boolean => action === 'read' && isOpen
  return {
    signature: `system ${sources.map(({ access }) => access.signature).join(' ')}`,
    momentary: true,
    can,
    assert(action) {
      if (!isOpen) throw notFound()
      if (!can(action)) throw forbidden()
    },
    rows: () => {
      if (caller.admin) return null
      const parts = sources.map(source => rowsOf(installation, form, source, clock))
      return parts.length === 0 ? rawSql('false') : joinSql(parts, ' or ')
    },
    field: () => 'read',
  }
}

interface Source {
  readonly form: CompiledForm
  readonly access: FormAccess
}

const sourcesOf = (
  installation: Installation,
  caller: Caller,
  directory: OrganisationDirectory,
  now: string,
): readonly Source[] =>
  [...installation.app.forms.values()]
    .filter(form => form.parent === undefined && !form.key.startsWith('$'))
    .map(form => ({ form, access: formAccess(installation, form, caller, directory, now) }))
    .filter(({ access }) => access.can('history'))

function rowsOf(
  installation: Installation,
  system: CompiledForm,
  { form, access }: Source,
  clock: { readonly now: string; readonly today: string },
): SqlFragment {
  const rows = access.rows('history')
  const source = readSource(installation, tableOfForm(installation, form), 't', clock)
  const own = rows === null ? rawSql('true') : sql`(${rows})`
  const hidden = [...form.fields.keys()].filter(key => access.field(key) === 'hidden')
  const fields = system.key === '$change' ? sql` and t.x_field <> all(${hidden}::text[])` : rawSql('')
  return sql`(t.x_form = ${form.key}${fields} and t.record_id in (select t.id from ${source} where t.deleted_at is null and ${own}))`
}
