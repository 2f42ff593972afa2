import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { trade } from '../fixtures/trade.ts'
import { barriers, openBrowser, picture, type Visitor, visit } from './browser.ts'
import { tabTo } from './keyboard.ts'
import { keyed } from './made.ts'
import { Person } from './person.ts'
import { admin, type Office, startOffice } from './started.ts'

let office: Office
let browser: Browser
let visitor: Visitor
let page: Page
let author: Person

beforeAll(async () => {
  office = await startOffice(trade)
  browser = await openBrowser()
  visitor = await visit(browser, 1440, 900)
  page = visitor.page
  author = new Person(page, office.address)
  await author.signIn(admin.login, admin.password)
})
afterAll(async () => {
  await browser.close()
  await office.close()
})

const card = (item: string) => page.locator(keyed('data-item', item))
const hasFocus = (item: string) =>
  expect.poll(() => card(item).evaluate(one => one === document.activeElement)).toBe(true)
const api = (path: string) => page.request.get(`${office.address}/api/apps/trade${path}`)

/** Carries a kind of step from the palette to the ＋ of a way. */
async function carry(kind: string, way: string): Promise<void> {
  const from = (await page.locator(`[data-kind=${kind}]`).boundingBox())!
  const to = (await page.locator(keyed('data-way', way)).boundingBox())!
  await page.mouse.move(from.x + 20, from.y + 12)
  await page.mouse.down()
  await page.mouse.move(to.x + 60, to.y + 40, { steps: 8 })
  await page.mouse.move(to.x + 14, to.y + 14, { steps: 4 })
  await picture(page, `workflow-drag-${kind}`)
  await page.mouse.up()
}

/** Publishes by the buttons, and starts the workflow for an amount; answers the step it stands at. */
async function stepFor(workflow: string, amount: string): Promise<string | undefined> {
  const make = async (form: string, values: object): Promise<string> => {
    const made = await office.call('POST', `/apps/trade/forms/${form}/records`, values)
    expect(made.status).toBe(201)
    return ((await made.json()) as { id: string }).id
  }
  const customer = await make('customer', { name: `客户 ${workflow} ${amount}` })
  const id = await make('opportunity', { title: `金额 ${amount}`, amount, customer })
  const place = `/forms/opportunity/records/${id}/workflows`
  const { definition } = (await (await api('/draft')).json()) as { definition: AppDefinition }
  const key = definition.workflows?.find(one => one.key.startsWith(`${workflow}_`))?.key
  const started = await office.call('POST', `/apps/trade${place}/${key}`, {})
  expect(started.status, await started.text()).toBeLessThan(300)
  const text = JSON.stringify(await (await api(place)).json())
  return /"node":"(approve_\d)[_"]/.exec(text)?.[1] ?? text
}

async function publish(): Promise<void> {
  await page.getByText('草稿已保存').waitFor()
  await page.getByRole('button', { name: '发布', exact: true }).click()
  await page.getByRole('button', { name: /发布 \d+ 处更改/ }).waitFor()
  await picture(page, 'workflow-publish')
  await page.getByRole('button', { name: /发布 \d+ 处更改/ }).click()
  await page
    .getByText(/已发布/)
    .first()
    .waitFor()
}

describe('a director builds an approval', () => {
  it('by mouse: a branch for large amounts, the director within 48 hours', { timeout: 240_000 }, async () => {
    await author.open('/designer/trade/workflows')
    await page.getByRole('button', { name: '新建审批流程' }).waitFor()
    await picture(page, 'workflow-empty')
    await page.getByRole('button', { name: '新建审批流程' }).click()
    await page.getByLabel('名称（中文）').fill('大额审批')
    await page.getByLabel('用于表单').selectOption('opportunity')
    await carry('exclusive', '>')
    await card('exclusive_1>0').click()
    await page.getByRole('button', { name: '添加条件' }).click()
    await page.getByLabel('字段', { exact: true }).click()
    await page.getByRole('option', { name: '预计金额' }).click()
    await page.getByLabel('值', { exact: true }).fill('1000000')
    await card('exclusive_1>0').getByText('预计金额大于 1000000').waitFor()
    await carry('approve', 'exclusive_1>0')
    await card('approve_2').waitFor()
    await page.getByLabel('谁来审批').click()
    await page.getByRole('option', { name: '直属主管', exact: true }).click()
    await page.getByRole('option', { name: '总监', exact: true }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '48 小时未处理就转给主管' }).click()
    await card('approve_2').getByText('总监审批，48 小时后转给处理人的直属主管').waitFor()
    await picture(page, 'workflow-built')
    expect(await barriers(page)).toEqual([])
    await publish()
    expect(await stepFor('workflow_1', '2000000')).toBe('approve_2')
    expect(await stepFor('workflow_1', '5')).toBe('approve_1')
  })

  it('by the keyboard alone: the same', { timeout: 240_000 }, async () => {
    await author.open('/designer/trade/workflows')
    await card('$start').waitFor()
    await tabTo(page, '新建流程')
    await page.keyboard.press('Enter')
    await page.waitForURL(/workflow_2/)
    await card('approve_1').waitFor()
    await tabTo(page, '用于表单', 'combobox')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Escape')
    expect(await page.getByLabel('用于表单').inputValue()).toBe('opportunity')
    await hasFocus('$start')
    await page.keyboard.press('+')
    await page.getByRole('menuitem', { name: /条件分支/ }).waitFor()
    await picture(page, 'workflow-insert')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await hasFocus('exclusive_1')
    await page.keyboard.press('ArrowDown')
    await hasFocus('exclusive_1>0')
    await page.keyboard.press('Enter')
    await tabTo(page, '添加条件')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    await tabTo(page, '字段', 'combobox')
    await page.keyboard.press('Enter')
    await page.keyboard.type('预计金额')
    await page.keyboard.press('Enter')
    await tabTo(page, '值', 'textbox')
    await page.keyboard.type('1000000')
    await page.keyboard.press('Escape')
    await card('exclusive_1>0').getByText('预计金额大于 1000000').waitFor()
    await hasFocus('exclusive_1>0')
    await page.keyboard.press('Insert')
    await page.keyboard.press('Enter')
    await hasFocus('approve_2')
    await page.keyboard.press('Enter')
    await tabTo(page, '谁来审批', 'combobox')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.keyboard.type('总监')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await tabTo(page, '48 小时未处理就转给主管')
    await page.keyboard.press('Enter')
    await card('approve_2').getByText('总监审批，48 小时后转给处理人的直属主管').waitFor()
    await publish()
    expect(await stepFor('workflow_2', '2000000')).toBe('approve_2')
  })

  it('copies, moves and removes steps by keys, and takes it all back', { timeout: 240_000 }, async () => {
    await author.open('/designer/trade/workflows')
    const steps = () => page.locator('.wf-item.is-approve').count()
    await card('approve_2').click()
    await hasFocus('approve_2')
    await page.keyboard.press('Control+d')
    await expect.poll(steps).toBe(3)
    await picture(page, 'workflow-doubled')
    await page.keyboard.press('Delete')
    await expect.poll(steps).toBe(2)
    await card('exclusive_1').click()
    await page.keyboard.press('Control+c')
    await card('approve_1').click()
    await page.keyboard.press('Control+v')
    await hasFocus('exclusive_2')
    await picture(page, 'workflow-pasted')
    for (let n = 0; n < 3; n += 1) await page.keyboard.press('Control+z')
    await card('exclusive_2').waitFor({ state: 'detached' })
    await expect.poll(steps).toBe(2)
  })

  it('moves a step by dragging it onto another line, and shows on it what is wrong', { timeout: 240_000 }, async () => {
    await author.open('/designer/trade/workflows')
    await card('approve_1').waitFor()
    const from = (await card('approve_1').boundingBox())!
    const to = (await page.locator(keyed('data-way', 'exclusive_1>1')).boundingBox())!
    await page.mouse.move(from.x + 40, from.y + 20)
    await page.mouse.down()
    await page.mouse.move(to.x, to.y + 60, { steps: 6 })
    await page.mouse.move(to.x + 12, to.y + 12, { steps: 4 })
    await picture(page, 'workflow-move')
    await page.mouse.up()
    const above = async (item: string) => (await card(item).boundingBox())!.y
    await expect.poll(async () => (await above('approve_1')) === (await above('approve_2'))).toBe(true)
    await card('approve_1').click()
    await page.getByLabel('谁来审批').click()
    await page.getByRole('option', { name: '直属主管', exact: true }).click()
    await page.keyboard.press('Escape')
    await card('approve_1').getByText('还没有选择处理人').waitFor()
    await card('approve_1').locator('.wf-badge').waitFor()
    await page.locator('.wf-panel').getByRole('alert').first().waitFor()
    await picture(page, 'workflow-finding')
    await card('approve_1').focus()
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await card('approve_1').locator('.wf-badge').waitFor({ state: 'detached' })
  })

  it('asks before steps go that nothing leads to any more', { timeout: 240_000 }, async () => {
    await author.open('/designer/trade/workflows')
    await page.locator('[data-way=">"]').click()
    await page.getByRole('menuitem', { name: /^结束/ }).click()
    await page.getByRole('dialog').getByText(/审批/).first().waitFor()
    await picture(page, 'workflow-lost')
    await page.keyboard.press('Escape')
    expect(await card('exclusive_1').count()).toBe(1)
  })

  it('on a phone, in English, in the dark', { timeout: 240_000 }, async () => {
    const phone = await visit(browser, 390, 844, 'en-GB')
    await phone.context.addCookies(await visitor.context.cookies())
    const speak = (language: string) =>
      phone.page.request.patch(`${office.address}/api/me`, {
        headers: { 'sec-fetch-site': 'same-origin' },
        data: { language },
      })
    await speak('en')
    await phone.page.emulateMedia({ colorScheme: 'dark' })
    await phone.page.goto(`${office.address}/designer/trade/workflows`)
    await phone.page.locator(keyed('data-item', 'approve_2')).waitFor()
    await phone.page.getByRole('button', { name: 'Publish' }).waitFor()
    expect(await phone.page.evaluate(() => getComputedStyle(document.body).colorScheme)).toContain('dark')
    await picture(phone.page, 'workflow-390')
    await phone.page.locator(keyed('data-item', 'approve_2')).tap()
    await phone.page.locator('.wf-panel').waitFor()
    await picture(phone.page, 'workflow-390-panel')
    expect(await barriers(phone.page)).toEqual([])
    expect(phone.complaints).toEqual([])
    await speak('zh')
    await phone.context.close()
  })

  it('without a complaint of the browser', () => expect(visitor.complaints).toEqual([]))
})
