/** The closure in Chromium gives what it gives in Node, which PostgreSQL agrees with (`tests/server/expression/generated.test.ts`). */
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromClosure, typed } from '../engine/expression/closure.ts'
import { formulas } from '../engine/expression/random/formulas.ts'
import { records } from '../engine/expression/random/records.ts'
import { openBrowser } from './browser.ts'

const COUNT = 2_000
const SEED = 20_261_122
const ZONES = ['Asia/Shanghai', 'America/New_York', 'UTC']

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** The engine and its page's script, bundled as for a browser, shipped nowhere. */
async function bundle(): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL('expression-page.ts', import.meta.url)),
        formats: ['iife'],
        name: 'expressions',
        fileName: 'expressions',
      },
    },
  })
  const [output] = (Array.isArray(made) ? made : [made]) as { output: { code: string }[] }[]
  return output!.output[0]!.code
}

describe('expressions in Chromium', () => {
  it('give the values and error codes of Node', { timeout: 240_000 }, async () => {
    const questions = fc.sample(formulas, { seed: SEED, numRuns: COUNT }).map((formula, index) => ({
      formula,
      zone: ZONES[index % ZONES.length]!,
      records: fc.sample(records, { seed: SEED + (index % 40), numRuns: 2 }),
    }))
    const page = await browser.newPage()
    await page.addScriptTag({ content: await bundle() })
    const found = await page.evaluate(
      asked => (globalThis as never as { answers: (asked: unknown) => unknown[] }).answers(asked),
      JSON.parse(JSON.stringify(questions)),
    )
    const expected = questions.map(({ formula, zone, records: rows }) =>
      rows.map(row => fromClosure(typed(formula), row, zone)),
    )
    const filled = expected.flat().filter(value => value !== null && !value.startsWith('!'))
    expect(found).toEqual(expected)
    expect(expected).toHaveLength(COUNT)
    expect(filled.length / (2 * COUNT)).toBeGreaterThan(0.3)
  })
})
