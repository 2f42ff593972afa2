import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trade } from '../fixtures/trade.ts'
import { barriers, openBrowser, picture, type Visitor, visit } from './browser.ts'
import { Person } from './person.ts'
import { admin, type Office, startOffice } from './started.ts'

let office: Office
let browser: Browser
let visitor: Visitor
let page: Page

beforeAll(async () => {
  office = await startOffice(trade)
  const made = await office.call('POST', '/apps/trade/forms/customer/records', { name: '老客户', secret: '80.00' })
  expect(made.status).toBe(201)
  browser = await openBrowser()
  visitor = await visit(browser, 1440, 900)
  page = visitor.page
  await new Person(page, office.address).signIn(admin.login, admin.password)
})
afterAll(async () => {
  await browser.close()
  await office.close()
})

const field = (key: string) => page.locator(`[data-path="/${key}"]`)

describe('a director previews the draft', () => {
  it('as somebody who sees less, on a real record, on a phone', { timeout: 240_000 }, async () => {
    await page.goto(`${office.address}/designer/trade/forms/customer`)
    await page.getByRole('button', { name: '预览' }).click()
    await field('name').waitFor()
    await field('secret').waitFor()
    await page.getByLabel('填写内容').selectOption({ label: '老客户' })
    await expect.poll(() => field('name').locator('input').inputValue()).toBe('老客户')
    await expect.poll(() => field('secret').locator('input').inputValue()).toBe('80.00')
    await picture(page, 'preview-admin')
    await page.getByLabel('以谁的身份').selectOption({ label: '销售' })
    await expect.poll(() => field('name').locator('input').inputValue()).toBe('老客户')
    expect(await field('secret').count()).toBe(0)
    await page.getByLabel('填写内容').selectOption({ label: '空白记录' })
    await page.getByLabel('以谁的身份').selectOption({ label: '总监' })
    await page.getByText('“总监”不能新建，只能看。').waitFor()
    await page.getByRole('button', { name: '手机' }).click()
    await picture(page, 'preview-director-phone')
    expect(await barriers(page)).toEqual([])
  })

  it('lets time pass over what is filled in, and keeps it as a scenario', { timeout: 240_000 }, async () => {
    await page.goto(`${office.address}/designer/trade/preview/opportunity?at=seller`)
    const person = new Person(page, office.address)
    await person.type('title', '华东招标')
    await person.choose('customer', '老客户')
    await page.getByRole('button', { name: '用表单里填的内容开始' }).click()
    const trial = page.getByRole('complementary', { name: '走一走时间' })
    await trial.getByText('销售 新建商机“华东招标”').waitFor()
    await trial.getByRole('button', { name: '3 天', exact: true }).click()
    await trial.getByText('+3 天').first().waitFor()
    // He moves it on himself; the gate holds, and the step is taken back.
    await trial.getByLabel('推进到…').selectOption({ label: '技术方案' })
    await trial.getByText('销售 把“华东招标”推进到“技术方案”').waitFor()
    await trial.getByLabel('推进到…').selectOption({ label: '合同' })
    await trial.locator('.is-wrong').waitFor()
    await picture(page, 'preview-trial')
    await trial.getByRole('button', { name: '撤回上一步' }).click()
    await trial.locator('.is-wrong').waitFor({ state: 'detached' })
    expect(await barriers(page)).toEqual([])
    await trial.getByRole('button', { name: '保存为场景' }).click()
    await page.getByText('草稿已保存').waitFor()
    await trial.getByRole('button', { name: '推演：试用商机' }).click()
    await trial.getByText('都和预期一样').waitFor()
    await page.setViewportSize({ width: 390, height: 844 })
    await page.request.patch(`${office.address}/api/me`, {
      headers: { 'sec-fetch-site': 'same-origin' },
      data: { language: 'en' },
    })
    await page.reload()
    await page.getByRole('button', { name: /^Play: / }).click()
    await page.getByText('All as expected').waitFor()
    await picture(page, 'preview-trial-390-en')
    expect(await barriers(page)).toEqual([])
  })

  it('opens the whole app as the draft has it, as the same role', { timeout: 240_000 }, async () => {
    await page.request.patch(`${office.address}/api/me`, {
      headers: { 'sec-fetch-site': 'same-origin' },
      data: { language: 'zh' },
    })
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${office.address}/designer/trade/preview/opportunity?at=seller`)
    const [whole] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: '打开整个应用' }).click(),
    ])
    await whole.getByText('草稿预览：').waitFor()
    expect(await whole.getByLabel('以谁的身份看').inputValue()).toBe('seller')
    expect(await whole.getByRole('link', { name: '去安装' }).count()).toBe(0)
    await picture(whole, 'preview-whole')
    expect(await barriers(whole)).toEqual([])
    await whole.getByRole('link', { name: '退出演示' }).click()
    await whole.waitForURL(/designer\/trade\/preview/)
    await whole.close()
  })

  it('without a complaint of the browser', () => expect(visitor.complaints).toEqual([]))
})
