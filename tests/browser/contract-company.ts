import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Started, startServer, temporaryData } from '../server/process.ts'
import { openBrowser, type Visitor, visit } from './browser.ts'
import { contractApp } from './contract-app.ts'
import { Person } from './person.ts'

/** The demo company with the contracts app, and its people, each at his own browser. */
let browser: Browser
let server: Started
export let address: string
const data = temporaryData()
const passwords = new Map<string, string>([['admin', 'formwork-2026']])
export const visitors: Visitor[] = []

interface Answer {
  readonly id: string
  readonly version: number
}

export async function call(method: string, path: string, body: object | undefined, cookie = ''): Promise<Response> {
  const answer = await fetch(`${address}/api${path}`, {
    method,
    headers: { 'content-type': 'application/json', origin: address, cookie },
    body: JSON.stringify(body ?? {}),
  })
  expect(answer.ok, `${method} ${path} ${answer.status} ${await answer.clone().text()}`).toBe(true)
  return answer
}
const cookieOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ')
export const signIn = async (login: string): Promise<string> =>
  cookieOf(await call('POST', '/session', { login, password: passwords.get(login) }))

const roles: Readonly<Record<string, string>> = {
  'wang.jing': 'seller',
  'lin.xiaofeng': 'manager',
  'chen.zhiyuan': 'manager',
  'zhao.min': 'manager',
  'zhou.yaqin': 'finance',
  'sun.liqun': 'law',
  admin: 'boss',
}

/** The demo company with the contracts app; everybody has his role. */
async function setUp(): Promise<void> {
  const admin = { organisation: '明德', name: '王总', login: 'admin', password: 'formwork-2026', language: 'zh' }
  const cookie = cookieOf(await call('POST', '/setup', { ...admin, zone: 'Asia/Shanghai' }))
  const demo = (await (await call('POST', '/setup/demo', undefined, cookie)).json()) as {
    users: { login: string; password: string }[]
  }
  for (const { login, password } of demo.users) passwords.set(login, password)
  await call('POST', '/apps', { definition: contractApp }, cookie)
  const { users } = (await (await fetch(`${address}/api/users`, { headers: { cookie } })).json()) as {
    users: { id: string; login: string }[]
  }
  for (const { id, login } of users) {
    const role = roles[login]
    if (role !== undefined) await call('PATCH', `/users/${id}`, { roles: { contract_flow: [role] } }, cookie)
  }
}

/** A contract of the seller's, with a workflow started. */
export async function contract(title: string, workflow: string): Promise<void> {
  const cookie = await signIn('wang.jing')
  const base = '/apps/contract_flow/forms/contract/records'
  const { id } = (await (await call('POST', base, { title, amount: '1' }, cookie)).json()) as Answer
  await call('POST', `${base}/${id}/workflows/${workflow}`, {}, cookie)
}

export async function at(login: string, width = 1440, height = 900): Promise<Page> {
  const visitor = await visit(browser, width, height)
  visitors.push(visitor)
  await new Person(visitor.page, address).signIn(login, passwords.get(login) ?? '')
  return visitor.page
}

/** Opens the paper that waits for somebody. */
export async function openPaper(page: Page, title: string): Promise<void> {
  await page.goto(`${address}/tasks`)
  await page.getByRole('link', { name: title }).first().click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
}

export async function more(page: Page, act: string): Promise<void> {
  await page.getByRole('button', { name: '更多' }).last().click()
  await page.getByRole('menuitem', { name: act, exact: true }).click()
}

export async function pick(page: Page, label: string, name: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(label).first().click()
  const search = page.locator('.fw-picker-search input:visible')
  if ((await search.count()) > 0) await search.fill(name)
  await page.getByRole('option', { name }).first().click()
  // A choice of one closes by itself.
  if ((await page.locator('.fw-picker-list:visible').count()) > 0) await page.keyboard.press('Escape')
}

export const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).last().click()
export const told = (page: Page, text: string) => page.getByText(text).first().waitFor()
export const approve = async (page: Page) => {
  await press(page, '同意')
  await told(page, '已同意')
}

export async function openCompany(): Promise<void> {
  browser = await openBrowser()
  server = startServer({ FORMWORK_DATA: data.folder, FORMWORK_LOG_LEVEL: 'error' })
  address = await server.ready
  await setUp()
}

export async function closeCompany(): Promise<void> {
  await browser.close()
  server.child.kill('SIGTERM')
  await server.ended
  await data.remove()
}
