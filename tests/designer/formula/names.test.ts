import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dress } from '../../../designer/formula/dress.ts'
import { formulaText, resolvePath, shownFormula, storedFormula } from '../../../designer/formula/names.ts'
import { formulaPlace, nameSpaceOf } from '../../../designer/formula/place.ts'
import { check, formatFormula, parseFormula } from '../../../engine/expression/index.ts'
import { placeOf, tricky } from './place.ts'

describe('a formula is stored by keys and shown by labels', () => {
  const zh = placeOf('zh')
  it.each([
    ['金额 * 2', '{amount} * 2'],
    ['{客户.折扣}', '{customer.rate}'],
    ['{Customer.Rate}', '{customer.rate}'],
    ['SUM(明细.小计)', 'SUM({lines.sum})'],
    ['sum({订单})', 'sum({订单})'],
    ['行业 == "医疗"', '{industry} = "medical"'],
    ['{$settings.限额} > 1', '{$settings.limit} > 1'],
    ['{amount', '{amount'],
  ])('%s -> %s', (typed, stored) => {
    expect(storedFormula(typed, zh)).toBe(stored)
  })

  it('shows what is stored in the reader’s language', () => {
    expect(shownFormula('{customer.rate} * {net}', zh)).toBe('{客户.折扣} * {净额}')
    expect(shownFormula('{customer.rate} * {net}', placeOf('en'))).toBe('{Customer.Rate} * {Net}')
  })

  it('keeps the key where a label would lead elsewhere', () => {
    // 金额 is also amount_2's label, "amount" is the label of odd and the key of another.
    expect(shownFormula('{amount} + {amount_2} + {odd}', zh)).toBe('{金额} + {amount_2} + {odd}')
  })

  it('tells two fields of one label apart', () => {
    const hints = dress('{amount} + {amount_2} + {net}', zh).pieces.flatMap(({ shown, hint }) =>
      shown === undefined ? [] : [[shown.join('.'), hint]],
    )
    expect(hints).toEqual([
      ['金额', 'amount'],
      ['金额', 'amount_2'],
      ['净额', undefined],
    ])
  })

  it('changes what is shown, not what is stored, when a label is renamed', () => {
    const app = tricky()
    const renamed = JSON.parse(JSON.stringify(app).replaceAll('净额', '到手金额')) as typeof app
    const after = formulaPlace(nameSpaceOf(renamed), 'order', 'zh')
    expect(shownFormula('{net} * 2', after)).toBe('{到手金额} * 2')
    expect(storedFormula(shownFormula('{net} * 2', after), after)).toBe('{net} * 2')
  })

  it('shows an option by its label', () => {
    const shown = dress('{industry} = "medical"', zh).pieces.map(({ kind, shown }) => [kind, shown?.join('.')])
    expect(shown).toEqual([
      ['name', '行业'],
      ['operator', undefined],
      ['text', '医疗'],
    ])
  })

  it('writes a condition of a builder out as a formula', () => {
    expect(formulaText({ '>': [{ var: 'amount' }, 5] })).toBe('{amount} > 5')
    expect(formulaText('{amount}')).toBe('{amount}')
  })
})

const keys = ['amount', 'amount_2', 'odd', 'dotted', 'net', 'due', 'customer.rate', 'lines.sum', '$settings.limit']
const numbers = keys.filter(key => key !== 'due' && key !== 'lines.sum')

/** Formulas as people write them: any name by key or by either label, any spelling of operators, blanks, brackets. */
const written = (names: readonly string[]): fc.Arbitrary<string> =>
  fc.letrec<{ value: string }>(tie => ({
    value: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'formula' },
      fc.constantFrom('1', '0.5', '12%', '-3'),
      fc.constantFrom(...names).map(name => `{${name}}`),
      fc
        .tuple(tie('value'), fc.constantFrom('+', '-', '*', '/', ' × ', ' ÷ ', '＋'), tie('value'))
        .map(([a, operator, b]) => `(${a}${operator}${b})`),
      fc.tuple(tie('value'), tie('value')).map(([a, b]) => `Round( ${a},${b})`),
      fc
        .tuple(tie('value'), fc.constantFrom('=', '==', '<>', '≥', '<'), tie('value'), tie('value'))
        .map(([a, operator, b, c]) => `if(${a} ${operator} ${b}，${c}, SUM({明细.小计}, {lines.price}))`),
    ),
  })).value

const treeOf = (text: string): unknown => {
  const parsed = parseFormula(text)
  if ('errors' in parsed) throw new Error(text)
  return JSON.parse(JSON.stringify(parsed.tree, (key, value) => (key === 'start' || key === 'end' ? undefined : value)))
}

describe('no way of writing a formula changes it', () => {
  it.each(['zh', 'en'] as const)('label text in %s leads back to the very formula', language => {
    const place = placeOf(language)
    const escaped = (key: string): string[] => {
      const meant = resolvePath(place, key.split('.'))!
      return [key, shownFormula(`{${key}}`, place).slice(1, -1), meant.keys.join('.')]
    }
    fc.assert(
      fc.property(written(numbers.flatMap(escaped)), typed => {
        const parsed = parseFormula(typed)
        if ('errors' in parsed) throw new Error(`${typed}: ${parsed.errors[0]?.code}`)
        const checked = check(parsed.tree, place.environment)
        expect(checked.errors).toEqual([])
        const stored = storedFormula(typed, place)
        expect(stored).toBe(formatFormula(checked.keyed))
        expect(storedFormula(stored, place)).toBe(stored)
        expect(storedFormula(shownFormula(stored, place), place)).toBe(stored)
        expect(treeOf(stored)).toEqual(treeOf(formatFormula(checked.keyed)))
      }),
      { numRuns: 500 },
    )
  })

  it('pieces cover all but blanks, whatever is typed', () => {
    const place = placeOf()
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(fc.constantFrom('{', '}', '金额', '"', '.', '(', ')', ',', '1', '！', '。', ' ', '=', 'IF', 'x'))
        .map(all => all.join('')),
    )
    fc.assert(
      fc.property(anything, text => {
        let end = 0
        for (const piece of dress(text, place).pieces) {
          expect(piece.start).toBeGreaterThanOrEqual(end)
          expect(text.slice(end, piece.start).replaceAll('　', '').trim()).toBe('')
          expect(piece.end).toBeGreaterThan(piece.start)
          end = piece.end
        }
        expect(text.slice(end).replaceAll('　', '').trim()).toBe('')
      }),
      { numRuns: 2_000 },
    )
  })
})
