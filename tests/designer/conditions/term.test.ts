import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ConditionField, comparisonsOf, conditionFields } from '../../../designer/conditions/fields.ts'
import {
  type Comparison,
  type Group,
  needs,
  type Row,
  readGroup,
  readTerm,
  type Term,
  writeTerm,
} from '../../../designer/conditions/term.ts'
import { dress } from '../../../designer/formula/dress.ts'
import { formulaPlace, nameSpaceOf } from '../../../designer/formula/place.ts'
import { BOOLEAN } from '../../../engine/expression/index.ts'
import { sameTree } from '../../../engine/sentence/formula.ts'
import { readTemplate } from '../../../server/store/templates.ts'
import { trade } from '../../fixtures/trade.ts'

const space = nameSpaceOf(trade)
const place = { space, form: space.forms.get('opportunity'), language: 'zh' as const, people: ['$user'] }
const fields = conditionFields(place)
const byPath = new Map(fields.map(field => [field.path, field]))
const kindOf = (path: string) => byPath.get(path)?.kind
const formula = formulaPlace(space, 'opportunity', 'zh', { expected: BOOLEAN })

const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
const decimal = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.nat(99)).map(([whole, part]) => `${whole}.${part + 1}`)
const day = fc.integer({ min: 1, max: 28 }).map(d => quote(`2026-02-${String(d).padStart(2, '0')}`))
const counted = fc.integer({ min: -999, max: 999 }).map(days => `DATEADD(TODAY(), ${days}, "d")`)
const words = fc
  .string({ minLength: 1, maxLength: 20 })
  .filter(text => text.trim() !== '')
  .map(quote)

/** Values a comparison of a field may have. */
function valuesOf(field: ConditionField, compare: Comparison): fc.Arbitrary<readonly string[]> {
  const wanted = needs(compare)
  if (wanted === 0) return fc.constant([])
  const options = [...(field.field?.library?.options.keys() ?? [])]
  const keys = options.length > 0 ? options : (place.form?.definition?.stages?.pipeline ?? []).map(({ key }) => key)
  if (wanted === 'some') return fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: 3 })
  const one = (values: fc.Arbitrary<string>) => values.map(value => [value])
  if (compare === 'hasRole' || compare === 'hasNoRole') return fc.constant(['seller'])
  if (compare === 'daysAgo') return one(fc.nat(999).map(String))
  if (field.kind === 'number') return one(fc.oneof(decimal, fc.nat(1e9).map(String), fc.constant('{$settings.limit}')))
  // “Before today” and “on today” have words of their own.
  if (field.kind === 'date')
    return one(compare === 'less' || compare === 'equals' ? day : fc.oneof(day, counted, fc.constant('TODAY()')))
  if (field.kind === 'user')
    return one(fc.constantFrom('{$user}', '{owner}', 'MANAGER({owner})', 'MANAGER({$user}, 2)'))
  return one(words)
}

const usable = fields.filter(
  ({ kind, field }) => kind !== 'option' || field?.library !== undefined || field?.kind === 'stage',
)
const row: fc.Arbitrary<Row> = fc
  .constantFrom(...usable)
  .chain(field => fc.constantFrom(...comparisonsOf[field.kind]).map(compare => [field, compare] as const))
  .chain(([field, compare]) =>
    valuesOf(field, compare).map((values): Row => ({ kind: 'row', path: field.path, compare, values })),
  )

const { group } = fc.letrec<{ term: Term; group: Group }>(tie => ({
  term: fc.oneof({ maxDepth: 3, depthSize: 'small' }, row, tie('group')),
  group: fc.record({
    kind: fc.constant('group' as const),
    join: fc.constantFrom('AND' as const, 'OR' as const),
    terms: fc.array(tie('term'), { minLength: 2, maxLength: 4 }),
  }),
}))

describe('a condition built of lines', () => {
  it('is a formula without a mistake', () =>
    fc.assert(
      fc.property(group, built => {
        expect(dress(writeTerm(built), formula).errors.map(({ code }) => code)).toEqual([])
      }),
    ))

  it('is read back as lines alone, and says the same', () =>
    fc.assert(
      fc.property(group, built => {
        const text = writeTerm(built)
        const again = readTerm(text, kindOf)
        expect(writeTerm(again)).toBe(text)
        expect(JSON.stringify(again)).not.toContain('"formula"')
      }),
    ))

  it('one line is read back as that line', () =>
    fc.assert(
      fc.property(row, built => {
        expect(readTerm(writeTerm(built), kindOf)).toEqual(built)
      }),
    ))

  it('leaves out a line that is not complete, and a group of nothing', () => {
    const open: Row = { kind: 'row', path: 'amount', compare: 'more', values: [''] }
    const full: Row = { kind: 'row', path: 'amount', compare: 'more', values: ['5'] }
    expect(writeTerm({ kind: 'group', join: 'AND', terms: [open, full] })).toBe('{amount} > 5')
    expect(writeTerm({ kind: 'group', join: 'AND', terms: [open] })).toBe('')
    expect(readGroup('', kindOf).terms).toEqual([])
  })

  it('keeps word for word what no line says', () => {
    const term = readTerm('AND({amount} > 5, SUM({amount}, 2) > 7)', kindOf)
    expect(term).toEqual({
      kind: 'group',
      join: 'AND',
      terms: [
        { kind: 'row', path: 'amount', compare: 'more', values: ['5'] },
        { kind: 'formula', text: 'SUM({amount}, 2) > 7' },
      ],
    })
  })

  it('reads a chain of && as one group', () =>
    expect(readTerm('{amount} > 1 && {amount} < 9 && ISEMPTY({customer})', kindOf)).toMatchObject({
      join: 'AND',
      terms: [{ compare: 'more' }, { compare: 'less' }, { compare: 'blank' }],
    }))
})

/** Conditions of a definition with the form they are about. */
function* conditionsIn(value: unknown, form: string | undefined): Iterable<readonly [string | undefined, string]> {
  if (typeof value !== 'object' || value === null) return
  const own = value as Readonly<Record<string, unknown>>
  const about =
    typeof own.form === 'string' ? own.form : 'fields' in own && typeof own.key === 'string' ? own.key : form
  for (const [name, one] of Object.entries(own))
    if (['when', 'where', 'rows', 'who', 'stopWhen'].includes(name) && typeof one === 'string') yield [about, one]
    else yield* conditionsIn(one, about)
}

describe('conditions of the templates', () => {
  it.each(['sales-management', 'store-sales'])('%s: all are shown and written back as they were', async name => {
    const { definition } = await readTemplate(new URL(`../../../templates/${name}`, import.meta.url).pathname)
    const app = nameSpaceOf(definition)
    const all = [...conditionsIn(definition, undefined)]
    expect(all.length).toBeGreaterThan(20)
    for (const [form, text] of all) {
      const known = new Map(
        conditionFields({ space: app, form: app.forms.get(form ?? ''), language: 'zh', people: ['$user'] }).map(
          field => [field.path, field.kind],
        ),
      )
      const written = writeTerm(readTerm(text, path => known.get(path)))
      expect(sameTree(written, text) || written === text, `${text} -> ${written}`).toBe(true)
    }
  })
})
