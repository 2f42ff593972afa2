import { Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'

/** A file of an archive; its content is read once, when its turn comes. Under 4 GB each. */
export interface ArchiveEntry {
  /** with `/` between folders */
  readonly name: string
  readonly content: AsyncIterable<Buffer>
}

interface Written {
  readonly name: Buffer
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

/** Sizes follow the content (bit 3), names are UTF-8 (bit 11). */
const FLAGS = 0x0808
const DEFLATE = 8
/** 4.5: offsets of more than 32 bits. */
const VERSION = 45
/** 1 January 1980, the first day there is: an archive of the same content is the same. */
const DATE = 0x21
const BIG = 0xffffffff
const MANY = 0xffff

/** A ZIP archive as it is made (APPNOTE 6.3): one entry after the other, nothing of it kept but the names. */
export async function* zipOf(entries: AsyncIterable<ArchiveEntry>): AsyncGenerator<Buffer> {
  const written: Written[] = []
  let offset = 0
  for await (const { name, content } of entries) {
    const bytes = Buffer.from(name)
    const head = localHeader(bytes)
    yield head
    const count = { crc: 0, size: 0, packed: 0 }
    for await (const part of packed(content, count)) {
      count.packed += part.length
      yield part
    }
    const tail = fields([4, 0x08074b50], [4, count.crc], [4, count.packed], [4, count.size])
    yield tail
    written.push({ name: bytes, ...count, offset })
    offset += head.length + count.packed + tail.length
  }
  const directory = written.map(centralHeader)
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  yield* directory
  yield endOf(written.length, size, offset)
}

/** Deflated; counts what goes in. An error of the content is an error here. */
async function* packed(content: AsyncIterable<Buffer>, count: { crc: number; size: number }): AsyncGenerator<Buffer> {
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const part of content) {
      count.crc = crc32(part, count.crc)
      count.size += part.length
      yield part
    }
  }
  const source = Readable.from(counted(), { objectMode: false })
  const deflate = createDeflateRaw()
  source.on('error', error => deflate.destroy(error))
  try {
    yield* source.pipe(deflate) as AsyncIterable<Buffer>
  } finally {
    source.destroy()
  }
}

/** Numbers in little-endian order, each with its length in bytes. */
function fields(...values: readonly (readonly [length: 2 | 4 | 8, value: number])[]): Buffer {
  const buffer = Buffer.alloc(values.reduce((sum, [length]) => sum + length, 0))
  let at = 0
  for (const [length, value] of values) {
    if (length === 8) buffer.writeBigUInt64LE(BigInt(value), at)
    else buffer.writeUIntLE(value, at, length)
    at += length
  }
  return buffer
}

const localHeader = (name: Buffer): Buffer =>
  Buffer.concat([
    fields([4, 0x04034b50], [2, VERSION], [2, FLAGS], [2, DEFLATE], [2, 0], [2, DATE]),
    fields([4, 0], [4, 0], [4, 0], [2, name.length], [2, 0]),
    name,
  ])

function centralHeader({ name, crc, packed: stored, size, offset }: Written): Buffer {
  const far = offset >= BIG ? fields([2, 1], [2, 8], [8, offset]) : Buffer.alloc(0)
  return Buffer.concat([
    fields([4, 0x02014b50], [2, VERSION], [2, VERSION], [2, FLAGS], [2, DEFLATE], [2, 0], [2, DATE]),
    fields([4, crc], [4, stored], [4, size], [2, name.length], [2, far.length], [2, 0], [2, 0], [2, 0], [4, 0]),
    fields([4, Math.min(offset, BIG)]),
    name,
    far,
  ])
}

/** Where the directory is; in the larger form too where a number does not fit into the plain one. */
function endOf(count: number, size: number, offset: number): Buffer {
  const large = count >= MANY || size >= BIG || offset >= BIG
  const more = large
    ? [
        fields([4, 0x06064b50], [8, 44], [2, VERSION], [2, VERSION], [4, 0], [4, 0]),
        fields([8, count], [8, count], [8, size], [8, offset]),
        fields([4, 0x07064b50], [4, 0], [8, offset + size], [4, 1]),
      ]
    : []
  const shown = Math.min(count, MANY)
  return Buffer.concat([
    ...more,
    fields(
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, shown],
      [2, shown],
      [4, Math.min(size, BIG)],
      [4, Math.min(offset, BIG)],
    ),
    fields([2, 0]),
  ])
}
