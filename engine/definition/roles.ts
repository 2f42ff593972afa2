import type { Role } from '../../schemas/generated/definition.ts'
import { BOOLEAN } from '../expression/index.ts'
import type { CompiledExpression, CompiledGrant, CompiledRole } from './compiled.ts'
import { knownField } from './conditions.ts'
import { formEnvironment, type NameSpace } from './environment.ts'
import { compileExpression } from './expressions.ts'
import { type Findings, suggest } from './finding.ts'

/** Row rules so common that they have a word; each stands for the expression beside it. */
const rowPresets: Readonly<Record<string, string | undefined>> = {
  all: undefined,
  own: '{owner} = {$user}',
  subordinates: 'OR({owner} = {$user}, CONTAINS(SUBORDINATES({$user}), {owner}))',
  department: 'OR({owner} = {$user}, {department} = {$user.department})',
}

export function compileRole(space: NameSpace, role: Role, findings: Findings): CompiledRole {
  const grants = new Map<string, CompiledGrant[]>()
  for (const [index, grant] of role.grants.entries()) {
    const place = findings.at('grants', index)
    const form = space.forms.get(grant.form)
    if (form === undefined || form.parent !== undefined) {
      place.at('form').error('unknown_form', { form: grant.form, suggestion: suggest(grant.form, space.forms.keys()) })
      continue
    }
    for (const key of Object.keys(grant.fields ?? {})) if (key !== '*') knownField(form, key, place.at('fields', key))
    const compiled: CompiledGrant = {
      form: grant.form,
      can: new Set(grant.can),
      rows: compileRows(space, grant, place),
      fields: new Map(Object.entries(grant.fields ?? {})),
    }
    grants.set(grant.form, [...(grants.get(grant.form) ?? []), compiled])
  }
  checkNames(
    role.views ?? [],
    (space.definition.views ?? []).map(({ key }) => key),
    'unknown_view',
    'view',
    findings.at('views'),
  )
  checkNames(
    role.dashboards ?? [],
    (space.definition.dashboards ?? []).map(({ key }) => key),
    'unknown_dashboard',
    'dashboard',
    findings.at('dashboards'),
  )
  checkNames(
    role.workflows ?? [],
    (space.definition.workflows ?? []).map(({ key }) => key),
    'unknown_workflow',
    'workflow',
    findings.at('workflows'),
  )
  return { key: role.key, definition: role, grants }
}

function compileRows(
  space: NameSpace,
  grant: Role['grants'][number],
  findings: Findings,
): CompiledExpression | undefined {
  const { rows } = grant
  if (rows === undefined || rows === true) return undefined
  const preset = typeof rows === 'string' && Object.hasOwn(rowPresets, rows)
  const text = preset ? rowPresets[rows] : rows
  if (text === undefined) return undefined
  const compiled = compileExpression(
    text,
    formEnvironment(space, space.forms.get(grant.form)),
    findings.at('rows'),
    BOOLEAN,
  )
  // A row rule that cannot be read must close, never open: the finding stops the publish, and nothing runs with it.
  return compiled
}

function checkNames(
  names: readonly string[],
  known: readonly string[],
  code: string,
  param: string,
  findings: Findings,
): void {
  for (const [index, name] of names.entries())
    if (!known.includes(name)) findings.at(index).error(code, { [param]: name, suggestion: suggest(name, known) })
}
