import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Started, startServer, temporaryData } from '../server/process.ts'
import { barriers, drawsChinese, openBrowser, picture, visit } from './browser.ts'
import { Person, pdf, png } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/**
 * The newcomer's path on one window size: an empty database, the administrator, the demo company, the sales app with one click; a seller's lead and
 * large opportunity; the director's approval in his own session; gates; history.
 */
describe.each([
  ['desk', 1440, 900],
  ['phone', 390, 844],
])('a newcomer at the %s', (name, width, height) => {
  const data = temporaryData()
  let server: Started
  let address: string
  const passwords = new Map<string, string>()
  const complaints: string[] = []
  const app = '/a/sales_management'

  const person = async (login?: string): Promise<Person> => {
    const visitor = await visit(browser, width, height)
    complaints.push(...visitor.complaints)
    visitor.page.on('close', () => complaints.push(...visitor.complaints))
    const one = new Person(visitor.page, address)
    if (login !== undefined) await one.signIn(login, passwords.get(login) ?? '')
    return one
  }

  beforeAll(async () => {
    server = startServer({ FORMWORK_DATA: data.folder, FORMWORK_LOG_LEVEL: 'error' })
    address = await server.ready
  })
  afterAll(async () => {
    server.child.kill('SIGTERM')
    await server.ended
    await data.remove()
  })

  it('creates the administrator, the demo company, and installs the sales app', { timeout: 240_000 }, async () => {
    const admin = await person()
    const { page } = admin
    await page.goto(address)
    await page.getByLabel('公司或团队名称').fill('明德医疗科技')
    await page.getByLabel('您的姓名').fill('王总')
    await page.getByLabel('登录账号').fill('admin')
    await page.getByLabel('密码', { exact: true }).fill('formwork-2026')
    expect(await drawsChinese(page)).toBe(true)
    await picture(page, `${name}-1-setup`)
    await admin.press('创建管理员')
    await picture(page, `${name}-2-choice`)
    await admin.press(/演示公司/)
    await page.getByText('密码只显示这一次').waitFor()
    await picture(page, `${name}-3-people`)
    const codes = await page.locator('tbody code').allTextContents()
    for (let at = 0; at < codes.length; at += 2) passwords.set(codes[at]!, codes[at + 1]!)
    expect(passwords.size).toBeGreaterThanOrEqual(11)
    await admin.open('/store')
    await page.getByRole('button', { name: /安装/ }).first().click()
    await picture(page, `${name}-4-install`)
    await page.getByRole('dialog').getByRole('button', { name: '安装' }).click()
    await page.waitForURL(/\/a\/sales_management/, { timeout: 30_000 })
    await page.getByText('销售管理').first().waitFor()
    await picture(page, `${name}-5-installed`)
    await page.close()
  })

  it('lets a seller record a lead with a cascade', { timeout: 240_000 }, async () => {
    const seller = await person('wang.jing')
    await picture(seller.page, `${name}-6-today`)
    await seller.open(`${app}/f/lead/new`)
    await seller.type('company', '上海晨曦精密仪器有限公司')
    await seller.type('contact_name', '赵敏')
    await seller.type('phone', '13800138000')
    await seller.choose('region', '华东')
    await seller.choose('industry', '医疗')
    await seller.choose('sub_industry', '医院')
    await seller.choose('source', '抖音')
    await picture(seller.page, `${name}-7-lead`)
    expect(await barriers(seller.page)).toEqual([])
    await seller.press('保存')
    await seller.page.waitForURL(/\/f\/lead\/r\//)
    await seller.page.getByText('上海晨曦精密仪器有限公司').first().waitFor()
    await picture(seller.page, `${name}-8-lead-saved`)
    expect(await barriers(seller.page)).toEqual([])
    await seller.open(`${app}/v/leads`)
    await seller.page.getByText('上海晨曦精密仪器有限公司').first().waitFor()
    expect(await barriers(seller.page)).toEqual([])
    await seller.page.close()
  })

  it('holds a large opportunity until the risk assessment is there, and the director approves it', {
    timeout: 240_000,
  }, async () => {
    const seller = await person('wang.jing')
    const director = await person('chen.zhiyuan')
    await seller.open(`${app}/f/opportunity/new`)
    await seller.type('title', '晨曦集团数字化平台')
    const customer = (
      await (
        await seller.page.request.get(`${address}/api/apps/sales_management/forms/customer/records?limit=1&fields=name`)
      ).json()
    ).records[0].name as string
    await seller.choose('customer', customer)
    await seller.choose('product_line', '业务平台')
    await seller.type('amount', '12000000')
    await seller.type('close_on', '2027-03-31')
    await seller.press('保存')
    await seller
      .field('risk_assessment')
      .getByText(/请填写/)
      .waitFor()
    await picture(seller.page, `${name}-9-refused`)
    await seller.attach('risk_assessment', '风险评估.pdf', pdf)
    await seller.press('保存')
    await seller.page.waitForURL(/\/f\/opportunity\/r\//)
    await picture(seller.page, `${name}-10-waiting`)
    await director.open('/tasks')
    await director.page.getByText('晨曦集团数字化平台').first().click()
    await director.page.getByRole('button', { name: '同意' }).first().waitFor()
    await picture(director.page, `${name}-11-task`)
    expect(await barriers(director.page)).toEqual([])
    await director.page.getByRole('button', { name: '同意' }).last().click()
    // The seller's page hears of it without being reloaded.
    await seller.page
      .getByRole('button', { name: /通知，[1-9]/ })
      .or(seller.page.getByText(/已批准|已同意|批准/))
      .first()
      .waitFor({ timeout: 15_000 })
    await picture(seller.page, `${name}-12-live`)
    await director.page.close()
    await seller.page.close()
  })

  it('passes the gates with their evidence, and history says who, when and what', { timeout: 240_000 }, async () => {
    const seller = await person('wang.jing')
    const { page } = seller
    await seller.open(`${app}/f/opportunity?q=${encodeURIComponent('晨曦集团')}`)
    const found = await (
      await page.request.get(
        `${address}/api/apps/sales_management/forms/opportunity/records?q=${encodeURIComponent('晨曦集团')}`,
      )
    ).json()
    const record = found.records[0] as { id: string; customer: string }
    await seller.open(`${app}/f/opportunity/r/${record.id}`)
    await seller.press(/推进到/)
    await page
      .getByText(/还不能移到/)
      .first()
      .waitFor()
    await picture(page, `${name}-13-gate`)
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).click()
    const visit = await page.request.post(`${address}/api/apps/sales_management/forms/visit/records`, {
      headers: { 'sec-fetch-site': 'same-origin' },
      data: {
        customer: record.customer,
        opportunity: record.id,
        goal: 'advance_proposal',
        key_points: '确认需求',
        next_action: '提交方案',
        next_on: '2026-12-01',
        alert: false,
        visited_at: '2026-11-20T02:00:00.000Z',
      },
    })
    expect(visit.status(), await visit.text()).toBe(201)
    await edit(seller, async () => {
      await seller.type('need_summary', '三个院区统一平台')
      await seller.type('decision_maker', '李院长')
    })
    await seller.press(/推进到/)
    await page
      .getByText(/技术方案/)
      .first()
      .waitFor()
    await edit(seller, async () => {
      await seller.attach('proposal_pdf', '技术方案.pdf', pdf)
      await seller.attach('signed_scan', '签字.png', png)
    })
    const technical = await person('sun.liqun')
    await technical.open('/tasks')
    await technical.page.getByText('晨曦集团数字化平台').first().click()
    await technical.page.getByRole('button', { name: '同意' }).last().click()
    await technical.page
      .getByText(/已同意/)
      .first()
      .waitFor()
    await technical.page.close()
    await page.reload()
    await seller.press(/推进到/)
    await page
      .getByText(/商务报价/)
      .first()
      .waitFor()
    await picture(page, `${name}-14-moved`)
    await page.getByRole('tab', { name: '历史' }).click()
    await page.getByText('推进了阶段').first().waitFor()
    await page.getByText('王静').first().waitFor()
    await picture(page, `${name}-15-history`)
    await page.close()
  })

  it('without a complaint of the browser', () => expect(complaints).toEqual([]))
})

/** Opens the record for editing, changes it, saves. */
async function edit(seller: Person, change: () => Promise<void>): Promise<void> {
  await seller.press('修改')
  await change()
  await seller.press('保存')
  await seller.page.getByRole('button', { name: '修改' }).first().waitFor()
}
