import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { all, formula, node } from '../engine/definition/finding-cases/case.ts'
import { both, put } from '../engine/definition/merge-cases/case.ts'
import { office } from '../fixtures/office.ts'
import { barriers, openBrowser, picture, type Visitor, visit } from './browser.ts'
import { Person } from './person.ts'
import { admin, type Office, startOffice } from './started.ts'

let browser: Browser
let visitor: Visitor
let author: Person
let place: Office

/** What a beginner leaves behind: a name misspelt, a formula that cannot be, a branch without a way on, a field without its English. */
const careless = all(
  formula('{dals} * 2'),
  put('views/customers/columns', ['name', 'industry', 'phon']),
  put('workflows/large/nodes/size/next', [{ to: 'director', when: '{amount} > {$settings.limit}' }]),
  node({ by: 'ROLE("bord")' }),
  put('forms/customer/fields/fax', { key: 'fax', label: { zh: '传真' }, type: 'phone' }),
  put('forms/opportunity/rules/never', {
    key: 'never',
    label: both('不可能', 'Never'),
    when: 'AND({amount} > 100, {amount} < 50)',
    require: ['risk'],
  }),
)

beforeAll(async () => {
  place = await startOffice(office)
  browser = await openBrowser()
  visitor = await visit(browser, 1440, 900)
  author = new Person(visitor.page, place.address)
  await author.signIn(admin.login, admin.password)
  const { request } = visitor.page
  const draft = await (await request.get(`${place.address}/api/apps/trade/draft`)).json()
  const saved = await request.put(`${place.address}/api/apps/trade/draft`, {
    headers: { 'sec-fetch-site': 'same-origin', 'if-match': `"${draft.revision}"` },
    data: { definition: careless(office) as AppDefinition },
  })
  expect(saved.status(), await saved.text()).toBe(200)
})
afterAll(async () => {
  await browser.close()
  await place.close()
})

describe('the check of a draft', () => {
  it('lists what is wrong by element, mends with a click, and takes it back', { timeout: 240_000 }, async () => {
    const { page } = author
    await author.open('/designer/trade/check')
    const errors = page.getByRole('region', { name: /发布前必须解决/ })
    await errors.waitFor()
    await errors.getByRole('heading', { name: '表单“客户”' }).waitFor()
    expect(await errors.getByRole('listitem').count()).toBe(4)
    await picture(page, 'check-1-desk')
    expect(await barriers(page)).toEqual([])
    await errors.getByRole('button', { name: '改为 {deals} * 2' }).click()
    await expect.poll(() => errors.getByRole('listitem').count()).toBe(3)
    await page.getByRole('button', { name: '撤销' }).first().click()
    await expect.poll(() => errors.getByRole('listitem').count()).toBe(4)
  })

  it('leads to the place by keyboard alone', { timeout: 240_000 }, async () => {
    const { page } = author
    await author.open('/designer/trade/check')
    const go = page.getByRole('button', { name: '去修改：流程“大额审批” 节点“是否大额”' })
    await go.waitFor()
    await go.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/workflows\/large\?at=size/)
    await page.goBack()
    await page.getByRole('region', { name: /发布前必须解决/ }).waitFor()
  })

  it('says where a field and a setting are used, before they are changed', { timeout: 240_000 }, async () => {
    const { page } = author
    await author.open('/designer/trade/forms/opportunity?at=amount')
    await page.getByText('用在哪里').click()
    await page.getByText('规则“超过一千万须附风险评估” 条件').waitFor()
    await picture(page, 'check-5-field-uses')
    await author.open('/designer/trade/settings/limit')
    await page.getByText('用在哪里').click()
    await page.getByRole('button', { name: '规则“超过一千万须附风险评估” 条件' }).waitFor()
    await picture(page, 'check-6-setting-uses')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: '规则“超过一千万须附风险评估” 条件' }).click()
    await page.waitForURL(/forms\/opportunity/)
  })

  it('asks before an option is removed that something needs', { timeout: 240_000 }, async () => {
    const { page } = author
    await author.open('/designer/trade/libraries/industry')
    await page.getByRole('button', { name: '移除 医疗' }).click()
    await page.getByRole('dialog').getByText('选项库“子行业”').waitFor()
    await picture(page, 'check-7-option')
    await page.keyboard.press('Escape')
    await author.open('/designer/trade/roles/director')
    await page.getByText('用在哪里').click()
    await page.getByRole('button', { name: '节点“经理审批” 找不到人时' }).first().waitFor()
  })

  it('reads in English and on a phone', { timeout: 240_000 }, async () => {
    const phone = await visit(browser, 390, 844, 'en-GB')
    const other = new Person(phone.page, place.address)
    await phone.context.addCookies(await visitor.context.cookies())
    const headers = { 'sec-fetch-site': 'same-origin' }
    await phone.page.request.patch(`${place.address}/api/me`, { headers, data: { language: 'en' } })
    await other.open('/designer/trade/check')
    await phone.page.locator('.fd-check-row').first().waitFor()
    await picture(phone.page, 'check-3-phone')
    expect(await barriers(phone.page)).toEqual([])
    await phone.page.setViewportSize({ width: 1440, height: 900 })
    await picture(phone.page, 'check-4-desk-en')
    await phone.page.request.patch(`${place.address}/api/me`, { headers, data: { language: 'zh' } })
    await phone.context.close()
  })

  it('is empty when every mend was taken, and leads on to the publish', { timeout: 240_000 }, async () => {
    const { page } = author
    await author.open('/designer/trade/check')
    const rows = page.locator('.fd-check-row:has(.fd-check-acts button:not([aria-label]))')
    await rows.first().waitFor()
    for (let left = 40; left > 0 && (await rows.count()) > 0; left -= 1) {
      const before = await page.locator('.fd-check-row').count()
      await rows.first().locator('.fd-check-acts button').first().click()
      await expect.poll(() => page.locator('.fd-check-row').count()).toBeLessThan(before)
    }
    // A rule that contradicts itself is for a person to think about.
    await page.getByText('这个条件不可能成立').waitFor()
    expect(await page.getByRole('region', { name: /发布前必须解决/ }).count()).toBe(0)
    await picture(page, 'check-2-left')
  })
})
