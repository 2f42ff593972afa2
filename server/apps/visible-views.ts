import { pathReads } from '../../engine/definition/dependencies.ts'
import { check, parseExpr } from '../../engine/expression/index.ts'
import { formEnvironment } from '../../engine/index.ts'
import type { View } from '../../schemas/generated/definition.ts'
import type { OfferedClaim } from '../assignment/offered.ts'
import type { Action } from '../records/access.ts'
import type { Installation } from './installation.ts'

/** What a person may do with a form: actions, and the fields he may read or write. */
export interface FormRights {
  readonly can: readonly Action[]
  readonly fields: Readonly<Record<string, 'read' | 'write'>>
  /** the person may claim records that are nobody's */
  readonly claim?: OfferedClaim
  /** records are given by a policy */
  readonly assigned?: boolean
  /** automations offer buttons on its records */
  readonly buttons?: boolean
}

/**
 * Views a person can open: a condition that reads what is hidden from him would tell it, so such a view is not there for him. Columns and sorting keep
 * what he may read.
 */
export function openableViews(
  installation: Installation,
  views: readonly View[],
  rights: Readonly<Record<string, FormRights>>,
): View[] {
  return views.filter(view => isOpenable(installation, view, rights)).map(view => withoutHidden(view, rights))
}

interface Question {
  readonly form: string
  readonly where?: View['where']
}

/** Whether a person may read the form asked about and everything the condition reads. */
export function isOpenable(
  { app }: Installation,
  view: Question,
  rights: Readonly<Record<string, FormRights>>,
): boolean {
  const form = rights[view.form]?.can.includes('read') === true ? app.forms.get(view.form) : undefined
  const parsed = view.where === undefined ? undefined : parseExpr(view.where)
  if (form === undefined || parsed === undefined) return form !== undefined
  if ('errors' in parsed) return false
  const { references } = check(parsed.tree, formEnvironment(app, form))
  return references.every(({ path }) =>
    pathReads(app.forms, form, path).every(read => {
      const [root = '', rows] = read.form.split('.')
      const key = rows ?? read.field
      return rights[root]?.can.includes('read') === true && (key === 'id' || Object.hasOwn(rights[root].fields, key))
    }),
  )
}

function withoutHidden<T extends View>(view: T, rights: Readonly<Record<string, FormRights>>): T {
  const fields = rights[view.form]?.fields ?? {}
  const readable = (term: string): boolean => Object.hasOwn(fields, term.replace(/^-/, ''))
  return {
    ...view,
    ...(view.columns === undefined ? {} : { columns: view.columns.filter(readable) }),
    ...(view.sort === undefined ? {} : { sort: view.sort.filter(readable) }),
  }
}
