import { type FieldRight, inheritedRight } from '../../engine/definition/field-right.ts'
import { joinSql } from '../../engine/expression/fragment.ts'
import { compile, rawSql, type SqlFragment, toSqlCondition } from '../../engine/expression/index.ts'
import { type CompiledForm, type CompiledGrant, noRelated, recordScope } from '../../engine/index.ts'
import { foldKnown } from '../../engine/record/fold.ts'
import type { Installation } from '../apps/installation.ts'
import type { Caller } from '../http/caller.ts'
import { forbidden, notFound } from '../http/problem.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import { sqlEnvironment } from './environment.ts'
import type { ReadClock } from './fresh.ts'
import { localDay } from './local-day.ts'

export type Action = 'read' | 'create' | 'update' | 'delete' | 'move' | 'import' | 'export' | 'history'

/** What one person may do with one form: the one layer all routes go through (P27). Deny by default; grants add up; "hidden" wins. */
export interface FormAccess {
  /** same for everybody whose access is the same: key of cached plans */
  readonly signature: string
  /** its row rules hold for this moment only: nothing made of them is kept */
  readonly momentary: boolean
  can(action: Action): boolean
  /** @throws HttpProblem 404 without read right (the form is invisible), 403 without the action's */
  assert(action: Action): void
  /** condition on alias `t` for the rows an action may touch; null = every row. The action is granted at all. */
  rows(action: Action): SqlFragment | null
  field(key: string): FieldRight
}

const everything: FormAccess = {
  signature: 'admin',
  momentary: false,
  can: () => true,
  assert: () => undefined,
  rows: () => null,
  field: () => 'write',
}

interface Compiled {
  readonly grants: readonly { readonly grant: CompiledGrant; readonly rows: SqlFragment | null }[]
  readonly signature: string
  readonly momentary: boolean
  /** rights by field, filled as they are asked for */
  readonly rights: Map<string, FieldRight>
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
  const { grants, signature, rights, momentary } = grantsOf(installation, form, caller, directory, now)
  const can = (action: Action): boolean =>
    grants.some(({ grant }) => grant.can.has(action) || (action === 'history' && grant.can.has('read')))
  return {
    signature,
    momentary,
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
    field: key => {
      const right =
        rights.get(key) ??
        inheritedRight(installation.app, form, key, form => grantsFor(installation, form, caller, directory))
      rights.set(key, right)
      return right
    },
  }
}

const grantsFor = (
  installation: Installation,
  form: string,
  caller: Caller,
  directory: OrganisationDirectory,
): readonly CompiledGrant[] =>
  directory
    .roles(caller.userId, installation.key)
    .flatMap(role => installation.app.roles.get(role)?.grants.get(form) ?? [])

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
  const found = grantsFor(installation, form.key, caller, directory)
  let momentary = false
  const onClock = () => {
    momentary = true
  }
  const grants = found.map(grant => ({
    grant,
    rows:
      grant.rows === undefined
        ? null
        : rowCondition(installation, form, grant, caller, directory, { now, today, onClock }),
  }))
  const compiled = { grants, signature: `${[...roles].sort().join('+')}`, momentary, rights: new Map() }
  if (installation.plans.size > 5_000) installation.plans.clear()
  if (!momentary) installation.plans.set(cacheKey, compiled)
  return compiled
}

/** A row rule that cannot become SQL closes: it grants no row. */
function rowCondition(
  installation: Installation,
  form: CompiledForm,
  grant: CompiledGrant,
  caller: Caller,
  directory: OrganisationDirectory,
  clock: ReadClock,
): SqlFragment {
  const { now, today } = clock
  if (grant.rows?.usesClock === 'now') clock.onClock?.()
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
  const condition = toSqlCondition(folded, sqlEnvironment(installation, form, 't', clock))
  return 'unsupported' in condition ? rawSql('false') : joinSql([rawSql('('), condition, rawSql(')')], '')
}
