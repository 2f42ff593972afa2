import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

const author = async () => {
  const { page, complaints } = await visit(browser, 1440, 900)
  const person = new Person(page, office.address)
  await person.signIn(admin.login, admin.password)
  await person.open('/designer/trade/forms/customer')
  await page.locator('.fd-canvas').waitFor()
  return { person, page, complaints }
}

describe('two authors in one designer', () => {
  it('see each other, get what the other saved, and are asked where both changed the same', {
    timeout: 240_000,
  }, async () => {
    const [first, second] = [await author(), await author()]
    const rename = async ({ page }: typeof first, field: string, name: string) => {
      await page.locator(`[data-field=${field}] .fd-field-face`).click()
      await page.getByLabel('名称（中文）').fill(name)
    }
    await first.page.getByRole('img', { name: '王总 也在编辑' }).first().waitFor()
    await second.page.getByRole('img', { name: '王总 也在编辑' }).first().waitFor()

    // Different fields: each arrives at the other without a question.
    await rename(first, 'phone', '联系电话')
    await second.page.locator('[data-field=phone]').getByText('联系电话').waitFor()
    await rename(second, 'industry', '所属行业')
    await first.page.locator('[data-field=industry]').getByText('所属行业').waitFor()
    // Undo takes back the own edit and leaves the other's.
    await first.page.getByRole('button', { name: '撤销' }).click()
    await first.page.locator('[data-field=phone]').getByText('电话', { exact: true }).first().waitFor()
    await first.page.locator('[data-field=industry]').getByText('所属行业').waitFor()
    await second.page.locator('[data-field=phone]').getByText('电话', { exact: true }).first().waitFor()

    // The same field, while one of them has no connection: shown, never written over.
    await second.page.context().setOffline(true)
    await rename(second, 'secret', '内部底价')
    await rename(first, 'secret', '最低价')
    await first.page.getByText('草稿已保存').waitFor()
    await second.page.context().setOffline(false)
    await second.page.getByText('1 处改动和对方冲突').first().waitFor()
    await picture(second.page, 'together-conflict')
    expect(await second.page.getByRole('alert').textContent()).toMatch(/内部底价[\s\S]*最低价/)
    await second.page.getByRole('button', { name: '用对方的' }).click()
    await second.page.getByText('草稿已保存').waitFor()
    await second.page.locator('[data-field=secret]').getByText('最低价').waitFor()
    expect([...first.complaints, ...second.complaints].filter(text => !/ERR_INTERNET_DISCONNECTED/.test(text))).toEqual(
      [],
    )
  })
})
