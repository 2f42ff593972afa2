import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trade } from '../fixtures/trade.ts'
import { type Started, startServer, temporaryData } from '../server/process.ts'
import { barriers, openBrowser, picture, type Visitor, visit } from './browser.ts'
import { Person } from './person.ts'

const data = temporaryData()
const account = { FORMWORK_ADMIN_LOGIN: 'designer', FORMWORK_ADMIN_PASSWORD: 'designer-password-1' }
let server: Started
let address: string
let browser: Browser
let visitor: Visitor
let author: Person
let page: Page
let customer: string
let deal: string

const post = async (path: string, body: unknown) => {
  const headers = { 'sec-fetch-site': 'same-origin' }
  const answer = await page.request.post(`${address}/api${path}`, { headers, data: body })
  expect(answer.status(), await answer.text()).toBe(201)
  return (await answer.json()) as { id: string }
}

beforeAll(async () => {
  server = startServer({ FORMWORK_DATA: data.folder, FORMWORK_LOG_LEVEL: 'error', ...account })
  address = await server.ready
  browser = await openBrowser()
  visitor = await visit(browser, 1440, 900)
  page = visitor.page
  author = new Person(page, address)
  await author.signIn(account.FORMWORK_ADMIN_LOGIN, account.FORMWORK_ADMIN_PASSWORD)
  await post('/apps', { definition: trade })
})
afterAll(async () => {
  await browser.close()
  server.child.kill('SIGTERM')
  await server.ended
  await data.remove()
})

const dialog = () => page.getByRole('dialog')
const code = () => dialog().getByRole('textbox', { name: '公式' })
const openFormula = async () => {
  await author.open('/designer/trade/forms/opportunity')
  await page.locator('[data-field=commission] .fd-field-face').click()
  await page.getByRole('button', { name: '编辑公式：公式' }).click()
  await code().waitFor()
}

/** Clears the editor and types. */
const write = async (text: string) => {
  await code().focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await page.keyboard.type(text)
}
const result = () => dialog().locator('.fd-try-result')

/** A list of completions takes no key in the first moments it is open, so that nothing is accepted by accident. */
async function take(key: 'Enter' | 'Tab'): Promise<void> {
  await page.waitForTimeout(300)
  await page.keyboard.press(key)
}

describe('the formula editor', () => {
  it('completes fields and functions while typing, with argument help, and shows labels', {
    timeout: 240_000,
  }, async () => {
    await openFormula()
    await write('ROU')
    await dialog()
      .getByRole('option', { name: /ROUND\b/ })
      .first()
      .waitFor()
    await picture(page, 'formula-1-completion')
    await take('Enter')
    await page.keyboard.type('已收')
    await dialog()
      .getByRole('option', { name: /已收款/ })
      .first()
      .waitFor()
    await dialog().locator('.fd-signature b').getByText('数字').waitFor()
    await picture(page, 'formula-2-signature')
    await take('Tab')
    await dialog().locator('.cm-content .fd-chip').getByText('已收款').waitFor()
    await page.keyboard.type(' * 客户.返点')
    await dialog()
      .getByRole('option', { name: /客户\.返点比例/ })
      .waitFor()
    // Esc closes the list, not the dialog.
    await page.keyboard.press('Escape')
    await dialog().getByRole('listbox').waitFor({ state: 'detached' })
    expect(await dialog().count()).toBe(1)
    await page.keyboard.press('Control+Space')
    await dialog()
      .getByRole('option', { name: /客户\.返点比例/ })
      .waitFor()
    await take('Enter')
    await page.keyboard.type(', 2')
    await dialog().locator('.fd-signature b').getByText('小数位').waitFor()
    expect(await barriers(page)).toEqual([])
  })

  it('says that there are no records yet, and works with sample values', { timeout: 240_000 }, async () => {
    await write('已收款 * 8%')
    await dialog().getByText('这个表单还没有记录').waitFor()
    await dialog().getByLabel('已收款').fill('1000')
    await result().getByText('¥80.00').waitFor()
  })

  it('gives the result on the newest record while typing, with its steps', { timeout: 240_000 }, async () => {
    customer = (await post('/apps/trade/forms/customer/records', { name: '老客户' })).id
    for (const [title, received] of [
      ['旧商机', '100000'],
      ['新商机', '1200000'],
    ])
      deal = (await post('/apps/trade/forms/opportunity/records', { title, customer, amount: '9000000', received })).id
    await openFormula()
    await write('{received} * {rate}')
    await dialog().getByLabel('用哪条记录').getByRole('option', { name: '新商机' }).waitFor({ state: 'attached' })
    await result().getByText('¥96,000.00').waitFor()
    await picture(page, 'formula-3-result')
    await page.keyboard.type(' * (1 - 返点)')
    await result().getByText('¥93,792.00').waitFor()
    await dialog().locator('.fw-explain-lines').getByText('0.977').first().waitFor()
    await dialog().getByLabel('搜索记录').fill('旧')
    await result().getByText('¥7,816.00').waitFor()
    await dialog().getByText('换几个数试试').click()
    await dialog().getByLabel('提成比例').fill('0.1')
    await result().getByText('¥9,770.00').waitFor()
    expect(await barriers(page)).toEqual([])
  })

  it('underlines a mistake, says it, and mends it by one press', { timeout: 240_000 }, async () => {
    await write('已收款 * {rte} * (1 - 返点)')
    await dialog().locator('.fd-code-mistake').getByText('rte').waitFor()
    await dialog().getByText('没有名为“rte”的字段').waitFor()
    await picture(page, 'formula-4-mistake')
    await dialog().getByRole('button', { name: '改为 提成比例' }).click()
    await dialog().locator('.cm-content .fd-chip').getByText('提成比例').waitFor()
    await dialog().locator('.fd-code-mistake').waitFor({ state: 'detached' })
  })

  it('inserts from the lists of functions and fields', { timeout: 240_000 }, async () => {
    await write('1 + ')
    await dialog().getByRole('button', { name: '函数', exact: true }).click()
    await dialog()
      .getByLabel(/搜索函数/)
      .fill('四舍五入')
    await dialog().getByText('四舍五入，小数位可为负').waitFor()
    await picture(page, 'formula-5-functions')
    await dialog().getByRole('button', { name: 'ROUND(1250, -2)' }).click()
    await dialog().getByRole('button', { name: '字段', exact: true }).click()
    await page.keyboard.press('End')
    await dialog()
      .getByLabel(/搜索字段/)
      .fill('返点比例')
    await dialog().locator('.fd-fields button').first().click()
    expect(await code().textContent()).toContain('返点比例')
  })

  it('puts in a worked example with the fields of the form', { timeout: 240_000 }, async () => {
    await write('')
    await dialog().getByRole('button', { name: '例子', exact: true }).click()
    await picture(page, 'formula-7-examples')
    await dialog()
      .getByLabel(/想算什么/)
      .fill('分段')
    await dialog().getByLabel('金额', { exact: true }).selectOption({ label: '已收款' })
    await picture(page, 'formula-8-example')
    expect(await barriers(page)).toEqual([])
    await dialog().getByRole('button', { name: '用这个公式' }).click()
    await dialog().locator('.cm-content .fd-chip').getByText('已收款').waitFor()
    await result().getByText('¥1,000.00').waitFor()
    await dialog()
      .getByLabel(/想算什么/)
      .fill('没有这样的事')
    await dialog()
      .getByText(/没有这样的例子/)
      .waitFor()
    await dialog().getByRole('button', { name: '字段', exact: true }).click()
  })

  it('is left by Tab when no list is open', { timeout: 240_000 }, async () => {
    await write('已收款 * ')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('.cm-editor') === null)).toBe(true)
  })

  it('keeps what was written by keys, and publishes it', { timeout: 240_000 }, async () => {
    await write('已收款 * 提成比例 * (1 - 返点) + SUM(明细.小计)')
    await page.keyboard.press('Escape')
    await result().waitFor()
    await dialog().getByRole('button', { name: '确定' }).click()
    await page.getByRole('button', { name: '编辑公式：公式' }).getByText('明细').waitFor()
    await page.getByText('草稿已保存').waitFor()
    const draft = await (await page.request.get(`${address}/api/apps/trade/draft`)).json()
    const form = draft.definition.forms.find(({ key }: { key: string }) => key === 'opportunity')
    expect(form.fields.find(({ key }: { key: string }) => key === 'commission').formula).toBe(
      '{received} * {rate} * (1 - {rebate}) + SUM({lines.line_total})',
    )
    await page.getByRole('button', { name: '发布', exact: true }).click()
    await page.getByRole('button', { name: /发布 \d+ 处更改/ }).click()
    await page
      .getByText(/已发布/)
      .first()
      .waitFor()
  })

  it('fits a phone', { timeout: 240_000 }, async () => {
    const phone = await visit(browser, 390, 844)
    const small = new Person(phone.page, address)
    await small.signIn(account.FORMWORK_ADMIN_LOGIN, account.FORMWORK_ADMIN_PASSWORD)
    await small.open('/designer/trade/forms/opportunity')
    await phone.page.locator('[data-field=commission] .fd-field-face').click()
    await phone.page.getByRole('button', { name: '编辑公式：公式' }).click()
    await phone.page.locator('.fd-try-result').waitFor()
    await phone.page.locator('.cm-content .fd-chip').first().waitFor()
    await picture(phone.page, 'formula-6-phone')
    const width = await phone.page.locator('.fd-formula-dialog').evaluate(element => element.scrollWidth)
    expect(width).toBeLessThanOrEqual(390)
    expect(phone.complaints).toEqual([])
    await phone.context.close()
  })
})

describe('how was this worked out?', () => {
  it('opens from the record, goes deeper in place, and links what it read', { timeout: 240_000 }, async () => {
    await author.open(`/a/trade/f/opportunity/r/${deal}`)
    await author
      .field('customer_rate')
      .getByRole('button', { name: /怎么算的/ })
      .click()
    await dialog().getByText('直接取自').waitFor()
    await dialog()
      .getByRole('link', { name: /老客户/ })
      .waitFor()
    await dialog().getByRole('button', { name: '这个数怎么来的？' }).click()
    await dialog().getByText('成立', { exact: true }).first().waitFor()
    await dialog().locator('.fw-explain-inner').getByText('18,000,000').first().waitFor()
    await dialog().locator('.fw-explain-inner').getByRole('button', { name: '这个数怎么来的？' }).click()
    await dialog()
      .getByRole('link', { name: /旧商机/ })
      .waitFor()
    await dialog().locator('.fw-explain-sum').getByText('18,000,000').waitFor()
    await picture(page, 'explain-deeper')
    expect(await barriers(page)).toEqual([])
  })

  it('prints as a page of its own', { timeout: 240_000 }, async () => {
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByText('打印于').isVisible()).toBe(true)
    expect(await dialog().getByText('客户返点').first().isVisible()).toBe(true)
    expect(await page.getByRole('navigation').first().isVisible()).toBe(false)
    expect(await dialog().getByRole('button', { name: '打印' }).isVisible()).toBe(false)
    const paper = await page.pdf({ format: 'A4' })
    expect(paper.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
    await page.emulateMedia({ media: null })
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })

  it('reads in English on a phone, and says since when the rule holds', { timeout: 240_000 }, async () => {
    const phone = await visit(browser, 390, 844)
    const reader = new Person(phone.page, address)
    await reader.signIn(account.FORMWORK_ADMIN_LOGIN, account.FORMWORK_ADMIN_PASSWORD)
    const headers = { 'sec-fetch-site': 'same-origin' }
    await phone.page.request.patch(`${address}/api/me`, { headers, data: { language: 'en' } })
    await reader.open(`/a/trade/f/opportunity/r/${deal}`)
    await reader.field('commission').getByRole('button', { name: 'How was this worked out?' }).click()
    const sheet = phone.page.getByRole('dialog')
    await sheet.getByText('¥93,792.00').first().waitFor()
    await sheet.getByText(/version 2, published on/).waitFor()
    const box = (await sheet.boundingBox())!
    expect([box.width, box.height]).toEqual([390, 844])
    expect(await sheet.evaluate(element => element.scrollWidth)).toBeLessThanOrEqual(390)
    expect(await barriers(phone.page)).toEqual([])
    await picture(phone.page, 'explain-phone-en')
    expect(phone.complaints).toEqual([])
    await phone.page.request.patch(`${address}/api/me`, { headers, data: { language: 'zh' } })
    await phone.context.close()
  })

  it('without a complaint of the browser', () => expect(visitor.complaints).toEqual([]))
})
