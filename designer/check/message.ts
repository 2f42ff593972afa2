import { type Place, placeOf } from '../../engine/definition/elements.ts'
import { keyName } from '../../engine/definition/words/place.ts'
import type { Finding } from '../../engine/index.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'

/** Params that name an element by its key. */
const KEYS: ReadonlySet<string> = new Set([
  'automation',
  'field',
  'form',
  'library',
  'limit',
  'node',
  'policy',
  'scorecard',
  'setting',
  'stage',
  'workflow',
])

/** What a finding says, with elements called what people call them. What leads nowhere keeps the name it was written with. */
export function messageOf(definition: AppDefinition, finding: Finding, language: Language): string {
  const place = placeOf(definition, finding.path)
  const params = Object.fromEntries(
    Object.entries(finding.params).map(([name, value]) => [name, spoken(definition, place, name, value)]),
  )
  return errorMessage(finding.code, params, language)
}

function spoken(definition: AppDefinition, place: Place, name: string, value: unknown): unknown {
  // The bare name a formula may have meant: the mend says it.
  if (name === 'suggestion' && typeof value === 'string') return ''
  return KEYS.has(name) && typeof value === 'string' ? (keyName(definition, place, value) ?? value) : value
}
