import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Started, startServer, temporaryData } from '../server/process.ts'
import { barriers, openBrowser, picture, visit } from './browser.ts'
import { Person } from './person.ts'
import { admin } from './started.ts'

const data = temporaryData()
const headers = { 'sec-fetch-site': 'same-origin' }
const base = '/api/apps/sales_management'
let server: Started
let address: string
let browser: Browser
let deal = ''

beforeAll(async () => {
  server = startServer({ FORMWORK_DATA: data.folder, FORMWORK_LOG_LEVEL: 'error' })
  address = await server.ready
  browser = await openBrowser()
  const { page } = await visit(browser, 1440, 900)
  const made = await page.request.post(`${address}/api/setup`, { headers, data: admin })
  expect(made.status(), await made.text()).toBe(201)
  expect((await page.request.post(`${address}/api/setup/demo`, { headers, data: {} })).status()).toBe(201)
  const template = `${address}/api/store/sales_management/install`
  const installed = await page.request.post(template, { headers, data: { sampleData: true } })
  expect(installed.status(), await installed.text()).toBe(201)
  const found = await page.request.get(`${address}${base}/forms/opportunity/records?limit=50`)
  const { records } = (await found.json()) as { records: readonly { id: string; lines: readonly unknown[] }[] }
  deal = records.find(({ lines }) => lines.length > 1)?.id ?? ''
  expect(deal).not.toBe('')
  await page.context().close()
}, 120_000)
afterAll(async () => {
  await browser.close()
  server.child.kill('SIGTERM')
  await server.ended
  await data.remove()
})

describe('a record on paper', () => {
  it.each([
    ['desk', 1440, 900, 'zh'],
    ['phone', 390, 844, 'zh'],
    ['desk-en', 1440, 900, 'en'],
    ['phone-en', 390, 844, 'en'],
  ] as const)('is one press from the record: %s', { timeout: 240_000 }, async (name, width, height, language) => {
    const { page, context, complaints } = await visit(browser, width, height)
    const person = new Person(page, address)
    await person.signIn(admin.login, admin.password)
    await page.request.patch(`${address}/api/me`, { headers, data: { language } })
    await person.open(`/a/sales_management/f/opportunity/r/${deal}`)
    await page.getByRole('button', { name: language === 'zh' ? '打印' : 'Print' }).click()
    await page.locator('.fw-paper').waitFor()
    await page.waitForTimeout(400)
    await picture(page, `print-${name}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    expect(await barriers(page)).toEqual([])
    await page.emulateMedia({ media: 'print' })
    await picture(page, `print-${name}-on-paper`)
    // The sheet, and nothing of the page around it.
    expect(await page.locator('.fw-paper').isVisible()).toBe(true)
    for (const other of ['.fw-print-bar', '.fw-side', '.fw-top', '.fw-bottom'])
      expect(await page.locator(`${other}:visible`).count(), other).toBe(0)
    const pdf = await page.pdf({ preferCSSPageSize: true })
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []
    expect(pages).toHaveLength(1)
    await page.emulateMedia({ media: 'screen' })
    await page.getByRole('button', { name: language === 'zh' ? '英文' : 'Chinese' }).click()
    await page
      .getByRole('heading', { name: language === 'zh' ? 'Quotation' : '报价单' })
      .first()
      .waitFor()
    expect(complaints).toEqual([])
    await page.request.patch(`${address}/api/me`, { headers, data: { language: 'zh' } })
    await context.close()
  })
})

describe('the designer’s page of documents', () => {
  it.each([
    ['desk', 1440, 900, 'zh'],
    ['phone', 390, 844, 'zh'],
    ['desk-en', 1440, 900, 'en'],
    ['phone-en', 390, 844, 'en'],
  ] as const)('shows the paper with a real record: %s', { timeout: 240_000 }, async (name, width, height, language) => {
    const { page, context, complaints } = await visit(browser, width, height)
    const person = new Person(page, address)
    await person.signIn(admin.login, admin.password)
    await page.request.patch(`${address}/api/me`, { headers, data: { language } })
    await person.open('/designer/sales_management/documents/quotation')
    await page.locator('.fd-paper-block h1').waitFor()
    await page.waitForTimeout(400)
    await picture(page, `designer-documents-${name}`)
    expect(await barriers(page)).toEqual([])
    await page.locator('[data-block="lines"] .fd-paper-block-face').click()
    await page.waitForTimeout(300)
    await picture(page, `designer-documents-rows-${name}`)
    await page.locator('[data-block="to"] .fd-paper-block-face').click()
    await page.waitForTimeout(300)
    await picture(page, `designer-documents-text-${name}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    expect(await barriers(page)).toEqual([])
    expect(complaints).toEqual([])
    await page.request.patch(`${address}/api/me`, { headers, data: { language: 'zh' } })
    await context.close()
  })
})

describe('a director', () => {
  it('makes a document, publishes, and prints it from a record', { timeout: 240_000 }, async () => {
    const { page, context, complaints } = await visit(browser, 1440, 900)
    const person = new Person(page, address)
    await person.signIn(admin.login, admin.password)
    await person.open('/designer/sales_management/documents')
    await page.getByRole('button', { name: '新建打印单据' }).click()
    const side = page.locator('.fd-properties')
    await side.getByLabel('打印哪个表单的记录').selectOption({ label: '商机' })
    await side.getByLabel('名称 · 中文').fill('内部评审单')
    await page.locator('[data-block^="rows"] td').first().waitFor()
    // Words with a field, at the place where the caret stands.
    await page.locator('.fd-palette-item[data-type="text"]').click()
    const words = side.getByLabel('中文文字')
    await words.fill('预计金额：，请评审。')
    await words.evaluate(area => (area as HTMLTextAreaElement).setSelectionRange(5, 5))
    await side.getByRole('combobox', { name: '插入字段' }).click()
    await page.locator('.fw-picker-search input:visible').fill('预计金额')
    await page.getByRole('option', { name: '预计金额' }).first().click()
    await expect.poll(() => words.inputValue(), { timeout: 20_000 }).toMatch(/^预计金额：\{.+\}，请评审。$/)
    await page.locator('.fw-paper-text').getByText('¥').waitFor()
    // To the place before the table, by the keyboard alone.
    const keys = () =>
      page.locator('.fd-paper-block').evaluateAll(all => all.map(one => one.getAttribute('data-block') ?? ''))
    const [, , before] = await keys()
    const own = (await keys()).at(-1)
    const grip = page.locator(`[data-block="${own}"] .fd-grip`)
    const said = async () => (await page.locator('[id^="DndLiveRegion"]').allInnerTexts()).join(' ')
    await grip.focus()
    await page.keyboard.press('Space')
    await page.locator(`[data-block="${own}"].is-dragging`).waitFor()
    for (let step = 0; step < 2; step += 1) {
      const before = await said()
      await page.keyboard.press('ArrowUp')
      await expect.poll(said, { timeout: 20_000 }).not.toBe(before)
    }
    await page.keyboard.press('Space')
    await expect
      .poll(keys, { timeout: 20_000 })
      .toEqual([...(await keys()).filter(key => key !== own).slice(0, 2), own, before, expect.anything()])
    await picture(page, 'designer-documents-made')
    await page.getByText('草稿已保存').waitFor()
    // The app's scenarios are about another company than the demo's.
    const published = await page.request.post(`${address}${base}/publish`, {
      headers,
      data: { confirm: true, despite: true },
    })
    expect(published.status(), await published.text()).toBe(200)
    await person.open(`/a/sales_management/f/opportunity/r/${deal}`)
    await page.getByRole('button', { name: '打印' }).click()
    await page.getByRole('menuitem', { name: '内部评审单' }).click()
    await page
      .locator('.fw-paper')
      .getByText(/预计金额：¥[\d,.]+，请评审。/)
      .waitFor()
    await picture(page, 'print-made')
    expect(complaints).toEqual([])
    await context.close()
  })
})
