import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { basic } from './patterns/basic.ts'
import { branching } from './patterns/branching.ts'
import { instances } from './patterns/instances.ts'
import { findingsOf, Play } from './patterns/play.ts'
import { state } from './patterns/state.ts'

/** The control-flow patterns of `docs/workflow-patterns.md`, each run through `advance`. */
const cases = [...basic, ...branching, ...instances, ...state].sort((a, b) => a.pattern - b.pattern)

describe('control-flow patterns', () => {
  it.each(cases)('$pattern', one => {
    expect(findingsOf(one)).toEqual([])
    for (const run of one.runs) {
      const play = Play.of(one)
      const stood = run.map(([does]) => {
        if (does !== 'start') play.do(does)
        return [does, play.stands]
      })
      expect(stood).toEqual(run)
    }
  })
})

describe('the table of patterns', () => {
  const text = readFileSync('docs/workflow-patterns.md', 'utf8')
  const rows = [...text.matchAll(/^\| (\d+) \| (.+?) \| (.+) \| (direct|partly|no) \|$/gm)].map(
    ([, number, name, drawn, support]) => ({ number: Number(number), name: name!, drawn: drawn!, support: support! }),
  )

  it('has all 43, each named in both languages', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 43 }, (_, index) => index + 1))
    for (const { name } of rows) expect(name).toMatch(/^[A-Z].+ · \p{Script=Han}/u)
  })

  it('draws all of the first 20 and most of the others directly', () => {
    const direct = rows.filter(({ support }) => support === 'direct').map(({ number }) => number)
    expect(direct.filter(number => number <= 20)).toHaveLength(20)
    expect(text).toContain(`and ${direct.length - 20} of the other 23`)
    expect(direct.length - 20).toBeGreaterThanOrEqual(20)
  })

  it.each(rows.filter(({ support }) => support !== 'no'))('$number is drawn as it says', ({ number, drawn }) => {
    const drawings = cases.filter(({ pattern }) => pattern === number)
    expect(drawings).not.toEqual([])
    const json = JSON.stringify(drawings.map(({ nodes, others }) => [nodes, others]))
    for (const [, span] of drawn.matchAll(/`([^`]+)`/g)) {
      const [key, value] = span!.split(': ')
      if (span!.startsWith('{')) expect(json).toContain(span!.split(/[<}]/)[0])
      else if (value === undefined) expect(json).toContain(`"${key}"`)
      else expect(json).toMatch(new RegExp(`"${key}":"?${value}\\b`))
    }
  })
})
