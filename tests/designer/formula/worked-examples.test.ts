import { describe, expect, it } from 'vitest'
import { examples } from '../../../designer/formula/examples.ts'
import { filledExample, fittings } from '../../../designer/formula/fitting.ts'
import { formulaPlace, nameSpaceOf } from '../../../designer/formula/place.ts'
import { check, parseFormula } from '../../../engine/expression/index.ts'
import { readTemplate } from '../../../server/store/templates.ts'
import { evaluate, show } from '../../engine/expression/harness.ts'
import { trade } from '../../fixtures/trade.ts'

const languages = ['zh', 'en'] as const
const cases = examples.flatMap(example =>
  languages.map((language, at) => [example.key, language, at, example] as const),
)

describe('formulas by example', () => {
  it.each(cases)('%s in %s gives what it says', (_key, _language, at, { formula, holes, result }) => {
    const text = formula[at]!.replace(/\{(\w+)\}/g, (_, hole: string) => holes[hole]!.given)
    expect(show(evaluate(text))).toBe(result[at])
  })

  it('are some twenty-five, each with a name of its own, and every hole is used', () => {
    expect(examples.length).toBeGreaterThanOrEqual(25)
    expect(new Set(examples.map(({ key }) => key)).size).toBe(examples.length)
    expect(new Set(examples.map(({ title }) => title[0])).size).toBe(examples.length)
    for (const { title, says, holes } of examples)
      for (const pair of [title, says, ...Object.values(holes).map(({ label }) => label)])
        expect(pair.map(text => text.trim())).not.toContain('')
    for (const { formula, holes } of examples)
      for (const text of formula)
        expect([...new Set([...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]))].sort()).toEqual(
          Object.keys(holes).sort(),
        )
  })

  it('with the fields of any form that has them, are formulas without a mistake', async () => {
    const apps = [
      trade,
      ...(await Promise.all(
        ['sales-management', 'store-sales'].map(async name => (await readTemplate(`templates/${name}`)).definition),
      )),
    ]
    const used = new Set<string>()
    for (const definition of apps) {
      const space = nameSpaceOf(definition)
      for (const form of definition.forms)
        for (const language of languages) {
          const place = formulaPlace(space, form.key, language)
          for (const example of examples) {
            const chosen = Object.fromEntries(
              Object.entries(example.holes).map(([hole, what]) => [hole, fittings(place, what)[0]?.path]),
            )
            const text = filledExample(example, chosen, place)
            if (text === undefined) continue
            used.add(example.key)
            const parsed = parseFormula(text)
            const errors = 'errors' in parsed ? parsed.errors : check(parsed.tree, place.environment).errors
            expect(
              errors.map(({ code, params }) => `${code} ${JSON.stringify(params)}`),
              `${definition.key}.${form.key} ${text}`,
            ).toEqual([])
          }
        }
    }
    // Between them the three apps have a field for each.
    expect(examples.filter(({ key }) => !used.has(key)).map(({ key }) => key)).toEqual([])
  })

  it('stay open where the form has no field that fits', () => {
    const bare = {
      ...trade,
      forms: [
        {
          key: 'note',
          name: { zh: '便签' },
          titleField: 'name',
          fields: [{ key: 'name', type: 'text' as const, label: { zh: '名称' } }],
        },
      ],
    }
    const place = formulaPlace(nameSpaceOf(bare), 'note', 'zh')
    const [weighted] = examples
    expect(fittings(place, weighted!.holes.amount!)).toEqual([])
    expect(filledExample(weighted!, { amount: undefined, chance: undefined }, place)).toBeUndefined()
  })

  it('take the likeliest field, and never the one whose formula it is', () => {
    const place = formulaPlace(nameSpaceOf(trade), 'opportunity', 'zh', { field: 'amount' })
    const amount = examples[0]!.holes.amount!
    expect(fittings(place, amount).map(({ path }) => path)).not.toContain('{amount}')
    expect(fittings(formulaPlace(nameSpaceOf(trade), 'opportunity', 'zh'), amount)[0]!.path).toBe('{amount}')
  })
})
