import { describe, expect, it } from 'vitest'
import { functions } from '../../../engine/expression/index.ts'
import { evaluate, show } from './harness.ts'

const CORE =
  'IF IFS SWITCH AND OR NOT ISEMPTY IFEMPTY IFERROR SUM AVERAGE MAX MIN COUNT COUNTA COUNTIF SUMIF SUMIFS SUMPRODUCT ROUND ROUNDUP ROUNDDOWN CEILING FLOOR INT MOD ABS VALUE CONCATENATE TEXTJOIN LEFT RIGHT MID LEN LOWER UPPER TRIM REPLACE SUBSTITUTE SEARCH CONTAINS TEXT TODAY NOW SYSTIME DATE YEAR MONTH DAY WEEKDAY DATEADD EOMONTH DAYS DATEDIF NETWORKDAYS WORKDAY LOOKUP ROLLUP'
const NEXT =
  'PRODUCT SPLIT UNION JOIN HOUR MINUTE SECOND DATEDELTA EDATE RMBCAP GETUSERNAME OLDVALUE TIER WORKHOURS LATEST EARLIEST AVERAGEIF COUNTIFS'

describe('every function does what its own examples say', () => {
  const cases = [...functions.values()].flatMap(definition =>
    definition.examples.map(example => [example.formula, example.result] as const),
  )
  it.each(cases)('%s = %s', (formula, result) => {
    expect(show(evaluate(formula))).toBe(result)
  })
})

describe('the list of functions', () => {
  it.each([...CORE.split(' '), ...NEXT.split(' ')])('has %s', name => {
    expect(functions.has(name)).toBe(true)
  })

  it('has help in both languages, argument names, and an example unless the function needs a record', () => {
    for (const definition of functions.values()) {
      expect(definition.help.zh, definition.name).not.toBe('')
      expect(definition.help.en, definition.name).not.toBe('')
      for (const argument of definition.args) expect(argument.name.zh && argument.name.en, definition.name).toBeTruthy()
      expect(
        definition.examples.length > 0 || definition.expand !== undefined || definition.name === 'METRIC',
        definition.name,
      ).toBe(true)
    }
  })

  it('gives no name or alias twice', () => {
    const names = [...functions.values()].flatMap(definition => [definition.name, ...definition.aliases])
    expect(new Set(names).size).toBe(names.length)
  })
})
