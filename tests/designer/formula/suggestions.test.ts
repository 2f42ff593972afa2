import { describe, expect, it } from 'vitest'
import { argumentIndex, callsAt } from '../../../designer/formula/call.ts'
import { mend } from '../../../designer/formula/mend.ts'
import { scan } from '../../../designer/formula/scan.ts'
import { suggestionsAt } from '../../../designer/formula/suggestions.ts'
import { mistakeText } from '../../../designer/formula/words.ts'
import { check, type ExpressionError, parseFormula } from '../../../engine/expression/index.ts'
import { cursor, placeOf } from './place.ts'

const zh = placeOf('zh')
const en = placeOf('en')

const offered = (marked: string, place = zh, asked = false) => {
  const { text, offset } = cursor(marked)
  return suggestionsAt(text, offset, place, asked)?.items.map(({ shown }) => shown) ?? []
}

/** The text after the first suggestion is taken. */
const taken = (marked: string, place = zh, asked = false) => {
  const { text, offset } = cursor(marked)
  const found = suggestionsAt(text, offset, place, asked)
  const [first] = found?.items ?? []
  return found === null || first === undefined
    ? undefined
    : text.slice(0, found.from) + first.insert + text.slice(found.to)
}

describe('what is offered while typing', () => {
  it.each([
    ['净|', '{net}', 'a label'],
    ['du|', '{due}', 'a key'],
    ['{净|}', '{net}', 'inside braces'],
    ['{净| * 2', '{net} * 2', 'an open brace'],
    ['1 + ROUN|', '1 + ROUND()', 'a function'],
    ['折扣|', '{customer.rate}', 'a field one relation further'],
    ['客户.折|', '{customer.rate}', 'a member by labels'],
    ['{customer.|}', '{customer.name}', 'members after a point'],
    ['客户.|', '{customer.name}', 'members after a point without braces'],
    ['SUM(小计|)', 'SUM({lines.sum})', 'a column of a sub-form'],
    ['限|', '{$settings.limit}', 'a setting'],
    ['行业 = |', '行业 = "medical"', 'options after ='],
    ['行业 = "汽|"', '行业 = "auto"', 'options inside the quotes'],
    ['{industry} <> "au|', '{industry} <> "auto"', 'options by key, quotes still open'],
    ['SWITCH({industry}, |)', 'SWITCH({industry}, "medical")', 'options as arguments'],
    ['FILTER({lines}, $i|)', 'FILTER({lines}, {$item})', 'the element of a list'],
    ['FILTER({lines}, {$item.|})', 'FILTER({lines}, {$item.item})', 'its members'],
    ['SUM({customer.orders.|})', 'SUM({customer.orders.title})', 'an inverse list beyond a relation'],
  ])('%s -> %s (%s)', (marked, after) => {
    expect(taken(marked)).toBe(after)
  })

  it('shows labels of the reader’s language', () => {
    expect(offered('du|', en)[0]).toBe('Due')
    expect(taken('说| & 1', en)).toBe('{note} & 1')
    expect(offered('customer.|', en)).toContain('Customer.Rate')
  })

  it('offers nothing where nothing is typed, and everything when asked', () => {
    expect(offered('{amount} + |')).toEqual([])
    expect(offered('{amount} + |', zh, true).slice(0, 2)).toEqual(['标题', '客户'])
  })

  it('offers both fields of one label, and not the field to itself', () => {
    expect(offered('金额|').filter(name => name === '金额')).toHaveLength(2)
    expect(offered('净额|', { ...zh, field: 'net' })).not.toContain('净额')
  })
})

describe('the call around the cursor', () => {
  const at = (marked: string) => {
    const { text, offset } = cursor(marked)
    const [call] = callsAt(scan(text), offset)
    return call === undefined
      ? undefined
      : [call.definition.name, call.index, argumentIndex(call.definition, call.index)]
  }
  it.each([
    ['IF(|', ['IF', 0, 0]],
    ['if({amount} > 1, |', ['IF', 1, 1]],
    ['IF(ROUND(1, |), 2)', ['ROUND', 1, 1]],
    ['IF(ROUND(1, 2), |', ['IF', 1, 1]],
    ['IFS(1 > 2, 1, 2 > 1, |', ['IFS', 3, 1]],
    ['TIER({amount}, [[0, |', ['TIER', 1, 1]],
    ['（|', undefined],
    ['SUM（{amount}，|', ['SUM', 1, 0]],
    ['SUM(1) + |', undefined],
  ])('%s', (marked, expected) => {
    expect(at(marked)).toEqual(expected)
  })
})

const mistakes = (text: string): readonly ExpressionError[] => {
  const parsed = parseFormula(text)
  if ('errors' in parsed) return parsed.errors
  const checked = check(parsed.tree, zh.environment)
  return [...checked.errors, ...checked.hints]
}

describe('one press mends what the language can guess', () => {
  it.each([
    ['{amuont} * 2', '{amount} * 2'],
    ['{custmer.rate} * 2', '{customer.rate} * 2'],
    ['{customer.rte} * 2', '{customer.rate} * 2'],
    ['1 + (RUOND(2.5, 0))', '1 + (ROUND(2.5, 0))'],
    ['{industry} = "medcal"', '{industry} = "medical"'],
    ['{industry} = "医了"', '{industry} = "医疗"'],
    ['ROUND(2.5, 0', 'ROUND(2.5, 0)'],
    ['{title} + "x"', '{title} & "x"'],
    ['(({title} + "+") + "x")', '(({title} & "+") + "x")'],
  ])('%s -> %s', (text, after) => {
    const [error] = mistakes(text)
    const edit = mend(text, error!)
    expect(edit && text.slice(0, edit.from) + edit.insert + text.slice(edit.to)).toBe(after)
    expect(mistakes(after).length).toBeLessThan(mistakes(text).length)
  })

  it('says types and arguments in the reader’s words', () => {
    const [error] = mistakes('ROUND({title}, 1)')
    expect(mistakeText(error!, zh)).toBe('ROUND 的“数字”应为 数字，而不是 文字。')
    expect(mistakeText(error!, en)).toBe('“number” of ROUND must be number, not text.')
    expect(mistakeText(mistakes('{lines} * 1')[0]!, zh)).toContain('明细记录列表')
  })
})
