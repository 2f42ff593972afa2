import { Contents } from './files/contents.ts'
import { removeLooseFiles } from './files/fileRows.ts'
import { forgetOldKeys } from './http/idempotency.ts'
import type { Platform } from './http/platform.ts'
import { SESSION_IDLE_MS } from './identity/accounts.ts'
import { forgetOld } from './outbox/store.ts'
import { purgeOldApps } from './store/uninstall/removal.ts'
import { forgetOldRuns } from './workflow/run-store.ts'

const EVERY_MS = 3_600_000

/**
 * Removes what has run out: sessions, sign-in counts, idempotency keys, uploads no record took, apps taken away a month ago. Every step may run on
 * several nodes at once and may fail without harm: the next hour does it.
 */
export async function cleanUp(platform: Platform): Promise<void> {
  const { pool } = platform.database
  const now = platform.clock.epochMs()
  const instant = (ms: number): string => new Date(ms).toISOString()
  await pool.query('delete from formwork.session where expires_at < $1 or last_seen_at < $2', [
    instant(now),
    instant(now - SESSION_IDLE_MS),
  ])
  await pool.query('delete from formwork.sign_in_attempt where last_at < $1', [instant(now - 24 * EVERY_MS)])
  await forgetOldKeys(platform)
  await forgetOld(pool, now)
  await forgetOldRuns(pool, now)
  await purgeOldApps(platform)
  await removeLooseFiles(platform, new Contents(platform.config.dataFolder))
}

/** Cleans up once an hour; answers how to stop. */
export function startHousekeeping(platform: Platform, onError: (error: unknown) => void): () => void {
  const timer = setInterval(() => void cleanUp(platform).catch(onError), EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}
