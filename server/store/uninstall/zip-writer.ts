import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

/** A file of an archive; its content is read once, when its turn comes. Under 4 GB each. */
export interface ArchiveEntry {
  /** with `/` between folders */
  readonly name: string
  readonly content: AsyncIterable<Buffer>
}

/** 1 January 1980, the first day there is in an archive: one of the same content is the same. */
const FIRST_DAY = new Date(1980, 0, 1)

/** A ZIP archive as it is made: one entry after the other, nothing of it kept but the names. Fails as its content fails. */
export async function* zipOf(entries: AsyncIterable<ArchiveEntry>): AsyncGenerator<Buffer> {
  const zip = new ZipFile()
  const out = zip.outputStream as Readable
  const open = entries[Symbol.asyncIterator]()
  let now: Readable | undefined
  let wanted = true
  const feed = async (): Promise<void> => {
    for (let next = await open.next(); wanted && next.done !== true; next = await open.next()) {
      const { name, content } = next.value
      now = Readable.from(content, { objectMode: false })
      const done = ended(now)
      zip.addReadStream(now, name, { mtime: FIRST_DAY, forceDosTimestamp: true })
      await done
    }
    zip.end()
  }
  const feeding = feed().catch((error: Error) => out.destroy(error))
  try {
    yield* out as AsyncIterable<Buffer>
  } finally {
    wanted = false
    now?.destroy()
    await feeding
    await open.return?.()
  }
}

const ended = (stream: Readable): Promise<void> =>
  new Promise((resolve, reject) => stream.once('error', reject).once('close', resolve))
