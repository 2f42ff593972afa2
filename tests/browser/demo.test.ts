import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

/** Texts of the pages by language. */
const said = {
  zh: { as: '以谁的身份看', install: '去安装', save: '保存', look: '看一看', refused: '这是演示', leave: '退出演示' },
  en: {
    as: 'Seen as',
    install: 'Install',
    save: 'Save',
    look: 'Take a look',
    refused: 'This is a demo',
    leave: 'Leave the demo',
  },
} as const

describe('looking at a template before it is installed', () => {
  it.each([
    ['zh', 1440, 900, 'sales_management'],
    ['zh', 390, 844, 'sales_management'],
    ['en', 1440, 900, 'store_sales'],
    ['en', 390, 844, 'store_sales'],
  ] as const)(
    '%s at %d: opens, changes the role, saves nothing, leads to the installation',
    { timeout: 240_000 },
    async (language, width, height, template) => {
      const words = said[language]
      const { page, complaints } = await visit(browser, width, height)
      const buyer = new Person(page, office.address)
      await buyer.signIn(admin.login, admin.password)
      await page.request.patch(`${office.address}/api/me`, {
        headers: { 'sec-fetch-site': 'same-origin' },
        data: { language },
      })
      await buyer.open(`/store?template=${template}`)
      const start = performance.now()
      await page.getByRole('link', { name: words.look }).click()
      await page.waitForURL(/\/demo\/[0-9a-f-]{36}\//)
      await page.locator('.fw-demobar select').waitFor()
      await page.locator('.fw-main h1, .fw-main table, .fw-main .fw-card').first().waitFor()
      console.log(`demo of ${template} in ${language} at ${width}: ${Math.round(performance.now() - start)} ms`)
      const shot = (name: string) => picture(page, `demo-${language}-${width}-${name}`)
      await page.waitForLoadState('networkidle')
      await shot('1-start')
      expect(await barriers(page)).toEqual([])

      const role = page.getByLabel(words.as)
      const keys = await role
        .locator('option')
        .evaluateAll(options => options.map(option => (option as HTMLOptionElement).value))
      expect(keys.length).toBeGreaterThan(1)
      await role.selectOption(keys.at(-1)!)
      await page.waitForURL(new RegExp(`/${keys.at(-1)}/`))
      await page.locator('.fw-demobar select').waitFor()
      await page.waitForLoadState('networkidle')
      await shot('2-other-role')

      // A page of the product itself, filled in and not saved.
      const form = template === 'sales_management' ? 'customer' : 'walk_in'
      const place = new URL(page.url()).pathname.split('/').slice(0, 4)
      place[3] = template === 'sales_management' ? 'seller' : 'guide'
      await buyer.open(`${place.join('/')}/a/${template}/f/${form}/new`)
      await page.locator('[data-path]').first().waitFor()
      await page.locator('[data-path] input[type=text], [data-path] input:not([type])').first().fill('x')
      await page.waitForLoadState('networkidle')
      await shot('3-form')
      expect(await barriers(page)).toEqual([])
      const answer = await page.evaluate(
        async address => {
          const sent = await fetch(address, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: '{}',
          })
          return (await sent.json()).code as string
        },
        `${place.join('/')}/api/apps/${template}/forms/${form}/records`,
      )
      expect(answer).toBe('demo_read_only')

      await page.getByRole('link', { name: words.install }).click()
      await page.waitForURL(/\/store/)
      await page.getByRole('dialog').waitFor()
      await shot('4-install')
      expect(complaints).toEqual([])
    },
  )

  it('that has ended says so and leads back', { timeout: 240_000 }, async () => {
    const { page } = await visit(browser, 1440, 900)
    const buyer = new Person(page, office.address)
    await buyer.signIn(admin.login, admin.password)
    await page.request.patch(`${office.address}/api/me`, {
      headers: { 'sec-fetch-site': 'same-origin' },
      data: { language: 'zh' },
    })
    await buyer.open('/store')
    await page.getByText('一键安装').first().waitFor()
    await buyer.open('/demo/01990000-0000-7000-8000-000000000000/seller/a/sales_management')
    await page.getByText('演示已经结束').waitFor()
    await picture(page, 'demo-zh-1440-5-ended')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('link', { name: '回到应用商店' }).click()
    await page.waitForURL(/\/store$/)
  })
})
