import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Paper, PaperBlock } from '../../../engine/document/paper.ts'
import { customerSheet, quotation, withDocuments } from '../../fixtures/quotation.ts'
import { trade } from '../../fixtures/trade.ts'
import { type Office, openOffice } from '../records/office.ts'
import type { Client } from '../testServer.ts'

const definition = withDocuments(trade)
const app = '/api/apps/trade'

let office: Office
let customer: { id: string }
let deal: { id: string }

beforeAll(async () => {
  office = await openOffice(definition)
  const { seller, other, manager } = office
  customer = await office.customer(manager, { name: '苏州瑞康', secret: '88', industry: 'medical' })
  deal = await office.opportunity({
    title: '<img src=x onerror=alert(1)>',
    customer: customer.id,
    amount: '2000000.5',
    close_on: '2026-12-01',
    lines: [
      { product: '{customer.secret}', price: '1000', quantity: 2 },
      { product: '服务', price: '0.10', quantity: 3 },
    ],
  })
  await office.opportunity({ title: '另一个', customer: customer.id, amount: '5' }, seller)
  await office.opportunity({ title: '别人的', customer: customer.id, amount: '7' }, other)
})
afterAll(() => office.server.close())

const of = (form: string, id: string) => `${app}/forms/${form}/records/${id}/documents`
const read = async (who: Client, path: string): Promise<Paper> => {
  const answer = await office.server.call(who, 'GET', path)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}
const block = <K extends PaperBlock['kind']>(paper: Paper, kind: K, key: string) =>
  paper.blocks.find(one => one.kind === kind && one.key === key) as Extract<PaperBlock, { kind: K }> | undefined

describe('a record’s documents', () => {
  it('are those of its form whose condition holds for it', async () => {
    const { server, seller } = office
    const names = async (id: string) =>
      (await server.call(seller, 'GET', of('opportunity', id))).json().documents.map((one: { key: string }) => one.key)
    expect(await names(deal.id)).toEqual(['quotation'])
    const lost = await office.opportunity({ title: '丢', customer: (await office.customer()).id })
    const moved = await server.call(seller, 'POST', `${app}/forms/opportunity/records/${lost.id}/stage`, { to: 'lost' })
    expect(moved.statusCode, moved.body).toBe(200)
    expect(await names(lost.id)).toEqual([])
    const refused = await server.call(seller, 'GET', `${of('opportunity', lost.id)}/quotation`)
    expect(refused.statusCode).toBe(404)
  })

  it('say the record’s values in words, exactly', async () => {
    const paper = await read(office.director, `${of('opportunity', deal.id)}/quotation?language=zh`)
    expect(paper).toMatchObject({ key: 'quotation', name: '报价单', language: 'zh' })
    expect(block(paper, 'heading', 'head')!.text).toMatch(/^报价单 \S+/)
    expect(block(paper, 'text', 'dear')!.text).toBe('致：苏州瑞康（苏州瑞康）\n底价 ¥88.00\n大额标准 ¥10,000,000.00')
    expect(block(paper, 'facts', 'facts')!.facts).toMatchObject([
      { label: '标题', value: '<img src=x onerror=alert(1)>' },
      { label: '客户', value: '苏州瑞康' },
      { label: '预计金额', value: '¥2,000,000.50' },
      { label: '预计成交', value: '2026-12-01' },
      { label: '风险评估', value: '' },
      { label: '负责人', value: expect.any(String) },
    ])
    expect(block(paper, 'rows', 'lines')).toMatchObject({
      label: '明细',
      numbered: true,
      more: false,
      rows: [
        ['{customer.secret}', '¥1,000.00', '2', '¥2,000.00'],
        ['服务', '¥0.10', '3', '¥0.30'],
      ],
      totals: ['', '', '', '¥2,000.30'],
    })
    expect(block(paper, 'text', 'large')).toBeDefined()
    expect(block(paper, 'rows', 'others')!.rows).toEqual([
      ['别人的', '¥7.00'],
      ['另一个', '¥5.00'],
    ])
    expect(block(paper, 'signatures', 'sign')!.signers).toEqual(['销售', '客户'])
  })

  it('speak the language asked for', async () => {
    const paper = await read(office.director, `${of('opportunity', deal.id)}/quotation?language=en`)
    expect(paper.name).toBe('Quotation')
    expect(block(paper, 'facts', 'facts')!.facts[0]!.label).toBe('Title')
    expect(block(paper, 'text', 'dear')!.text).toBe('To 苏州瑞康')
    const wrong = await office.server.call(
      office.director,
      'GET',
      `${of('opportunity', deal.id)}/quotation?language=fr`,
    )
    expect(wrong.statusCode).toBe(400)
  })

  it('hold no line, fact, column or row their reader may not see', async () => {
    const paper = await read(office.seller, `${of('opportunity', deal.id)}/quotation?language=zh`)
    expect(block(paper, 'text', 'dear')!.text).toBe('致：苏州瑞康（苏州瑞康）\n大额标准 ¥10,000,000.00')
    expect(block(paper, 'rows', 'others')!.rows).toEqual([['另一个', '¥5.00']])
    const sheet = await read(office.seller, `${of('customer', customer.id)}/sheet?language=zh`)
    expect(block(sheet, 'facts', 'facts')!.facts.map(({ label }) => label)).toEqual(['名称', '行业'])
    expect(block(sheet, 'rows', 'deals')).toMatchObject({ totals: ['', '', '¥2,000,005.50'] })
    const all = await read(office.director, `${of('customer', customer.id)}/sheet?language=zh`)
    expect(block(all, 'rows', 'deals')).toMatchObject({ totals: ['', '', '¥2,000,012.50'] })
  })

  it('are byte for byte the same whatever a hidden field holds', async () => {
    const { server, seller, manager } = office
    const papers = async () =>
      Promise.all(
        [
          `${of('opportunity', deal.id)}/secretive`,
          `${of('opportunity', deal.id)}/quotation`,
          of('opportunity', deal.id),
        ].map(async path => (await server.call(seller, 'GET', path)).body),
      )
    const installed = await openOfficeDraft()
    expect(installed).toBe(200)
    const before = await papers()
    const changed = await server.call(manager, 'PATCH', `${app}/forms/customer/records/${customer.id}`, {
      secret: '999',
    })
    expect(changed.statusCode).toBe(200)
    expect(await papers()).toEqual(before)
    expect(before[0]).not.toContain('by_secret')
    expect(before[0]).not.toContain('底价')
    const seen = await read(office.director, `${of('opportunity', deal.id)}/secretive`)
    expect(seen.blocks.map(({ key }) => key)).toEqual(['told', 'by_secret', 'searched'])
  })

  it('stand in the API’s own description', async () => {
    const { paths } = (await office.server.call(office.seller, 'GET', `${app}/openapi.json`)).json()
    const { get, parameters } = paths['/api/apps/trade/forms/opportunity/records/{id}/documents/{document}']
    expect(get.operationId).toBe('printOpportunity')
    expect(parameters[1].schema.enum).toContain('quotation')
    expect(Object.keys(paths).filter(path => path.includes('/documents'))).toHaveLength(2)
  })

  it('name what they say to nobody but administrators', async () => {
    const { definition: seen } = (await office.server.call(office.seller, 'GET', app)).json()
    expect(seen.documents.map((one: object) => Object.keys(one).sort().join(' '))).toEqual(
      seen.documents.map(() => 'blocks form key name'),
    )
    expect(seen.documents.every((one: { blocks: unknown[] }) => one.blocks.length === 0)).toBe(true)
  })
})

/** Publishes a document all of whose blocks are about the hidden field. */
async function openOfficeDraft(): Promise<number> {
  const { server, admin } = office
  const secretive = {
    key: 'secretive',
    name: { zh: '底价单', en: 'Floor' },
    form: 'opportunity',
    blocks: [
      { key: 'told', type: 'text', text: { zh: '编号 {number}\n底价 {customer.secret}', en: '{number}' } },
      { key: 'by_secret', type: 'divider', when: '{customer.secret} > 100' },
      {
        key: 'searched',
        type: 'rows',
        query: { form: 'customer', where: '{secret} = {$record.customer.secret}' },
        columns: ['name'],
      },
    ],
  }
  const draft = { ...definition, documents: [quotation, customerSheet, secretive] }
  const { revision } = (await server.call(admin, 'GET', `${app}/draft`)).json()
  const saved = await server.call(admin, 'PUT', `${app}/draft`, { definition: draft }, { 'if-match': `"${revision}"` })
  expect(saved.statusCode, saved.body).toBe(200)
  return (await server.call(admin, 'POST', `${app}/publish`, {})).statusCode
}

describe('POST /api/apps/{app}/draft/document', () => {
  const preview = async (body: object) => {
    const answer = await office.server.call(office.admin, 'POST', `${app}/draft/document`, body)
    expect(answer.statusCode, answer.body).toBe(200)
    return answer.json()
  }

  it('shows names for values while there is no record', async () => {
    const { paper, offered, faults } = await preview({ document: quotation, language: 'zh' })
    expect(faults).toEqual({})
    expect(offered).toBe(true)
    expect(block(paper, 'text', 'dear')!.text).toBe(
      '致：〔客户 · 名称〕（〔客户〕）\n底价 〔客户 · 底价〕\n大额标准 〔大额标准〕',
    )
    expect(block(paper, 'rows', 'lines')!.rows).toEqual([['〔产品〕', '〔单价〕', '〔数量〕', '〔小计〕']])
    expect(block(paper, 'text', 'large')).toBeDefined()
  })

  it('shows the others when a block cannot be filled in, and says why', async () => {
    const broken = { key: 'broken', type: 'text', text: { zh: '{nothing}' } }
    const document = { ...quotation, blocks: [...quotation.blocks, broken] }
    const { paper, faults } = await preview({ document, record: deal.id, language: 'zh' })
    expect(block(paper, 'text', 'dear')!.text).toContain('苏州瑞康')
    expect(Object.keys(faults)).toEqual(['broken'])
    expect(faults.broken).toContain('nothing')
  })

  it('says what is wrong with a document that is none', async () => {
    expect(await preview({ document: {} })).toMatchObject({ paper: null, offered: false })
  })
})
