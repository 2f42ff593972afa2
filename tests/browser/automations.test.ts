import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Automation } from '../../schemas/generated/definition.ts'
import { desk } from '../engine/sentence/desk.ts'
import { barriers, openBrowser, picture, visit } from './browser.ts'
import { Person } from './person.ts'
import { admin, type Office, startOffice } from './started.ts'

let browser: Browser
let office: Office

beforeAll(async () => {
  browser = await openBrowser()
  const broken: Automation = {
    key: 'broken',
    name: { zh: '公司名称当等级', en: 'Company as grade' },
    on: [{ event: 'created', form: 'lead' }],
    // A name that is no grade: refused each time it runs.
    then: [{ do: 'update', set: { grade: '={company}' } }],
  }
  office = await startOffice({ ...desk, automations: [broken] })
}, 120_000)
afterAll(async () => {
  await browser.close()
  await office.close()
})

describe.each([
  ['desk', 1440, 900],
  ['phone', 390, 844],
])('an administrator at the %s', (name, width, height) => {
  it('writes an automation as a sentence, publishes it, and sees what ran', { timeout: 240_000 }, async () => {
    const visitor = await visit(browser, width, height)
    const { page } = visitor
    await new Person(page, office.address).signIn(admin.login, admin.password)
    await page.goto(`${office.address}/a/desk/automations`)
    const sentence = page.getByLabel('写一句话')
    await sentence.fill('当新建')
    await page.getByRole('button', { name: '线索', exact: true }).click()
    expect(await sentence.inputValue()).toBe('当新建线索')
    await sentence.fill('当新建线索，请大家吃饭')
    await page.locator('mark', { hasText: '请大家吃饭' }).waitFor()
    await picture(page, `automations-${name}-1-not-understood`)
    expect(await barriers(page)).toEqual([])
    await sentence.fill('当客户72小时内没有新的跟进, 通知负责人和直属主管')
    await page.locator('.fw-sense', { hasText: '同一客户没有新建跟进' }).waitFor()
    await picture(page, `automations-${name}-2-understood`)
    await page.getByRole('button', { name: '加入草稿' }).click()
    await page.getByText('待发布：新增').first().waitFor()
    await picture(page, `automations-${name}-3-draft`)
    expect(await barriers(page)).toEqual([])
    expect((await office.call('POST', '/apps/desk/publish', { confirm: true })).status).toBe(200)
    await office.call('POST', '/apps/desk/forms/lead/records', { company: '甲公司' })
    await page.reload()
    await page.getByRole('button', { name: '运行记录' }).first().click()
    const line = page.getByRole('button', { name: /公司名称当等级/ }).last()
    await line.waitFor()
    await picture(page, `automations-${name}-4-runs`)
    expect(await barriers(page)).toEqual([])
    await line.click()
    await page.getByText('逐步结果').waitFor()
    await picture(page, `automations-${name}-5-run`)
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  })
})
