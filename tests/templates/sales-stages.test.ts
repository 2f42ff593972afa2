import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { upload } from './company.ts'
import {
  base,
  call,
  company,
  customer,
  director,
  finance,
  get,
  made,
  manager,
  messages,
  move,
  moved,
  noticesOf,
  openOffice,
  opportunity,
  patch,
  places,
  post,
  seller,
  taskAbout,
  technical,
  type Values,
} from './office.ts'

beforeAll(openOffice, 60_000)
afterAll(() => company.server.close())

describe('a large opportunity (P3)', () => {
  it('cannot be saved without the risk assessment, and saving it starts the director’s approval', async () => {
    const who = await customer()
    const values = {
      title: '大项目',
      customer: who.id,
      product_line: 'platform',
      amount: '10000000.01',
      close_on: '2027-03-31',
    }
    expect(places(await post(seller, 'opportunity', values))).toEqual([['/risk_assessment', 'required']])
    expect((await post(seller, 'opportunity', { ...values, title: '不大', amount: '10000000' })).statusCode).toBe(201)

    const record = await made(seller, 'opportunity', {
      ...values,
      risk_assessment: [await upload(company, seller, '风险评估.pdf')],
      need_summary: '集团升级',
      decision_maker: '李总',
    })
    await made(seller, 'visit', {
      customer: who.id,
      opportunity: record.id,
      goal: 'open_relation',
      key_points: '已拜访。',
      alert: false,
      no_next_step: true,
    })
    expect(messages(await move(seller, 'opportunity', record.id, 'proposal'))).toEqual(['大额商机须先由销售总监批准。'])
    expect(await taskAbout(manager, record.id)).toBeUndefined()

    const task = await taskAbout(director, record.id)
    expect(task).toMatchObject({ workflow: 'large_amount' })
    const approved = await call(director, 'POST', `/api/tasks/${task!.id}/approve`, { opinion: '同意' })
    expect(approved.statusCode, approved.body).toBe(200)
    expect(await get(seller, 'opportunity', record.id)).toMatchObject({ approved_amount: '10000000.01' })
    expect(await noticesOf(seller)).toContain('已获销售总监批准')
    await moved(seller, 'opportunity', record.id, 'proposal')

    await patch(seller, 'opportunity', record.id, { amount: '12000000' })
    expect(await taskAbout(director, record.id)).toMatchObject({ workflow: 'large_amount' })
    const { history } = (await call(seller, 'GET', `${base}/opportunity/records/${record.id}/history`)).json() as {
      history: Values[]
    }
    expect(history.filter(({ kind }) => kind === 'move')).toMatchObject([{ by: seller.id }])
  })

  it('does not let a seller write the approved amount', async () => {
    const record = await opportunity()
    const answer = await patch(seller, 'opportunity', record.id, { approved_amount: '99999999' })
    expect([answer.statusCode, places(answer).map(([path]) => path)]).toEqual([403, ['/approved_amount']])
  })
})

describe('the five gates', () => {
  it('want their evidence one by one, cannot be skipped, and end in a won opportunity', async () => {
    const who = await customer()
    const record = await opportunity({ customer: who.id })
    const { id } = record
    expect(record).toMatchObject({ stage: 'need', chance: '0.1000', forecast: '120000.00' })
    expect(places(await move(seller, 'opportunity', id, 'quote'))[0]).toEqual(['/to', 'stage_skipped'])

    const first = await move(seller, 'opportunity', id, 'proposal')
    expect(places(first).map(([path]) => path)).toEqual(['/need_summary', '/decision_maker', ''])
    expect(messages(first).at(-1)).toBe('请先记录至少一次拜访。')
    await patch(seller, 'opportunity', id, { need_summary: '统一平台', decision_maker: '李院长' })
    await made(seller, 'visit', {
      customer: who.id,
      opportunity: id,
      goal: 'open_relation',
      key_points: '已拜访。',
      alert: false,
      no_next_step: true,
    })
    await moved(seller, 'opportunity', id, 'proposal')
    expect(await get(seller, 'opportunity', id)).toMatchObject({
      stage: 'proposal',
      chance: '0.3000',
      forecast: '360000.00',
    })

    expect(places(await move(seller, 'opportunity', id, 'quote')).map(([path]) => path)).toEqual([
      '/proposal_pdf',
      '/signed_scan',
      '',
    ])
    await patch(seller, 'opportunity', id, { proposal_pdf: [await upload(company, seller, '方案.pdf')] })
    expect(await taskAbout(technical, id)).toBeUndefined()
    await patch(seller, 'opportunity', id, { signed_scan: [await upload(company, seller, '签字.pdf')] })
    expect(places(await move(seller, 'opportunity', id, 'quote'))).toEqual([['', 'stage_gate_approval']])
    const task = await taskAbout(technical, id)
    expect(task).toMatchObject({ workflow: 'technical_proposal' })
    const approved = await call(technical, 'POST', `/api/tasks/${task!.id}/approve`, {
      values: { technical_note: '可行' },
    })
    expect(approved.statusCode, approved.body).toBe(200)
    await moved(seller, 'opportunity', id, 'quote')

    expect(places(await move(seller, 'opportunity', id, 'contract')).map(([path]) => path)).toEqual([
      '/quote_file',
      '/quote_amount',
      '/quoted_on',
      '/legal_passed',
    ])
    await patch(seller, 'opportunity', id, {
      quote_file: [await upload(company, seller, '报价.pdf')],
      quote_amount: '1200000',
      quoted_on: '2026-11-20',
      legal_passed: true,
    })
    await moved(seller, 'opportunity', id, 'contract')

    expect(messages(await move(seller, 'opportunity', id, 'payment'))).toEqual(['请先为这个商机建合同。'])
    const deal = await made(seller, 'contract', { title: '平台合同', opportunity: id })
    expect(deal).toMatchObject({ customer: who.id, amount: '1200000.00' })
    await moved(seller, 'opportunity', id, 'payment')

    await patch(seller, 'opportunity', id, { kick_off_on: '2026-11-21' })
    expect(messages(await move(seller, 'opportunity', id, 'won'))).toEqual(['还没有到账的回款。'])
    await made(finance, 'payment', {
      title: '预付',
      contract: deal.id,
      kind: 'advance',
      amount_due: '360000',
      due_on: '2026-11-20',
      status: 'received',
      amount_received: '360000',
      received_on: '2026-11-21',
      bank_reference: 'R2',
    })
    await moved(seller, 'opportunity', id, 'won')
    expect(await get(seller, 'customer', who.id)).toMatchObject({ won_amount: '1200000.00', open_amount: '0.00' })
    expect(await noticesOf(director)).toContain('的商机成交')
  })

  it('let a lost opportunity go only with its reason, and back only by a manager', async () => {
    const { id } = await opportunity()
    expect(places(await move(seller, 'opportunity', id, 'lost')).map(([path]) => path)).toEqual(['/loss_reason'])
    await patch(seller, 'opportunity', id, { loss_reason: 'price' })
    await moved(seller, 'opportunity', id, 'lost')
    expect(places(await move(seller, 'opportunity', id, 'need'))).toEqual([['/to', 'stage_back_forbidden']])
    await moved(manager, 'opportunity', id, 'need')
  })
})

it('fills in every name in the notices it sent', async () => {
  const sent = await company.server.database.pool.query<{ text: { zh: string; en: string } }>(
    'select text from formwork.notification',
  )
  const texts = sent.rows.flatMap(({ text }) => [text.zh, text.en])
  expect(texts.length).toBeGreaterThan(3)
  expect(texts.filter(text => /\{[a-z][\w.]*\}|“”|…/.test(text))).toEqual([])
})
