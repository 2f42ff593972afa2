import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { upload } from './company.ts'
import {
  call,
  company,
  contract,
  customer,
  director,
  finance,
  get,
  made,
  manager,
  marketing,
  messages,
  move,
  moved,
  openOffice,
  places,
  post,
  seller,
  taskAbout,
} from './office.ts'

beforeAll(openOffice, 60_000)
afterAll(() => company.server.close())

describe('rebates', () => {
  it('does not let a seller write the rates', async () => {
    const { id: deal } = await contract()
    const answer = await post(seller, 'commission', { title: '提成', contract: deal, commission_rate: '0.5' })
    expect([answer.statusCode, places(answer).map(([path]) => path)]).toEqual([403, ['/commission_rate']])
  })

  it.each([
    ['4999999.99', 'whole', '0.0000', '0.00'],
    ['5000000', 'whole', '0.0200', '100000.00'],
    ['8000000', 'whole', '0.0200', '160000.00'],
    ['8000000.01', 'whole', '0.0250', '200000.00'],
    ['9000000', 'marginal', '0.0250', '85000.00'],
  ])('finds the rebate tier of %s (%s)', async (basis, mode, rate, amount) => {
    const who = await customer()
    const record = await made(seller, 'rebate', {
      title: '返利',
      customer: who.id,
      basis,
      mode,
      delivered_on: '2026-11-01',
    })
    expect(record).toMatchObject({ rate, amount, pay_on: '2026-12-01' })
  })

  it('adds the customer’s payments of a year up to a grade and a tier, through contract and payment', async () => {
    const who = await customer()
    const deal = await contract({ customer: who.id, amount: '5200000' })
    const paid = await made(finance, 'payment', {
      title: '一期',
      contract: deal.id,
      kind: 'advance',
      amount_due: '5200000',
      due_on: '2026-11-01',
      status: 'received',
      amount_received: '5200000',
      received_on: '2026-11-10',
      bank_reference: 'R1',
    })
    expect(paid).toMatchObject({ days_late: '9', open_amount: '0.00', seller: seller.id, customer_name: who.name })
    expect(await get(seller, 'contract', deal.id)).toMatchObject({
      received: '5200000.00',
      open_amount: '0.00',
      received_share: '1.0000',
      days_late: '9',
    })
    expect(await get(seller, 'customer', who.id)).toMatchObject({
      yearly_amount: '5200000.00',
      grade: 'A',
      rebate_rate: '0.0200',
      rebate_amount: '104000.00',
    })
  })
})

describe('contracts', () => {
  const papers = async () => {
    const file = async (name: string) => [await upload(company, seller, name)]
    return {
      contract_file: await file('合同.pdf'),
      sanctions_check: await file('1.pdf'),
      gdpr_consent: await file('2.pdf'),
      tax_filing: await file('3.pdf'),
    }
  }
  const plan = (amount: string) => ({ instalments: [{ kind: 'advance', amount, due_on: '2026-12-01' }] })

  it('need instalments that add up and three compliance papers', async () => {
    const wrong = await post(seller, 'contract', {
      title: '甲',
      customer: (await customer()).id,
      amount: '100',
      ...plan('90'),
    })
    expect(messages(wrong)).toEqual(['回款计划合计必须等于合同金额。'])
    const { id } = await contract(plan('1200000'))
    const refused = places(await move(seller, 'contract', id, 'approval')).map(([path]) => path)
    expect(refused).toEqual(['/contract_file', '/sanctions_check'])
  })

  it.each([
    ['1200000', false],
    ['10000001', true],
  ])('of %s are approved by the manager, large ones by the director too', async (amount, large) => {
    const { id } = await contract({ amount, ...plan(amount), ...(await papers()) })
    await moved(seller, 'contract', id, 'approval')
    const first = await taskAbout(manager, id)
    expect(first).toMatchObject({ workflow: 'contract_approval' })
    const answer = await call(manager, 'POST', `/api/tasks/${first!.id}/approve`, {})
    expect(answer.statusCode, answer.body).toBe(200)
    const second = await taskAbout(director, id)
    expect(second !== undefined).toBe(large)
    if (second !== undefined) await call(director, 'POST', `/api/tasks/${second.id}/approve`, {})
    expect(await get(seller, 'contract', id)).toMatchObject({ stage: 'signing' })
    const copies = (await call(finance, 'GET', '/api/tasks?box=cc')).json().tasks as { record: string }[]
    expect(copies.some(({ record }) => record === id)).toBe(true)
  })

  it('hand marketing a task when they ask for support', async () => {
    const { id } = await contract({ needs_marketing: true })
    expect((await taskAbout(marketing, id))?.title).toMatchObject({ zh: '为合同提供市场支持' })
  })
})

describe('payments', () => {
  it('count as received only with a bank slip or its reference', async () => {
    const { id } = await contract()
    const values = {
      title: '一期',
      contract: id,
      kind: 'advance',
      amount_due: '100',
      due_on: '2026-11-01',
      status: 'received',
      amount_received: '100',
      received_on: '2026-11-02',
    }
    expect(messages(await post(finance, 'payment', values))).toEqual(['请上传银行回单或填写流水号。'])
    expect(
      (await post(finance, 'payment', { ...values, bank_slip: [await upload(company, finance, '回单.pdf')] }))
        .statusCode,
    ).toBe(201)
    expect(
      places(await post(finance, 'payment', { ...values, bank_reference: 'R', amount_received: '99' })).map(
        ([path]) => path,
      ),
    ).toEqual(['/status'])
  })
})
