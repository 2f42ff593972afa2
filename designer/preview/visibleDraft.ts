import { cutForm, cutScorecard } from '../../engine/definition/cut-form.ts'
import { inheritedRight } from '../../engine/definition/field-right.ts'
import type { CompiledApp, CompiledForm, CompiledGrant } from '../../engine/index.ts'
import type { VisibleApp } from '../../runtime/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'

type FormRights = VisibleApp['rights']['forms'][string]

const actions = ['read', 'create', 'update', 'delete', 'move', 'import', 'export', 'history'] as const

/** The draft as an administrator would see it published. */
export function visibleDraft(definition: AppDefinition): VisibleApp {
  const rights = definition.forms.map(form => {
    const keys = [...form.fields.map(({ key }) => key), 'owner', 'department', form.stages?.field ?? 'stage']
    return [
      form.key,
      { can: [...actions], fields: Object.fromEntries(keys.map(key => [key, 'write' as const])) },
    ] as const
  })
  return seenAs(definition, { admin: true, roles: [], forms: Object.fromEntries(rights) })
}

/**
 * The draft as a person with that one role would see it published: forms, fields and scorecards are cut by the rules the server cuts by. Which
 * records a right is about is the server's alone.
 */
export function visibleTo(app: CompiledApp, role: string): VisibleApp {
  const { definition } = app
  const grantsOn = (form: string): readonly CompiledGrant[] => app.roles.get(role)?.grants.get(form) ?? []
  const rights: Record<string, FormRights> = {}
  for (const { key } of definition.forms) {
    const form = app.forms.get(key)
    const own = form === undefined ? undefined : rightsOn(app, form, grantsOn)
    if (own !== undefined) rights[key] = own
  }
  const forms = definition.forms.flatMap(form => {
    const own = rights[form.key]
    return own === undefined ? [] : [cutForm(form, new Set(Object.keys(own.fields)), definition.scorecards ?? [])]
  })
  const scorecards = definition.scorecards?.flatMap(one => cutScorecard(one, definition, forms))
  const seen = { ...definition, forms, ...(scorecards === undefined ? {} : { scorecards }) }
  return seenAs(seen, { admin: false, roles: [role], forms: rights })
}

function rightsOn(
  app: CompiledApp,
  form: CompiledForm,
  grantsOn: (form: string) => readonly CompiledGrant[],
): FormRights | undefined {
  const grants = grantsOn(form.key)
  const can = actions.filter(action =>
    grants.some(grant => grant.can.has(action) || (action === 'history' && grant.can.has('read'))),
  )
  if (can.length === 0) return undefined
  const fields: Record<string, 'read' | 'write'> = {}
  for (const key of form.fields.keys()) {
    const right = inheritedRight(app, form, key, grantsOn)
    if (right !== 'hidden') fields[key] = right
  }
  return { can, fields }
}

const seenAs = (definition: AppDefinition, rights: VisibleApp['rights']): VisibleApp => ({
  ...{ key: definition.key, version: 0, origin: null, definition, rights },
  settings: Object.fromEntries((definition.settings ?? []).map(({ key, value }) => [key, value])),
  zone: definition.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
})
