import exceljs from 'exceljs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeBundle } from '../../server/store/bundle.ts'
import { newKeyPair } from '../../server/store/signature.ts'
import { trade } from '../fixtures/trade.ts'
import { barriers, openBrowser, picture, visit } from './browser.ts'
import { Person } from './person.ts'
import { admin, type Office, startOffice } from './started.ts'

let browser: Browser
let office: Office
const headers = { 'sec-fetch-site': 'same-origin' }

beforeAll(async () => {
  browser = await openBrowser()
  office = await startOffice(trade, { FORMWORK_OUTGOING_INSIDE: '127.0.0.0/8' })
}, 120_000)
afterAll(async () => {
  await browser.close()
  await office.close()
})

const renamed = (zh: string) => ({
  ...trade,
  forms: trade.forms.map(form =>
    form.key === 'customer'
      ? {
          ...form,
          fields: form.fields.map(field => (field.key === 'phone' ? { ...field, label: { zh, en: zh } } : field)),
        }
      : form,
  ),
})

describe('the app store', () => {
  it('takes a template in, installs it, upgrades it and keeps what the customer changed', {
    timeout: 240_000,
  }, async () => {
    const { page, complaints } = await visit(browser, 1440, 900)
    const author = new Person(page, office.address)
    await author.signIn(admin.login, admin.password)

    // Published from the designer, approved in the store, installed under a key of its own.
    await author.open('/designer/trade/app')
    await page.getByRole('button', { name: '发布到应用商店' }).click()
    await page.getByRole('dialog').getByLabel('更新说明').fill('第一版')
    await picture(page, 'store-1-publish')
    await page.getByRole('dialog').getByRole('button', { name: '发布到应用商店' }).click()
    await page.getByText('等管理员在应用商店里批准').waitFor()
    await author.open('/store')
    await page.getByText('等待批准的模板').waitFor()
    await picture(page, 'store-2-waiting')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: '批准上架' }).click()
    await page.locator('.fw-store-card').getByText('贸易').first().waitFor()
    expect(complaints).toEqual([])
  })

  it('makes an app from nothing and from a file, and opens it in the designer', { timeout: 240_000 }, async () => {
    const { page, complaints } = await visit(browser, 1440, 900)
    const author = new Person(page, office.address)
    await author.signIn(admin.login, admin.password)
    await author.open('/store')
    await page.getByRole('button', { name: '新建应用' }).click()
    await page.getByLabel('应用名称').fill('售后服务 Service')
    await picture(page, 'store-3-new')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: '创建' }).click()
    await page.waitForURL(/\/designer\/service/)
    await page.locator('.fd-canvas').waitFor()
    await picture(page, 'store-4-blank')

    const bundle = await (await page.request.get(`${office.address}/api/apps/trade/bundle`)).text()
    await author.open('/store')
    await page.getByRole('button', { name: '新建应用' }).click()
    await page.getByRole('tab', { name: '从应用文件' }).click()
    await page
      .getByLabel('选择文件')
      .setInputFiles({ name: 'trade.formwork.json', mimeType: 'application/json', buffer: Buffer.from(bundle) })
    await page.getByLabel('标识').fill('trade_2')
    await page.getByRole('button', { name: '创建' }).click()
    await page.waitForURL(/\/designer\/trade_2/)
    await page.locator('.fd-canvas').getByText('客户').first().waitFor()
    expect(complaints).toEqual([])
  })

  it('says who made a file before it is taken in, and trusts its author by one tick', {
    timeout: 240_000,
  }, async () => {
    const { page, complaints } = await visit(browser, 1440, 900)
    const person = new Person(page, office.address)
    await person.signIn(admin.login, admin.password)
    const author = { ...newKeyPair(), publisher: '远山软件' }
    const definition = { ...trade, key: 'far' }
    const choose = (bundle: object) =>
      page.getByLabel('选择文件').setInputFiles({
        name: 'far.formwork.json',
        mimeType: 'application/json',
        buffer: Buffer.from(JSON.stringify(bundle)),
      })
    await person.open('/store')
    await page.getByRole('button', { name: '新建应用' }).click()
    await page.getByRole('tab', { name: '从应用文件' }).click()
    await choose({ ...makeBundle(definition, undefined, author), notes: { zh: '改过' } })
    await page.getByText('文件不完整或被改动过').first().waitFor()
    await choose(makeBundle(definition))
    await page.getByText('没有签名').first().waitFor()
    await picture(page, 'store-10-unsigned')
    await choose(makeBundle(definition, undefined, author))
    await page.getByText('自称“远山软件”').waitFor()
    await picture(page, 'store-11-unknown')
    await page.setViewportSize({ width: 390, height: 844 })
    await picture(page, 'store-11-unknown-390')
    expect(await barriers(page)).toEqual([])
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByLabel('信任这个作者').check()
    await page.getByRole('button', { name: '创建' }).click()
    await page.waitForURL(/\/designer\/far/)

    // The company’s own word on it: who is trusted, what it signs with, whose apps it takes.
    await person.open('/store')
    await page.getByRole('button', { name: '商店设置' }).click()
    await page.getByText('远山软件').waitFor()
    await page.getByLabel('只限可信作者').check()
    await page.getByRole('button', { name: '换新签名' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '换新签名' }).click()
    await page.getByText('正在使用').waitFor()
    await page.getByText('新的签名已启用').waitFor()
    await picture(page, 'store-12-settings')
    expect(await barriers(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    await picture(page, 'store-12-settings-390')
    await page.setViewportSize({ width: 1440, height: 900 })

    // A stranger has no way in any more.
    await person.open('/store')
    await page.getByRole('button', { name: '新建应用' }).click()
    await page.getByRole('tab', { name: '从应用文件' }).click()
    await choose(makeBundle({ ...definition, key: 'far_2' }))
    await page.getByText('本公司只安装可信作者签名的应用').waitFor()
    expect(await page.getByRole('button', { name: '创建' }).isDisabled()).toBe(true)
    await person.open('/store/settings')
    await page.getByRole('button', { name: '不再信任' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '不再信任' }).click()
    await page.getByText('安装应用时可以勾选').waitFor()
    await page.getByLabel('任何人做的').check()
    expect(complaints.filter(text => !text.includes('422'))).toEqual([])
  })

  it('makes an app of an Excel sheet, its rows with it', { timeout: 240_000 }, async () => {
    const { page, complaints } = await visit(browser, 1440, 900)
    const author = new Person(page, office.address)
    await author.signIn(admin.login, admin.password)
    await author.open('/store')
    await page.getByRole('button', { name: '新建应用' }).click()
    await page.getByRole('tab', { name: '从 Excel 表格' }).click()
    const dialog = page.getByRole('dialog')
    const choose = (name: string, content: Buffer) =>
      dialog.getByLabel('选择文件').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: content })

    // A wrong file says so, and the next one goes.
    await choose('访客 Visits.xlsx', Buffer.from('%PDF-1.7'))
    await dialog.getByRole('button', { name: '创建' }).click()
    await page.getByText('这个文件读不懂').first().waitFor()
    await picture(page, 'store-6-sheet-wrong')
    const book = new exceljs.Workbook()
    const sheet = book.addWorksheet('访客')
    sheet.addRow(['客户名称', '手机', '金额', '阶段', '来访日期'])
    for (let n = 1; n <= 6; n += 1)
      sheet.addRow([`客户${n}`, `1380013800${n}`, 1200 * n, n % 2 ? '初访' : '复访', `2026-11-0${n}`])
    await choose('访客 Visits.xlsx', Buffer.from(await book.xlsx.writeBuffer()))
    expect(await dialog.getByLabel('应用名称').inputValue()).toBe('访客 Visits')
    await picture(page, 'store-7-sheet')
    expect(await barriers(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    await picture(page, 'store-7-sheet-390')
    expect(await barriers(page)).toEqual([])
    await page.setViewportSize({ width: 1440, height: 900 })
    await dialog.getByRole('button', { name: '创建' }).click()
    await page.waitForURL(/\/designer\/visits/)
    await page.locator('.fd-canvas').getByText('来访日期').first().waitFor()
    await picture(page, 'store-8-sheet-designer')
    await author.open('/a/visits')
    await page.getByText('客户6').first().waitFor()
    await picture(page, 'store-9-sheet-rows')
    // What the browser itself says of the refused file.
    expect(complaints.filter(text => !text.includes('422'))).toEqual([])
  })

  it('upgrades what was installed, asking where both changed the same', { timeout: 240_000 }, async () => {
    const { page, complaints } = await visit(browser, 1440, 900)
    const author = new Person(page, office.address)
    await author.signIn(admin.login, admin.password)
    const call = async (method: 'get' | 'post' | 'put', path: string, data?: object, more = {}) => {
      const answer = await page.request[method](`${office.address}/api${path}`, {
        headers: { ...headers, ...more },
        ...(data === undefined ? {} : { data }),
      })
      expect(answer.ok(), `${path} ${await answer.text()}`).toBe(true)
      return answer
    }
    const change = async (app: string, zh: string) => {
      const draft = await call('get', `/apps/${app}/draft`)
      await call(
        'put',
        `/apps/${app}/draft`,
        { definition: { ...renamed(zh), key: app } },
        { 'if-match': draft.headers().etag! },
      )
      await call('post', `/apps/${app}/publish`, { confirm: true })
    }
    await call('post', '/store/templates', { app: 'trade', key: 'kit', version: '1.0.0' })
    await call('post', '/store/templates/kit/1.0.0/approve', {})
    await call('post', '/store/kit/install', { sampleData: false })
    await change('kit', '联系电话')
    await change('trade', '手机')
    await call('post', '/store/templates', {
      app: 'trade',
      key: 'kit',
      version: '1.1.0',
      notes: { zh: '电话改叫手机' },
    })
    await call('post', '/store/templates/kit/1.1.0/approve', {})
    await author.open('/store')
    await page.getByRole('button', { name: '升级到 1.1.0' }).click()
    await page.getByText('处您和模板都改了').waitFor()
    await picture(page, 'store-5-upgrade')
    expect(await barriers(page)).toEqual([])
    for (const group of await page.getByRole('group').all())
      await group.getByRole('radio', { name: /保留我的/ }).check()
    await page.getByRole('dialog').getByRole('button', { name: '升级到 1.1.0' }).click()
    await page.getByText('已升级到 1.1.0').first().waitFor()
    const { definition } = await (await call('get', '/apps/kit')).json()
    expect(JSON.stringify(definition.forms)).toContain('联系电话')
    expect(complaints).toEqual([])
  })

  it('takes templates from the store of another company', { timeout: 180_000 }, async () => {
    const far = await startOffice({ ...trade, category: 'service' })
    for (const [path, body] of [
      [
        '/store/templates',
        { app: 'trade', key: 'far_service', version: '2.0.0', notes: { zh: '首个公开版本', en: 'First public one' } },
      ],
      ['/store/templates/far_service/2.0.0/approve', {}],
    ] as const)
      expect((await far.call('POST', path, body)).ok).toBe(true)
    const { page, complaints } = await visit(browser, 1440, 900)
    const publisher = new Person(page, far.address)
    await publisher.signIn(admin.login, admin.password)
    await publisher.open('/store/settings')
    await page.getByLabel('允许其他公司安装').check()
    await page.getByRole('button', { name: '新建访问码' }).click()
    await page.getByRole('dialog').getByLabel('给谁用').fill('近水贸易')
    await page.getByRole('dialog').getByRole('button', { name: '新建访问码' }).click()
    const code = (await page.locator('code', { hasText: 'fws_' }).textContent()) ?? ''
    await picture(page, 'store-13-offering')
    expect(await barriers(page)).toEqual([])

    const person = new Person(page, office.address)
    await person.open('/')
    await person.signIn(admin.login, admin.password)
    await person.open('/store/settings')
    await page.getByRole('button', { name: '添加商店' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('地址').fill(far.address)
    await dialog.getByRole('button', { name: '连接并保存' }).click()
    await page.getByText('不接受访问码').first().waitFor()
    await dialog.getByLabel('访问码').fill(code)
    await picture(page, 'store-14-add')
    await dialog.getByRole('button', { name: '连接并保存' }).click()
    await page.getByText(far.address).waitFor()

    await person.open('/store')
    await page.getByText('来自“明德”的商店').waitFor()
    await page.getByRole('button', { name: /^服务/ }).click()
    expect(await page.locator('.fw-store-card').count()).toBe(1)
    await picture(page, 'store-15-gallery')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('searchbox', { name: '搜索应用' }).fill('没有这种应用')
    await page.getByRole('button', { name: '显示全部' }).click()
    await page.setViewportSize({ width: 390, height: 844 })
    await picture(page, 'store-15-gallery-390')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.locator('.fw-store-card', { hasText: '来自' }).getByRole('button', { name: '安装' }).click()
    await page.getByText('自称“明德”').waitFor()
    await picture(page, 'store-16-detail')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: '安装' }).click()
    await page.waitForURL(/\/a\/far_service/)

    // A newer version, signed by another key: said loudly, and one tick more.
    for (const [path, body] of [
      ['/store-settings/keys', {}],
      ['/store/templates', { app: 'trade', key: 'far_service', version: '2.1.0', notes: { zh: '修正电话格式' } }],
      ['/store/templates/far_service/2.1.0/approve', {}],
    ] as const)
      expect((await far.call('POST', path, body)).ok).toBe(true)
    const { stores } = await (await page.request.get(`${office.address}/api/stores`)).json()
    await page.request.fetch(`${office.address}/api/stores/${stores[0].id}`, {
      method: 'PATCH',
      headers,
      data: { code },
    })
    await person.open('/store')
    await page.getByRole('button', { name: '升级到 2.1.0' }).click()
    await page.getByText('签名人变了').waitFor()
    const upgrade = page.getByRole('dialog').getByRole('button', { name: '升级到 2.1.0' })
    expect(await upgrade.isDisabled()).toBe(true)
    await picture(page, 'store-19-other-signer')
    expect(await barriers(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    await picture(page, 'store-19-other-signer-390')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByLabel('我已核对，仍要升级').check()
    await upgrade.click()
    await page.getByText('已升级到 2.1.0').first().waitFor()

    // It goes away: one line says so, and the gallery goes on.
    await far.close()
    const speak = (language: string) =>
      page.request.fetch(`${office.address}/api/me`, { method: 'PATCH', headers, data: { language } })
    await speak('en')
    await person.open('/store')
    await page
      .locator('.fw-store-card', { hasText: 'From the store of' })
      .getByRole('button', { name: 'Details' })
      .click()
    await page.getByText('cannot be reached').waitFor()
    await picture(page, 'store-17-gone')
    await page.getByRole('button', { name: 'Close' }).click()
    await page.getByRole('button', { name: 'Store settings' }).click()
    await page.getByText('Offering to others').waitFor()
    await picture(page, 'store-18-settings-en')
    await speak('zh')
    expect(complaints.filter(text => !/422|502/.test(text))).toEqual([])
  })
})
