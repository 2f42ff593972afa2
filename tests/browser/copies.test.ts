import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { trade } from '../fixtures/trade.ts'
import { barriers, openBrowser, picture, visit } from './browser.ts'
import { Person } from './person.ts'
import { admin, type Office, startOffice } from './started.ts'

let browser: Browser
let office: Office

const saves = new Map<string, number>()
/** The revision of a draft that only this test saves. */
function revision(app: string): number {
  const now = (saves.get(app) ?? 0) + 1
  saves.set(app, now)
  return now
}

/** A field called otherwise and one more, published. */
async function change(app: string, phone: string, added: string): Promise<void> {
  const forms = trade.forms.map(form =>
    form.key === 'customer'
      ? {
          ...form,
          fields: [
            ...form.fields.map(field =>
              field.key === 'phone' ? { ...field, label: { ...field.label, zh: phone } } : field,
            ),
            { key: added, label: { zh: `字段 ${added}`, en: `Field ${added}` }, type: 'text' },
          ],
        }
      : form,
  )
  const name = app === 'trade' ? trade.name : { zh: '贸易试用', en: 'Trade, to try' }
  const definition = { ...trade, key: app, name, forms } as AppDefinition
  const saved = await office.call('PUT', `/apps/${app}/draft`, { definition }, { 'if-match': `"${revision(app)}"` })
  expect(saved.status, await saved.text()).toBe(200)
  const published = await office.call('POST', `/apps/${app}/publish`, { confirm: true })
  expect(published.status, await published.text()).toBe(200)
}

beforeAll(async () => {
  browser = await openBrowser()
  office = await startOffice(trade)
  const name = { zh: '贸易试用', en: 'Trade, to try' }
  expect((await office.call('POST', '/apps/trade/copy', { key: 'trade_test', name })).status).toBe(201)
}, 120_000)
afterAll(async () => {
  await browser.close()
  await office.close()
})

describe('a change tried in a copy', () => {
  it('is brought into the real app from its versions, with a choice where both changed the same', {
    timeout: 240_000,
  }, async () => {
    const { page, complaints } = await visit(browser, 1440, 900)
    const author = new Person(page, office.address)
    await author.signIn(admin.login, admin.password)
    await change('trade_test', '手机', 'tried')
    await change('trade', '联系电话', 'meanwhile')
    await author.open('/designer/trade/versions')
    await page.getByText('有 2 处改动还没有带过来').waitFor()
    expect(await barriers(page)).toEqual([])
    await picture(page, 'copies-1')
    await author.press('带过来')
    const dialog = page.getByRole('dialog', { name: '从“贸易试用”带来改动' })
    await dialog.getByText('1 处您和“贸易试用”都改了').waitFor()
    expect(await dialog.getByRole('button', { name: '带过来并发布' }).isDisabled()).toBe(true)
    expect(await barriers(page)).toEqual([])
    await picture(page, 'copies-2-conflict')
    await dialog.getByLabel('用“贸易试用”的').check()
    await dialog.getByRole('button', { name: '带过来并发布' }).click()
    await page.getByText('“贸易试用”的改动已生效').waitFor()
    await page.getByText('没有新的改动').waitFor()
    await page.getByText('来自“贸易试用”的改动').first().waitFor()
    const { definition } = await (await page.request.get(`${office.address}/api/apps/trade`)).json()
    const fields = definition.forms.find((form: { key: string }) => form.key === 'customer').fields
    expect(fields.find((field: { key: string }) => field.key === 'phone').label.zh).toBe('手机')
    expect(fields.map((field: { key: string }) => field.key)).toEqual(expect.arrayContaining(['tried', 'meanwhile']))
    expect(complaints).toEqual([])
  })

  it('says so on a phone, in English', { timeout: 240_000 }, async () => {
    const { page, context } = await visit(browser, 390, 844)
    const author = new Person(page, office.address)
    await author.signIn(admin.login, admin.password)
    await office.call('PATCH', '/me', { language: 'en' })
    await change('trade_test', '手机', 'again')
    await author.open('/designer/trade/versions')
    await page.getByRole('button', { name: 'Bring here' }).click()
    const dialog = page.getByRole('dialog', { name: 'Bring changes from “Trade, to try”' })
    await dialog.getByText('What happens to the data').waitFor()
    await picture(page, 'copies-3-phone-en')
    expect(await barriers(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await author.press('Make a copy')
    await page.getByText('(to try)').first().waitFor()
    await context.close()
  })
})
