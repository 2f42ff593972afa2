import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../server/testServer.ts'
import {
  base,
  call,
  colleague,
  company,
  contract,
  customer,
  director,
  finance,
  get,
  lead,
  made,
  manager,
  marketing,
  messages,
  noticesOf,
  openOffice,
  opportunity,
  patch,
  places,
  post,
  seller,
  taskAbout,
  technical,
} from './office.ts'

beforeAll(openOffice, 60_000)
afterAll(() => company.server.close())

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
    expect(best).toMatchObject({ score: '100.00', grade: 'a' })
    const middle = (
      await lead({
        budget: 'from_50_to_200',
        authority: 'recommends',
        need_level: 'clear',
        timeline: 'within_90',
        site_seconds: 180,
      })
    ).json()
    expect(middle).toMatchObject({ score: '56.25', grade: 'b' })
    const poor = (await lead({ source: 'outbound' })).json()
    expect(poor).toMatchObject({ score: '0.00', grade: 'c', buying_days: null })
  })

  it('is grade A from 72 on', async () => {
    const answers = {
      budget: 'over_500',
      authority: 'decides',
      need_level: 'clear',
      timeline: 'within_90',
      white_paper: true,
    }
    expect((await lead(answers)).json()).toMatchObject({ score: '74.25', grade: 'a' })
    expect((await lead({ ...answers, white_paper: false })).json()).toMatchObject({ score: '69.25', grade: 'b' })
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
