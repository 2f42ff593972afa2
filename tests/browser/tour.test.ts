import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { trade } from '../fixtures/trade.ts'
import { barriers, openBrowser, picture, visit } from './browser.ts'
import { Person } from './person.ts'
import { admin, type Office, startOffice } from './started.ts'

let browser: Browser
let office: Office

beforeAll(async () => {
  browser = await openBrowser()
  office = await startOffice(trade)
}, 120_000)
afterAll(async () => {
  await browser.close()
  await office.close()
})

const tour = (page: Page) => page.locator('.fd-tour')
const step = (page: Page, n: number) => tour(page).getByText(`第 ${n} 步，共 9 步`).waitFor()

async function signedIn(width: number, height: number) {
  const visitor = await visit(browser, width, height)
  const person = new Person(visitor.page, office.address)
  await person.signIn(admin.login, admin.password)
  return { ...visitor, person }
}

it('leads through the first change of an app, waits for each act, goes on elsewhere, and never comes back', {
  timeout: 180_000,
}, async () => {
  const { page, person, complaints } = await signedIn(1440, 900)
  await person.open('/designer/trade/forms/customer')
  await tour(page).waitFor()
  await picture(page, 'tour-zh-1440-0')
  expect(await barriers(page)).toEqual([])
  await tour(page).getByRole('button', { name: '开始' }).click()
  await step(page, 1)
  await page.locator('.fd-palette-item.fd-tour-here').waitFor()
  await picture(page, 'tour-zh-1440-1')
  expect(await barriers(page)).toEqual([])

  // By the keyboard: the guide puts the focus on the control.
  await tour(page).getByRole('button', { name: '带我过去' }).press('Enter')
  await page.keyboard.press('Enter')
  await step(page, 2)
  await page.keyboard.type('采购负责人')
  await step(page, 3)
  await page.getByLabel('必填', { exact: true }).check()
  await step(page, 4)
  await page.waitForTimeout(1_500)

  // On another machine, a phone: it goes on there.
  const phone = await signedIn(390, 844)
  await phone.person.open('/designer/trade/forms/customer')
  await step(phone.page, 4)
  await picture(phone.page, 'tour-zh-390-4')
  expect(await barriers(phone.page)).toEqual([])
  await phone.context.close()

  await page.locator('.fd-palette-item[data-type="select"]').click()
  await step(page, 5)
  await picture(page, 'tour-zh-1440-5')
  await page.getByRole('button', { name: '编辑选项' }).click()
  await page.getByRole('button', { name: '新增选项' }).click()
  await step(page, 6)
  await tour(page).getByRole('button', { name: '回到表单' }).click()
  await page.locator('.fd-widths').getByRole('button', { name: '手机' }).click()
  await step(page, 7)
  await page.locator('.fd-top').getByRole('button', { name: '发布', exact: true }).click()
  await step(page, 8)
  await page.locator('.fd-publish .fw-button.is-primary').waitFor()
  await picture(page, 'tour-zh-1440-8')
  await page.locator('.fd-publish button.is-primary').click()
  await step(page, 9)
  await picture(page, 'tour-zh-1440-9')
  expect(await barriers(page)).toEqual([])
  await page.locator('.fd-publish a.is-primary').click()
  await page.waitForURL(/\/a\/trade/)
  await person.open('/designer/trade/forms/customer')
  await page.locator('.fd-canvas').waitFor()
  await page.waitForTimeout(1_000)
  expect(await tour(page).count()).toBe(0)
  expect(complaints).toEqual([])
})

it('can be turned down, in English too', { timeout: 240_000 }, async () => {
  const made = await office.call('POST', '/users', { login: 'eva', name: 'Eva', admin: true, language: 'en' })
  const { password } = (await made.json()) as { password?: string }
  expect(made.status).toBe(201)
  const visitor = await visit(browser, 1440, 900)
  const { page } = visitor
  await page.goto(office.address)
  await page.getByLabel('账号').fill('eva')
  await page.getByLabel('密码', { exact: true }).fill(password ?? '')
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('navigation').first().waitFor()
  await page.goto(`${office.address}/designer/trade/forms/customer`)
  await tour(page).getByRole('button', { name: 'Begin' }).click()
  await tour(page).getByText('Step 1 of 9').waitFor()
  await picture(page, 'tour-en-1440-1')
  await page.setViewportSize({ width: 390, height: 844 })
  await picture(page, 'tour-en-390-1')
  await tour(page).getByRole('button', { name: 'Skip this step' }).click()
  await tour(page).getByText('Step 2 of 9').waitFor()
  await tour(page).getByRole('button', { name: 'End' }).click()
  await page.reload()
  await page.locator('.fd-canvas').waitFor()
  await page.waitForTimeout(800)
  expect(await tour(page).count()).toBe(0)
})
