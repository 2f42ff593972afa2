import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { type Bundle, makeBundle } from '../../server/store/bundle.ts'
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

/** What the other server made of it: a field called otherwise and one more. */
const changed = (definition: AppDefinition, phone: string, added: string): AppDefinition => ({
  ...definition,
  forms: definition.forms.map(form =>
    form.key === 'customer'
      ? {
          ...form,
          fields: [
            ...form.fields.map(field => (field.key === 'phone' ? { ...field, label: { zh: phone } } : field)),
            { key: added, label: { zh: `字段 ${added}`, en: `Field ${added}` }, type: 'text' as const },
          ],
        }
      : form,
  ),
})

const asFile = (bundle: unknown) => ({
  name: 'trade.formwork.json',
  mimeType: 'application/json',
  buffer: Buffer.from(typeof bundle === 'string' ? bundle : JSON.stringify(bundle)),
})

describe('a change carried by file from another server', () => {
  it('is chosen on the versions page, looked at, merged and published', { timeout: 240_000 }, async () => {
    const { page, complaints } = await visit(browser, 1440, 900)
    const author = new Person(page, office.address)
    await author.signIn(admin.login, admin.password)
    const exported = (await (await page.request.get(`${office.address}/api/apps/trade/bundle`)).json()) as Bundle
    const { lineage } = exported
    const theirs = makeBundle(changed(trade, '手机', 'tried'), undefined, undefined, lineage)
    await author.open('/designer/trade/versions')
    const choice = page.getByLabel('选择另一台服务器上导出的应用文件')
    await choice.waitFor()
    await choice.scrollIntoViewIfNeeded()
    expect(await barriers(page)).toEqual([])
    await picture(page, 'from-file-1')

    await choice.setInputFiles(asFile('no app at all'))
    await page.getByText('这个文件读不懂').waitFor()
    await choice.setInputFiles(asFile(makeBundle({ ...trade, key: 'other', name: { zh: '别的应用' } })))
    const dialog = page.getByRole('dialog', { name: '从文件带入更改' })
    await dialog.getByText('这是“别的应用”的文件').waitFor()
    await picture(page, 'from-file-2-other')
    await page.keyboard.press('Escape')

    await choice.setInputFiles(asFile(theirs))
    await dialog.getByText('从两边都有的最近一版算起').waitFor()
    expect(await barriers(page)).toEqual([])
    await picture(page, 'from-file-3')
    await dialog.getByRole('button', { name: '带过来并发布' }).click()
    await page.getByText('文件里的更改已生效').waitFor()
    await page.getByText('从文件带入的更改', { exact: true }).waitFor()
    const { definition } = await (await page.request.get(`${office.address}/api/apps/trade`)).json()
    const fields = definition.forms.find((form: { key: string }) => form.key === 'customer').fields
    expect(fields.find((field: { key: string }) => field.key === 'phone').label.zh).toBe('手机')
    // An error on purpose is told in the console as well.
    expect(complaints.filter(text => !text.includes('422'))).toEqual([])
  })

  it('asks for every difference where nothing is in common, on a phone and in English', {
    timeout: 240_000,
  }, async () => {
    const { page, context } = await visit(browser, 390, 844)
    const author = new Person(page, office.address)
    await author.signIn(admin.login, admin.password)
    await office.call('PATCH', '/me', { language: 'en' })
    await author.open('/designer/trade/versions')
    const choice = page.getByLabel('Choose the app file exported on the other server')
    await choice.setInputFiles(asFile(makeBundle(changed(trade, '电话号码', 'apart'))))
    const dialog = page.getByRole('dialog', { name: 'Bring changes from a file' })
    await dialog.getByText('have no version in common').waitFor()
    const go = dialog.getByRole('button', { name: 'Bring here and publish' })
    expect(await go.isDisabled()).toBe(true)
    expect(await barriers(page)).toEqual([])
    await picture(page, 'from-file-4-phone-en')
    await dialog.getByLabel('Keep mine').check()
    await go.click()
    await page.getByText('The changes of the file are in effect').waitFor()
    await context.close()
  })
})
