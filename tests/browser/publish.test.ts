import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition, Field } from '../../schemas/generated/definition.ts'
import { follow } from '../server/ladders/follow.ts'
import { barriers, openBrowser, picture, type Visitor, visit } from './browser.ts'
import { Person } from './person.ts'
import { admin, type Office, startOffice } from './started.ts'

const both = (zh: string, en: string) => ({ zh, en })
const leadForm = follow.forms[0]!
const size: Field = { key: 'size', label: both('公司规模', 'Company size'), type: 'text' }
const level: Field = { key: 'level', label: both('意向等级', 'Interest'), type: 'select', options: 'level' }
const code: Field = { key: 'code', label: both('编号', 'Code'), type: 'text' }
const app: AppDefinition = {
  ...follow,
  key: 'leads',
  name: both('线索跟进', 'Leads'),
  optionLibraries: [
    {
      key: 'level',
      label: both('意向等级', 'Interest'),
      options: [
        { key: 'high', label: both('高', 'High') },
        { key: 'middle', label: both('中', 'Middle') },
        { key: 'low', label: both('低', 'Low') },
      ],
    },
  ],
  forms: [
    {
      ...leadForm,
      fields: [
        { key: 'name', label: both('线索名称', 'Lead'), type: 'text' },
        ...leadForm.fields.slice(1),
        size,
        level,
        { key: 'fax', label: both('传真', 'Fax'), type: 'phone' },
      ],
    },
    ...follow.forms
      .slice(1)
      .map(form => (form.key === 'customer' ? { ...form, fields: [...form.fields, code] } : form)),
  ],
  roles: [
    {
      ...{ key: 'seller', label: both('销售', 'Seller') },
      grants: [{ form: 'lead', can: ['read', 'create', 'update'] }],
    },
  ],
  scenarios: [
    {
      ...{ key: 'reminded', name: both('两小时没有联系就提醒', 'Reminded after two hours'), clock: '2026-03-02T10:00' },
      people: [{ key: 'li', roles: ['seller'] }],
      steps: [
        { by: 'li', act: [{ do: 'create', form: 'lead', as: 'lead', set: { name: 'Acme' } }] },
        { at: '+2h', expect: [{ person: 'li', notices: 1, like: 'remind' }] },
      ],
    },
  ],
}

let office: Office
let browser: Browser
let visitor: Visitor
let author: Person
const get = async (path: string) => (await visitor.page.request.get(`${office.address}/api/apps/leads${path}`)).json()
const shown = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()

beforeAll(async () => {
  office = await startOffice(app)
  const leads = [
    { name: '华东精工', size: '120', level: 'high', fax: '02155550123' },
    { name: '瑞康医疗', size: '约两百人', level: 'low' },
    { name: '长三角新能源科技（苏州）有限公司', size: '500 人以上', level: 'low' },
    { name: '明远物流', size: '80' },
  ]
  for (const lead of leads) await office.call('POST', '/apps/leads/forms/lead/records', lead)
  browser = await openBrowser()
  visitor = await visit(browser, 1440, 900)
  author = new Person(visitor.page, office.address)
  await author.signIn(admin.login, admin.password)
})
afterAll(async () => {
  await browser.close()
  await office.close()
})

/** Changes the draft as other pages of the designer do. */
async function draft(change: (definition: AppDefinition) => void): Promise<void> {
  const { definition, revision } = await get('/draft')
  change(definition)
  const answer = await visitor.page.request.put(`${office.address}/api/apps/leads/draft`, {
    headers: { 'if-match': `"${revision}"`, 'sec-fetch-site': 'same-origin' },
    data: { definition },
  })
  expect(answer.status()).toBe(200)
}

describe('publishing with proof', { timeout: 240_000 }, () => {
  it('fills in for scenarios what became required, and they hold again', async () => {
    const before = (await get('/draft')).definition
    await draft(definition => {
      definition.forms[0]!.fields = definition.forms[0]!.fields.map(field =>
        field.key === 'level' ? ({ ...level, required: true } as Field) : field,
      )
    })
    const { page } = author
    await author.open('/designer/leads/publish')
    await shown(page, '1 个场景中有 1 个没有通过')
    await shown(page, /“线索”的“意向等级” 现在必填/)
    await page.getByRole('button', { name: '替场景补上' }).scrollIntoViewIfNeeded()
    await picture(page, 'publish-0-fill')
    await page.getByRole('button', { name: '替场景补上' }).click()
    await shown(page, '场景通过')
    expect((await get('/draft')).definition.scenarios[0].steps[0].act[0].set).toEqual({ name: 'Acme', level: 'high' })
    await draft(definition => Object.assign(definition, before))
  })

  it('shows what changes, what becomes of data and running work, and asks where values do not fit', async () => {
    await draft(definition => {
      const lead = definition.forms[0]!
      lead.fields = lead.fields
        .filter(({ key }) => key !== 'fax')
        .map(field => (field.key === 'size' ? ({ ...size, type: 'number', required: true } as Field) : field))
      const [library] = definition.optionLibraries!
      library!.options = library!.options.filter(({ key }) => key !== 'low')
      Object.assign(lead.ladders![0]!.steps[0]!, { after: '3h' })
      definition.roles![0]!.grants.push({ form: 'customer', can: ['read'] })
    })
    const { page } = author
    await author.open('/designer/leads/publish')
    await shown(page, '2 条记录的值无法完整转换')
    await shown(page, '4 条提醒在等待')
    await shown(page, '1 个场景中有 1 个没有通过')
    const go = page.getByRole('button', { name: /发布 \d+ 处更改/ })
    expect(await go.isDisabled()).toBe(true)
    await page
      .getByRole('button', { name: /看看是哪些（2 条）/ })
      .first()
      .click()
    await page.getByRole('link', { name: '瑞康医疗' }).first().waitFor()
    await picture(page, 'publish-1-data')
    expect(await barriers(page)).toEqual([])
    await page.getByLabel('改为“中”').check()
    await page.getByLabel('改用新的时间').check()
    await page.getByLabel('我看过了，照样发布').check()
    await page.getByLabel(/这次改了什么/).fill('公司规模改成数字')
    await go.scrollIntoViewIfNeeded()
    await picture(page, 'publish-2-ready')
    await go.click()
    await shown(page, /已发布，马上生效（第 2 版）/)
    await picture(page, 'publish-3-done')
    const { records } = await get('/forms/lead/records?sort=name')
    const values = records.map(({ name, size, size_before, level }: Record<string, unknown>) => [
      ...[name, size, size_before, level],
    ])
    expect(values).toContainEqual(['瑞康医疗', null, '约两百人', 'middle'])
    expect(values).toContainEqual(['华东精工', '120', null, 'high'])
  })

  it('refuses to undo what somebody else has just published, and shows it', async () => {
    const { page } = author
    await draft(definition =>
      definition.forms[0]!.fields.push({ key: 'city', label: both('城市', 'City'), type: 'text' }),
    )
    await author.open('/designer/leads/publish')
    await shown(page, '新增字段“城市”')
    const other = await visitor.page.request.post(`${office.address}/api/apps/leads/publish`, {
      headers: { 'sec-fetch-site': 'same-origin' },
      data: { confirm: true, despite: true },
    })
    expect(other.status()).toBe(200)
    await page.getByLabel('我看过了，照样发布').check()
    await page.getByRole('button', { name: /发布 \d+ 处更改/ }).click()
    await shown(page, '有人刚刚发布了第 3 版')
    await picture(page, 'publish-4-meanwhile')
  })
})

describe('a publish that takes longer than a moment', { timeout: 180_000 }, () => {
  it('goes on in batches, can be cancelled, and puts the version in effect by itself', async () => {
    for (let part = 0; part < 3; part += 1) {
      const rows = Array.from({ length: 8_000 }, (_, n) => ({ name: `客户 ${part}-${n}`, code: String(n) }))
      expect((await office.call('POST', '/apps/leads/forms/customer/import', { rows })).status).toBe(200)
    }
    const { version } = await get('')
    await draft(definition => {
      const customer = definition.forms.find(({ key }) => key === 'customer')!
      customer.fields = customer.fields.map(field =>
        field.key === 'code' ? ({ ...code, type: 'number' } as Field) : field,
      )
    })
    const { page } = author
    await author.open('/designer/leads/publish')
    await shown(page, '所有值都能转换')
    await page.getByLabel('我看过了，照样发布').check()
    const go = page.getByRole('button', { name: /发布 \d+ 处更改/ })
    await go.click()
    await shown(page, /正在处理数据/)
    await picture(page, 'publish-5-batches')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: '取消这次发布' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '取消这次发布' }).click()
    await go.waitFor()
    expect((await get('')).version).toBe(version)
    await page.getByLabel('我看过了，照样发布').check()
    await go.click()
    await page
      .getByText(/已发布，马上生效/)
      .first()
      .waitFor({ timeout: 120_000 })
    expect((await get('')).version).toBe(version + 1)
    const { records } = await get('/forms/customer/records?limit=1&sort=name')
    expect(records).toMatchObject([{ name: '客户 0-0', code: '0' }])
  })
})

describe('versions', { timeout: 240_000 }, () => {
  it('are told in words, compared, and restored after a look at what that does', async () => {
    const { page } = author
    await author.open('/designer/leads/versions')
    await shown(page, '公司规模改成数字')
    await page.getByRole('button', { name: '改了什么' }).nth(1).click()
    await shown(page, /公司规模/)
    await picture(page, 'versions-1-list')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: '恢复到这一版' }).last().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('会改变什么').waitFor()
    await picture(page, 'versions-2-restore')
    expect(await barriers(page)).toEqual([])
    await dialog.getByRole('button', { name: '恢复', exact: true }).click()
    await shown(page, '恢复自第 1 版')
    const { records } = await get('/forms/lead/records?sort=name')
    expect(records.map(({ size, level }: Record<string, unknown>) => [size, level])).toEqual(
      expect.arrayContaining([
        ['约两百人', 'low'],
        ['120', 'high'],
      ]),
    )
  })

  it('puts a removed field back into the draft, and deletes for good only when told so', async () => {
    const { page } = author
    await author.open('/designer/leads/versions')
    const city = page.getByRole('listitem').filter({ hasText: '城市' }).last()
    await city.getByRole('button', { name: '恢复到草稿' }).click()
    await page.waitForURL(/\/publish$/)
    await shown(page, '新增字段“城市”')
    await author.open('/designer/leads/versions')
    await page.getByRole('button', { name: '彻底删除' }).first().click()
    await picture(page, 'versions-3-purge')
    await page.getByRole('dialog').getByRole('button', { name: '彻底删除' }).click()
    await shown(page, '已彻底删除')
    expect(visitor.complaints).toEqual([])
  })

  it('are as clear on a phone and in English', async () => {
    const headers = { 'sec-fetch-site': 'same-origin' }
    await visitor.page.request.patch(`${office.address}/api/me`, { headers, data: { language: 'en' } })
    const phone = await visit(browser, 390, 844, 'en')
    await phone.context.addCookies(await visitor.context.cookies())
    const reader = new Person(phone.page, office.address)
    for (const part of ['publish', 'versions']) {
      await reader.open(`/designer/leads/${part}`)
      await phone.page.getByRole('heading', { level: 1 }).waitFor()
      await phone.page.waitForTimeout(1_500)
      await author.open(`/designer/leads/${part}`)
      await author.page.waitForTimeout(1_500)
      await picture(author.page, `${part}-en`)
      await picture(phone.page, `${part}-phone`)
      expect(await barriers(phone.page), part).toEqual([])
      const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
      expect(wide, part).toBe(false)
    }
  })
})
