import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { trade } from '../fixtures/trade.ts'
import { barriers, openBrowser, picture, type Visitor, visit } from './browser.ts'
import { tabTo } from './keyboard.ts'
import { keyed } from './made.ts'
import { Person } from './person.ts'
import { admin, type Office, startOffice } from './started.ts'

/** The trade app, its customers without stages, with the two papers a technical proposal asks for. */
const app: AppDefinition = {
  ...trade,
  forms: trade.forms.map(form =>
    form.key === 'customer'
      ? {
          ...form,
          fields: [
            ...form.fields,
            { key: 'proposal_pdf', label: { zh: '技术方案（PDF）', en: 'Proposal (PDF)' }, type: 'attachment' },
            { key: 'signed_scan', label: { zh: '客户签字扫描件', en: 'Signed scan' }, type: 'attachment' },
          ],
        }
      : form,
  ),
}

let office: Office
let browser: Browser
let visitor: Visitor
let page: Page

beforeAll(async () => {
  office = await startOffice(app)
  browser = await openBrowser()
  visitor = await visit(browser, 1440, 900)
  page = visitor.page
  await new Person(page, office.address).signIn(admin.login, admin.password)
})
afterAll(async () => {
  await browser.close()
  await office.close()
})

const stages = () =>
  page.locator('[data-stage]').evaluateAll(all => all.map(one => one.querySelector('strong')?.textContent))
const stage = (key: string) => page.locator(keyed('data-stage', key))

describe('a director sets the stages of a form', () => {
  it('adds the technical proposal with its gate and approval in few actions', { timeout: 240_000 }, async () => {
    await page.goto(`${office.address}/designer/trade/stages/customer`)
    await page.getByRole('button', { name: '先加三个阶段' }).waitFor()
    await picture(page, 'stages-empty')
    let actions = 0
    const act = async (work: Promise<unknown>): Promise<void> => {
      actions += 1
      await work
    }
    await act(page.getByRole('button', { name: '先加三个阶段' }).click())
    await act(page.getByRole('button', { name: '在“新建”之后加阶段' }).click())
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
    await act(page.keyboard.type('技术方案'))
    await act(page.getByLabel('必须填好').click())
    await act(page.getByRole('option', { name: '技术方案（PDF）' }).click())
    await act(page.getByRole('option', { name: '客户签字扫描件' }).click())
    await act(page.keyboard.press('Escape'))
    await act(page.getByLabel('审批', { exact: true }).selectOption({ label: '新建审批…' }))
    await act(page.getByLabel('谁来审批').click())
    await act(page.getByRole('option', { name: '总监', exact: true }).click())
    await stage('stage_4').getByText('审批：技术方案审批').waitFor()
    const proposal = (await stage('stage_4').getAttribute('data-stage')) ?? ''
    expect(actions).toBeLessThanOrEqual(10)
    await picture(page, 'stages-gate')
    expect(await barriers(page)).toEqual([])
    await page.getByText('草稿已保存').waitFor()
    await page.getByRole('button', { name: '发布', exact: true }).click()
    await page.getByRole('button', { name: /发布 \d+ 处更改/ }).click()
    await page
      .getByText(/已发布/)
      .first()
      .waitFor()
    // In effect: a customer does not leave the stage without its papers.
    const made = await office.call('POST', '/apps/trade/forms/customer/records', { name: '甲' })
    expect(made.status, await made.clone().text()).toBe(201)
    const { id } = (await made.json()) as { id: string }
    const move = (to: string) => office.call('POST', `/apps/trade/forms/customer/records/${id}/stage`, { to })
    const entered = await move(proposal)
    expect(entered.status, await entered.text()).toBe(200)
    const moved = await move('stage_2')
    expect(moved.status).toBe(422)
    expect(await moved.text()).toContain('技术方案')
  })

  it('does the same by the keyboard alone', { timeout: 240_000 }, async () => {
    await page.goto(`${office.address}/designer/trade/stages/customer`)
    await stage('stage_3').waitFor()
    await tabTo(page, /^进行中/)
    await page.keyboard.press('+')
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
    await page.keyboard.type('试用')
    await tabTo(page, '必须填好', 'combobox')
    await page.keyboard.press('Enter')
    await page.keyboard.type('签字')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await tabTo(page, '审批', 'combobox')
    await page.keyboard.press('End')
    await tabTo(page, '谁来审批', 'combobox')
    await page.keyboard.press('Enter')
    await page.keyboard.type('总监')
    await page.keyboard.press('Enter')
    await stage('stage_5').getByText('审批：试用审批').waitFor()
    await stage('stage_5').getByText('要求：客户签字扫描件').waitFor()
    await stage('stage_5').focus()
    for (let n = 0; n < 10 && (await stages()).length > 4; n += 1) {
      await page.keyboard.press('Control+z')
      await page.waitForTimeout(100)
    }
    await expect.poll(stages).toEqual(['新建', '技术方案', '进行中', '完成'])
    await page.getByText('草稿已保存').waitFor()
  })

  it('orders them by keys and by dragging, and takes one away with a word on what stands there', {
    timeout: 240_000,
  }, async () => {
    await page.goto(`${office.address}/designer/trade/stages/customer`)
    await stage('stage_4').waitFor()
    await stage('stage_4').focus()
    await page.keyboard.press('Alt+ArrowRight')
    await expect.poll(stages).toEqual(['新建', '进行中', '技术方案', '完成'])
    await expect.poll(() => stage('stage_4').evaluate(one => one === document.activeElement)).toBe(true)
    const from = (await stage('stage_4').boundingBox())!
    const to = (await stage('stage_1').boundingBox())!
    await page.mouse.move(from.x + 80, from.y + 20)
    await page.mouse.down()
    await page.mouse.move(to.x + 20, to.y + 30, { steps: 10 })
    await picture(page, 'stages-drag')
    await page.mouse.up()
    await expect.poll(stages).toEqual(['技术方案', '新建', '进行中', '完成'])
    await stage('stage_4').focus()
    await page.keyboard.press('Delete')
    await page
      .getByRole('dialog')
      .getByText(/1 条记录/)
      .waitFor()
    await picture(page, 'stages-remove')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await expect.poll(stages).toEqual(['新建', '技术方案', '进行中', '完成'])
  })

  it('on a phone', { timeout: 240_000 }, async () => {
    const phone = await visit(browser, 390, 844)
    await phone.context.addCookies(await visitor.context.cookies())
    await phone.page.goto(`${office.address}/designer/trade/stages/customer`)
    await phone.page.locator(keyed('data-stage', 'stage_4')).waitFor()
    await picture(phone.page, 'stages-390')
    await phone.page.locator(keyed('data-stage', 'stage_4')).tap()
    await phone.page.locator('.wf-panel').waitFor()
    await picture(phone.page, 'stages-390-panel')
    expect(await barriers(phone.page)).toEqual([])
    expect(phone.complaints).toEqual([])
    await phone.context.close()
  })

  it('without a complaint of the browser', () => expect(visitor.complaints).toEqual([]))
})
