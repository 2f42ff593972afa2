import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appOf } from '../bench/form-app.ts'
import { barriers, openBrowser, picture, visit } from './browser.ts'
import { Person } from './person.ts'
import { admin, type Office, startOffice } from './started.ts'

const FIELDS = 500
let browser: Browser
let office: Office

beforeAll(async () => {
  browser = await openBrowser()
  office = await startOffice(appOf('large', [FIELDS]))
}, 120_000)
afterAll(async () => {
  await browser.close()
  await office.close()
})

async function opened(width: number, height: number) {
  const visitor = await visit(browser, width, height)
  const author = new Person(visitor.page, office.address)
  await author.signIn(admin.login, admin.password)
  await author.open('/designer/large/forms/form_0')
  await visitor.page.locator(`[data-field=f${FIELDS - 1}]`).waitFor()
  return visitor
}

describe('a form of 500 fields in the designer', () => {
  it('has its tools where the hand is, and moves a field far down by the keyboard', { timeout: 240_000 }, async () => {
    const { page, complaints, context } = await opened(1440, 900)
    const tools = () => page.locator('.fd-grip').count()
    await expect.poll(tools).toBeGreaterThan(10)
    expect(await tools()).toBeLessThan(FIELDS / 2)
    const order = () =>
      page.locator('[data-field]').evaluateAll(cards => cards.map(card => card.getAttribute('data-field')))
    const before = await order()
    // The keyboard reaches a card nobody has scrolled to.
    await page.locator('[data-field=f480] .fd-field-face').focus()
    await page.keyboard.press('Tab')
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field')))
      .toMatch(/^f48[01]$/)
    await page.locator('[data-field=f480] .fd-grip').focus()
    await page.keyboard.press('Space')
    await page.waitForTimeout(300)
    await page.keyboard.press('ArrowDown')
    await page.waitForTimeout(300)
    await page.keyboard.press('Space')
    await page.getByText('草稿已保存').waitFor()
    await expect.poll(order).not.toEqual(before)
    expect((await order()).indexOf('f480')).toBeGreaterThan(before.indexOf('f480'))
    await page.keyboard.press('Control+z')
    await expect.poll(order).toEqual(before)
    await picture(page, 'large-desk')
    expect(await barriers(page)).toEqual([])
    expect(complaints).toEqual([])
    await context.close()
  })

  it('shows the properties beside the field on a phone', { timeout: 240_000 }, async () => {
    const { page, complaints, context } = await opened(390, 844)
    await page.locator('[data-field=f250] .fd-field-face').tap()
    const name = page.getByLabel('名称（中文）')
    await name.waitFor()
    const { y } = (await name.boundingBox())!
    expect(y).toBeGreaterThan(400)
    expect(y).toBeLessThan(844)
    await picture(page, 'large-phone')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: '完成' }).tap()
    await name.waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
    await context.close()
  })
})
