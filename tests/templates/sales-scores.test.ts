import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  base,
  call,
  company,
  contract,
  customer,
  finance,
  get,
  lead,
  made,
  manager,
  openOffice,
  opportunity,
  patch,
  seller,
  taskAbout,
  type Values,
} from './office.ts'

beforeAll(openOffice, 60_000)
afterAll(() => company.server.close())

const settings = async (values: Values): Promise<void> => {
  const answer = await call(company.admin, 'PATCH', '/api/apps/sales_management/settings', values)
  expect(answer.statusCode, answer.body).toBe(200)
}
const explained = async (form: string, id: string, field: string) =>
  (await call(seller, 'GET', `${base}/${form}/records/${id}/explain/${field}`)).json()

describe('the score of a lead (S1)', () => {
  // budget 65 x 20%, authority 70 x 20%, need 100 x 25%, timeline 100 x 15%, white paper 5: 13 + 14 + 25 + 15 + 5 = 72
  const at72 = {
    budget: 'from_50_to_200',
    authority: 'recommends',
    need_level: 'urgent',
    timeline: 'within_30',
    white_paper: true,
  }

  it('is A at 72 and B just below', async () => {
    expect((await lead(at72)).json()).toMatchObject({ score: '72.00', grade: 'a' })
    // 65 x 20% + 100 x 20% + 75 x 25% + 100 x 15% + 5 = 13 + 20 + 18.75 + 15 + 5
    const below = { ...at72, authority: 'decides', need_level: 'clear' }
    expect((await lead(below)).json()).toMatchObject({ score: '71.75', grade: 'b' })
  })

  it('follows the model of the region where there is one', async () => {
    // The south weighs budget 22 and authority 18: 65 x 22% + 70 x 18% + 25 + 15 + 5 = 14.3 + 12.6 + 45 = 71.9
    expect((await lead({ ...at72, region: 'south' })).json()).toMatchObject({ score: '71.90', grade: 'b' })
    const { lead_models: own } = Object.fromEntries(
      (await call(company.admin, 'GET', '/api/apps/sales_management/settings'))
        .json()
        .settings.map(({ key, value }: { key: string; value: unknown }) => [key, value]),
    )
    // A director copies the row for the west, lowers the bound of A and leaves the other cells blank: common values.
    await settings({
      lead_models: [...own, { ...own[0], region: 'west', grade_a: '71.5' }, { region: 'north', grade_a: '72.01' }],
    })
    expect((await lead({ ...at72, region: 'west' })).json()).toMatchObject({ score: '71.90', grade: 'a' })
    expect((await lead({ ...at72, region: 'north' })).json()).toMatchObject({ score: '72.00', grade: 'b' })
    const nowhere = { lead_models: [{ region: 'mars' }] }
    expect((await call(company.admin, 'PATCH', '/api/apps/sales_management/settings', nowhere)).statusCode).toBe(422)
    await settings({ lead_models: own })
  })

  it('explains itself by dimension', async () => {
    const { id } = (await lead(at72)).json()
    const { explanation } = await explained('lead', id, 'score')
    const brought = explanation.score.dimensions.map(({ key, contribution }: Values) => [key, contribution])
    expect(brought).toEqual([
      ['budget', '13'],
      ['authority', '14'],
      ['need', '25'],
      ['timeline', '15'],
      ['site_visit', '0'],
      ['white_paper', '5'],
      ['trial', '0'],
    ])
  })
})

describe('the rating of a customer (S5)', () => {
  const rated = async (values: Values) => {
    const { rating, rating_score } = await customer(seller, values)
    return [rating_score, rating]
  }
  const rest = { institution_level: 'grade_3a', competitor_presence: 'none' }

  it('weighs four parts, and shares out the weight of what is not known', async () => {
    // No payment is due yet: punctuality is left out. Level 100 and activity 60 make 80.
    // (90 x 25 + 80 x 25 + 60 x 20) / 70 = 5450 / 70 = 77.857
    const known = { institution_level: 'grade_3a', department_activity: 'middle', stock_consumption: '0.9' }
    expect(await rated({ ...known, competitor_presence: 'some' })).toEqual(['77.9', 'a'])
    expect(await rated({})).toEqual([null, null])
  })

  it.each([
    // (100 x 25 + 72 x 25 + 100 x 20) / 70 = 6300 / 70
    ['0.72', '90.0', 'a_plus'],
    // 6292.5 / 70 = 89.893
    ['0.717', '89.9', 'a'],
    // 5250 / 70
    ['0.3', '75.0', 'a'],
    // 5242.5 / 70 = 74.893
    ['0.297', '74.9', 'b'],
    // more than all of the stock counts as all
    ['1.5', '100.0', 'a_plus'],
  ])('with %s of the stock used is %s, %s', async (stock, score, grade) =>
    expect(await rated({ ...rest, stock_consumption: stock })).toEqual([score, grade]),
  )

  it('is C for a quiet one with a competitor in', async () => {
    // (30 x 25 + 20 x 25 + 20 x 20) / 70 = 1650 / 70 = 23.571
    const quiet = { institution_level: 'grade_1', department_activity: 'low', stock_consumption: '0.2' }
    expect(await rated({ ...quiet, competitor_presence: 'strong' })).toEqual(['23.6', 'c'])
  })

  it('calls a payment punctual within the days of grace', async () => {
    const who = await customer()
    const deal = await contract({ customer: who.id })
    const due = (amount: string, on: string, received?: string) =>
      made(finance, 'payment', {
        title: '分期',
        contract: deal.id,
        kind: 'delivery',
        amount_due: amount,
        due_on: on,
        ...(received === undefined
          ? {}
          : { status: 'received', amount_received: amount, received_on: received, bank_reference: 'R' }),
      })
    await due('300', '2026-10-01', '2026-10-11')
    await due('100', '2026-10-01', '2026-10-12')
    // Ten days of grace end today: it does not count yet.
    await due('500', '2026-11-12')
    expect(await get(seller, 'customer', who.id)).toMatchObject({ punctuality: '0.7500' })
    await due('600', '2026-11-11')
    expect(await get(seller, 'customer', who.id)).toMatchObject({ punctuality: '0.3000' })
  })

  it('gives grade A only to a stable customer above 3,000,000', async () => {
    const graded = async (year: string, before: string) => {
      const who = await customer()
      const deal = await contract({ customer: who.id, amount: '20000000' })
      for (const [amount, on] of [
        [year, '2026-11-10'],
        [before, '2025-11-10'],
      ] as const)
        await made(finance, 'payment', {
          title: '一期',
          contract: deal.id,
          kind: 'advance',
          amount_due: amount,
          due_on: on,
          status: 'received',
          amount_received: amount,
          received_on: on,
          bank_reference: 'R',
        })
      const { grade, stable } = await get(seller, 'customer', who.id)
      return [grade, stable]
    }
    // 80% of 5,000,000 is 4,000,000
    expect(await graded('4000000', '5000000')).toEqual(['A', true])
    expect(await graded('3999999.99', '5000000')).toEqual(['B', false])
    expect(await graded('3000000.01', '100')).toEqual(['A', true])
    expect(await graded('3000000', '100')).toEqual(['B', true])
  })
})

describe('the health of a customer (S6)', () => {
  const health = async (id: string) => {
    const { health: light, health_score, days_silent } = await get(seller, 'customer', id)
    return [health_score, light, days_silent]
  }
  const visited = async (days: number, values: Values = {}) => {
    const { id } = await customer()
    const at = new Date(Date.parse('2026-11-22T04:00:00.000Z') - days * 86_400_000).toISOString()
    const visit = { customer: id, goal: 'open_relation', key_points: '回访', alert: false, no_next_step: true }
    await made(seller, 'visit', { ...visit, visited_at: at, ...values })
    return id
  }

  // Known: visit 15, complaints 12 (100), new products 5 (0), top level 6 (0), overdue 12 (100), pipeline 5 (50): together 55.
  it.each([
    // 100: (1500 + 1200 + 1200 + 250) / 55 = 4150 / 55 = 75.45
    [0, '75', 'green'],
    // above 14 days 70: 3700 / 55 = 67.27
    [15, '67', 'yellow'],
    [30, '67', 'yellow'],
    // above 30 days 30: 3100 / 55 = 56.36 would be yellow; silent for more than 30 days it drops to red
    [31, '56', 'red'],
  ])('%d days after the last visit', async (days, score, light) =>
    expect(await health(await visited(days))).toEqual([score, light, String(days)]),
  )

  it('never is green while nobody calls', async () => {
    // (450 + 1200 + 500 + 0 + 1200 + 500 of an open opportunity) / 55 = 70
    const id = await visited(31)
    await patch(seller, 'customer', id, { new_product_test: true })
    await opportunity({ customer: id })
    expect(await health(id)).toEqual(['70', 'yellow', '31'])
  })

  it('counts a customer nobody ever visited as not visited', async () => {
    // 2650 / 55 = 48.18
    expect(await health((await customer()).id)).toEqual(['48', 'yellow', '0'])
  })

  it('puts a to-do on the seller’s list when the light turns', async () => {
    const id = await visited(0)
    // complaints 0 instead of 100: 2950 / 55 = 53.64
    await patch(seller, 'customer', id, { open_complaints: 3 })
    expect(await health(id)).toEqual(['54', 'yellow', '0'])
    expect((await taskAbout(seller, id))?.title).toMatchObject({
      en: 'Customer health changed: look at the reasons and follow up',
    })
  })
})

describe('the completeness of the journey (S18)', () => {
  const done = {
    need_summary: '需求',
    decision_maker: '王总',
    quoted_on: '2026-11-01',
    legal_passed: true,
    kick_off_on: '2026-11-20',
  }
  const ticked = ['poc_plan', 'poc_report', 'proposal', 'proposal_signed', 'top_visit']

  it.each([
    [0, {}, '0.0', 'behind'],
    [3, done, '66.7', 'behind'],
    [4, done, '75.0', 'on_track'],
    [5, done, '83.3', 'on_track'],
  ] as const)('with %d ticked beside the evidence', async (count, evidence, journey, state) => {
    const record = await opportunity({ ...evidence, key_actions: ticked.slice(0, count) })
    expect(record).toMatchObject({ journey, journey_state: state })
  })

  it('counts an action once, whether by evidence, by tick or by both', async () => {
    const record = await opportunity({ need_summary: '需求', key_actions: ['need_survey'] })
    expect(record).toMatchObject({ journey: '8.3' })
  })

  it('counts visits and contracts that name the opportunity', async () => {
    const { id, customer: who } = await opportunity()
    const visit = { goal: 'open_relation', key_points: '首次拜访', alert: false, no_next_step: true, top_level: true }
    await made(seller, 'visit', { ...visit, customer: who, opportunity: id })
    // first visit and visit at top level: 2 of 12
    expect(await get(seller, 'opportunity', id)).toMatchObject({ journey: '16.7' })
    await made(seller, 'contract', { title: '合同', customer: who, opportunity: id, amount: '1' })
    expect(await get(manager, 'opportunity', id)).toMatchObject({ journey: '25.0' })
  })
})
