import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { trade } from '../fixtures/trade.ts'
import { openBrowser, picture, visit } from './browser.ts'
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

/** Chooses in a drop-down of the settings. */
async function pick(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).last().click()
  await page.locator('.ant-select-dropdown:visible').getByTitle(option, { exact: true }).click()
}

it('adds a person: what is refused stands under its field, the password is shown once, and he can be deactivated', async () => {
  const { page } = await visit(browser, 1440, 900)
  await new Person(page, office.address).signIn(admin.login, admin.password)
  await page.goto(`${office.address}/settings/people`)
  await page.getByRole('button', { name: '添加成员' }).click()
  const drawer = page.getByRole('dialog')
  const save = drawer.getByRole('button', { name: '保存', exact: true })
  await drawer.getByLabel('姓名', { exact: true }).fill('李娜')
  await drawer.getByLabel('账号', { exact: true }).fill(admin.login)
  await save.click()
  const refused = drawer.locator('.ant-form-item', { hasText: '账号' }).locator('.ant-form-item-explain-error')
  await refused.waitFor()
  expect(await refused.textContent()).not.toBe('')
  await picture(page, 'people-refused')
  await drawer.getByLabel('账号', { exact: true }).fill('li.na')
  await save.click()
  await page.getByText('“李娜”的密码，只显示这一次：').waitFor()
  expect((await page.locator('.fw-secret').textContent())?.length).toBeGreaterThanOrEqual(8)
  await page.getByRole('dialog').getByRole('button', { name: '关闭', exact: true }).last().click()
  await page.getByRole('button', { name: /李娜/ }).first().click()
  await drawer.getByRole('button', { name: '停用' }).click()
  await page.locator('.ant-popconfirm').getByRole('button', { name: '停用' }).click()
  await page.getByText('已保存“李娜”').waitFor()
})

it('takes a colleague in: department, role, first sign-in, own password, who stands in, a token', {
  timeout: 240_000,
}, async () => {
  const boss = await visit(browser, 1440, 900)
  await new Person(boss.page, office.address).signIn(admin.login, admin.password)
  const { page } = boss
  await page.goto(`${office.address}/settings/people`)
  await page.locator('.ant-segmented').getByText('部门').click()
  for (const name of ['销售部', '华东组']) {
    await page.getByRole('button', { name: '添加部门' }).click()
    await page.getByLabel('部门名称').fill(name)
    if (name === '华东组') await pick(page, '上级部门', '销售部')
    await pick(page, '负责人', '王总')
    await page.getByRole('dialog').getByRole('button', { name: '保存', exact: true }).click()
    await page.getByRole('cell', { name }).waitFor()
  }
  await picture(page, 'people-departments')
  await page.locator('.ant-segmented').getByText('成员').click()
  await page.getByRole('button', { name: '添加成员' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('姓名', { exact: true }).fill('赵敏')
  await drawer.getByLabel('账号', { exact: true }).fill('zhao.min')
  await drawer.getByLabel('密码', { exact: true }).fill('first-secret-1')
  await pick(page, '部门', '华东组')
  await pick(page, '直属主管', '王总')
  await pick(page, '贸易', '销售')
  await page.keyboard.press('Escape')
  await picture(page, 'people-new')
  await drawer.getByRole('button', { name: '保存', exact: true }).click()
  await page.getByText('已保存“赵敏”').waitFor()
  expect(await page.getByRole('row', { name: /赵敏/ }).textContent()).toContain('华东组')

  const colleague = await visit(browser, 390, 844)
  const zhao = new Person(colleague.page, office.address)
  await zhao.signIn('zhao.min', 'first-secret-1')
  await colleague.page.goto(`${office.address}/a/trade`)
  await colleague.page.getByText('客户').first().waitFor()
  await colleague.page.goto(`${office.address}/settings/password`)
  await colleague.page.getByLabel('当前密码').fill('wrong-secret')
  await colleague.page.getByLabel('新密码').fill('second-secret-2')
  await colleague.page.getByRole('button', { name: '修改密码' }).click()
  await picture(colleague.page, 'people-password-refused')
  await colleague.page.getByLabel('当前密码').fill('first-secret-1')
  await colleague.page.getByRole('button', { name: '修改密码' }).click()
  await colleague.page.getByText('密码已修改').waitFor()
  await colleague.page.goto(`${office.address}/settings/delegation`)
  await colleague.page.getByLabel('由谁代办').click()
  await colleague.page.getByRole('option', { name: '王总' }).click()
  await colleague.page.getByRole('button', { name: '添加外出' }).click()
  await colleague.page.getByText('代办中').waitFor()
  await picture(colleague.page, 'people-away')
  await colleague.page.goto(`${office.address}/settings/tokens`)
  await colleague.page.getByRole('button', { name: '新建令牌' }).first().click()
  await colleague.page.getByLabel('用途').fill('报表')
  await colleague.page.getByRole('dialog').getByRole('button', { name: '新建令牌' }).click()
  await colleague.page.getByText('请现在复制').waitFor()
  const token = (await colleague.page.locator('.fw-secret').textContent()) ?? ''
  const read = await fetch(`${office.address}/api/apps/trade/forms/customer/records`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(read.status).toBe(200)
  await picture(colleague.page, 'people-token')
  expect([...boss.complaints, ...colleague.complaints]).toEqual([])
})
