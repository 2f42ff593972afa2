import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Started, startServer, temporaryData } from '../server/process.ts'
import { barriers, openBrowser, picture, visit } from './browser.ts'
import { Person } from './person.ts'
import { admin } from './started.ts'

const data = temporaryData()
let server: Started
let address: string
let browser: Browser
const headers = { 'sec-fetch-site': 'same-origin' }

beforeAll(async () => {
  server = startServer({ FORMWORK_DATA: data.folder, FORMWORK_LOG_LEVEL: 'error' })
  address = await server.ready
  browser = await openBrowser()
  const { page } = await visit(browser, 1440, 900)
  const made = await page.request.post(`${address}/api/setup`, { headers, data: admin })
  expect(made.status(), await made.text()).toBe(201)
  expect((await page.request.post(`${address}/api/setup/demo`, { headers, data: {} })).status()).toBe(201)
  const installed = await page.request.post(`${address}/api/store/sales_management/install`, {
    headers,
    data: { sampleData: true },
  })
  expect(installed.status(), await installed.text()).toBe(201)
  await page.context().close()
}, 120_000)
afterAll(async () => {
  await browser.close()
  server.child.kill('SIGTERM')
  await server.ended
  await data.remove()
})

describe('a dashboard', () => {
  it.each([
    ['desk', 1440, 900, 'zh'],
    ['phone', 390, 844, 'zh'],
    ['desk-en', 1440, 900, 'en'],
    ['phone-en', 390, 844, 'en'],
  ] as const)(
    'shows the figures of the sample company: %s',
    { timeout: 240_000 },
    async (name, width, height, language) => {
      const { page, context, complaints } = await visit(browser, width, height)
      const person = new Person(page, address)
      await person.signIn(admin.login, admin.password)
      await page.request.patch(`${address}/api/me`, { headers, data: { language } })
      await person.open('/a/sales_management/d/overview')
      await page.locator('.fw-figure').first().waitFor()
      await page.locator('.fw-chart svg').nth(3).waitFor()
      await page.waitForTimeout(400)
      await picture(page, `dashboard-${name}`)
      expect(await page.locator('.fw-widget').count()).toBe(9)
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
      expect(await barriers(page)).toEqual([])
      await person.open('/designer/sales_management/dashboards/overview?at=funnel')
      await page.locator('.fw-chart svg').first().waitFor()
      await page.waitForTimeout(500)
      await picture(page, `designer-dashboard-${name}`)
      expect(await barriers(page)).toEqual([])
      expect(complaints).toEqual([])
      await page.request.patch(`${address}/api/me`, { headers, data: { language: 'zh' } })
      await context.close()
    },
  )
})
