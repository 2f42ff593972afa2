import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { barriers, openBrowser, picture, visit } from './browser.ts'
import { Person } from './person.ts'
import { admin, type Office, startOffice } from './started.ts'

let browser: Browser
let office: Office

const words = (zh: string, en: string) => ({ zh, en })
const definition: AppDefinition = {
  ...{ formatVersion: 1, key: 'visits', version: '0.1.0', name: words('拜访', 'Visits'), zone: 'Asia/Shanghai' },
  calendars: [
    {
      ...{ key: 'office', label: words('办公日历', 'Office'), holidays: ['2026-10-01', '2026-10-02', '2026-10-03'] },
      week: {
        mon: [
          ['09:00', '12:00'],
          ['13:30', '18:00'],
        ],
        tue: [['09:00', '18:00']],
      },
    },
  ],
  forms: [
    {
      ...{ key: 'visit', name: words('拜访', 'Visit'), titleField: 'name' },
      fields: [
        { key: 'name', label: words('客户', 'Customer'), type: 'text' },
        { key: 'remark', label: words('经理意见', 'Remark'), type: 'long_text', required: false },
        { key: 'confirmed', label: words('已确认', 'Confirmed'), type: 'yes_no' },
      ],
    },
  ],
  automations: [
    {
      ...{ key: 'confirm', name: words('确认拜访', 'Confirm a visit'), form: 'visit' },
      on: [
        {
          button: {
            label: words('确认拜访', 'Confirm the visit'),
            help: words('写一句意见，销售会看到。', 'One sentence; the seller reads it.'),
            ask: ['remark'],
            when: '{confirmed} <> TRUE',
          },
        },
      ],
      then: [{ do: 'update', set: { confirmed: true } }],
    },
  ],
}

beforeAll(async () => {
  browser = await openBrowser()
  office = await startOffice(definition)
}, 120_000)
afterAll(async () => {
  await browser.close()
  await office.close()
})

describe.each([
  ['desk', 1440, 900, '2026-12-25', '2026-12-27'],
  ['phone', 390, 844, '2027-02-05', '2027-02-11'],
])('at the %s', (name, width, height, first, last) => {
  it('keeps a working calendar', { timeout: 240_000 }, async () => {
    const { page, close } = await visitor(width, height)
    await page.goto(`${office.address}/a/visits/calendars`)
    await page.getByLabel('节假日: 第一天').fill(first)
    await page.getByLabel('节假日: 最后一天').fill(last)
    await page.getByRole('button', { name: '添加' }).first().click()
    await page.getByText(`${first} – ${last.slice(5)}`).waitFor()
    expect(await barriers(page)).toEqual([])
    await picture(page, `calendars-${name}`)
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('日历已更新').first().waitFor()
    await page.reload()
    await page.getByText(`${first} – ${last.slice(5)}`).waitFor()
    await close()
  })
  it('presses a button that asks for something', { timeout: 240_000 }, async () => {
    const record = (
      (await (await office.call('POST', '/apps/visits/forms/visit/records', { name: '瑞康' })).json()) as { id: string }
    ).id
    const { page, close } = await visitor(width, height)
    await page.goto(`${office.address}/a/visits/f/visit/r/${record}`)
    await page.getByRole('button', { name: '确认拜访' }).click()
    await page.getByLabel('经理意见').fill('下周一起去。')
    expect(await barriers(page)).toEqual([])
    await picture(page, `button-${name}`)
    await page.getByRole('dialog').getByRole('button', { name: '确认拜访' }).click()
    await page.getByText('“确认拜访”已完成').first().waitFor()
    await page.getByText('下周一起去。').first().waitFor()
    await page.getByRole('button', { name: '确认拜访' }).waitFor({ state: 'detached' })
    await close()
  })
})

async function visitor(width: number, height: number) {
  const opened = await visit(browser, width, height)
  await new Person(opened.page, office.address).signIn(admin.login, admin.password)
  return { page: opened.page, close: () => opened.context.close() }
}
