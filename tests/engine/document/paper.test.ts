import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillDocument, isOffered, type Paper, type PaperBlock } from '../../../engine/document/paper.ts'
import { linesOf, partsOf, type TextPart } from '../../../engine/document/placeholders.ts'
import { readsOf } from '../../../engine/document/reads.ts'
import type { Source } from '../../../engine/document/source.ts'
import { MOST_ROWS } from '../../../engine/document/table.ts'
import { compileApp, type RecordValues } from '../../../engine/index.ts'
import { withDocuments } from '../../fixtures/quotation.ts'
import { trade } from '../../fixtures/trade.ts'

const app = compileApp(withDocuments(trade)).app!
const document = app.documents.get('quotation')!
const ID = '01990000-0000-7000-8000-000000000001'
const customer = { id: 'c1', name: '瑞康', secret: '88' }

/** What a reader has who may not see the fields named; `values` are the record's. */
function source(values: RecordValues | null, more: Partial<Source> & { hidden?: readonly string[] } = {}): Source {
  const { hidden = [], ...rest } = more
  return {
    form: document.form,
    values: values === null ? null : { id: ID, stage: 'lead', customer: 'c1', lines: [], ...values },
    context: {
      ...{ app, user: null, now: '2026-11-22T00:00:00Z', today: '2026-11-22', zone: 'Asia/Shanghai' },
      settings: { limit: '10000000' },
      related: { get: (_, id) => (id === 'c1' ? customer : undefined), list: () => [] },
    },
    language: 'zh',
    named: () => undefined,
    readable: (_, path) => !path.some(key => hidden.includes(key)),
    found: new Map(),
    ...rest,
  }
}

const blockOf = <K extends PaperBlock['kind']>(paper: Paper, kind: K, key: string) =>
  paper.blocks.find(one => one.kind === kind && one.key === key) as Extract<PaperBlock, { kind: K }> | undefined

describe('a text with names', () => {
  it('is cut into parts that make it again', () => {
    const pieces = fc.array(fc.constantFrom('{', '}', '{a}', '{a.b}', '\n', '\r\n', 'x', '{{', '价'), { maxLength: 12 })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          pieces.map(all => all.join('')),
        ),
        text => {
          const again = (parts: readonly TextPart[]) =>
            parts.map(part => (typeof part === 'string' ? part : `{${part.path.join('.')}}`)).join('')
          expect(again(partsOf(text))).toBe(text)
          expect(linesOf(text).map(again).join('\n')).toBe(text.replaceAll('\r\n', '\n'))
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('a paper', () => {
  const hostile = fc.oneof(
    fc.string(),
    fc.constantFrom('<script>alert(1)</script>', '{customer.secret}', '{{constructor}}', '#{7*7}', '=1+1', '__proto__'),
  )

  it('says a value as it is, once: it is never markup and never read again', () => {
    fc.assert(
      fc.property(hostile, value => {
        const paper = fillDocument(
          document,
          source({ title: value, number: value, lines: [{ id: 'l', product: value }] }),
        )
        const told = value === '' ? '' : value
        expect(blockOf(paper, 'facts', 'facts')!.facts[0]!.value).toBe(told)
        expect(blockOf(paper, 'heading', 'head')!.text).toBe(`报价单 ${told}`)
        expect(blockOf(paper, 'rows', 'lines')!.rows[0]![0]).toBe(told)
      }),
    )
  })

  it('adds up exactly, and shows all places of an amount', () => {
    const cents = fc.array(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), { minLength: 1, maxLength: 20 })
    const amount = (value: bigint) => {
      const [sign, digits] = value < 0n ? ['-', String(-value)] : ['', String(value)]
      const padded = digits.padStart(3, '0')
      return `${sign}${padded.slice(0, -2)}.${padded.slice(-2)}`
    }
    fc.assert(
      fc.property(cents, all => {
        const lines = all.map((value, at) => ({ id: String(at), line_total: amount(value) }))
        const { totals } = blockOf(fillDocument(document, source({ lines })), 'rows', 'lines')!
        const sum = amount(all.reduce((total, value) => total + value, 0n))
        expect(totals!.at(-1)!.replaceAll(',', '').replace('¥', '')).toBe(sum)
      }),
    )
  })

  it('keeps nothing of a field its reader may not see, whatever it is', () => {
    const fields = ['number', 'title', 'customer', 'secret', 'amount', 'close_on', 'lines', 'scan', 'owner', 'stage']
    const values = { title: 'T1', number: 'N1', amount: '2000000', close_on: '2026-12-01', scan: ['f1'] }
    fc.assert(
      fc.property(fc.subarray(fields), fc.subarray(fields), (hidden, more) => {
        const wide = fillDocument(document, source(values, { hidden }))
        const narrow = fillDocument(document, source(values, { hidden: [...hidden, ...more] }))
        // Who may see less is never told more.
        const keys = wide.blocks.map(({ key }) => key)
        expect(narrow.blocks.every(({ key }) => keys.includes(key))).toBe(true)
        const text = JSON.stringify(narrow)
        const told: readonly (readonly [string, string])[] = [
          ['title', 'T1'],
          ['number', 'N1'],
          ['amount', '2,000,000'],
          ['close_on', '2026-12-01'],
          ['scan', 'f1'],
          ['secret', '88'],
          ['customer', '瑞康'],
          ['amount', '大额商机'],
          ['secret', '底价'],
        ]
        for (const [field, words] of told)
          if (hidden.includes(field) || more.includes(field)) expect(text, field).not.toContain(words)
      }),
    )
  })

  it('is offered where its condition holds, and not to whom it would tell what it reads', () => {
    expect(isOffered(document, source({}))).toBe(true)
    expect(isOffered(document, source({ stage: 'lost' }))).toBe(false)
    expect(isOffered(document, source({}, { hidden: ['stage'] }))).toBe(false)
  })

  it('shows names for values while there is no record', () => {
    const paper = fillDocument(document, source(null, { language: 'en' }))
    expect(blockOf(paper, 'text', 'dear')!.text).toBe('To [Customer · Name]')
    expect(paper.blocks.map(({ key }) => key)).toEqual(document.blocks.map(({ definition }) => definition.key))
  })

  it('cuts a list that is too long for paper, and adds nothing up then', () => {
    const lines = Array.from({ length: MOST_ROWS + 1 }, (_, at) => ({ id: String(at), line_total: '1' }))
    const rows = blockOf(fillDocument(document, source({ lines })), 'rows', 'lines')!
    expect([rows.rows.length, rows.more, rows.totals]).toEqual([MOST_ROWS, true, null])
  })

  it('says beforehand what it will read: links as far as their titles, of searches what they are about', () => {
    const { record, found } = readsOf(app, document)
    const paths = record.map(path => path.join('.'))
    expect(paths).toEqual(
      expect.arrayContaining([
        'stage',
        'number',
        'customer.name',
        'customer.secret',
        'lines.price',
        'scan',
        'customer',
      ]),
    )
    expect(found.get('others')!.map(path => path.join('.'))).toEqual(['id', 'title', 'amount'])
  })
})
