import { crc32, inflateRawSync } from 'node:zlib'
import { sheetLimits, unpacksTooLarge, unreadable } from './limits.ts'

interface Entry {
  readonly packed: boolean
  readonly content: Buffer
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50

/**
 * A zip archive by its directory. Unpacks into memory only what is asked for, and counts what really comes out: what the archive says
 * of its sizes is nobody's to believe (SR-29). Nothing is written, so names lead nowhere.
 */
export class Archive {
  readonly #entries = new Map<string, Entry>()
  #left: number = sheetLimits.unpacked

  /** @throws SheetRefused when it is no archive, is encrypted, or holds too many files */
  constructor(file: Buffer) {
    try {
      this.#readDirectory(file)
    } catch (error) {
      if (error instanceof RangeError) throw unreadable()
      throw error
    }
  }

  #readDirectory(file: Buffer): void {
    const end = file.lastIndexOf(Buffer.from('504b0506', 'hex'))
    if (end === -1 || file.readUInt32LE(end) !== END) throw unreadable()
    const count = file.readUInt16LE(end + 10)
    if (count > sheetLimits.entries) throw unpacksTooLarge()
    let at = file.readUInt32LE(end + 16)
    for (let n = 0; n < count; n += 1) {
      if (file.readUInt32LE(at) !== CENTRAL) throw unreadable()
      const [flags, method, size] = [file.readUInt16LE(at + 8), file.readUInt16LE(at + 10), file.readUInt32LE(at + 20)]
      const [name, extra, comment] = [28, 30, 32].map(place => file.readUInt16LE(at + place)) as [
        number,
        number,
        number,
      ]
      const place = file.readUInt32LE(at + 42)
      if (file.readUInt32LE(place) !== LOCAL || (flags & 1) !== 0 || (method !== 0 && method !== 8)) throw unreadable()
      const start = place + 30 + file.readUInt16LE(place + 26) + file.readUInt16LE(place + 28)
      const path = file.toString('utf8', at + 46, at + 46 + name).replaceAll('\\', '/')
      this.#entries.set(path, { packed: method === 8, content: file.subarray(start, start + size) })
      at += 46 + name + extra + comment
    }
  }

  /** Content of a file inside; undefined when there is none. @throws SheetRefused `sheet_unpacks_too_large` */
  read(path: string): Buffer | undefined {
    const entry = this.#entries.get(path)
    if (entry === undefined) return undefined
    const most = Math.min(this.#left, Math.max(1_000_000, entry.content.length * sheetLimits.ratio))
    const content = entry.packed ? inflate(entry.content, most) : entry.content
    if (content.length > most) throw unpacksTooLarge()
    this.#left -= content.length
    return content
  }
}

function inflate(content: Buffer, most: number): Buffer {
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, most) })
  } catch (error) {
    throw (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? unpacksTooLarge() : unreadable()
  }
}

const PIECE = 65_536

/** An archive of unpacked files in this order: what a reader that unpacks by itself may be given. */
export function* plainArchive(files: readonly (readonly [path: string, content: Buffer])[]): Generator<Buffer> {
  const directory: Buffer[] = []
  let place = 0
  for (const [path, content] of files) {
    const name = Buffer.from(path)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt32LE(crc32(content), 10)
    facts.writeUInt32LE(content.length, 14)
    facts.writeUInt32LE(content.length, 18)
    facts.writeUInt16LE(name.length, 22)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(place, 10)
    directory.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), facts, rest, name]))
    yield Buffer.concat([Buffer.from('504b0304', 'hex'), facts, name])
    // In pieces: a reader holds all it makes of one at a time.
    for (let at = 0; at < content.length; at += PIECE) yield content.subarray(at, at + PIECE)
    place += 30 + name.length + content.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(place, 16)
  yield Buffer.concat([central, end])
}
