import type { Answer, Client } from '../../channels/client.ts'
import { type JsonLimits, parseJson } from '../../http/json.ts'
import { HttpProblem } from '../../http/problem.ts'
import { Undelivered } from '../../outbox/delivery.ts'
import { cleanPicture, MOST_PICTURE_BYTES } from '../../pictures/clean.ts'
import { type Bundle, readBundle } from '../bundle.ts'
import { templateIn } from '../template-in.ts'
import type { Template } from '../templates.ts'
import { type Catalog, type CatalogEntry, readCatalog } from './catalog.ts'

/** Where a store is, and the code it asks for. */
export interface Address {
  readonly address: string
  readonly code: string | undefined
}

interface Limits {
  readonly bytes: number
  readonly ms: number
}

const catalogLimits: Limits = { bytes: 4_000_000, ms: 8_000 }
const bundleLimits: Limits = { bytes: 16_100_000, ms: 30_000 }
const pictureLimits: Limits = { bytes: MOST_PICTURE_BYTES, ms: 10_000 }

const catalogJson: JsonLimits = { depth: 10, keys: 20_000, items: 1_000 }
const bundleJson: JsonLimits = { depth: 72, keys: 1_000_100, items: 100_000 }

/**
 * The address of a store as it is kept: https (an address the operator opened may have http), no query, no slash at the end.
 * @throws HttpProblem 422 `store_address_invalid`
 */
export function storeAddress(text: string): string {
  const url = URL.parse(text.trim())
  const plain =
    url !== null && /^https?:$/.test(url.protocol) && `${url.username}${url.password}${url.search}${url.hash}` === ''
  if (!plain || url.href.length > 500) throw new HttpProblem(422, 'store_address_invalid')
  return url.href.replace(/\/+$/, '')
}

/** @throws HttpProblem 502 with what is wrong, in one line */
export async function fetchCatalog(call: Client, store: Address): Promise<Catalog> {
  const answer = await ask(call, store, '/api/store/catalog', catalogLimits)
  return readCatalog(jsonOf(answer, catalogJson, store)) ?? fail(liar(store))
}

/**
 * The bundle of an entry: of this key, this version, this sum, and sound like every definition that comes in.
 * @throws HttpProblem 502 with what is wrong with the store, 422 with what is wrong with the bundle
 */
export async function fetchTemplate(call: Client, store: Address, entry: CatalogEntry): Promise<Template> {
  const answer = await ask(call, store, `/api/store/templates/${entry.key}/bundle`, bundleLimits)
  const bundle = readBundle(jsonOf(answer, bundleJson, store))
  if (!isOf(bundle, entry)) throw liar(store)
  const template = templateIn(bundle)
  return { ...template, pictures: entry.pictures }
}

const isOf = ({ definition, checksum }: Bundle, entry: CatalogEntry): boolean =>
  definition.key === entry.key && definition.version === entry.version && checksum === entry.checksum

/** The picture and nothing but it. @throws HttpProblem 502 when it is none, is not what its name says, or does not come */
export async function fetchPicture(call: Client, store: Address, key: string, picture: string): Promise<Buffer> {
  const answer = await ask(call, store, `/api/store/templates/${key}/pictures/${picture}`, pictureLimits)
  const { content, extension } = cleaned(answer.content) ?? fail(liar(store))
  if (!picture.endsWith(`.${extension}`)) throw liar(store)
  return content
}

function cleaned(content: Buffer): ReturnType<typeof cleanPicture> | undefined {
  try {
    return cleanPicture(content)
  } catch (error) {
    if (error instanceof HttpProblem) return undefined
    throw error
  }
}

async function ask(call: Client, { address, code }: Address, path: string, limit: Limits): Promise<Answer> {
  const url = `${address}${path}`
  const { host, hostname } = new URL(url)
  const answer = await call({
    ...{ url, method: 'GET', limit, secure: true, hosts: new Set([hostname]) },
    headers: { accept: 'application/json', ...(code === undefined ? {} : { authorization: `Bearer ${code}` }) },
  }).catch((error: unknown) => {
    throw error instanceof Undelivered ? asProblem(error) : error
  })
  if (answer.status === 401 || answer.status === 403) throw new HttpProblem(502, 'store_refused', { host })
  if (answer.status !== 200) throw new HttpProblem(502, 'store_failing', { host, status: answer.status })
  return answer
}

/** Why a line broke is for the log of whoever runs the other side; that it did is for the reader. */
const asProblem = ({ outcome: { reason } }: Undelivered): HttpProblem =>
  reason.code === 'delivery_unreachable'
    ? new HttpProblem(502, 'store_unreachable', { host: reason.params.host })
    : new HttpProblem(502, reason.code, reason.params)

function jsonOf({ content }: Answer, limits: JsonLimits, store: Address): unknown {
  try {
    return parseJson(content, limits)
  } catch {
    throw liar(store)
  }
}

const liar = ({ address }: Address): HttpProblem =>
  new HttpProblem(502, 'store_answer_wrong', { host: new URL(address).host })

const fail = (problem: HttpProblem): never => {
  throw problem
}
