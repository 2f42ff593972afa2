import { createHash } from 'node:crypto'
import { canonical } from '../../engine/definition/same.ts'
import type { AppDefinition, Setting } from '../../schemas/generated/definition.ts'

/** A definition without the people a setting names: they live in one house only. */
export function withoutPeople(definition: AppDefinition): AppDefinition {
  const { settings } = definition
  return settings === undefined ? definition : { ...definition, settings: settings.map(withoutPerson) }
}

const withoutPerson = (setting: Setting): Setting => (setting.type === 'user' ? { ...setting, value: null } : setting)

/**
 * Tells one content of an app from another, the same on every server: SHA-256 in hexadecimal digits over all of it but sample data and people,
 * which stay behind when it travels.
 */
export function fingerprintOf(definition: AppDefinition): string {
  const { sampleData: _, ...content } = withoutPeople(definition)
  return createHash('sha256').update(canonical(content)).digest('hex')
}
