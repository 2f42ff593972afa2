import type { VisibleApp } from '../../runtime/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'

/** The draft as an administrator would see it published. */
export function visibleDraft(definition: AppDefinition): VisibleApp {
  const can = ['read', 'create', 'update', 'delete', 'move', 'import', 'export', 'history'] as const
  const rights = definition.forms.map(form => {
    const keys = [...form.fields.map(({ key }) => key), 'owner', 'department', form.stages?.field ?? 'stage']
    return [form.key, { can: [...can], fields: Object.fromEntries(keys.map(key => [key, 'write' as const])) }] as const
  })
  return {
    key: definition.key,
    version: 0,
    origin: null,
    definition,
    rights: { admin: true, roles: [], forms: Object.fromEntries(rights) },
    settings: Object.fromEntries((definition.settings ?? []).map(({ key, value }) => [key, value])),
    zone: definition.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}
