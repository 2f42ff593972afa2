import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { failed, retry, Undelivered } from '../outbox/delivery.ts'
import type { Boundary } from './inside.ts'

/** One request to the outside. */
export interface Call {
  readonly url: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** hosts that may be called; absent = any outside (the host is ours or an administrator's, not an app's) */
  readonly hosts?: ReadonlySet<string>
  /** https only, but for an address the operator opened */
  readonly secure?: boolean
  /** how much may come back within how long; more is refused. Absent = 15 s, and what is over 256 KB is cut off */
  readonly limit?: { readonly bytes: number; readonly ms: number }
}

/** What came back; the body is cut at 256 KB unless the call states a limit. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
  /** the body as it came */
  readonly content: Buffer
}

/** Asks the outside. @throws Undelivered with what to do about it */
export type Client = (call: Call) => Promise<Answer>

const WITHIN_MS = 15_000
const LONGEST_BODY = 256 * 1024
const PORTS = new Set(['', '80', '443'])

/**
 * The one client for everything over HTTP that leaves the house (SR-27): http and https on their own ports, no user in the address, the name resolved
 * once, each of its addresses outside, connected to exactly that address, redirects never followed. An address the operator opened may have any port.
 */
export const outgoingClient =
  (boundary: Boundary): Client =>
  async call => {
    const url = checkedUrl(call)
    const { address, family, exempt } = await boundary.addressOf(url.hostname)
    if (!exempt && !PORTS.has(url.port)) throw new Undelivered(failed('outgoing_port', { port: url.port }))
    if (call.secure === true && url.protocol !== 'https:' && !exempt)
      throw new Undelivered(failed('outgoing_not_secure', { host: url.host }))
    const answer = await send(url, address, family, call)
    if (answer.status >= 300 && answer.status < 400)
      throw new Undelivered(failed('outgoing_redirected', { host: url.host, status: answer.status }))
    return answer
  }

/** @throws Undelivered `outgoing_url_invalid` | `outgoing_host_not_allowed` */
export function checkedUrl({ url, hosts }: Pick<Call, 'url' | 'hosts'>): URL {
  const parsed = URL.parse(url)
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.username !== '' || parsed.password !== '')
    throw new Undelivered(failed('outgoing_url_invalid'))
  if (hosts !== undefined && !hosts.has(parsed.hostname))
    throw new Undelivered(failed('outgoing_host_not_allowed', { host: parsed.hostname }))
  return parsed
}

function send(url: URL, address: string, family: 4 | 6, call: Call): Promise<Answer> {
  const { method, headers = {}, body, limit } = call
  const within = limit?.ms ?? WITHIN_MS
  const secure = url.protocol === 'https:'
  const options: RequestOptions & { servername?: string } = {
    host: address,
    family,
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    // The certificate is checked against the name, not the address.
    ...(secure && isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0 ? { servername: url.hostname } : {}),
    method,
    path: url.pathname + url.search,
    headers: {
      ...headers,
      host: url.host,
      'user-agent': 'Formwork',
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    },
    agent: false,
    signal: AbortSignal.timeout(within),
  }
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void =>
      reject(error instanceof Undelivered ? error : new Undelivered(outcomeOf(error, url.host, within)))
    try {
      const request = (secure ? requestHttps : requestHttp)(options, response => {
        readAnswer(response, url.host, limit?.bytes).then(resolve, fail)
      })
      request.on('error', fail)
      request.end(body)
    } catch (error) {
      // A header with a line break or a path Node does not send.
      fail(error as Error)
    }
  })
}

async function readAnswer(response: IncomingMessage, host: string, most: number | undefined): Promise<Answer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of response as AsyncIterable<Buffer>) {
    parts.push(part)
    size += part.length
    if (most !== undefined && size > most) throw new Undelivered(failed('outgoing_too_large', { host, bytes: most }))
    if (most === undefined && size > LONGEST_BODY) break
  }
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
  const content = Buffer.concat(parts).subarray(0, most ?? LONGEST_BODY)
  return {
    status: response.statusCode ?? 0,
    headers,
    content,
    get body() {
      return content.toString('utf8')
    },
  }
}

function outcomeOf(error: Error & { code?: string }, host: string, within: number) {
  if (error.name === 'TimeoutError' || error.name === 'AbortError')
    return retry('delivery_timeout', { host, seconds: within / 1000 })
  if (error.code?.startsWith('ERR_INVALID') || error.code === 'ERR_UNESCAPED_CHARACTERS')
    return failed('outgoing_url_invalid')
  return retry('delivery_unreachable', { host, answer: error.code ?? error.message.slice(0, 100) })
}

const LONGEST_ANSWER = 500

/** What an answer that is no success means: a later try helps, unless the place is gone for good. */
export function afterStatus({ status, headers, body }: Answer, host: string) {
  const answer = `${status} ${body.replace(/\s+/g, ' ').slice(0, LONGEST_ANSWER)}`.trim()
  if (status === 410) return failed('delivery_refused', { answer, host })
  const seconds = /^\d{1,6}$/.test(headers['retry-after'] ?? '') ? Number(headers['retry-after']) : undefined
  return retry('delivery_refused', { answer, host }, seconds === undefined ? undefined : seconds * 1000)
}
