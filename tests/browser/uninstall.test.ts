import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trade } from '../fixtures/trade.ts'
import { barriers, openBrowser, picture, visit } from './browser.ts'
import { Person } from './person.ts'
import { admin, type Office, startOffice } from './started.ts'

let browser: Browser
let office: Office
const headers = { 'sec-fetch-site': 'same-origin' }

beforeAll(async () => {
  browser = await openBrowser()
  office = await startOffice(trade)
}, 120_000)
afterAll(async () => {
  await browser.close()
  await office.close()
})

describe('taking an app away', () => {
  it('says what goes, gives everything as a file, asks for the name, and can be taken back', {
    timeout: 240_000,
  }, async () => {
    for (const name of ['明德贸易', '远山软件', '近水电器'])
      expect((await office.call('POST', '/apps/trade/forms/customer/records', { name })).status).toBe(201)
    const { page, complaints } = await visit(browser, 1440, 900)
    const person = new Person(page, office.address)
    await person.signIn(admin.login, admin.password)
    await person.open('/a/trade/settings')
    await page.getByRole('button', { name: '移除这个应用' }).waitFor()
    await picture(page, 'uninstall-1-settings')
    await page.getByRole('button', { name: '移除这个应用' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('3 条').waitFor()
    await picture(page, 'uninstall-2-ask')
    expect(await barriers(page)).toEqual([])
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('link', { name: '先导出全部数据' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^trade-[0-9-]+\.zip$/)
    const act = dialog.getByRole('button', { name: '移除应用' })
    expect(await act.isDisabled()).toBe(true)
    await dialog.getByLabel('输入应用名称').fill('贸')
    expect(await act.isDisabled()).toBe(true)
    await dialog.getByLabel('输入应用名称').fill('贸易')
    await page.setViewportSize({ width: 390, height: 844 })
    await picture(page, 'uninstall-2-ask-390')
    expect(await barriers(page)).toEqual([])
    await page.setViewportSize({ width: 1440, height: 900 })
    await act.click()
    await page.waitForURL(/\/apps$/)
    await page.getByText('已移除，30 天内可以恢复').waitFor()

    await person.open('/store/settings')
    await page.getByRole('link', { name: '已移除的应用' }).click()
    await page.getByText('保留到').waitFor()
    await picture(page, 'uninstall-3-removed')
    expect(await barriers(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    await picture(page, 'uninstall-3-removed-390')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('button', { name: '恢复' }).click()
    await page.getByText('没有已移除的应用').waitFor()
    await person.open('/a/trade/f/customer')
    await page.getByText('近水电器').first().waitFor()

    // Away again, and for good; in English.
    await page.request.fetch(`${office.address}/api/me`, { method: 'PATCH', headers, data: { language: 'en' } })
    await person.open('/a/trade/settings')
    await page.getByRole('button', { name: 'Remove this app' }).click()
    await dialog.getByLabel('Type the app’s name').fill('Trade')
    await picture(page, 'uninstall-4-ask-en')
    await dialog.getByRole('button', { name: 'Remove the app' }).click()
    await page.waitForURL(/\/apps$/)
    await person.open('/store/removed')
    await page.getByRole('button', { name: 'Delete for good' }).click()
    await picture(page, 'uninstall-5-purge-en')
    await dialog.getByRole('button', { name: 'Delete for good' }).click()
    await page.getByText('No removed apps').waitFor()
    expect(complaints).toEqual([])
  })
})
