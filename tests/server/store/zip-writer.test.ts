import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Archive } from '../../../server/store/sheet/zip.ts'
import { type ArchiveEntry, zipOf } from '../../../server/store/uninstall/zip-writer.ts'

async function* entriesOf(files: readonly (readonly [string, readonly Uint8Array[]])[]): AsyncGenerator<ArchiveEntry> {
  for (const [name, parts] of files)
    yield {
      name,
      content: (async function* () {
        for (const part of parts) yield Buffer.from(part)
      })(),
    }
}

describe('an archive', () => {
  it('gives back what went in, whatever the names and contents', async () => {
    const file = fc.tuple(
      // A path, as an archive names its files: nothing absolute, nothing above.
      fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
        .filter(name => !/[\\:\ud800-\udfff]|^\/|(^|\/)\.\.?(\/|$)|\/$/.test(name)),
      fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(file, { selector: ([name]) => name, maxLength: 8 }), async files => {
        const bytes = []
        for await (const part of zipOf(entriesOf(files))) bytes.push(part)
        const archive = new Archive(Buffer.concat(bytes))
        for (const [name, parts] of files) expect(archive.read(name)).toEqual(Buffer.concat(parts))
      }),
      { numRuns: 60 },
    )
  })

  it('keeps no more than a little of what goes through it', async () => {
    const piece = Buffer.alloc(1_000_000, 'a')
    let most = 0
    let through = 0
    const large = async function* (): AsyncGenerator<Buffer> {
      for (let n = 0; n < 300; n += 1) yield piece
    }
    const before = process.memoryUsage().arrayBuffers
    const all = async function* (): AsyncGenerator<ArchiveEntry> {
      yield { name: 'large', content: large() }
    }
    for await (const part of zipOf(all())) {
      through += part.length
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    }
    expect(through).toBeGreaterThan(100_000)
    expect(most).toBeLessThan(50_000_000)
  })

  it('fails when its content fails, and lets go of it when nobody reads on', async () => {
    const failing = async function* (): AsyncGenerator<ArchiveEntry> {
      yield {
        name: 'a',
        content: (async function* () {
          yield Buffer.from('x')
          throw new Error('the disk is gone')
        })(),
      }
    }
    await expect(
      (async () => {
        for await (const _ of zipOf(failing()));
      })(),
    ).rejects.toThrow('the disk is gone')
    let ended = false
    const left = async function* (): AsyncGenerator<ArchiveEntry> {
      try {
        for (let n = 0; ; n += 1) yield { name: `${n}`, content: (async function* () {})() }
      } finally {
        ended = true
      }
    }
    for await (const _ of zipOf(left())) break
    expect(ended).toBe(true)
  })
})
