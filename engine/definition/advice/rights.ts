import type { AppDefinition, Form, Role } from '../../../schemas/generated/definition.ts'
import { isObject } from '../elements.ts'
import type { Reference } from '../references/references.ts'
import type { Advise, Subject } from './advise.ts'

type Grant = Role['grants'][number]

const grantsOf = ({ roles = [] }: AppDefinition, form: string): readonly Grant[] =>
  roles.flatMap(({ grants }) => grants.filter(grant => grant.form === form))

const rightTo = (grant: Grant, field: string): string => grant.fields?.[field] ?? grant.fields?.['*'] ?? 'write'

const canWrite = (grant: Grant, field: string): boolean =>
  rightTo(grant, field) === 'write' && grant.can.some(act => act === 'create' || act === 'update' || act === 'import')

/** Fields that must be filled in, while nobody who works with the form may do it and nothing else does. */
export const requiredButHidden: Advise = (subject, warn) => {
  const { definition } = subject
  for (const [f, form] of definition.forms.entries()) {
    const grants = grantsOf(definition, form.key)
    if (!grants.some(({ can }) => can.includes('create') || can.includes('update'))) continue
    const lost = new Set(form.fields.flatMap(field => (isLost(subject, form, field, grants) ? [field.key] : [])))
    if (lost.size === 0) continue
    for (const [path, key] of demands(form))
      if (lost.has(key))
        warn(`/forms/${f}${path}`, 'required_but_hidden', { field: form.fields.find(one => one.key === key)?.label })
  }
}

function isLost(subject: Subject, form: Form, field: Form['fields'][number], grants: readonly Grant[]): boolean {
  if ('formula' in field || 'default' in field || ['lookup', 'rollup', 'score', 'serial'].includes(field.type))
    return false
  return !grants.some(grant => canWrite(grant, field.key)) && !isFilled(subject, form.key, field.key)
}

/** Something else gives it a value: an action, or a step of a workflow that lets its people write. */
function isFilled({ definition, references }: Subject, form: string, field: string): boolean {
  const isField = ({ to }: Reference): boolean => to.length === 4 && to[1] === form && to[3] === field
  const sets = references.some(one => isField(one) && one.from.includes('set') && one.kind !== 'scenario')
  return (
    sets || (definition.workflows ?? []).some(one => one.form === form && one.nodes.some(node => lets(node, field)))
  )
}

const lets = (node: object, field: string): boolean => {
  const rights = 'fields' in node && isObject(node.fields) ? node.fields : undefined
  if (!('type' in node) || (node.type !== 'fill' && rights === undefined)) return false
  return (rights?.[field] ?? rights?.['*'] ?? 'write') === 'write'
}

/** Everything that asks for a field of a form, with its place in it. */
function* demands(form: Form): Iterable<readonly [path: string, key: string]> {
  for (const [at, field] of form.fields.entries())
    if ('required' in field && field.required === true) yield [`/fields/${at}/required`, field.key]
  for (const [at, { require = [] }] of (form.rules ?? []).entries())
    for (const [index, key] of require.entries()) yield [`/rules/${at}/require/${index}`, key]
  for (const [at, { gate, enter }] of (form.stages?.pipeline ?? []).entries())
    for (const [name, body] of [
      ['gate', gate],
      ['enter', enter],
    ] as const)
      for (const [index, key] of (body?.require ?? []).entries())
        yield [`/stages/pipeline/${at}/${name}/require/${index}`, key]
}

/** Fields of a form people read that no role may see. */
export const hiddenFromAll: Advise = ({ definition }, warn) => {
  for (const [f, form] of definition.forms.entries()) {
    const readers = grantsOf(definition, form.key).filter(({ can }) => can.includes('read'))
    if (readers.length === 0) continue
    for (const [at, field] of form.fields.entries())
      if (readers.every(grant => rightTo(grant, field.key) === 'hidden'))
        warn(`/forms/${f}/fields/${at}`, 'field_hidden_from_all', { field: field.label })
  }
}

export const rolesWithoutGrants: Advise = ({ definition }, warn) => {
  for (const [at, role] of (definition.roles ?? []).entries())
    if (role.grants.length === 0 && (role.workflows ?? []).length === 0)
      warn(`/roles/${at}`, 'role_without_grants', { role: role.label })
}
