import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { trade } from '../fixtures/trade.ts'
import { openBrowser, picture, visit } from './browser.ts'
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

it('adds a person: what is refused stands under its field, the password is shown once, and he can be deactivated', async () => {
  const { page } = await visit(browser, 1440, 900)
  await new Person(page, office.address).signIn(admin.login, admin.password)
  await page.goto(`${office.address}/settings/people`)
  await page.getByRole('button', { name: '添加成员' }).click()
  const drawer = page.getByRole('dialog')
  const save = drawer.getByRole('button', { name: '保存', exact: true })
  await drawer.getByLabel('姓名', { exact: true }).fill('李娜')
  await drawer.getByLabel('账号', { exact: true }).fill(admin.login)
  await save.click()
  const refused = drawer.locator('.ant-form-item', { hasText: '账号' }).locator('.ant-form-item-explain-error')
  await refused.waitFor()
  expect(await refused.textContent()).not.toBe('')
  await picture(page, 'people-refused')
  await drawer.getByLabel('账号', { exact: true }).fill('li.na')
  await save.click()
  await page.getByText('“李娜”的密码，只显示这一次：').waitFor()
  expect((await page.locator('.fw-secret').textContent())?.length).toBeGreaterThanOrEqual(8)
  await page.getByRole('dialog').getByRole('button', { name: '关闭', exact: true }).last().click()
  await page.getByRole('button', { name: /李娜/ }).first().click()
  await drawer.getByRole('button', { name: '停用' }).click()
  await page.locator('.ant-popconfirm').getByRole('button', { name: '停用' }).click()
  await page.getByText('已保存“李娜”').waitFor()
})
