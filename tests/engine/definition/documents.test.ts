import { describe, expect, it } from 'vitest'
import { compareDefinitions } from '../../../engine/definition/compare.ts'
import { compileApp } from '../../../engine/definition/compile.ts'
import { mergeDefinitions } from '../../../engine/definition/merge.ts'
import { referencesTo } from '../../../engine/definition/references/references.ts'
import { validateDefinition } from '../../../schemas/validate.ts'
import { office } from '../../fixtures/office.ts'
import { withDocuments } from '../../fixtures/quotation.ts'
import { both, drop, type Edit, move, put } from './merge-cases/case.ts'

const base = withDocuments(office)
const Q = 'documents/quotation'
const B = `${Q}/blocks`

const told = (edit: Edit) => compareDefinitions(base, edit(base)).map(({ text }) => [text.zh, text.en])
const uses = (target: string) => referencesTo(base, target.split('/')).map(({ place }) => place.join('/'))
const merged = (ours: readonly Edit[], theirs: readonly Edit[]) => {
  // As they come from two browsers: nothing is shared.
  const side = (edits: readonly Edit[]) => structuredClone(edits.reduce((one, edit) => edit(one), base))
  return mergeDefinitions(structuredClone(base), side(ours), side(theirs))
}

describe('a document', () => {
  it('is a valid part of a definition and can be filled in', () => {
    expect(validateDefinition(base).problems).toEqual([])
    expect(compileApp(base).findings.filter(({ path }) => path.startsWith('/documents'))).toEqual([])
    expect([...compileApp(base).app!.documents.keys()]).toEqual(['quotation', 'sheet'])
  })

  it.each([
    ['of the first kind', { key: 'x', type: 'template', body: 'a' }, 'not_supported_yet'],
    ['of no kind', { key: 'x', type: 'script' }, 'unknown_kind'],
    ['a picture that can run', { key: 'x', type: 'image', picture: 'data:image/svg+xml;base64,AAAA' }, 'wrong_pattern'],
    ['a picture from elsewhere', { key: 'x', type: 'image', picture: 'https://evil.example/x.png' }, 'wrong_pattern'],
    ['a text that is none', { key: 'x', type: 'text', text: '<b>a</b>' }, 'wrong_type'],
    ['markup for a text', { key: 'x', type: 'text', text: both('a', 'a'), html: '<b>a</b>' }, 'unknown_property'],
  ])('has no block %s', (_, block, code) => {
    const { problems } = validateDefinition(put(`${B}/x`, block)(base))
    expect(problems.map(problem => problem.code)).toContain(code)
  })

  it('says where a field, a form and a setting are used in it', () => {
    expect(uses('forms/opportunity/fields/number')).toEqual([`${B}/head/text`])
    expect(uses('forms/customer/fields/name')).toContain(`${B}/dear/text`)
    expect(uses('settings/limit')).toContain(`${B}/dear/text`)
    expect(uses('forms/opportunity/fields/amount')).toEqual(
      expect.arrayContaining([
        `${B}/facts/fields/amount`,
        `${B}/large/when`,
        `${B}/others/query/sort/-amount`,
        'documents/sheet/blocks/deals/totals/amount',
      ]),
    )
    expect(uses('forms/opportunity/fields/lines/fields/price')).toContain(`${B}/lines/columns/price`)
    expect(uses('forms/opportunity/fields/lines')).toContain(`${B}/lines/of`)
    expect(uses('forms/opportunity/fields/scan')).toContain(`${B}/scan/field`)
    expect(uses('forms/opportunity/stages/pipeline/lost')).toContain(`${Q}/when`)
    expect(uses('forms/customer')).toContain('documents/sheet/form')
  })

  it('tells a publish what changes, in words', () => {
    expect(told(put(`${Q}/name`, both('报价书', 'Offer')))).toHaveLength(1)
    expect(told(put(`${B}/stamp`, { key: 'stamp', type: 'divider' }))).toEqual([
      ['打印单据“报价单”新增内容块“横线”', 'document “Quotation”: new block “Line across”'],
    ])
    expect(told(put(`${B}/lines/columns`, ['product', 'quantity', 'line_total']))).toEqual([
      ['打印单据“报价单”内容块“明细” 列: 去掉“单价”', 'document “Quotation”, block “Lines” column: “Price” taken away'],
    ])
    expect(told(move(`${B}/sign`, 'dear'))).toHaveLength(1)
  })

  it('takes in what two authors did to different blocks', () => {
    const ours = [put(`${B}/head/level`, 2), put(`${B}/stamp`, { key: 'stamp', type: 'divider' }, 'sign')]
    const theirs = [put(`${B}/facts/columns`, 3), move(`${B}/sign`, 'facts'), drop(`${B}/others`)]
    const { merged: both, conflicts } = merged(ours, theirs)
    expect(conflicts).toEqual([])
    const { blocks } = both.documents![0]!
    expect(blocks.map(({ key }) => key).join(' ')).toBe('head dear facts sign lines large scan line stamp next')
    expect(blocks[0]).toMatchObject({ level: 2 })
    expect(blocks[2]).toMatchObject({ columns: 3 })
  })

  it('asks when one author takes away what the other put into a document', () => {
    const { conflicts } = merged(
      [drop('forms/opportunity/fields/heads')],
      [put(`${B}/facts/fields`, ['title', 'heads'])],
    )
    expect(conflicts.map(({ place }) => place.join('/'))).toEqual(['forms/opportunity/fields/heads'])
  })
})
