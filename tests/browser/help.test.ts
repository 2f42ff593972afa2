import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts } from '../../designer/shell/parts.ts'
import { trade } from '../fixtures/trade.ts'
import { barriers, openBrowser, picture, visit } from './browser.ts'
import { Person } from './person.ts'
import { admin, type Office, startOffice } from './started.ts'

let browser: Browser
let office: Office

beforeAll(async () => {
  browser = await openBrowser()
  office = await startOffice(trade)
  const bare = {
    ...{ formatVersion: trade.formatVersion, key: 'bare', version: '0.1.0', name: { zh: '空应用', en: 'Bare' } },
    forms: [
      {
        key: 'note',
        name: { zh: '便签', en: 'Note' },
        titleField: 'name',
        fields: [{ key: 'name', type: 'text', label: { zh: '名称', en: 'Name' } }],
      },
    ],
  }
  const made = await office.call('POST', '/apps', { definition: bare })
  expect(made.status, await made.text()).toBe(201)
  await office.call('PUT', '/me/tours/first_app', { step: 'field', ended: true })
}, 120_000)
afterAll(async () => {
  await browser.close()
  await office.close()
})

describe('help in place', () => {
  it.each([
    [1440, 900],
    [390, 844],
  ])(
    'explains the page, a kind of field and a property, by keys too (%d)',
    { timeout: 240_000 },
    async (width, height) => {
      const { page, complaints } = await visit(browser, width, height)
      const author = new Person(page, office.address)
      await author.signIn(admin.login, admin.password)
      await author.open('/designer/trade/forms/customer?at=industry')
      await page.locator('.fd-canvas').waitFor()
      const ask = page.getByRole('button', { name: '表单：说明' })
      await ask.focus()
      await page.keyboard.press('Enter')
      await page.locator('.fd-help-text').getByText('表单就是大家填的那张纸').waitFor()
      await picture(page, `help-page-${width}`)
      expect(await barriers(page)).toEqual([])
      const box = (await page.locator('.fd-help-text').boundingBox())!
      expect(box.x).toBeGreaterThanOrEqual(0)
      expect(box.x + box.width).toBeLessThanOrEqual(width)
      await page.keyboard.press('Escape')
      await page.locator('.fd-help-text').waitFor({ state: 'detached' })
      await page.getByRole('button', { name: '下拉选择：说明' }).click()
      await page.locator('.fd-help-text').getByText('例如：').waitFor()
      await picture(page, `help-field-${width}`)
      await page.keyboard.press('Escape')
      await author.open('/designer/trade/forms/customer')
      await page.getByRole('button', { name: '规则：说明' }).click()
      await page.locator('.fd-help-text').getByText('不许保存的情况').waitFor()
      await picture(page, `help-property-${width}`)
      expect(await barriers(page)).toEqual([])
      expect(complaints).toEqual([])
    },
  )

  it('teaches on every page that is empty, and offers the one thing to do', { timeout: 240_000 }, async () => {
    const { page, complaints } = await visit(browser, 1440, 900)
    const author = new Person(page, office.address)
    await author.signIn(admin.login, admin.password)
    const dumb: string[] = []
    for (const { part } of parts) {
      await author.open(`/designer/bare/${part}`)
      await page.locator('.fd-body').waitFor()
      await page.waitForLoadState('networkidle')
      const empty = page.locator('.fd-body .fw-empty').first()
      if ((await empty.count()) === 0) continue
      await picture(page, `empty-${part}`)
      const says = (await empty.locator('.fw-empty-hint').count()) > 0
      const does =
        (await empty.locator('button, a').count()) > 0 ||
        (await page.locator('.fd-body .fd-block input, .fd-body .fd-block textarea').count()) > 0
      if (!says || !does) dumb.push(part)
    }
    expect(dumb).toEqual([])
    // The thing to do is done by it.
    await author.open('/designer/bare/views')
    await page.locator('.fw-empty').getByRole('button').click()
    await page.waitForURL(/\/views\//)
    expect(complaints).toEqual([])
  })
})
