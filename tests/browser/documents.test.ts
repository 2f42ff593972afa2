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
  ] as const)('is one press from the record: %s', { timeout: 120_000 }, async (name, width, height, language) => {
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
