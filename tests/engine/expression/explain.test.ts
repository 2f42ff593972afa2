import { describe, expect, it } from 'vitest'
import {
  bindReferences,
  check,
  compile,
  type Explanation,
  explain,
  parseFormula,
  rawSql,
  sql,
  sqlText,
  type TypedNode,
  toSql,
} from '../../../engine/expression/index.ts'
import { environment, scopeOf, show } from './harness.ts'

function typed(formula: string): TypedNode {
  const parsed = parseFormula(formula)
  if ('errors' in parsed) throw new Error('does not parse')
  const checked = check(parsed.tree, environment)
  if (!checked.typed) throw new Error(JSON.stringify(checked.errors))
  return checked.typed
}

/** The explanation as indented lines. */
function outline(step: Explanation, depth = 0): string[] {
  const value = step.value === undefined ? '(not needed)' : show(step.value)
  return [`${'  '.repeat(depth)}${step.text} = ${value}`, ...step.inputs.flatMap(input => outline(input, depth + 1))]
}

const tiers = [
  { from: '0', rate: '0' },
  { from: '5000000', rate: '0.02' },
]
const REBATE = 'ROUND(IF({paid} > 10, {paid} * TIER({paid}, {$settings.tiers}), {amount}), 1)'

describe('a computed value explains itself (P10)', () => {
  const step = explain(typed(REBATE), scopeOf({ paid: '6000000.75', $settings: { tiers } }))

  it('shows each step with labels, and which were not needed', () => {
    expect(outline(step).slice(0, 7)).toEqual([
      'ROUND(IF({回款总额} > 10, {回款总额} * TIER({回款总额}, {$settings.tiers}), {金额}), 1) = 120000',
      '  IF({回款总额} > 10, {回款总额} * TIER({回款总额}, {$settings.tiers}), {金额}) = 120000.015',
      '    {回款总额} > 10 = TRUE',
      '      {回款总额} = 6000000.75',
      '      10 = 10',
      '    {回款总额} * TIER({回款总额}, {$settings.tiers}) = 120000.015',
      '      {回款总额} = 6000000.75',
    ])
    expect(outline(step)).toContain('    {金额} = (not needed)')
  })

  it('tells the tier that applied, what rounding did, and where an input comes from', () => {
    const product = step.inputs[0]?.inputs[1]
    expect(product?.inputs[1]?.tier).toEqual({ row: 1, from: '5000000', edge: 'from', rate: '0.02' })
    expect(step.rounding).toEqual({ from: '120000.015', to: '120000', places: 1 })
    expect(product?.inputs[0]).toMatchObject({ label: '回款总额', reference: { path: ['paid'] } })
  })

  it('shows an error where it arose', () => {
    const failed = explain(typed('1 + {amount} / 0'), scopeOf({ amount: 3 }))
    expect(outline(failed)).toEqual([
      '1 + {金额} / 0 = !division_by_zero',
      '  1 = 1',
      '  {金额} / 0 = !division_by_zero',
      '    {金额} = 3',
      '    0 = 0',
    ])
  })
})

describe('settings bound into an expression (M19)', () => {
  const bound = bindReferences(typed(REBATE), path => (path[0] === '$settings' ? tiers : undefined))

  it('no longer reads them', () => {
    expect(show(compile(bound)(scopeOf({ paid: '6000000.75' })))).toBe('120000')
  })

  it('lets SQL see a tier table', () => {
    const column = (path: readonly string[]) => (path[0] === '$settings' ? undefined : rawSql(`r.${path.join('.')}`))
    const env = { column, today: sql`${1}`, now: sql`${1}`, zone: 'UTC' }
    expect(toSql(typed(REBATE), env)).toEqual({ unsupported: 'TIER' })
    const fragment = toSql(bound, env)
    if ('unsupported' in fragment) throw new Error(fragment.unsupported)
    expect(sqlText(fragment, 3).text).toContain('when r.paid >= $5::numeric then $6::numeric')
  })
})
