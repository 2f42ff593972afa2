import { HttpProblem } from '../http/problem.ts'

export const MOST_PICTURES = 6
export const MOST_PICTURE_BYTES = 1_000_000
/** Pixels along one side. */
const LARGEST_SIDE = 4_096

export interface CleanPicture {
  readonly extension: 'png' | 'webp'
  readonly content: Buffer
}

/**
 * A picture as it may be handed on: what it is by its bytes, and nothing but the picture. Times, places, authors, colour profiles and whatever else was put
 * in are left out; so is every byte after its end.
 * @throws HttpProblem 422 `picture_invalid` | `picture_too_large`
 */
export function cleanPicture(content: Buffer): CleanPicture {
  if (content.length > MOST_PICTURE_BYTES) throw new HttpProblem(422, 'picture_too_large', { most: MOST_PICTURE_BYTES })
  const clean = cleanPng(content) ?? cleanWebp(content)
  if (clean === undefined) throw new HttpProblem(422, 'picture_invalid')
  return clean
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
/** Chunks that are the picture itself. */
const pngChunks = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'])

function cleanPng(content: Buffer): CleanPicture | undefined {
  if (!content.subarray(0, 8).equals(PNG)) return undefined
  const kept: Buffer[] = [PNG]
  let at = 8
  let type = ''
  while (type !== 'IEND') {
    if (at + 12 > content.length) return undefined
    const length = content.readUInt32BE(at)
    const end = at + 12 + length
    type = content.toString('latin1', at + 4, at + 8)
    if (end > content.length || (at === 8 && (type !== 'IHDR' || length !== 13))) return undefined
    if (pngChunks.has(type)) kept.push(content.subarray(at, end))
    at = end
  }
  return isSized(content.readUInt32BE(16), content.readUInt32BE(20))
    ? { extension: 'png', content: Buffer.concat(kept) }
    : undefined
}

/** Flags of `VP8X`: only that there is transparency stays. */
const ALPHA = 0x10
const webpChunks = new Set(['VP8X', 'ALPH', 'VP8 ', 'VP8L'])

function cleanWebp(content: Buffer): CleanPicture | undefined {
  if (content.toString('latin1', 0, 4) !== 'RIFF' || content.toString('latin1', 8, 12) !== 'WEBP') return undefined
  const end = 8 + content.readUInt32LE(4)
  if (end > content.length) return undefined
  const kept: Buffer[] = []
  let size: readonly [number, number] | undefined
  for (let at = 12; at < end; ) {
    if (at + 8 > end) return undefined
    const type = content.toString('latin1', at, at + 4)
    const length = content.readUInt32LE(at + 4)
    const next = at + 8 + length + (length % 2)
    if (next > end) return undefined
    if (webpChunks.has(type)) {
      const chunk = Buffer.from(content.subarray(at, next))
      if (type === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ALPHA
      else if (type !== 'ALPH') size = webpSize(type, chunk.subarray(8))
      kept.push(chunk)
    }
    at = next
  }
  if (size === undefined || !isSized(...size)) return undefined
  const body = Buffer.concat([Buffer.from('WEBP'), ...kept])
  const head = Buffer.alloc(8)
  head.write('RIFF')
  head.writeUInt32LE(body.length, 4)
  return { extension: 'webp', content: Buffer.concat([head, body]) }
}

/** Width and height of the frame itself (RFC 9649); undefined when it is none. */
function webpSize(type: string, frame: Buffer): readonly [number, number] | undefined {
  if (type === 'VP8L') {
    if (frame.length < 5 || frame[0] !== 0x2f) return undefined
    const bits = frame.readUInt32LE(1)
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]
  }
  if (frame.length < 10 || frame.readUIntBE(3, 3) !== 0x9d012a) return undefined
  return [frame.readUInt16LE(6) & 0x3fff, frame.readUInt16LE(8) & 0x3fff]
}

const isSized = (width: number, height: number): boolean =>
  width > 0 && height > 0 && width <= LARGEST_SIDE && height <= LARGEST_SIDE
