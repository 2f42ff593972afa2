import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeBundle } from '../../server/store/bundle.ts'
import { green } from '../fixtures/green-add-on.ts'
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

describe('an add-on of the store', () => {
  it('of an app that is not there yet leads to it', { timeout: 240_000 }, async () => {
    const { page } = await visit(browser, 1440, 900)
    const person = new Person(page, office.address)
    await person.signIn(admin.login, admin.password)
    await person.open('/store')
    const card = page.locator('.fw-store-card', { hasText: '客户 ESG 评级' })
    await card.getByText('扩展：销售管理').waitFor()
    await card.scrollIntoViewIfNeeded()
    expect(await barriers(page)).toEqual([])
    await picture(page, 'add-on-1-store')
    await card.getByRole('button', { name: '添加', exact: true }).click()
    await page.getByText('您还没有这样的应用').waitFor()
    await picture(page, 'add-on-2-host-first')
    await page.getByRole('button', { name: '去安装“销售管理”' }).click()
    // Installed, it says what it uses outside and nobody has connected yet; nothing waits for that.
    const host = page.getByRole('dialog', { name: '销售管理', exact: true })
    await host.getByRole('checkbox').first().uncheck()
    await host.getByRole('button', { name: '安装', exact: true }).click()
    await page.waitForURL(/\/a\/sales_management/, { timeout: 60_000 })
    await page.getByRole('button', { name: /项没有连接，去看看/ }).click()
    const list = page.getByRole('region', { name: '还没有连接' })
    await list.getByText('邮件还没有连接').waitFor()
    expect(await barriers(page)).toEqual([])
    await picture(page, 'add-on-2b-connecting')
    await list.getByRole('button', { name: '去连接: 邮件还没有连接' }).click()
    await page.waitForURL(/\/settings\/channels/)
  })

  it('is looked at, added, used and removed again', { timeout: 240_000 }, async () => {
    const { page, complaints } = await visit(browser, 1440, 900)
    const person = new Person(page, office.address)
    await person.signIn(admin.login, admin.password)
    const offered = await office.call('POST', '/store/templates', { addOn: green, version: '1.0.0' })
    expect(offered.status, await offered.text()).toBe(201)
    expect((await office.call('POST', '/store/templates/green/1.0.0/approve', {})).status).toBe(200)
    await person.open('/store')
    const card = page.locator('.fw-store-card', { hasText: '绿色评级' })
    await card.getByRole('button', { name: '添加', exact: true }).click()
    const detail = page.getByRole('dialog', { name: '绿色评级', exact: true })
    await detail.getByText('客户新增字段：').waitFor()
    expect(await barriers(page)).toEqual([])
    await picture(page, 'add-on-3-detail')
    await detail.getByRole('button', { name: '看看会改变什么' }).click()
    const merge = page.getByRole('dialog', { name: '给“贸易”添加“绿色评级”' })
    await merge.getByText('“客户”新增字段“绿色等级”').first().waitFor()
    expect(await barriers(page)).toEqual([])
    await picture(page, 'add-on-4-changes')
    await merge.getByRole('button', { name: '添加并发布' }).click()
    await page.getByText('“绿色评级”已添加到“贸易”').waitFor({ timeout: 60_000 })
    await card.getByText('已安装').waitFor()

    await person.open('/a/trade/f/customer/new')
    await person.field('green_grade').waitFor()
    await person.field('green_grade').scrollIntoViewIfNeeded()
    await picture(page, 'add-on-5-form')

    await person.open('/a/trade/settings')
    const part = page.getByRole('region', { name: '扩展' })
    await part.getByText('绿色评级').waitFor()
    await part.scrollIntoViewIfNeeded()
    expect(await barriers(page)).toEqual([])
    await picture(page, 'add-on-6-settings')
    await part.getByRole('button', { name: '移除' }).click()
    const removal = page.getByRole('dialog', { name: '移除扩展“绿色评级”' })
    await removal.getByText('填过的数据仍然保留').waitFor()
    expect(await barriers(page)).toEqual([])
    await picture(page, 'add-on-7-removal')
    await removal.getByRole('button', { name: '移除并发布' }).click()
    await part.getByText('还没有扩展').waitFor({ timeout: 60_000 })
    const { definition } = await (await page.request.get(`${office.address}/api/apps/trade`)).json()
    const fields = definition.forms.find((form: { key: string }) => form.key === 'customer').fields
    expect(fields.filter((field: { key: string }) => field.key.startsWith('green'))).toEqual([])
    expect(complaints).toEqual([])
  })

  it('comes from a file as well, on a phone and in English', { timeout: 240_000 }, async () => {
    const { page, context } = await visit(browser, 390, 844)
    const person = new Person(page, office.address)
    await person.signIn(admin.login, admin.password)
    await office.call('PATCH', '/me', { language: 'en' })
    await person.open('/store')
    await person.press('New app')
    await page.getByRole('tab', { name: 'From an app file' }).click()
    const file = {
      name: 'green.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(makeBundle({ ...green, key: 'green_file' }))),
    }
    await page.getByLabel('Choose a file').setInputFiles(file)
    await page.getByText('This is an add-on and no app by itself').waitFor()
    expect(await barriers(page)).toEqual([])
    await picture(page, 'add-on-8-file-phone-en')
    await person.press('See what changes')
    const merge = page.getByRole('dialog', { name: 'Add “Green rating” to “Trade”' })
    await merge.getByText('new field').first().waitFor()
    await picture(page, 'add-on-9-changes-phone-en')
    await merge.getByRole('button', { name: 'Add and publish' }).click()
    await page.getByText('“Green rating” is now part of “Trade”').waitFor({ timeout: 60_000 })
    await person.open('/a/trade/settings')
    await page.getByRole('region', { name: 'Add-ons' }).getByText('Green rating').waitFor()
    await page.getByRole('region', { name: 'Add-ons' }).scrollIntoViewIfNeeded()
    await picture(page, 'add-on-10-settings-phone-en')
    expect(await barriers(page)).toEqual([])
    await context.close()
  })
})
