import type { Language } from '../../schemas/problem.ts'
import { ApiError, type ApiProblem } from './apiError.ts'
import { base } from './base.ts'

export interface RequestOptions {
  /** a JSON document, or a form with a file */
  readonly body?: unknown
  /** the record version the change is based on (`If-Match`) */
  readonly version?: number | undefined
  /** one effect however often it is sent; creates get one by `newKey()` */
  readonly key?: string | undefined
  readonly signal?: AbortSignal | undefined
}

type Listener = () => void
const signedOut = new Set<Listener>()
const reached = new Set<(online: boolean) => void>()
let language: Language = 'zh'
let online = true

/** Errors come back in this language. */
export const speak = (next: Language): void => {
  language = next
}

/** Called when the server says that nobody is signed in any more. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener)
  return () => signedOut.delete(listener)
}

/** Called when the server is reached again, or no longer. */
export function onReachable(listener: (online: boolean) => void): () => void {
  reached.add(listener)
  return () => reached.delete(listener)
}

function setOnline(next: boolean): void {
  if (online === next) return
  online = next
  for (const listener of reached) listener(next)
}

/** A random key for one intended effect. `crypto.randomUUID` is missing on plain http. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * Asks the API; answers the JSON document (undefined for 204).
 * @throws ApiError for every other answer, and when the server cannot be reached
 */
export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const headers: Record<string, string> = { 'accept-language': language }
  // Of a form the browser writes the type, with the mark that parts it.
  const form = options.body instanceof FormData ? options.body : undefined
  if (options.body !== undefined && form === undefined) headers['content-type'] = 'application/json'
  if (options.version !== undefined) headers['if-match'] = `"${options.version}"`
  if (options.key !== undefined) headers['idempotency-key'] = options.key
  const response = await send(path, {
    method,
    headers,
    ...(options.body === undefined ? {} : { body: form ?? JSON.stringify(options.body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  return readAnswer<T>(response, path)
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(`${base}/api${path}`, { credentials: 'same-origin', ...init })
    setOnline(true)
    return response
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    setOnline(false)
    throw offline()
  }
}

export const offline = (): ApiError =>
  new ApiError(0, 'offline', language === 'zh' ? '连接不上服务器。' : 'The server cannot be reached.')

/** The document of an answer, or its problem. */
export async function readAnswer<T>(response: Response, path: string): Promise<T> {
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T
  const problem = await problemOf(response)
  if (response.status === 401 && path !== '/session') for (const listener of signedOut) listener()
  throw problem
}

async function problemOf(response: Response): Promise<ApiError> {
  try {
    const document = (await response.json()) as Record<string, unknown>
    const { status: _status, code, detail, errors, ...extra } = document
    return new ApiError(response.status, String(code), String(detail), (errors ?? []) as ApiProblem[], extra)
  } catch {
    return unreadable(response.status)
  }
}

/** An answer without a problem document: something between here and the server gave it. */
function unreadable(status: number): ApiError {
  if (status >= 500)
    return new ApiError(
      status,
      'database_unavailable',
      language === 'zh' ? '系统暂时不可用，请稍后再试。' : 'The system is not available right now; try again soon.',
    )
  return new ApiError(status, 'not_found', language === 'zh' ? '没有找到。' : 'Not found.')
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => request<T>('GET', path, { signal })

/** Query text of the parameters that say something. */
export function queryText(parameters: Readonly<Record<string, string | number | boolean | null | undefined>>): string {
  const entries = Object.entries(parameters).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  return entries.length === 0
    ? ''
    : `?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString()}`
}
