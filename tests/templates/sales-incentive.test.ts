import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  base,
  call,
  company,
  contract,
  director,
  finance,
  get,
  made,
  messages,
  moved,
  openOffice,
  patch,
  post,
  seller,
  type Values,
} from './office.ts'

beforeAll(openOffice, 60_000)
afterAll(() => company.server.close())

/** Today is 2026-11-22. */
const instalment = (deal: string, values: Values) =>
  made(finance, 'payment', { title: '分期', contract: deal, kind: 'delivery', amount_due: '300000', ...values })
const paid = (deal: string, amount: string, due: string, on: string, values: Values = { bank_reference: 'R1' }) =>
  instalment(deal, {
    amount_due: amount,
    due_on: due,
    status: 'received',
    amount_received: amount,
    received_on: on,
    ...values,
  })

/** A fulfilled contract that brought in 1,200,000 in November, and the commission of that month: 93,792.00. */
async function earned(values: Values = {}) {
  const { id: deal } = await contract({ amount: '3000000' })
  await patch(finance, 'contract', deal, { fulfilled: true, ...values })
  await paid(deal, '1200000', '2026-11-01', '2026-11-10')
  const { id } = await made(seller, 'commission', { title: '提成', contract: deal, month: '2026-11-01' })
  return { deal, commission: () => get(seller, 'commission', id), id }
}

describe('the base of a commission (S14)', () => {
  it('is what the contract brought in that month, with proof: 1,200,000 × 8% × (1 − 2.3%) = 93,792.00', async () => {
    const { deal, commission, id } = await earned()
    await paid(deal, '500', '2026-10-01', '2026-10-31')
    expect(await commission()).toMatchObject({
      month_key: '2026-11',
      received: '1200000.00',
      proven: '1200000.00',
      base: '1200000.00',
      commission_rate: '0.0800',
      rebate_rate: '0.0230',
      amount: '93792.00',
      frozen: '0.00',
      payable: '93792.00',
      seller: seller.id,
    })
    const answer = await call(seller, 'GET', `${base}/commission/records/${id}/explain/amount`)
    const steps = JSON.stringify(answer.json().explanation)
    for (const part of ['1200000', '0.08', '0.023', '0.977']) expect(steps).toContain(part)
  })

  it('leaves out money without a bank slip, and says so', async () => {
    const { deal, commission } = await earned()
    await instalment(deal, { due_on: '2026-11-30', amount_received: '100000', received_on: '2026-11-20' })
    const record = await commission()
    expect(record).toMatchObject({
      received: '1300000.00',
      proven: '1200000.00',
      base: '1200000.00',
      amount: '93792.00',
    })
    expect(record.why).toContain('缺银行回单')
  })

  it.each([
    ['before the contract is fulfilled', { fulfilled: false }, '合同未履约'],
    ['while a quality dispute is open', { quality_dispute: true }, '质量争议'],
  ])('is nothing %s', async (_, values, reason) => {
    const { commission } = await earned(values)
    const record = await commission()
    expect(record).toMatchObject({ proven: '1200000.00', base: '0.00', amount: '0.00', payable: '0.00' })
    expect(record.why).toContain(reason)
  })

  it('follows a dispute that is settled', async () => {
    const { deal, commission } = await earned({ quality_dispute: true })
    await patch(finance, 'contract', deal, { quality_dispute: false })
    expect(await commission()).toMatchObject({ amount: '93792.00', payable: '93792.00', why: '' })
  })

  it('is kept once per contract and month', async () => {
    const { deal } = await earned()
    const twice = await post(seller, 'commission', { title: '又一次', contract: deal, month: '2026-11-01' })
    expect([...new Set(messages(twice))]).toEqual(['这个合同这个月已有提成核算。'])
  })
})

describe('what is frozen, why and until when', () => {
  it('is 70% when an instalment is open for more than 60 days', async () => {
    const { deal, commission } = await earned()
    // 23 September to 22 November: 60 days
    const { id } = await instalment(deal, { due_on: '2026-09-23' })
    expect(await commission()).toMatchObject({ days_late: '60', frozen: '0.00', payable: '93792.00', release_on: null })
    await patch(finance, 'payment', id, { due_on: '2026-09-22' })
    // 93,792.00 x 70% = 65,654.40; released when paid by 22 September + 90 days
    const late = await commission()
    expect(late).toMatchObject({ days_late: '61', frozen: '65654.40', payable: '28137.60', release_on: '2026-12-21' })
    expect(late.why).toContain('客户逾期 61 天，冻结 70%')
  })

  it.each([
    // 24 August to 22 November: 90 days
    ['2026-08-24', '90', '0.00', '117240.00'],
    ['2026-08-23', '91', '82068.00', '35172.00'],
  ])('is released when an instalment of %s is paid within 90 days', async (due, late, frozen, payable) => {
    const { deal, commission } = await earned()
    const { id } = await instalment(deal, { due_on: due })
    expect(await commission()).toMatchObject({ frozen: '65654.40' })
    const received = { status: 'received', amount_received: '300000', received_on: '2026-11-22', bank_reference: 'R2' }
    await patch(finance, 'payment', id, received)
    // Paid in November too, it adds to the base: 1,500,000 x 8% x 97.7% = 117,240.00, 70% of it 82,068.00
    expect(await commission()).toMatchObject({ days_late: '0', paid_late: late, frozen, payable })
  })

  it('is written off from 120 days on, approved by risk control', async () => {
    const { deal, commission, id } = await earned()
    // 26 July to 22 November: 119 days
    const { id: open } = await instalment(deal, { due_on: '2026-07-26' })
    const approve = () => patch(director, 'commission', id, { risk_approved_on: '2026-11-22' })
    expect((await approve()).json().warnings).toMatchObject([{ path: '/risk_approved_on' }])
    expect(await commission()).toMatchObject({
      days_late: '119',
      frozen: '65654.40',
      written_off: '0.00',
      release_on: null,
    })
    await patch(finance, 'payment', open, { due_on: '2026-07-25' })
    const record = await commission()
    expect(record).toMatchObject({ days_late: '120', frozen: '0.00', written_off: '65654.40', payable: '28137.60' })
    expect(record.why).toContain('核销')
  })

  it('is approved by nobody but the director', async () => {
    const { id } = await earned()
    expect((await patch(finance, 'commission', id, { risk_approved_on: '2026-11-22' })).statusCode).toBe(403)
  })

  it('stays as it was paid in a settled month', async () => {
    const { deal, commission, id } = await earned()
    await patch(finance, 'commission', id, { paid_on: '2026-11-22' })
    for (const stage of ['checking', 'paid']) await moved(finance, 'commission', id, stage)
    await instalment(deal, { due_on: '2026-01-01' })
    await paid(deal, '50000', '2026-11-01', '2026-11-12')
    expect(await commission()).toMatchObject({ stage: 'paid', base: '1200000.00', frozen: '0.00', payable: '93792.00' })
  })

  it('follows the settings a director tunes', async () => {
    const answer = await call(company.admin, 'PATCH', '/api/apps/sales_management/settings', { commission_rate: '0.1' })
    expect(answer.statusCode, answer.body).toBe(200)
    const { commission } = await earned()
    // 1,200,000 x 10% x 97.7%
    expect(await commission()).toMatchObject({ commission_rate: '0.1000', amount: '117240.00' })
    await call(company.admin, 'PATCH', '/api/apps/sales_management/settings', { commission_rate: '0.08' })
  })
})
