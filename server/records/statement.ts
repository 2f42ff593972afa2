import { createHash } from 'node:crypto'
import type { Platform } from '../http/platform.ts'

/** A statement for `pg`: named, so that PostgreSQL plans it once per connection, unless a pooler stands between. */
export interface Statement {
  readonly name?: string
  readonly text: string
  readonly values: unknown[]
}

/** What is named on the connections of a database; a world of its own (a scenario) has connections, and so names, of its own. */
const namesOf = new WeakMap<object, Map<string, string>>()
const MOST_NAMES = 5_000

/** Statement names are made from their text; texts beyond the first 5,000 go unnamed, so that odd filters cannot fill a connection. */
export function named(
  platform: Pick<Platform, 'database'>,
  { text, values }: { text: string; values: readonly unknown[] },
): Statement {
  if (platform.database.pooled) return { text, values: [...values] }
  const names = namesOf.get(platform.database) ?? new Map<string, string>()
  namesOf.set(platform.database, names)
  const known = names.get(text)
  if (known !== undefined) return { name: known, text, values: [...values] }
  if (names.size >= MOST_NAMES) return { text, values: [...values] }
  const name = createHash('sha1').update(text).digest('base64url')
  names.set(text, name)
  return { name, text, values: [...values] }
}
