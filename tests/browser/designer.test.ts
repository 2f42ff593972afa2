import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trade } from '../fixtures/trade.ts'
import { type Started, startServer, temporaryData } from '../server/process.ts'
import { openBrowser, picture, type Visitor, visit } from './browser.ts'
import { keyed } from './made.ts'
import { Person } from './person.ts'

const data = temporaryData()
const account = { FORMWORK_ADMIN_LOGIN: 'designer', FORMWORK_ADMIN_PASSWORD: 'designer-password-1' }
let server: Started
let address: string
let browser: Browser
let visitor: Visitor
let author: Person
let old: { id: string }

beforeAll(async () => {
  server = startServer({ FORMWORK_DATA: data.folder, FORMWORK_LOG_LEVEL: 'error', ...account })
  address = await server.ready
  browser = await openBrowser()
  visitor = await visit(browser, 1440, 900)
  author = new Person(visitor.page, address)
  await author.signIn(account.FORMWORK_ADMIN_LOGIN, account.FORMWORK_ADMIN_PASSWORD)
  const api = visitor.page.request
  const headers = { 'sec-fetch-site': 'same-origin' }
  expect((await api.post(`${address}/api/apps`, { headers, data: { definition: trade } })).status()).toBe(201)
  old = await (
    await api.post(`${address}/api/apps/trade/forms/customer/records`, { headers, data: { name: '老客户' } })
  ).json()
})
afterAll(async () => {
  await browser.close()
  server.child.kill('SIGTERM')
  await server.ended
  await data.remove()
})

describe('a director in the designer', () => {
  it('drags a drop-down into the form, binds it to a library, makes it required and publishes', {
    timeout: 240_000,
  }, async () => {
    const { page } = author
    await author.open('/designer/trade/forms/customer')
    await page.locator('.fd-canvas').waitFor()
    const from = (await page.locator('[data-type=select]').boundingBox())!
    const to = (await page.locator('[data-field=phone]').boundingBox())!
    await page.mouse.move(from.x + 12, from.y + 12)
    await page.mouse.down()
    await page.mouse.move(to.x + 30, to.y + 30, { steps: 15 })
    await picture(page, 'designer-1-drag')
    await page.mouse.up()
    await page.locator(keyed('data-field', 'select_1')).waitFor()
    await page.getByLabel('名称（中文）').fill('客户分级')
    await page.getByLabel('名称（英文）').fill('Tier')
    await page.getByLabel('必填').check()
    await page.getByLabel('选项来自').selectOption('industry')
    await page.getByText('草稿已保存').waitFor()
    await picture(page, 'designer-2-field')
    await page.getByRole('button', { name: '预览' }).click()
    await page.getByRole('main').getByText('客户分级').first().waitFor()
    await picture(page, 'designer-3-preview')
    await page.getByRole('button', { name: '发布', exact: true }).click()
    await page.getByText('新增字段“客户分级”').first().waitFor()
    await picture(page, 'designer-4-publish')
    await page.getByRole('button', { name: /发布 \d+ 处更改/ }).click()
    await page
      .getByText(/已发布/)
      .first()
      .waitFor()
    // In effect: the next form asks for it, the old record still opens.
    const seen = await page.request.get(`${address}/api/apps/trade`)
    expect(JSON.stringify(await seen.json())).toContain('客户分级')
    await author.open('/a/trade/f/customer/new')
    const tier = page.locator(keyed('data-path', '/select_1'))
    await tier.getByText('客户分级').first().waitFor()
    await author.type('name', '新客户')
    await author.press('保存')
    await tier
      .getByText(/请填写/)
      .first()
      .waitFor()
    await picture(page, 'designer-5-form')
    await author.open(`/a/trade/f/customer/r/${old.id}`)
    await page.getByText('老客户').first().waitFor()
  })

  it('moves a field by the keyboard alone, and takes it back with undo', { timeout: 240_000 }, async () => {
    const { page } = author
    await author.open('/designer/trade/forms/customer')
    const order = () =>
      page.locator('[data-field]').evaluateAll(fields => fields.map(field => field.getAttribute('data-field')))
    await page.locator('.fd-canvas').waitFor()
    const before = await order()
    await page.locator('[data-field=industry] .fd-grip').focus()
    await page.keyboard.press('Space')
    await page.waitForTimeout(300)
    await page.keyboard.press('ArrowLeft')
    await page.waitForTimeout(300)
    await page.keyboard.press('Space')
    await page.getByText('草稿已保存').waitFor()
    await expect.poll(order).not.toEqual(before)
    await page.getByRole('button', { name: '撤销' }).click()
    await expect.poll(order).toEqual(before)
  })

  it('says at once what is wrong with a formula, and does not publish it', { timeout: 240_000 }, async () => {
    const { page } = author
    await author.open('/designer/trade/forms/customer')
    await page.locator('[data-field=rebate_rate] .fd-field-face').click()
    await page.getByRole('button', { name: '编辑公式：公式' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: '公式' }).fill('{商机总额} * {不存在}')
    await page.getByRole('dialog').getByRole('alert').first().waitFor()
    await picture(page, 'designer-6-mistake')
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
    await page.getByRole('alert').first().waitFor()
    await page.getByRole('button', { name: '发布', exact: true }).click()
    await page.getByText('需要先解决').waitFor()
    expect(await page.getByRole('button', { name: '解决问题后再发布' }).isDisabled()).toBe(true)
  })

  it('sees the commission to the cent while typing, stored the same, and its steps', { timeout: 240_000 }, async () => {
    const { page } = author
    await author.open('/a/trade/f/opportunity/new')
    await author.type('title', '提成示例')
    await author.choose('customer', '老客户')
    await author.type('amount', '1200000')
    await author.type('received', '1200000')
    await author.field('commission').getByText('93,792.00').waitFor()
    await author.press('保存')
    await page.waitForURL(/\/f\/opportunity\/r\//)
    await page.getByText('93,792.00').first().waitFor()
    const id = page.url().split('/').at(-1)
    const stored = await (await page.request.get(`${address}/api/apps/trade/forms/opportunity/records/${id}`)).json()
    expect(stored.commission).toBe('93792.00')
    await page
      .getByRole('button', { name: /怎么算的/ })
      .first()
      .click()
    const steps = page.getByRole('dialog')
    await steps
      .getByText(/1,?200,?000/)
      .first()
      .waitFor()
    await steps
      .getByText(/93,?792/)
      .first()
      .waitFor()
    await picture(page, 'commission-explained')
  })

  it('without a complaint of the browser', () => expect(visitor.complaints).toEqual([]))
})
