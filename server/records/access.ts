import { joinSql } from '../../engine/expression/fragment.ts'
import { compile, rawSql, type SqlFragment, toSqlCondition } from '../../engine/expression/index.ts'
import { type CompiledForm, type CompiledGrant, noRelated, recordScope } from '../../engine/index.ts'
import { foldKnown } from '../../engine/record/fold.ts'
import type { Installation } from '../apps/installation.ts'
import type { Caller } from '../http/caller.ts'
import { forbidden, notFound } from '../http/problem.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import { localDay, sqlEnvironment } from './environment.ts'

export type Action = 'read' | 'create' | 'update' | 'delete' | 'move' | 'import' | 'export' | 'history'
export type FieldRight = 'write' | 'read' | 'hidden'

/** What one person may do with one form: the one layer all routes go through (P27). Deny by default; grants add up; "hidden" wins. */
export interface FormAccess {
  /** same for everybody whose access is the same: key of cached plans */
  readonly signature: string
  can(action: Action): boolean
  /** @throws HttpProblem 404 without read right (the form is invisible), 403 without the action's */
  assert(action: Action): void
  /** condition on alias `t` for the rows an action may touch; null = every row. The action is granted at all. */
  rows(action: Action): SqlFragment | null
  field(key: string): FieldRight
}

const everything: FormAccess = {
  signature: 'admin',
  can: () => true,
  assert: () => undefined,
  rows: () => null,
  field: () => 'write',
}

interface Compiled {
  readonly grants: readonly { readonly grant: CompiledGrant; readonly rows: SqlFragment | null }[]
  readonly signature: string
}

/** Access of a caller to a form. Cheap: grants are compiled per (version, roles), row rules hold the person as a parameter. */
export function formAccess(
  installation: Installation,
  form: CompiledForm,
  caller: Caller,
  directory: OrganisationDirectory,
  now: string,
): FormAccess {
  if (caller.admin) return everything
  const { grants, signature } = grantsOf(installation, form, caller, directory, now)
  const can = (action: Action): boolean =>
    grants.some(({ grant }) => grant.can.has(action) || (action === 'history' && grant.can.has('read')))
  return {
    signature,
    can,
    assert(action) {
      if (!can('read') && !can(action)) throw notFound()
      if (!can(action)) throw forbidden()
    },
    rows(action) {
      const granting = grants.filter(
        ({ grant }) => grant.can.has(action) || (action === 'history' && grant.can.has('read')),
      )
      if (granting.some(({ rows }) => rows === null)) return null
      if (granting.length === 0) return rawSql('false')
      return joinSql(
        granting.map(({ rows }) => rows!),
        ' or ',
      )
    },
    field: key =>
      fieldRight(
        grants.map(({ grant }) => grant),
        key,
      ),
  }
}

/** Per field: hidden anywhere hides it; otherwise the widest of the grants. System columns follow `*` and are never written through it. */
function fieldRight(grants: readonly CompiledGrant[], key: string): FieldRight {
  let right: FieldRight = 'hidden'
  for (const { fields } of grants) {
    const own = fields.get(key) ?? fields.get('*') ?? 'write'
    if (own === 'hidden') return 'hidden'
    if (own === 'write' || right === 'hidden') right = own
  }
  return right
}

function grantsOf(
  installation: Installation,
  form: CompiledForm,
  caller: Caller,
  directory: OrganisationDirectory,
  now: string,
): Compiled {
  const roles = directory.roles(caller.userId, installation.key)
  const today = localDay(now, installation.zone)
  const cacheKey = `grants ${form.key} ${caller.userId} ${directory.version} ${today}`
  const known = installation.plans.get(cacheKey) as Compiled | undefined
  if (known !== undefined) return known
  const found = roles.flatMap(role => installation.app.roles.get(role)?.grants.get(form.key) ?? [])
  const grants = found.map(grant => ({
    grant,
    rows: grant.rows === undefined ? null : rowCondition(installation, form, grant, caller, directory, now),
  }))
  const compiled = { grants, signature: `${[...roles].sort().join('+')}` }
  if (installation.plans.size > 5_000) installation.plans.clear()
  installation.plans.set(cacheKey, compiled)
  return compiled
}

/** A row rule that cannot become SQL closes: it grants no row. */
function rowCondition(
  installation: Installation,
  form: CompiledForm,
  grant: CompiledGrant,
  caller: Caller,
  directory: OrganisationDirectory,
  now: string,
): SqlFragment {
  const today = localDay(now, installation.zone)
  const context = {
    app: installation.app,
    user: caller.userId,
    now,
    today,
    zone: installation.zone,
    settings: installation.settings,
    related: noRelated,
    directory: directory.forApp(installation.key),
  }
  const scope = recordScope({ form, values: {} }, context)
  const folded = foldKnown(grant.rows!.typed, path => path[0] === '$user' || path[0] === '$settings', scope)
  if (folded.node === 'constant') return rawSql(compile(folded)(scope) === true ? 'true' : 'false')
  const condition = toSqlCondition(folded, sqlEnvironment(installation, form, 't', { today, now }))
  return 'unsupported' in condition ? rawSql('false') : joinSql([rawSql('('), condition, rawSql(')')], '')
}
