import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyCommands } from '../../../designer/commands/apply.ts'
import { edited, openSession } from '../../../designer/model/session.ts'
import { listen } from '../../../engine/definition/advice/heard.ts'
import { elementAt, identityOf, isObject, type Place } from '../../../engine/definition/elements.ts'
import { keyedExpressions } from '../../../engine/definition/references/keyed.ts'
import { check, formatFormula, parseExpr } from '../../../engine/expression/index.ts'
import { compileApp } from '../../../engine/index.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { office } from '../../fixtures/office.ts'
import { formula, all as together } from './finding-cases/case.ts'
import { all, dealLabelled } from './finding-cases/labelled.ts'
import { both, put } from './merge-cases/case.ts'

const written = all(office)

/** The office with rules that call fields, options, stages and settings by their names, in both spellings. */
const asked = together(
  formula('IF({行业} = "医疗", {商机总额}, 0)'),
  put('forms/opportunity/rules/asked', {
    ...{ key: 'asked', require: ['risk'], message: both('附上', 'Attach') },
    when: {
      and: [
        { '>': [{ var: '客户.商机总额' }, 5] },
        { '==': [{ var: '客户.行业' }, '医疗'] },
        { '>': [{ var: '$stages.线索.days' }, { var: '$settings.大额标准' }] },
      ],
    },
  }),
)(office)

describe('expressions that call a field by its name', () => {
  it('are found and written by key, through relations and in values', () =>
    expect(keyedExpressions(written, ['商机总额', 'Total']).map(({ place, expr }) => [place.join('/'), expr])).toEqual(
      dealLabelled,
    ))

  it('are left alone when they do not', () => {
    expect(keyedExpressions(written, ['电话'])).toEqual([])
    expect(keyedExpressions(written, [''])).toEqual([])
  })

  it('keep their spelling: JsonLogic stays JsonLogic, formula text formula text', () => {
    const found = keyedExpressions(asked, ['商机总额', '医疗', '线索', '大额标准'])
    const written = new Map(found.map(({ place, expr }) => [place.join('/'), expr]))
    expect(written.get('forms/opportunity/rules/asked/when')).toEqual({
      and: [
        { '>': [{ var: 'customer.total' }, 5] },
        { '==': [{ var: 'customer.industry' }, 'medical'] },
        { '>': [{ var: '$stages.lead.days' }, { var: '$settings.limit' }] },
      ],
    })
    expect(written.get('forms/customer/fields/x/formula')).toBe('IF({industry} = "medical", {total}, 0)')
  })
})

/** Everything that can be called by its name: fields, options, stages, settings and their columns, lists of other records. */
function* labelled(value: unknown, place: Place = [], list = ''): Iterable<Place> {
  if (Array.isArray(value))
    for (const [at, item] of value.entries())
      yield* labelled(item, [...place, identityOf(list, item) ?? String(at)], list)
  else if (isObject(value)) {
    if (isObject(value.label)) yield place
    for (const [name, item] of Object.entries(value))
      if (name !== 'label') yield* labelled(item, [...place, name], name)
  }
}

/** What every expression of a definition means: its text with keys for names, by its place. */
function meanings(definition: AppDefinition): Map<string, string> {
  const { heard, hear } = listen(definition)
  const { findings } = compileApp(definition, hear)
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  return new Map(
    heard.flatMap(({ place, environment }) => {
      const written = elementAt(definition, place)
      const parsed = parseExpr(typeof written === 'string' ? written.replace(/^=/, '') : written)
      return 'errors' in parsed ? [] : [[place.join('/'), formatFormula(check(parsed.tree, environment).keyed)]]
    }),
  )
}

describe('renaming anything, as pages do it', () => {
  const places = [...labelled(asked)].filter(([head]) => head !== 'roles')
  const names = [
    '新名',
    '甲.乙',
    'x',
    '商机总额',
    '医疗',
    '线索',
    '大额标准',
    '客户',
    '行业',
    'Total',
    'Medical',
    'Customer',
  ]
  const rename = fc.record({
    place: fc.constantFrom(...places),
    zh: fc.constantFrom(...names),
    en: fc.constantFrom(...names),
  })

  it('leaves every formula and condition its meaning', () => {
    const before = meanings(asked)
    expect(before.size).toBeGreaterThan(20)
    fc.assert(
      fc.property(fc.array(rename, { minLength: 1, maxLength: 4 }), renames => {
        let session = openSession({ definition: asked, revision: 1 })
        for (const { place, zh, en } of renames) {
          const { session: next, problems } = edited(session, [{ do: 'set', at: place, set: { label: { zh, en } } }])
          expect(problems).toEqual([])
          session = next
        }
        expect(meanings(session.definition)).toEqual(before)
      }),
      { numRuns: 200 },
    )
  })

  it('careless, would change it', () => {
    const at = ['optionLibraries', 'industry', 'options', 'medical']
    const careless = applyCommands(asked, [{ do: 'set', at, set: { label: { zh: '健康', en: 'Health' } } }])
    expect(compileApp(careless).findings.map(({ severity }) => severity)).toContain('error')
  })
})
