import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

const dist = join(import.meta.dirname, '../../dist')
const assets = join(dist, 'assets')

/** A chunk and everything it imports before it runs. */
function reached(start: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const queue = [...start]
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    const code = readFileSync(join(assets, file), 'utf8')
    for (const [, name] of code.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g))
      if (name !== undefined) queue.push(name)
  }
  return seen
}

/** Everything a phone loads until the first form can be filled in: the page, the app around it, the form. */
function firstForm(): Set<string> {
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const entries = [...html.matchAll(/assets\/([\w.-]+\.js)/g)].map(([, name]) => name ?? '')
  const pages = readdirSync(assets).filter(file => /^(NewPage|AppPage)-[\w-]+\.js$/.test(file))
  expect(pages).toHaveLength(2)
  return reached([...entries, ...pages])
}

describe.runIf(existsSync(assets))('the first form on a phone', () => {
  it('loads at most 300 kB of JavaScript', () => {
    const bytes = [...firstForm()].reduce((sum, file) => sum + gzipSync(readFileSync(join(assets, file))).length, 0)
    expect(bytes).toBeGreaterThan(50_000)
    expect(bytes).toBeLessThanOrEqual(300_000)
  })

  it('loads nothing of antd', () => {
    for (const file of firstForm())
      expect(readFileSync(join(assets, file), 'utf8')).not.toMatch(/ant-(table|picker|modal|btn)/)
  })
})
