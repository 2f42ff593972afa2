import { createServer, type IncomingHttpHeaders } from 'node:http'

export interface Heard {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** the body as JSON */
  readonly json: Readonly<Record<string, unknown>>
}

export interface Reply {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body?: unknown
  /** ms before the answer; the request may be cut off meanwhile */
  readonly afterMs?: number
}

/** A server of ours on a free port that stands for an outside one: it keeps what it hears and answers as told. */
export async function startFakeServer(answer: (heard: Heard) => Reply | Promise<Reply> = () => ({})) {
  const heard: Heard[] = []
  let reply = answer
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', async () => {
      const url = new URL(request.url ?? '/', 'http://fake')
      const body = Buffer.concat(parts).toString('utf8')
      const one = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body,
        json: parsed(body),
      }
      heard.push(one)
      const { status = 200, headers = {}, body: content = {}, afterMs = 0 } = await reply(one)
      if (afterMs > 0) await new Promise(resolve => setTimeout(resolve, afterMs))
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(typeof content === 'string' ? content : JSON.stringify(content))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    port,
    base: `http://127.0.0.1:${port}`,
    heard,
    answer: (next: typeof answer) => {
      reply = next
    },
    close: () =>
      new Promise<void>(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(body)
  } catch {
    return {}
  }
}
