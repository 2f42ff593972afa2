import type { Platform } from '../http/platform.ts'

export interface Window {
  readonly orgId: string
  readonly subject: string
  readonly limit: number
  readonly windowMs: number
}

/**
 * Takes one turn of a window of time, in a statement of its own, so that no row stays locked and all nodes share the count. Answers 0 when it was
 * taken, else how many ms until the next window.
 */
export async function takeTurn(
  { database, clock }: Pick<Platform, 'database' | 'clock'>,
  { orgId, subject, limit, windowMs }: Window,
): Promise<number> {
  const now = clock.epochMs()
  const windowAt = Math.floor(now / windowMs) * windowMs
  const { rowCount } = await database.pool.query(
    `insert into formwork.rate as r (org_id, subject, window_at, n) values ($1, $2, $3, 1)
     on conflict (org_id, subject, window_at) do update set n = r.n + 1 where r.n < $4`,
    [orgId, subject, new Date(windowAt).toISOString(), limit],
  )
  return rowCount === 1 ? 0 : windowAt + windowMs - now
}
