import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { trade } from '../fixtures/trade.ts'
import { startFakeServer } from '../server/channels/fakeServer.ts'
import { startMailServer } from '../server/outbox/mailServer.ts'
import { barriers, openBrowser, picture, visit } from './browser.ts'
import { Person } from './person.ts'
import { admin, type Office, startOffice } from './started.ts'

/** An administrator sets how messages leave and what an app and other systems tell each other; the mail server is a real one, the ERP one of ours. */
let browser: Browser
let office: Office
let mail: Awaited<ReturnType<typeof startMailServer>>
let erp: Awaited<ReturnType<typeof startFakeServer>>

beforeAll(async () => {
  browser = await openBrowser()
  mail = await startMailServer()
  erp = await startFakeServer()
  const connectors: AppDefinition['connectors'] = [
    { key: 'shop', kind: 'webhook', name: { zh: '商城', en: 'Shop' } },
    { key: 'erp', kind: 'http', host: 'https://erp.example.com/api', auth: { type: 'bearer', secret: 'erp_token' } },
  ]
  office = await startOffice({ ...trade, connectors }, { FORMWORK_OUTGOING_INSIDE: '127.0.0.0/8' })
}, 120_000)
afterAll(async () => {
  await browser.close()
  await office.close()
  await mail.close()
  await erp.close()
})

const field = (page: Page, name: string) => page.getByLabel(name, { exact: true })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

it('lets an administrator set a mail server, try it, and see why a try failed', { timeout: 240_000 }, async () => {
  const visitor = await visit(browser, 1440, 900)
  const { page } = visitor
  await new Person(page, office.address).signIn(admin.login, admin.password)
  await page.goto(`${office.address}/settings/channels`)
  await page.getByRole('button', { name: /公司的邮件服务器/ }).click()
  await field(page, '服务器').fill('127.0.0.1')
  await field(page, '端口').fill(String(mail.port))
  await page.getByText('TLS（465）').click()
  await page.getByTitle('不加密').click()
  await field(page, '账号').fill('mailer')
  await field(page, '密码').fill('wrong')
  await field(page, '发件地址').fill('office@example.com')
  await picture(page, 'outside-desk-channel')
  await press(page, '保存')
  await page.getByText('已启用').waitFor()
  await page.getByRole('button', { name: /公司的邮件服务器/ }).click()
  await field(page, '发给').fill('wang@example.com')
  await press(page, '发送测试消息')
  await page
    .getByRole('status')
    .getByText(/535|凭据|账号|密码/)
    .first()
    .waitFor()
  await picture(page, 'outside-desk-channel-refused')
  await field(page, '密码').fill('mail-secret-1')
  await press(page, '保存')
  await page.getByRole('button', { name: /公司的邮件服务器/ }).click()
  await field(page, '发给').fill('wang@example.com')
  await press(page, '发送测试消息')
  await page.getByText('已送出，请查收。').waitFor()
  expect(mail.mails.map(({ recipients }) => recipients)).toEqual([['wang@example.com']])
  await page
    .getByRole('button', { name: 'Close' })
    .or(page.getByRole('button', { name: '取消' }))
    .first()
    .click()
  expect(await barriers(page)).toEqual([])
  await picture(page, 'outside-desk-channels')
  await page.getByText('发送记录').click()
  await page.getByText('wang@example.com').first().waitFor()
  await picture(page, 'outside-desk-deliveries')
  expect(await barriers(page)).toEqual([])
  await page.getByText('已发送').last().click()
  await page.getByText('经过').waitFor()
  await page.waitForTimeout(400)
  await picture(page, 'outside-desk-delivery')
  expect(visitor.complaints).toEqual([])
  await visitor.context.close()
})

it('connects an app to an ERP: nothing before its host is allowed, the secret once, a test event that arrives signed', {
  timeout: 240_000,
}, async () => {
  const visitor = await visit(browser, 1440, 900)
  const { page } = visitor
  await new Person(page, office.address).signIn(admin.login, admin.password)
  await page.goto(`${office.address}/a/trade/connections`)
  await press(page, '添加 Webhook')
  await field(page, '名称').fill('ERP')
  await field(page, '地址').fill(`${erp.base}/formwork`)
  await press(page, '保存')
  await page
    .getByText(/127\.0\.0\.1.*允许|不在允许/)
    .first()
    .waitFor()
  await picture(page, 'outside-desk-webhook-refused')
  await press(page, '取消')
  const hosts = page.getByRole('combobox', { name: '允许访问的主机' })
  await hosts.fill('127.0.0.1')
  await hosts.press('Enter')
  await page.getByText('已保存').first().waitFor()
  await press(page, '添加 Webhook')
  await field(page, '名称').fill('ERP')
  await field(page, '地址').fill(`${erp.base}/formwork`)
  await picture(page, 'outside-desk-webhook')
  await press(page, '保存')
  await page.getByText(/whsec_/).waitFor()
  await page.getByText('应用要访问“erp.example.com”').waitFor()
  await press(page, '允许')
  await page.getByText('应用要访问“erp.example.com”').waitFor({ state: 'detached' })
  await page.getByText('应用需要，尚未填写').waitFor()
  await press(page, '添加接收地址')
  await field(page, '名称').fill('网站表单')
  await field(page, '连接器').click()
  await page.getByTitle('商城').click()
  await press(page, '保存')
  await page.getByText('/api/hooks/').first().waitFor()
  await press(page, '添加密钥')
  await page.getByRole('dialog').getByLabel('名称').fill('erp_key')
  await field(page, '密钥内容').fill('k-123')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /OK|确 ?定/ })
    .click()
  await page.getByText('erp_key').waitFor()
  await picture(page, 'outside-desk-connections')
  expect(await barriers(page)).toEqual([])
  await press(page, '发送测试事件')
  await expect.poll(() => erp.heard.length).toBe(1)
  expect(erp.heard[0]?.headers['webhook-signature']).toMatch(/^v1,/)
  await page.reload()
  await page.getByText('/formwork').first().waitFor()
  expect(await page.getByText(/whsec_/).count()).toBe(0)
  expect(visitor.complaints).toEqual([])
  await visitor.context.close()
})

describe.each([
  ['desk', 1440, 900, 'zh-CN'],
  ['phone', 390, 844, 'zh-CN'],
  ['phone-en', 390, 844, 'en-US'],
])('one’s own notifications at the %s', (name, width, height, language) => {
  it('are chosen and kept', { timeout: 240_000 }, async () => {
    const visitor = await visit(browser, width, height)
    const { page } = visitor
    await new Person(page, office.address).signIn(admin.login, admin.password)
    const english = language === 'en-US'
    if (english)
      await page.evaluate(async () => {
        await fetch('/api/me', {
          method: 'PATCH',
          headers: { 'content-type': 'application/json' },
          body: '{"language":"en"}',
        })
      })
    await page.goto(`${office.address}/settings/notifications`)
    await field(page, english ? 'E-mail address' : '邮箱').fill('wang@example.com')
    const box = page.getByRole('checkbox', { name: english ? 'Copies · E-mail' : '抄送我 · 邮件' })
    const before = await box.isChecked()
    await box.click()
    const quiet = page.getByRole('checkbox', { name: english ? /Quiet hours/ : /免打扰/ })
    if (!(await quiet.isChecked())) await quiet.check()
    await page.locator('select').first().selectOption('daily')
    await picture(page, `outside-${name}-own`)
    await press(page, english ? 'Save' : '保存')
    await page
      .getByText(english ? 'Saved' : '已保存')
      .first()
      .waitFor()
    expect(await barriers(page)).toEqual([])
    await page.reload()
    await box.waitFor()
    expect(await box.isChecked()).toBe(!before)
    await picture(page, `outside-${name}-own-kept`)
    for (const path of ['/settings/channels', '/a/trade/connections']) {
      await page.goto(office.address + path)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      await page.waitForTimeout(600)
      await picture(page, `outside-${name}-page-${path.split('/').at(-1)}`)
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    }
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  })
})
