import type { RecordValues } from '../../engine/index.ts'
import { addDuration, parseDuration } from '../../engine/timer/duration.ts'
import { localDay } from '../records/local-day.ts'
import type { FormScope } from '../records/scope.ts'
import type { ScenarioWorld } from './world.ts'

const FILE = '@file:'
/** Types of the files of a scenario, by the ending of their name. */
const types: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
}

/** Records of a scenario by the names it gives them. */
export type Named = Map<string, { readonly form: string; readonly id: string }>

/**
 * A scenario's values as they travel: `@name` is a person or a record of it, `@-30d` a day from the scenario's now, `@+2h` an instant for fields with a
 * time; `@file:offer.pdf` a file that `by` has just uploaded (in lists); `@@` begins a text with @.
 */
export async function wireValues(
  world: ScenarioWorld,
  names: Named,
  scope: Pick<FormScope, 'form' | 'installation'>,
  set: Readonly<Record<string, unknown>>,
  by: string | null,
): Promise<RecordValues> {
  const files = new Map<string, string>()
  for (const value of Object.values(set).flat(2))
    if (typeof value === 'string' && value.startsWith(FILE)) files.set(value, await upload(world, value, by))
  const now = world.clock.now()
  const { zone } = scope.installation
  const read = (value: unknown, withTime: boolean): unknown => {
    if (Array.isArray(value)) return value.map(item => read(item, withTime))
    if (value !== null && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, read(item, withTime)]))
    if (typeof value !== 'string' || !value.startsWith('@')) return value
    if (value.startsWith('@@')) return value.slice(1)
    if (files.has(value)) return files.get(value)
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

/** A file without content: nobody opens it in a scenario. */
async function upload(world: ScenarioWorld, text: string, by: string | null): Promise<string> {
  const { platform } = world.records
  const id = platform.newId()
  const name = text.slice(FILE.length)
  const type = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
  await platform.database.pool.query(
    `insert into formwork.file (org_id, id, name, size, type, sha256, state, by, created_at) values ($1, $2, $3, 0, $4, '', 'pending', $5, $6)`,
    [world.orgId, id, name, type, by, world.clock.now()],
  )
  return id
}
