/** Excel's behaviour, function by function, by sources that are not ours: see make.py. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Decimal } from '../../../../engine/expression/index.ts'
import { evaluate, show } from '../harness.ts'

type Case = readonly [name: string, formula: string, expected: string, source: 'calc' | 'python']

const cases = JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8')) as readonly Case[]
const byName = Map.groupBy(cases, ([name]) => name)
/** Calc counts in doubles and writes 15 digits. */
const DOUBLE = 1e-12

/** A calendar of the tests would know holidays; Excel knows Monday to Friday. */
const run = (formula: string) => evaluate(formula, {}, undefined, { calendar: undefined } as never)

describe('formulas give what Excel gives', () => {
  it('has 600 cases and more, each with its source', () => {
    expect(cases.length).toBeGreaterThanOrEqual(600)
    expect(cases.every(([, , , source]) => source === 'calc' || source === 'python')).toBe(true)
  })

  it.each([...byName])('%s', (_, group) => {
    const wrong = group.flatMap(([, formula, expected, source]) => {
      const result = run(formula)
      const shown = show(result)
      if (shown === expected || (source === 'calc' && isNear(result, expected))) return []
      return [`${formula} = ${shown}, ${source} says ${expected}`]
    })
    expect(wrong).toEqual([])
  })
})

function isNear(result: unknown, expected: string): boolean {
  if (!Decimal.isDecimal(result) || !/^-?[0-9.]+(E[+-]?[0-9]+)?$/.test(expected)) return false
  const wanted = Number(expected)
  return Math.abs(result.toNumber() - wanted) <= DOUBLE * Math.max(1, Math.abs(wanted))
}
