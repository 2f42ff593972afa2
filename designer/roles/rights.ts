import type { Role } from '../../schemas/generated/definition.ts'
import type { Command, Plan } from '../commands/command.ts'

type Grant = Role['grants'][number]
export type Right = Grant['can'][number]

/** The columns of the matrix, the everyday ones first. */
export const rights: readonly Right[] = ['read', 'create', 'update', 'delete', 'move', 'import', 'export', 'history']

/** Which records a right is about: words for the common cases, else a condition. */
export const rowChoices = ['all', 'own', 'subordinates', 'department'] as const
export type RowChoice = (typeof rowChoices)[number] | 'condition'

export const rowChoiceOf = ({ rows }: Grant): RowChoice =>
  rows === undefined || rows === true ? 'all' : (rowChoices.find(choice => choice === rows) ?? 'condition')

/** The grants a role has on a form: usually one. */
export const grantsOn = (role: Role, form: string): readonly Grant[] => role.grants.filter(grant => grant.form === form)

const grantsPlace = (role: Role) => ['roles', role.key, 'grants']

/** Replaces a grant by position among those of its form: several of one form have no name of their own. */
const withGrant = (role: Role, form: string, at: number, grant: Grant | null): Plan => {
  const own = grantsOn(role, form)
  if (own.length <= 1)
    return grant === null
      ? [{ do: 'remove', at: [...grantsPlace(role), form] }]
      : own.length === 0
        ? [{ do: 'add', to: grantsPlace(role), element: grant }]
        : [{ do: 'set', at: [...grantsPlace(role), form], set: replaced(own[0]!, grant) }]
  const wanted = own[at]
  const grants = role.grants.flatMap(one => (one === wanted ? (grant === null ? [] : [grant]) : [one]))
  return [{ do: 'set', at: ['roles', role.key], set: { grants } }]
}

/** The patch that makes one grant of another. */
const replaced = (before: Grant, after: Grant): Record<string, unknown> => ({
  ...Object.fromEntries(Object.keys(before).map(name => [name, null])),
  ...after,
})

/** Gives or takes a right on a form. Whoever may do anything with a record may read it; without any right the grant goes. */
export function setRight(role: Role, form: string, right: Right, on: boolean, at = 0): Plan {
  const grant: Grant = grantsOn(role, form)[at] ?? { form, can: [] }
  const wanted = new Set<Right>(grant.can)
  if (on) wanted.add(right)
  else wanted.delete(right)
  if (on) wanted.add('read')
  if (!on && right === 'read') wanted.clear()
  const can = rights.filter(one => wanted.has(one))
  return withGrant(role, form, at, can.length === 0 ? null : { ...grant, can })
}

export function setRows(role: Role, form: string, rows: string | null, at = 0): Plan {
  const grant = grantsOn(role, form)[at]
  if (grant === undefined) return []
  const { rows: _, ...rest } = grant
  return withGrant(role, form, at, rows === null ? rest : { ...rest, rows })
}

/** The right on a field; null goes back to what the role may do with the form. */
export function setFieldRight(
  role: Role,
  form: string,
  field: string,
  right: 'read' | 'write' | 'hidden' | null,
  at = 0,
): Plan {
  const grant = grantsOn(role, form)[at]
  if (grant === undefined) return []
  const { [field]: _, ...others } = grant.fields ?? {}
  const fields = right === null ? others : { ...others, [field]: right }
  const { fields: __, ...rest } = grant
  return withGrant(role, form, at, Object.keys(fields).length === 0 ? rest : { ...rest, fields })
}

/** Opens a view or a workflow to a role, or closes it. */
export function setPage(role: Role, list: 'views' | 'workflows', key: string, on: boolean): Plan {
  const place = ['roles', role.key, list]
  const command: Command = on ? { do: 'add', to: place, element: key } : { do: 'remove', at: [...place, key] }
  return [command]
}
