import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
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

it('takes pictures of an app with its sample data, and shows them in the store', { timeout: 240_000 }, async () => {
  const { page, complaints } = await visit(browser, 1440, 900)
  const author = new Person(page, office.address)
  await author.signIn(admin.login, admin.password)
  const installed = await page.request.post(`${office.address}/api/store/sales_management/install`, {
    headers: { 'sec-fetch-site': 'same-origin' },
    data: { sampleData: false },
  })
  expect(installed.status(), await installed.text()).toBe(201)
  await author.open('/designer/sales_management/app')
  await page.getByRole('button', { name: '发布到应用商店' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '拍图片' }).click()
  await dialog.getByRole('button', { name: '重新拍' }).waitFor({ timeout: 120_000 })
  await expect.poll(() => dialog.getByRole('img').count()).toBe(6)
  await picture(page, 'pictures-1-taken')
  expect(await barriers(page)).toEqual([])

  // Each shows something: a picture that failed would be one colour.
  const colours = await page.evaluate(async () => {
    const counts: number[] = []
    for (const image of document.querySelectorAll<HTMLImageElement>('.fd-pictures img')) {
      const canvas = document.createElement('canvas')
      canvas.width = 200
      canvas.height = 200
      const context = canvas.getContext('2d')!
      context.drawImage(image, 0, 0, 200, 200)
      const { data } = context.getImageData(0, 0, 200, 200)
      const seen = new Set<number>()
      for (let at = 0; at < data.length; at += 4) seen.add((data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!)
      counts.push(seen.size)
    }
    return counts
  })
  expect(Math.min(...colours), String(colours)).toBeGreaterThan(50)

  await dialog.getByRole('button', { name: '第 1 张往后移' }).click()
  await dialog.getByRole('button', { name: '去掉第 6 张' }).click()
  expect(await dialog.getByRole('img').count()).toBe(5)
  const own = await page.screenshot()
  await dialog.getByLabel('加自己的图片').setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer: own })
  await expect.poll(() => dialog.getByRole('img').count()).toBe(6)
  await dialog.getByRole('button', { name: '发布到应用商店' }).click()
  await page.getByText('等管理员在应用商店里批准').waitFor()

  await author.open('/store')
  await page.getByRole('button', { name: '批准上架' }).click()
  await page.getByText('已上架').first().waitFor()
  await author.open('/store?template=sales_management')
  const shown = page.getByRole('dialog').locator('img')
  await expect.poll(() => shown.count()).toBe(6)
  for (const image of await shown.all())
    await expect.poll(() => image.evaluate(one => (one as HTMLImageElement).naturalWidth)).toBeGreaterThan(300)
  await picture(page, 'pictures-2-store')
  if (process.env.FORMWORK_SCREENSHOTS !== undefined)
    for (const [n, image] of (await shown.all()).entries()) {
      const address = await image.getAttribute('src')
      const taken = await visit(browser, 1440, 900)
      await taken.context.addCookies(await page.context().cookies())
      await taken.page.goto(office.address + address)
      await picture(taken.page, `pictures-3-${n}`)
      await taken.context.close()
    }
  expect(complaints).toEqual([])
})
