import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { office as definition } from '../fixtures/office.ts'
import { barriers, openBrowser, picture, type Visitor, visit } from './browser.ts'
import { Person } from './person.ts'
import { admin, type Office, startOffice } from './started.ts'

let browser: Browser
let place: Office
let visitor: Visitor
let page: Page
let author: Person

const tuned: AppDefinition = {
  ...definition,
  automations: [
    {
      ...{
        key: 'tell',
        name: { zh: '每天告诉系统', en: 'Tell the system' },
        on: [{ schedule: '0 9 * * *', for: { form: 'customer' } }],
      },
      then: [
        {
          do: 'http',
          connector: 'erp',
          method: 'POST',
          path: '/day',
          payload: { from: { system: 'crm' }, tags: ['crm', 7] },
        },
      ],
    },
    {
      ...{ key: 'quiet', name: { zh: '没有商机', en: 'No deal' }, on: [{ event: 'created', form: 'customer' }] },
      ...{ unless: [{ event: 'created', form: 'opportunity' }], within: '3d' },
      then: [{ do: 'notify', to: '{owner}', message: { zh: '还没有商机', en: 'No deal yet' } }],
    },
    ...(definition.automations ?? []),
  ],
}

beforeAll(async () => {
  place = await startOffice(tuned)
  browser = await openBrowser()
  visitor = await visit(browser, 1440, 900)
  page = visitor.page
  author = new Person(page, place.address)
  await author.signIn(admin.login, admin.password)
})
afterAll(async () => {
  await browser.close()
  await place.close()
})

/** The draft as the server has it once everything is saved. */
async function draft(): Promise<AppDefinition> {
  // What is being typed is taken at once when the field is left.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.getByText('草稿已保存').waitFor()
  const found = await page.request.get(`${place.address}/api/apps/${tuned.key}/draft`)
  return ((await found.json()) as { definition: AppDefinition }).definition
}

const open = async (part: string): Promise<void> => {
  await author.open(`/designer/${tuned.key}/${part}`)
  await page.locator('.fd-page h1').waitFor()
}

/** Shows the folded properties of an item. */
const unfold = (item: Locator) =>
  item
    .locator('details')
    .first()
    .evaluate(details => details.setAttribute('open', ''))

const automation = async (key: string) => (await draft()).automations?.find(one => one.key === key)

describe('what was said in files only is said in rows', () => {
  it('the hours of a week', { timeout: 240_000 }, async () => {
    await open('calendars')
    await page.getByRole('button', { name: '周六添加时段' }).click()
    await page.getByLabel('周六第 1 段到').fill('11:30')
    await page.getByRole('button', { name: '周日: 与周六相同' }).click()
    await page.getByRole('button', { name: '周日添加时段' }).click()
    await page.getByRole('button', { name: '移除周日第 1 段' }).click()
    await picture(page, 'panel-week')
    expect(await barriers(page)).toEqual([])
    const [calendar] = (await draft()).calendars ?? []
    expect([calendar?.week.sat, calendar?.week.sun]).toEqual([[['09:00', '11:30']], [['13:30', '18:00']]])
  })

  it('bands of a score, and what counts when a value is missing', { timeout: 240_000 }, async () => {
    await open('scorecards')
    const dimensions = page.locator('.fd-cards').first()
    await dimensions.getByRole('button', { expanded: false }).first().click()
    await unfold(dimensions)
    await page.getByLabel('没有数据时').first().selectOption({ label: '固定数值' })
    await page.getByLabel('固定数值').or(page.getByLabel(/^值/)).first().waitFor()
    const table = page.getByRole('table', { name: '写成表格' })
    const rows = await table.getByRole('row').count()
    await page.getByRole('button', { name: '添加一行' }).click()
    await expect.poll(() => table.getByRole('row').count()).toBe(rows + 1)
    await page.getByLabel(`分值，第 ${rows} 行`).fill('40')
    await picture(page, 'panel-bands')
    expect(await barriers(page)).toEqual([])
    const { bands, missing } = (await draft()).scorecards![0]!.dimensions[0]!
    expect(Array.isArray(bands?.rows) && bands.rows.at(-1)).toEqual({ from: '0', score: '40' })
    expect(missing).toEqual({ value: 0 })
  })

  it('a schedule, and what is sent', { timeout: 240_000 }, async () => {
    await open('automations/tell')
    await page.locator('.fd-cards').first().getByRole('button', { expanded: false }).first().click()
    await page.getByLabel('时间表', { exact: true }).selectOption({ label: '每周' })
    await page.getByLabel('星期几').selectOption({ label: '周五' })
    await page.getByLabel('几点').fill('17:30')
    await picture(page, 'panel-schedule')
    await page.locator('.fd-cards').last().getByRole('button', { expanded: false }).first().click()
    await unfold(page.locator('.fd-cards').last())
    await page.getByLabel('发送的内容: 新名称').fill('total')
    await page.keyboard.press('Enter')
    await page.getByLabel('“total”的内容', { exact: true }).fill('12')
    await page.getByLabel('“tags”的内容，第 1 项', { exact: true }).fill('sales')
    await page.getByRole('button', { name: '加一项' }).click()
    await page.getByLabel('“tags”的内容，第 3 项', { exact: true }).fill('new')
    await page.getByLabel('“total”的名称').fill('sum')
    await picture(page, 'panel-payload')
    expect(await barriers(page)).toEqual([])
    const { on, then = [] } = (await automation('tell'))!
    expect(on).toEqual([{ schedule: '30 17 * * 5', for: { form: 'customer' } }])
    expect(then[0]).toMatchObject({ payload: { from: { system: 'crm' }, tags: ['sales', 7, 'new'], sum: '12' } })
  })

  it('which fields of two records must agree', { timeout: 240_000 }, async () => {
    await open('automations/quiet')
    await page.locator('.fd-block > .fd-more > summary').click()
    await page.getByRole('group', { name: '对应关系' }).getByRole('button', { name: '添加' }).click()
    await page.getByLabel('另一条记录的').selectOption({ label: '客户' })
    await page.getByLabel('这条记录的').selectOption({ label: '名称' })
    await picture(page, 'panel-same')
    expect(await barriers(page)).toEqual([])
    expect((await automation('quiet'))?.same).toEqual([['{name}', '{customer}']])
  })

  it('without a complaint of the browser', () => expect(visitor.complaints).toEqual([]))
})
