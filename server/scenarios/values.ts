import type { RecordValues } from '../../engine/index.ts'
import { addDuration, parseDuration } from '../../engine/timer/duration.ts'
import { localDay } from '../records/local-day.ts'
import type { FormScope } from '../records/scope.ts'
import type { ScenarioWorld } from './world.ts'

/** Records of a scenario by the names it gives them. */
export type Named = Map<string, { readonly form: string; readonly id: string }>

/**
 * A scenario's values as they travel: `@name` is a person or a record of it, `@-30d` a day from the scenario's now, `@+2h` an instant for fields with a
 * time; `@@` begins a text with @.
 */
export function wireValues(
  world: ScenarioWorld,
  names: Named,
  scope: Pick<FormScope, 'form' | 'installation'>,
  set: Readonly<Record<string, unknown>>,
): RecordValues {
  const now = world.clock.now()
  const { zone } = scope.installation
  const read = (value: unknown, withTime: boolean): unknown => {
    if (Array.isArray(value)) return value.map(item => read(item, withTime))
    if (value !== null && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, read(item, withTime)]))
    if (typeof value !== 'string' || !value.startsWith('@')) return value
    if (value.startsWith('@@')) return value.slice(1)
    const duration = parseDuration(value.slice(1).replace(/^\+/, ''))
    if (duration !== undefined) {
      const instant = addDuration(now, duration, { zone })
      return withTime ? instant : localDay(instant, zone)
    }
    return world.people.get(value.slice(1)) ?? names.get(value.slice(1))?.id ?? value
  }
  return Object.fromEntries(
    Object.entries(set).map(([key, value]) => [
      key,
      read(value, scope.form.fields.get(key)?.valueType.kind === 'datetime'),
    ]),
  )
}
