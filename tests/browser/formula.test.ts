import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trade } from '../fixtures/trade.ts'
import { type Started, startServer, temporaryData } from '../server/process.ts'
import { openBrowser, picture, type Visitor, visit } from './browser.ts'
import { Person } from './person.ts'

const data = temporaryData()
const account = { FORMWORK_ADMIN_LOGIN: 'designer', FORMWORK_ADMIN_PASSWORD: 'designer-password-1' }
let server: Started
let address: string
let browser: Browser
let visitor: Visitor
let author: Person
let page: Page

const post = async (path: string, body: unknown) => {
  const headers = { 'sec-fetch-site': 'same-origin' }
  const answer = await page.request.post(`${address}/api${path}`, { headers, data: body })
  expect(answer.status(), await answer.text()).toBe(201)
  return (await answer.json()) as { id: string }
}

beforeAll(async () => {
  server = startServer({ FORMWORK_DATA: data.folder, FORMWORK_LOG_LEVEL: 'error', ...account })
  address = await server.ready
  browser = await openBrowser()
  visitor = await visit(browser, 1440, 900)
  page = visitor.page
  author = new Person(page, address)
  await author.signIn(account.FORMWORK_ADMIN_LOGIN, account.FORMWORK_ADMIN_PASSWORD)
  await post('/apps', { definition: trade })
})
afterAll(async () => {
  await browser.close()
  server.child.kill('SIGTERM')
  await server.ended
  await data.remove()
})

const dialog = () => page.getByRole('dialog')
const code = () => dialog().getByRole('textbox', { name: '公式' })
const openFormula = async () => {
  await author.open('/designer/trade/forms/opportunity')
  await page.locator('[data-field=commission] .fd-field-face').click()
  await page.getByRole('button', { name: '编辑公式：公式' }).click()
  await code().waitFor()
}

describe('the formula editor', () => {
  it('completes fields and functions while typing and shows labels', { timeout: 60_000 }, async () => {
    await openFormula()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    await page.keyboard.type('ROU')
    await dialog()
      .getByRole('option', { name: /ROUND\b/ })
      .first()
      .waitFor()
    await picture(page, 'formula-1-completion')
    await page.keyboard.press('Enter')
    await page.keyboard.type('已收')
    await dialog()
      .getByRole('option', { name: /已收款/ })
      .first()
      .waitFor()
    await dialog().locator('.fd-signature b').getByText('数字').waitFor()
    await picture(page, 'formula-2-signature')
    await page.keyboard.press('Tab')
    await dialog().locator('.cm-content .fd-chip').getByText('已收款').waitFor()
    await page.keyboard.type(' * 客户.返点')
    await dialog()
      .getByRole('option', { name: /客户\.返点比例/ })
      .waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.type(', 2')
    await picture(page, 'formula-3-written')
  })
})
