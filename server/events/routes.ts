import type { FastifyReply, FastifyRequest } from 'fastify'
import { sessionOf } from '../http/authenticate.ts'
import { type Caller, callerOf } from '../http/caller.ts'
import type { Platform, Routes } from '../http/platform.ts'
import { HttpProblem } from '../http/problem.ts'
import { closedObject } from '../http/schema.ts'
import type { Stream } from './hub.ts'

const HEARTBEAT_MS = 25_000
/** A reader that does not take what it is sent is cut off; it connects again and reads anew. */
const MOST_UNSENT = 1_000_000

/** Server-sent events (docs/api.md). A message is a hint to read again, never the only copy of anything. */
export const eventRoutes: Routes = (app, platform) => {
  app.get(
    '/api/events',
    {
      config: { anyApp: true },
      schema: { querystring: closedObject({ ago: { type: 'string', pattern: '^[0-9]{1,12}$' } }) },
    },
    (request, reply) => openStream(platform, request, reply),
  )
}

function openStream(platform: Platform, request: FastifyRequest, reply: FastifyReply): void {
  const caller = callerOf(request)
  const { raw } = reply
  const stream: Stream = {
    caller,
    send: (event, data) => {
      if (raw.writableLength > MOST_UNSENT) return stream.end()
      raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    },
    recheck: () => void stillSignedIn(platform, request, caller).then(stands => stands || stream.end(), stream.end),
    end: () => raw.end(),
  }
  if (!platform.hub.add(stream)) throw new HttpProblem(429, 'too_many_streams', {}, [], {}, { 'retry-after': '60' })
  reply.hijack()
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // A stop ends the stream; a connection kept open after it would hold the stop up.
    connection: 'close',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  })
  raw.write('retry: 2000\n\n')
  platform.hub.tellMissed(stream, Number((request.query as { ago?: string }).ago ?? 0))
  const heartbeat = setInterval(() => {
    raw.write(': \n\n')
    stream.recheck()
  }, HEARTBEAT_MS)
  raw.once('close', () => {
    clearInterval(heartbeat)
    platform.hub.remove(stream)
  })
}

/** Rights may have changed: then the stream ends and the page connects again as who it is now. */
async function stillSignedIn(platform: Platform, request: FastifyRequest, caller: Caller): Promise<boolean> {
  const { authorization, cookie = '' } = request.headers
  const secret = authorization === undefined ? sessionOf(cookie) : authorization.slice('Bearer '.length)
  if (secret === undefined) return false
  const now = await (authorization === undefined
    ? platform.accounts.bySession(secret)
    : platform.accounts.byToken(secret))
  return now !== null && now.userId === caller.userId && now.admin === caller.admin
}
