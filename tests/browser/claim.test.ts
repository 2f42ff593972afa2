import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Started, startServer, temporaryData } from '../server/process.ts'
import { barriers, openBrowser, picture, visit } from './browser.ts'
import { Person } from './person.ts'

let browser: Browser
let server: Started
let address: string
const data = temporaryData()
const passwords = new Map<string, string>()
const complaints: string[] = []

/** The demo company with the sales app, made over the API. */
async function setUp(): Promise<void> {
  const call = async (path: string, body: object | undefined, cookie: string): Promise<Response> =>
    fetch(`${address}/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: address, cookie },
      body: JSON.stringify(body ?? {}),
    })
  const admin = { organisation: '明德', name: '王总', login: 'admin', password: 'formwork-2026', language: 'zh' }
  const made = await call('/setup', { ...admin, zone: 'Asia/Shanghai' }, '')
  const cookie = made.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ')
  const demo = (await (await call('/setup/demo', undefined, cookie)).json()) as {
    users: { login: string; password: string }[]
  }
  for (const { login, password } of demo.users) passwords.set(login, password)
  const installed = await call('/store/sales_management/install', { sampleData: true }, cookie)
  expect(installed.status, await installed.text()).toBe(201)
}

beforeAll(async () => {
  browser = await openBrowser()
  server = startServer({ FORMWORK_DATA: data.folder, FORMWORK_LOG_LEVEL: 'error' })
  address = await server.ready
  await setUp()
})
afterAll(async () => {
  await browser.close()
  server.child.kill('SIGTERM')
  await server.ended
  await data.remove()
})

describe.each([
  ['desk', 1440, 900, 'wang.jing'],
  ['phone', 390, 844, 'liu.yang'],
])('a seller at the %s', (name, width, height, login) => {
  it('claims a lead from the market with a motive, sees why it is his, and gives it back', {
    timeout: 240_000,
  }, async () => {
    const seller = await visit(browser, width, height)
    const person = new Person(seller.page, address)
    await person.signIn(login, passwords.get(login) ?? '')
    const { page } = person
    await page.goto(`${address}/a/sales_management/v/lead_market`)
    const take = page.getByRole('button', { name: '认领' })
    await take.first().waitFor()
    await picture(page, `claim-${name}-1-market`)
    expect(await barriers(page)).toEqual([])
    await take.first().click()
    const dialog = page.getByRole('dialog')
    const confirm = dialog.getByRole('button', { name: '认领' })
    expect(await confirm.isDisabled()).toBe(true)
    await dialog.getByLabel('认领理由').fill('我熟悉这个行业的采购')
    await picture(page, `claim-${name}-2-motive`)
    const title = (await dialog.getByRole('heading').textContent())?.match(/“(.+)”/)?.[1] ?? ''
    await confirm.click()
    await page.getByText(`“${title}”归您了`).waitFor()
    await page.goto(`${address}/a/sales_management/v/leads`)
    await page.getByText(title).first().click()
    await page.getByRole('button', { name: /分配依据/ }).click()
    await page.getByText('我熟悉这个行业的采购').first().waitFor()
    await picture(page, `claim-${name}-3-why`)
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: '退回' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '退回' }).click()
    await page.getByText(`“${title}”已退回`).waitFor()
    complaints.push(...seller.complaints)
    expect(complaints).toEqual([])
    await seller.context.close()
  })
})

it('lets a seller look through the market by industry, budget and region', { timeout: 240_000 }, async () => {
  const seller = await visit(browser, 1440, 900)
  const { page } = seller
  await new Person(page, address).signIn('wang.jing', passwords.get('wang.jing') ?? '')
  await page.goto(`${address}/a/sales_management/v/lead_market`)
  const offered = page.getByRole('button', { name: '认领' })
  await offered.first().waitFor()
  const all = await offered.count()
  const narrow = async (opener: string, field: string, option: string) => {
    await page.getByRole('button', { name: opener, exact: true }).click()
    const editor = page.locator('.fw-condition')
    await editor.locator('[aria-haspopup]').first().click()
    await page.getByRole('option', { name: field, exact: true }).click()
    await editor.locator('[aria-haspopup]').nth(1).click()
    await page.getByRole('option', { name: option, exact: true }).click()
    await page.keyboard.press('Escape')
    await editor.getByRole('button', { name: '应用' }).click()
  }
  await narrow('筛选', '大区', '华东')
  await page.getByRole('button', { name: /修改条件.*大区/ }).waitFor()
  await expect.poll(() => offered.count()).toBeLessThan(all)
  expect(await offered.count()).toBeGreaterThan(0)
  await narrow('添加条件', '行业', '装备制造')
  await narrow('添加条件', '预算（B）', '500 万以上')
  await expect.poll(() => offered.count()).toBe(1)
  await picture(page, 'claim-market-filtered')
  expect(await barriers(page)).toEqual([])
  await seller.context.close()
})
