import type { Platform, Routes } from './platform.ts'

const READY_WITHIN_MS = 2_000

/** Liveness, readiness and counters. They tell nothing about anybody's data. */
export const healthRoutes: Routes = (app, platform) => {
  const requests = new Map<string, number>()
  let milliseconds = 0
  app.addHook('onResponse', (_request, reply, done) => {
    const kind = `${Math.floor(reply.statusCode / 100)}xx`
    requests.set(kind, (requests.get(kind) ?? 0) + 1)
    milliseconds += reply.elapsedTime
    done()
  })

  const open = { config: { public: true } }
  app.get('/healthz', open, () => ({ status: 'ok' }))
  app.get('/readyz', open, async (_request, reply) => {
    if (await isReady(platform)) return { status: 'ready' }
    return reply.code(503).header('retry-after', '1').send({ status: 'not_ready' })
  })
  app.get('/metrics', open, (_request, reply) => {
    const { pool } = platform.database
    const lines = [
      ...[...requests].map(([kind, count]) => `formwork_requests_total{status="${kind}"} ${count}`),
      `formwork_request_milliseconds_total ${Math.round(milliseconds)}`,
      `formwork_database_connections ${pool.totalCount}`,
      `formwork_database_connections_idle ${pool.idleCount}`,
      `formwork_database_waiting ${pool.waitingCount}`,
      `formwork_event_streams ${platform.hub.size}`,
      `formwork_resident_bytes ${process.memoryUsage.rss()}`,
      ...platform.counters.lines(),
    ]
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(`${lines.join('\n')}\n`)
  })
}

/** Red when the database does not answer in time; liveness stays green, a restart would not help. */
async function isReady(platform: Platform): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>(resolve => {
    timer = setTimeout(() => resolve(false), READY_WITHIN_MS)
  })
  const answered = platform.database.pool.query('select 1').then(
    () => true,
    () => false,
  )
  const ready = await Promise.race([answered, late])
  clearTimeout(timer)
  return ready
}
