import { createHash } from 'node:crypto'
import { createReadStream, type ReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isId } from '../ids.ts'
import { fileTypeOf, SNIFFED_BYTES } from './fileType.ts'

/** What was found out while a file was written. */
export interface StoredContent {
  readonly size: number
  readonly sha256: Buffer
  readonly type: string
}

/** Contents of files in `${FORMWORK_DATA}/files/<last two letters>/<id>`: names of ours only, so no path comes from outside. */
export class Contents {
  readonly #folder: string

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'files')
  }

  /** The end of a UUIDv7 is random, its begin is the time: the end spreads evenly. */
  #place(id: string): string {
    return join(this.#folder, id.slice(-2), id)
  }

  /** Writes a stream and puts it on the disk for good before it answers; on any failure nothing is left. */
  async write(id: string, stream: AsyncIterable<Buffer>): Promise<StoredContent> {
    const place = this.#place(id)
    await mkdir(dirname(place), { recursive: true, mode: 0o700 })
    const file = await open(place, 'wx', 0o600)
    try {
      const content = await copy(file, stream)
      await file.sync()
      await file.close()
      await syncFolder(dirname(place))
      return content
    } catch (error) {
      await file.close().catch(() => undefined)
      await rm(place, { force: true })
      throw error
    }
  }

  /** Bytes `start` to `end`, both included. */
  read(id: string, start: number, end: number): ReadStream {
    return createReadStream(this.#place(id), { start, end })
  }

  async remove(id: string): Promise<void> {
    await rm(this.#place(id), { force: true })
  }

  /** Ids of contents made before an instant of the One Clock, which every id carries in its first 48 bits. */
  async *olderThan(epochMs: number): AsyncGenerator<string> {
    for (const part of await readdir(this.#folder).catch(() => [])) {
      for (const id of await readdir(join(this.#folder, part)).catch(() => [])) {
        if (isId(id) && Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) < epochMs) yield id
      }
    }
  }
}

async function copy(file: FileHandle, stream: AsyncIterable<Buffer>): Promise<StoredContent> {
  const hash = createHash('sha256')
  const head: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    if (size < SNIFFED_BYTES) head.push(chunk)
    size += chunk.length
    hash.update(chunk)
    for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten
  }
  return { size, sha256: hash.digest(), type: fileTypeOf(Buffer.concat(head).subarray(0, SNIFFED_BYTES)) }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } catch (error) {
    // Windows cannot sync a folder; there the file system's journal has to do.
    if (process.platform !== 'win32') throw error
  } finally {
    await handle.close()
  }
}
