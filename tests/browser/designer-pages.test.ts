import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts } from '../../designer/shell/parts.ts'
import { readTemplate } from '../../server/store/templates.ts'
import { barriers, openBrowser, picture, visit } from './browser.ts'
import { Person } from './person.ts'
import { admin, type Office, startOffice } from './started.ts'

let browser: Browser
let office: Office

beforeAll(async () => {
  const { definition } = await readTemplate(join(import.meta.dirname, '../../templates/sales-management'))
  browser = await openBrowser()
  office = await startOffice(definition)
}, 120_000)
afterAll(async () => {
  await browser.close()
  await office.close()
})

const windows = [
  ['desk', 1440, 900, 'zh'],
  ['phone', 390, 844, 'zh'],
  ['desk-en', 1440, 900, 'en'],
  ['phone-en', 390, 844, 'en'],
] as const

describe('every page of the designer, with the sales app', () => {
  it.each(windows)(
    '%s: opens, fits its window, and has no barrier',
    { timeout: 240_000 },
    async (name, width, height, language) => {
      const { context, page, complaints } = await visit(browser, width, height)
      const author = new Person(page, office.address)
      await author.signIn(admin.login, admin.password)
      const headers = { 'sec-fetch-site': 'same-origin' }
      await page.request.patch(`${office.address}/api/me`, { headers, data: { language } })
      const faults: unknown[] = []
      for (const { part } of parts) {
        await author.open(`/designer/sales_management/${part}`)
        await page.locator('.fd-body > :nth-child(2):not(.fw-page-skeleton)').waitFor()
        await expect.poll(() => page.locator('.fw-skeleton').count(), { timeout: 20_000 }).toBe(0)
        await page.waitForTimeout(400)
        await picture(page, `pages-${part}-${name}`)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        if (wide > 0) faults.push([part, `wider than the window by ${wide}`])
        // Each language and each width once.
        if (name === 'desk' || name === 'phone-en') faults.push(...(await barriers(page)).map(found => [part, found]))
      }
      expect(faults).toEqual([])
      expect(complaints).toEqual([])
      await page.request.patch(`${office.address}/api/me`, { headers, data: { language: 'zh' } })
      await context.close()
    },
  )
})
