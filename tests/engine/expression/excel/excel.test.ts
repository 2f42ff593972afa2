import { describe, expect, it } from 'vitest'
import { functions } from '../../../../engine/expression/index.ts'
import { codesOf, evaluate, show } from '../harness.ts'
import { type Case, isExpected, readCases, readDeviations } from './cases.ts'

const families = readCases()
const deviations = readDeviations()

describe.each(Object.entries(families))('%s: what Calc or exact arithmetic gives', (_, cases) => {
  it.each(cases)('$formula = $expected $data ($source)', each => {
    const result = show(evaluate(each.formula, each.data))
    expect(isExpected(result, each), `${each.formula} gives ${result}, expected ${each.expected}`).toBe(true)
  })
})

describe.each(deviations)('deviation from Excel: $en', ({ examples }) => {
  it.each(examples)('$formula = $ours, in Excel $excel', ({ formula, ours, excel }) => {
    const given = (expected: string): Case => ({ formula, expected, source: 'exact' })
    if (ours.startsWith('finding ')) {
      expect(codesOf(formula)).toEqual([ours.replace('finding ', '')])
      return
    }
    const result = show(evaluate(formula))
    expect(isExpected(result, given(ours)), `${formula} gives ${result}, our rules say ${ours}`).toBe(true)
    expect(isExpected(result, given(excel)), `${formula} no longer differs from Excel`).toBe(false)
  })
})

/** What only a record's history, a metric or the organisation can tell: no other system works these out. */
const OURS_ALONE =
  'OLDVALUE ISCHANGED ENTERED METRIC MANAGER MANAGERS HEAD ROLE SUBORDINATES DEPARTMENT HASROLE USER GETUSERNAME'

describe('the tables', () => {
  const all = Object.values(families).flat()

  it('hold at least 600 cases, and every case names its source', () => {
    expect(all.length).toBeGreaterThanOrEqual(600)
    for (const { formula, source } of all) expect(source, formula).toMatch(/^(LibreOffice Calc|Python )/)
  })

  it('use every function that another implementation can work out', () => {
    const used = new Set(all.flatMap(({ formula }) => formula.match(/[A-Z_0-9]+(?=\()/g) ?? []))
    const missing = [...new Set(functions.values())]
      .filter(({ name, aliases }) => ![name, ...aliases].some(each => used.has(each)))
      .map(({ name }) => name)
    expect(missing.sort()).toEqual(OURS_ALONE.split(' ').sort())
  })
})
