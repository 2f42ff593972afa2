import { createHash } from 'node:crypto'
import type { Platform } from '../http/platform.ts'

/** A statement for `pg`: named, so that PostgreSQL plans it once per connection, unless a pooler stands between. */
export interface Statement {
  readonly name?: string
  readonly text: string
  readonly values: unknown[]
}

const names = new Map<string, string>()

/** Statement names are made from their text; texts beyond the newest 5,000 go unnamed, so that odd filters cannot fill a connection. */
export function named(
  platform: Pick<Platform, 'database'>,
  { text, values }: { text: string; values: readonly unknown[] },
): Statement {
  if (platform.database.pooled) return { text, values: [...values] }
  const known = names.get(text)
  if (known !== undefined) return { name: known, text, values: [...values] }
  if (names.size >= 5_000) return { text, values: [...values] }
  const name = createHash('sha1').update(text).digest('base64url')
  names.set(text, name)
  return { name, text, values: [...values] }
}
