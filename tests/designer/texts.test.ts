import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../designer')
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(file => /(^|\/)texts\.ts$/.test(file))
  .sort()

type Pair = readonly [zh: string, en: string]
const isPair = (value: unknown): value is Pair =>
  Array.isArray(value) && value.length === 2 && value.every(text => typeof text === 'string')
const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()

/** Every table of texts a page of the designer exports: objects of [zh, en]. */
const tables = await Promise.all(
  files.map(async file => {
    const module = (await import(join(root, file))) as Record<string, unknown>
    return [
      file,
      Object.values(module).flatMap(table =>
        table !== null && typeof table === 'object'
          ? Object.entries(table).filter((entry): entry is [string, Pair] => isPair(entry[1]))
          : [],
      ),
    ] as const
  }),
)

describe('texts of the designer', () => {
  it('are found', () => expect(tables.find(([file]) => file === 'texts.ts')![1].length).toBeGreaterThan(100))

  it.each(tables)('%s says the same in both languages', (_, entries) => {
    for (const [key, [zh, en]] of entries) {
      expect([zh.trim(), en.trim()], key).not.toContain('')
      expect(
        places(en).filter(name => !places(zh).includes(name)),
        key,
      ).toEqual([])
    }
  })
})
