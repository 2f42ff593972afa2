import { expect } from 'vitest'
import type { Client } from '../server/testServer.ts'
import { type Company, install, startCompany } from './company.ts'

export let company: Company
export let seller: Client
export let colleague: Client
export let manager: Client
export let director: Client
export let finance: Client
export let technical: Client
export let marketing: Client
export const base = '/api/apps/sales_management/forms'

/** Opens a demo company with sales management and no sample data; `company.server.close()` afterwards. */
export async function openOffice(): Promise<void> {
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
}

export type Values = Record<string, unknown>
export const call = (who: Client, method: 'GET' | 'POST' | 'PATCH', url: string, body?: unknown) =>
  company.server.call(who, method, url, body, { 'accept-language': 'zh' })
export const post = (who: Client, form: string, values: Values) => call(who, 'POST', `${base}/${form}/records`, values)
export const get = async (who: Client, form: string, id: string) =>
  (await call(who, 'GET', `${base}/${form}/records/${id}`)).json()
export const patch = (who: Client, form: string, id: string, values: Values) =>
  call(who, 'PATCH', `${base}/${form}/records/${id}`, values)
export const move = (who: Client, form: string, id: string, to: string) =>
  call(who, 'POST', `${base}/${form}/records/${id}/stage`, { to })

export async function made(who: Client, form: string, values: Values): Promise<Values & { id: string }> {
  const answer = await post(who, form, values)
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}
export async function moved(who: Client, form: string, id: string, to: string): Promise<void> {
  const answer = await move(who, form, id, to)
  expect(answer.statusCode, answer.body).toBe(200)
}
export const places = (answer: { json(): { errors: { path: string; code: string }[] } }) =>
  answer.json().errors.map(({ path, code }) => [path, code])
export const messages = (answer: { json(): { errors: { message: string }[] } }) =>
  answer.json().errors.map(({ message }) => message)

let n = 0
export const customer = (who = seller, values: Values = {}) => {
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
export const opportunity = async (values: Values = {}, who = seller) => {
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
export const contract = async (values: Values = {}) => {
  n += 1
  return made(seller, 'contract', { title: `合同${n}`, customer: (await customer()).id, amount: '1200000', ...values })
}
export const lead = (values: Values = {}, who = seller) => {
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
export const taskAbout = async (who: Client, record: string) => (await tasks(who)).find(task => task.record === record)
export const noticesOf = async (who: Client) => JSON.stringify((await call(who, 'GET', '/api/notifications')).json())
