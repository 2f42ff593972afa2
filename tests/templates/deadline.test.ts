import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Client } from '../server/testServer.ts'
import { type Company, install, signIn, startCompany, upload } from './company.ts'

let company: Company
const base = '/api/apps/sales_management/forms'
beforeAll(async () => {
  company = await startCompany()
  await install(company, 'sales_management', false)
}, 60_000)
afterAll(() => company.server.close())

type Values = Record<string, unknown>
async function done(who: Client, method: 'POST' | 'PATCH', url: string, values: Values): Promise<{ id: string }> {
  const answer = await company.server.call(who, method, url, values)
  expect(answer.statusCode, answer.body).toBeLessThan(300)
  return answer.json()
}
const signedIn = (login: string) => signIn(company.server, login, company.passwords)
const text = async (who: Client, url: string) => (await company.server.call(who, 'GET', url)).body

it('reminds the technical director after 24 hours and hands the proposal to the sales director after 48', async () => {
  const seller = company.people.get('wang.jing')!
  const customer = await done(seller, 'POST', `${base}/customer/records`, {
    name: '客户',
    industry: 'medical',
    sub_industry: 'hospital',
    budget_range: 'over_500',
    decision_role: 'coach',
    region: 'east',
  })
  const { id } = await done(seller, 'POST', `${base}/opportunity/records`, {
    title: '商机',
    customer: customer.id,
    product_line: 'platform',
    amount: '100',
    close_on: '2027-01-31',
    need_summary: '需求',
    decision_maker: '李总',
  })
  await done(seller, 'POST', `${base}/visit/records`, {
    customer: customer.id,
    opportunity: id,
    goal: 'open_relation',
    key_points: '已拜访。',
    alert: false,
    no_next_step: true,
  })
  await done(seller, 'POST', `${base}/opportunity/records/${id}/stage`, { to: 'proposal' })
  const files = {
    proposal_pdf: [await upload(company, seller, '方案.pdf')],
    signed_scan: [await upload(company, seller, '签字.pdf')],
  }
  await done(seller, 'PATCH', `${base}/opportunity/records/${id}`, files)
  expect(await text(company.people.get('sun.liqun')!, '/api/tasks?box=todo')).toContain(id)

  company.server.clock.advance(24 * 3_600_000)
  const technical = await signedIn('sun.liqun')
  await vi.waitFor(async () => expect(await text(technical, '/api/notifications')).toContain('已等待 24 小时'), 5000)
  expect(await text(await signedIn('chen.zhiyuan'), '/api/tasks?box=todo')).not.toContain(id)

  company.server.clock.advance(24 * 3_600_000)
  const director = await signedIn('chen.zhiyuan')
  await vi.waitFor(async () => expect(await text(director, '/api/tasks?box=todo')).toContain(id), 5000)
  expect(await text(await signedIn('sun.liqun'), '/api/tasks?box=todo')).not.toContain(id)
})
