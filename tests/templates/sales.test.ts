import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../server/testServer.ts'
import { type Company, install, startCompany, upload } from './company.ts'

let company: Company
let seller: Client
let colleague: Client
let manager: Client
let director: Client
let finance: Client
let technical: Client
let marketing: Client
const base = '/api/apps/sales_management/forms'

beforeAll(async () => {
  company = await startCompany()
  await install(company, 'sales_management', false)
  const person = (login: string): Client => company.people.get(login)!
  seller = person('wang.jing')
  colleague = person('liu.yang')
  manager = person('lin.xiaofeng')
  director = person('chen.zhiyuan')
  finance = person('zhou.yaqin')
  technical = person('sun.liqun')
  marketing = person('wu.qian')
}, 60_000)
afterAll(() => company.server.close())

type Values = Record<string, unknown>
const call = (who: Client, method: 'GET' | 'POST' | 'PATCH', url: string, body?: unknown) =>
  company.server.call(who, method, url, body, { 'accept-language': 'zh' })
const post = (who: Client, form: string, values: Values) => call(who, 'POST', `${base}/${form}/records`, values)
const get = async (who: Client, form: string, id: string) =>
  (await call(who, 'GET', `${base}/${form}/records/${id}`)).json()
const patch = (who: Client, form: string, id: string, values: Values) =>
  call(who, 'PATCH', `${base}/${form}/records/${id}`, values)
const move = (who: Client, form: string, id: string, to: string) =>
  call(who, 'POST', `${base}/${form}/records/${id}/stage`, { to })

async function made(who: Client, form: string, values: Values): Promise<Values & { id: string }> {
  const answer = await post(who, form, values)
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}
async function moved(who: Client, form: string, id: string, to: string): Promise<void> {
  const answer = await move(who, form, id, to)
  expect(answer.statusCode, answer.body).toBe(200)
}
const places = (answer: { json(): { errors: { path: string; code: string }[] } }) =>
  answer.json().errors.map(({ path, code }) => [path, code])
const messages = (answer: { json(): { errors: { message: string }[] } }) =>
  answer.json().errors.map(({ message }) => message)

let n = 0
const customer = (who = seller, values: Values = {}) => {
  n += 1
  return made(who, 'customer', {
    name: `客户${n}有限公司`,
    industry: 'medical',
    sub_industry: 'hospital',
    budget_range: 'from_50_to_200',
    decision_role: 'technical_buyer',
    region: 'east',
    ...values,
  })
}
const opportunity = async (values: Values = {}, who = seller) => {
  n += 1
  const owner = values.customer ?? (await customer(who)).id
  return made(who, 'opportunity', {
    title: `商机${n}`,
    customer: owner,
    product_line: 'platform',
    amount: '1200000',
    close_on: '2027-01-31',
    ...values,
  })
}
const contract = async (values: Values = {}) => {
  n += 1
  return made(seller, 'contract', { title: `合同${n}`, customer: (await customer()).id, amount: '1200000', ...values })
}
const lead = (values: Values = {}, who = seller) => {
  n += 1
  return post(who, 'lead', {
    company: `线索${n}`,
    contact_name: '王强',
    phone: `13900${String(100_000 + n)}`,
    region: 'east',
    industry: 'energy',
    sub_industry: 'solar',
    source: 'website',
    ...values,
  })
}
const tasks = async (who: Client) =>
  (await call(who, 'GET', '/api/tasks?box=todo')).json().tasks as {
    id: string
    record: string
    workflow: string | null
    node: string
    title: object
  }[]
const taskAbout = async (who: Client, record: string) => (await tasks(who)).find(task => task.record === record)
const noticesOf = async (who: Client) => JSON.stringify((await call(who, 'GET', '/api/notifications')).json())

describe('commission and rebate', () => {
  it('gives 93,792.00 for the example and explains each step', async () => {
    const { id: deal } = await contract()
    const record = await made(seller, 'commission', { title: '提成', contract: deal, received: '1200000' })
    expect(record).toMatchObject({
      commission_rate: '0.0800',
      rebate_rate: '0.0230',
      amount: '93792.00',
      frozen: '0.00',
      payable: '93792.00',
    })
    const answer = await call(seller, 'GET', `${base}/commission/records/${record.id}/explain/amount`)
    expect(answer.json()).toMatchObject({ field: 'amount', value: '93792.00' })
    const steps = JSON.stringify(answer.json().explanation)
    for (const part of ['1200000', '0.08', '0.023', '0.977']) expect(steps).toContain(part)
  })

  it('freezes 70% when more than 60 days late, and all of it while a dispute is open', async () => {
    const { id: deal } = await contract()
    const at = async (values: Values) =>
      made(finance, 'commission', { title: '提成', contract: deal, received: '1200000', ...values })
    expect(await at({ days_late: 60 })).toMatchObject({ frozen: '0.00', payable: '93792.00' })
    expect(await at({ days_late: 61 })).toMatchObject({ frozen: '65654.40', payable: '28137.60' })
    expect(await at({ dispute: true })).toMatchObject({ frozen: '93792.00', payable: '0.00' })
  })

  it('does not let a seller write the rates', async () => {
    const { id: deal } = await contract()
    const answer = await post(seller, 'commission', {
      title: '提成',
      contract: deal,
      received: '1',
      commission_rate: '0.5',
    })
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

  it('follows the settings a director tunes', async () => {
    const { id: deal } = await contract()
    const answer = await call(company.admin, 'PATCH', '/api/apps/sales_management/settings', { commission_rate: '0.1' })
    expect(answer.statusCode, answer.body).toBe(200)
    expect(await made(seller, 'commission', { title: '提成', contract: deal, received: '1000' })).toMatchObject({
      commission_rate: '0.1000',
      amount: '97.70',
    })
    await call(company.admin, 'PATCH', '/api/apps/sales_management/settings', { commission_rate: '0.08' })
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

describe('leads', () => {
  it('scores BANT and behaviour by the settings and grades them', async () => {
    const best = (
      await lead({
        budget: 'over_500',
        authority: 'decides',
        need_level: 'urgent',
        timeline: 'within_30',
        site_seconds: 181,
        white_paper: true,
        trial_request: true,
      })
    ).json()
    expect(best).toMatchObject({ bant_score: '80.00', behaviour_score: '20.00', score: '100.00', grade: 'A' })
    const middle = (
      await lead({
        budget: 'from_50_to_200',
        authority: 'recommends',
        need_level: 'clear',
        timeline: 'within_90',
        site_seconds: 180,
      })
    ).json()
    expect(middle).toMatchObject({ bant_score: '56.25', behaviour_score: '0.00', score: '56.25', grade: 'B' })
    const poor = (await lead({ source: 'outbound' })).json()
    expect(poor).toMatchObject({ score: '0.00', grade: 'C', buying_days: null })
  })

  it('is grade A from 72 on', async () => {
    const answers = {
      budget: 'over_500',
      authority: 'decides',
      need_level: 'clear',
      timeline: 'within_90',
      white_paper: true,
    }
    expect((await lead(answers)).json()).toMatchObject({ score: '74.25', grade: 'A' })
    expect((await lead({ ...answers, white_paper: false })).json()).toMatchObject({ score: '69.25', grade: 'B' })
  })

  it('takes the buying time from the channel, and points out a channel without one', async () => {
    expect((await lead({ source: 'douyin' })).json()).toMatchObject({ buying_days: '30', timeline: 'within_30' })
    expect((await lead({ source: 'exhibition' })).json()).toMatchObject({ buying_days: '90', timeline: 'within_90' })
    const { warnings } = (await lead({ source: 'outbound' })).json()
    expect(JSON.stringify(warnings)).toContain('buying_days')
  })

  it('makes the buying time required by a switch', async () => {
    const set = (value: boolean) =>
      call(company.admin, 'PATCH', '/api/apps/sales_management/settings', { buying_days_required: value })
    expect((await set(true)).statusCode).toBe(200)
    expect(places(await lead({ source: 'outbound' }))).toEqual([['/buying_days', 'required']])
    await set(false)
    expect((await lead({ source: 'outbound' })).statusCode).toBe(201)
  })

  it('never gives the same customer to two sellers', async () => {
    await lead({ phone: '13911112222' })
    const twice = await lead({ phone: '13911112222' }, colleague)
    expect([twice.statusCode, messages(twice)]).toEqual([422, ['这个手机号已有线索，请先找到原来的负责人。']])
  })

  it('tells owner and manager of a grade A lead', async () => {
    await lead({ budget: 'over_500', authority: 'decides', need_level: 'urgent', timeline: 'within_30' })
    expect(await noticesOf(manager)).toContain('A 级线索')
  })
})

describe('customers', () => {
  it('offer only the sub-industries of the chosen industry', async () => {
    const values = {
      name: '错配公司',
      industry: 'energy',
      sub_industry: 'hospital',
      budget_range: 'from_50_to_200',
      decision_role: 'coach',
      region: 'east',
    }
    expect(places(await post(seller, 'customer', values))).toEqual([['/sub_industry', 'choice_not_under_parent']])
    expect(places(await post(seller, 'customer', { ...values, sub_industry: '自由填写' }))).toEqual([
      ['/sub_industry', 'unknown_choice'],
    ])
  })

  it('need industry, sub-industry, budget range and decision role', async () => {
    const fields = places(await post(seller, 'customer', { name: '空公司' })).map(([path]) => path)
    expect(fields.sort()).toEqual(['/budget_range', '/decision_role', '/industry', '/region', '/sub_industry'])
  })
})

describe('visits', () => {
  it('ask five things, and the next action unless there is none', async () => {
    const fields = places(await post(seller, 'visit', {})).map(([path]) => path)
    expect(fields.sort()).toEqual(['/alert', '/customer', '/goal', '/key_points', '/next_action', '/next_on'])
    const who = await customer()
    const short = {
      customer: who.id,
      goal: 'open_relation',
      key_points: '初次拜访。',
      alert: false,
      no_next_step: true,
    }
    expect((await post(seller, 'visit', short)).statusCode).toBe(201)
    expect(places(await post(seller, 'visit', { ...short, key_points: '长'.repeat(301) }))).toEqual([
      ['/key_points', 'text_too_long'],
    ])
  })

  it('alert the manager and make the next action a task', async () => {
    const who = await customer()
    const record = await made(seller, 'visit', {
      customer: who.id,
      goal: 'close_deal',
      key_points: '客户要求降价。',
      alert: true,
      next_action: '报批',
      next_on: '2026-11-25',
    })
    expect(record.title).toBe(`${who.name} 2026-11-22`)
    expect(await noticesOf(manager)).toContain('需要您关注')
    expect((await taskAbout(seller, record.id))?.title).toMatchObject({ zh: '完成拜访约定的下一步' })
  })
})

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

describe('what each role sees', () => {
  it('keeps sellers to their own rows, managers to their team, directors to all', async () => {
    const mine = await opportunity()
    const theirs = await opportunity({}, colleague)
    const seen = async (who: Client, id: string) =>
      (await call(who, 'GET', `${base}/opportunity/records/${id}`)).statusCode
    expect([await seen(seller, mine.id), await seen(seller, theirs.id)]).toEqual([200, 404])
    expect([await seen(manager, mine.id), await seen(manager, theirs.id)]).toEqual([200, 404])
    expect([await seen(director, mine.id), await seen(director, theirs.id)]).toEqual([200, 200])
    expect([await seen(finance, mine.id), await seen(technical, mine.id), await seen(marketing, mine.id)]).toEqual([
      200, 200, 404,
    ])
    expect((await patch(finance, 'opportunity', mine.id, { amount: '1' })).statusCode).toBe(403)
  })

  it('hides floor price, cost and margin from sellers', async () => {
    const { id } = await made(director, 'product', {
      name: '平台',
      code: 'P1',
      line: 'platform',
      list_price: '100',
      floor_price: '80',
      cost: '40',
    })
    expect(Object.keys(await get(seller, 'product', id))).not.toEqual(expect.arrayContaining(['floor_price']))
    expect(await get(seller, 'product', id)).not.toHaveProperty('cost')
    expect(await get(manager, 'product', id)).toMatchObject({ floor_price: '80.00' })
    expect(await get(manager, 'product', id)).not.toHaveProperty('cost')
    const deal = await contract()
    await patch(finance, 'contract', deal.id, { cost: '600000' })
    expect(await get(finance, 'contract', deal.id)).toMatchObject({ margin: '0.5000' })
    for (const key of ['cost', 'margin']) expect(await get(seller, 'contract', deal.id)).not.toHaveProperty(key)
    const app = (await call(seller, 'GET', '/api/apps/sales_management')).body
    expect(app).not.toContain('floor_price')
  })

  it('shows a seller the payments of his contracts that finance entered, and no others', async () => {
    const { id } = await contract()
    const payment = await made(finance, 'payment', {
      title: '一期',
      contract: id,
      kind: 'advance',
      amount_due: '100',
      due_on: '2026-12-01',
    })
    expect((await call(seller, 'GET', `${base}/payment/records/${payment.id}`)).statusCode).toBe(200)
    expect((await call(manager, 'GET', `${base}/payment/records/${payment.id}`)).statusCode).toBe(200)
    expect((await call(colleague, 'GET', `${base}/payment/records/${payment.id}`)).statusCode).toBe(404)
    expect(
      (
        await post(seller, 'payment', {
          title: 'x',
          contract: id,
          kind: 'advance',
          amount_due: '1',
          due_on: '2026-12-01',
        })
      ).statusCode,
    ).toBe(403)
  })
})

it('fills in every name in the notices it sent', async () => {
  const sent = await company.server.database.pool.query<{ text: { zh: string; en: string } }>(
    'select text from formwork.notification',
  )
  const texts = sent.rows.flatMap(({ text }) => [text.zh, text.en])
  expect(texts.length).toBeGreaterThan(10)
  expect(texts.filter(text => /\{[a-z][\w.]*\}|“”|…/.test(text))).toEqual([])
})
