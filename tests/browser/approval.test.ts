import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { barriers, picture } from './browser.ts'
import {
  address,
  approve,
  at,
  call,
  closeCompany,
  contract,
  more,
  openCompany,
  openPaper,
  pick,
  press,
  signIn,
  told,
  visitors,
} from './contract-company.ts'
import { Person } from './person.ts'

beforeAll(openCompany)
afterAll(closeCompany)

const TITLE = '华东采购框架合同'

/** A line on the pad of a signature. */
async function sign(page: Page): Promise<void> {
  const box = (await page.locator('dialog canvas').boundingBox())!
  await page.mouse.move(box.x + 30, box.y + 40)
  await page.mouse.down()
  for (const [x, y] of [
    [90, 90],
    [140, 30],
    [200, 100],
  ] as const)
    await page.mouse.move(box.x + x, box.y + y, { steps: 6 })
  await page.mouse.up()
}

describe('the approval of a contract', () => {
  it('goes through the managers, a signer, back and straight back, copies, and a signature on a phone', {
    timeout: 180_000,
  }, async () => {
    const seller = await at('wang.jing')
    await seller.goto(`${address}/a/contract_flow/f/contract/new`)
    const form = new Person(seller, address)
    await form.type('title', TITLE)
    await form.type('customer', '上海明远')
    await form.type('amount', '260000')
    await form.press('保存')
    await seller.getByRole('heading', { level: 1, name: TITLE }).waitFor()
    await seller.getByRole('button', { name: '发起', exact: true }).click()
    await seller.getByRole('menuitem', { name: '发起合同审批' }).click()
    await told(seller, '逐级审批')
    await picture(seller, 'approval-1-started')

    const manager = await at('lin.xiaofeng')
    await openPaper(manager, TITLE)
    expect(await barriers(manager)).toEqual([])
    await picture(manager, 'approval-2-paper')
    await more(manager, '加签')
    await pick(manager, '交给谁', '赵敏')
    await picture(manager, 'approval-3-signer')
    await manager.getByRole('dialog').getByRole('button', { name: '加签', exact: true }).click()
    await told(manager, '已加签')

    const signer = await at('zhao.min', 390, 844)
    await openPaper(signer, TITLE)
    await signer.getByPlaceholder(/审批意见/).fill('条款没有问题')
    await picture(signer, 'approval-4-signer-phone')
    await approve(signer)

    await openPaper(manager, TITLE)
    await told(manager, '条款没有问题')
    await approve(manager)

    const director = await at('chen.zhiyuan')
    await openPaper(director, TITLE)
    await more(director, '抄送')
    await pick(director, '交给谁', '吴倩')
    await director.getByRole('dialog').getByRole('button', { name: '抄送', exact: true }).click()
    await told(director, '已抄送')
    await openPaper(director, TITLE)
    await more(director, '退回')
    const dialog = director.getByRole('dialog')
    await dialog.getByRole('button', { name: '申请人' }).click()
    await dialog.getByRole('button', { name: '直接回到我这里' }).click()
    await dialog.getByLabel('审批意见').fill('请补充付款条件')
    await picture(director, 'approval-5-return')
    await dialog.getByRole('button', { name: '退回', exact: true }).click()
    await told(director, '已退回')

    await openPaper(seller, TITLE)
    await told(seller, '请补充付款条件')
    await picture(seller, 'approval-6-returned')
    await form.type('terms', '月结30天')
    await press(seller, '提交')
    await told(seller, '已提交')

    await openPaper(director, TITLE)
    await director.getByText('月结30天').first().waitFor()
    await approve(director)

    const copied = await at('wu.qian')
    await copied.goto(`${address}/tasks?box=cc`)
    await copied.getByRole('link', { name: TITLE }).first().waitFor()

    const lawyer = await at('sun.liqun')
    await openPaper(lawyer, TITLE)
    await press(lawyer, '同意')
    await lawyer.getByRole('alert').first().waitFor()
    await lawyer.getByPlaceholder(/审批意见/).fill('已审')
    await approve(lawyer)

    const finance = await at('zhou.yaqin')
    await openPaper(finance, TITLE)
    await picture(finance, 'approval-7-parallel')
    await approve(finance)

    const boss = await at('admin', 390, 844)
    await openPaper(boss, TITLE)
    await picture(boss, 'approval-8-phone')
    await press(boss, '同意')
    const take = boss.getByRole('dialog').getByRole('button', { name: /完成|确定|使用/ })
    // The pad moves until its dialog stands.
    await expect
      .poll(async () => {
        await sign(boss)
        return take.isEnabled()
      })
      .toBe(true)
    await picture(boss, 'approval-9-signature')
    await take.click()
    await boss.getByRole('img', { name: '签名' }).waitFor()
    await approve(boss)

    await seller.goto(`${address}/tasks?box=started`)
    await seller.getByRole('link', { name: TITLE }).first().click()
    await told(seller, '已同意')
    const trail = (await seller.locator('.fw-trail').last().textContent()) ?? ''
    for (const words of [
      '林晓峰 加签',
      '赵敏 同意',
      '陈志远 抄送',
      '陈志远 退回',
      '王静 提交',
      '孙立群 同意',
      '周雅琴 同意',
      '王总 同意',
    ])
      expect(trail.replaceAll(/\s+/g, ' ')).toContain(words)
    await seller.locator('.fw-trail').last().scrollIntoViewIfNeeded()
    await picture(seller, 'approval-10-trail')
    expect(await barriers(seller)).toEqual([])
  })

  it('many at once, by workflow, and what is refused is told', { timeout: 240_000 }, async () => {
    for (const title of ['甲合同', '乙合同', '丙合同']) await contract(title, 'budget')
    const finance = await at('zhou.yaqin')
    await finance.goto(`${address}/tasks`)
    await finance.getByRole('link', { name: '甲合同' }).waitFor()
    await press(finance, '批量')
    await press(finance, '全选')
    await picture(finance, 'approval-11-batch')
    // Somebody is quicker with one of them.
    const cookie = await signIn('zhou.yaqin')
    const { tasks } = (await (await fetch(`${address}/api/tasks`, { headers: { cookie } })).json()) as {
      tasks: { id: string; recordTitle: string }[]
    }
    const quick = tasks.find(({ recordTitle }) => recordTitle === '乙合同')?.id
    await finance.route('**/api/tasks/batch', async route => {
      await call('POST', `/tasks/${quick}/approve`, {}, cookie)
      await route.continue()
    })
    await press(finance, '批量同意 3 项')
    await told(finance, '已同意 2 项')
    expect(await finance.getByRole('alert').textContent()).toContain('乙合同')
    await picture(finance, 'approval-12-refused')
    await finance.getByRole('button', { name: '我处理的' }).click()
    await finance.getByRole('link', { name: '丙合同' }).waitFor()
  })

  it('goes to whom the applicant chose, who asks somebody else, keeps a draft and takes out a signer', {
    timeout: 240_000,
  }, async () => {
    const seller = await at('wang.jing', 390, 844)
    await seller.goto(`${address}/a/contract_flow/f/contract/new`)
    const form = new Person(seller, address)
    await form.type('title', '评审合同')
    await form.press('保存')
    await seller.getByRole('button', { name: '发起', exact: true }).click()
    await seller.getByRole('menuitem', { name: '发起条款评审' }).click()
    await pick(seller, '评审', '赵敏')
    await picture(seller, 'approval-17-choose-phone')
    await press(seller, '发起')
    await told(seller, '已发起“条款评审”')
    await picture(seller, 'approval-18-record-phone')
    expect(await barriers(seller)).toEqual([])

    const reviewer = await at('zhao.min')
    await openPaper(reviewer, '评审合同')
    await more(reviewer, '委派')
    await pick(reviewer, '交给谁', '孙立群')
    await reviewer.getByRole('dialog').getByRole('button', { name: '委派', exact: true }).click()
    await told(reviewer, '已委派')
    const asked = await at('sun.liqun')
    await openPaper(asked, '评审合同')
    await told(asked, '赵敏 想听您的意见')
    await asked.getByPlaceholder(/审批意见/).fill('第三条要改')
    await press(asked, '交回')
    await told(asked, '已交回')

    await openPaper(reviewer, '评审合同')
    await told(reviewer, '第三条要改')
    await reviewer.locator('[data-path="/terms"]').locator('input, textarea').first().fill('预付三成')
    await more(reviewer, '暂存')
    await told(reviewer, '已暂存')
    await openPaper(reviewer, '评审合同')
    expect(await reviewer.locator('[data-path="/terms"]').locator('input, textarea').first().inputValue()).toBe(
      '预付三成',
    )
    await more(reviewer, '加签')
    await pick(reviewer, '交给谁', '林晓峰')
    await reviewer.getByRole('dialog').getByRole('button', { name: '加签', exact: true }).click()
    await told(reviewer, '已加签')
    await openPaper(reviewer, '评审合同')
    await more(reviewer, '减签')
    await pick(reviewer, '去掉谁', '林晓峰')
    await reviewer.getByRole('dialog').getByRole('button', { name: '减签', exact: true }).click()
    await told(reviewer, '已减签')
    await openPaper(reviewer, '评审合同')
    await approve(reviewer)

    await seller.reload()
    await seller.getByRole('button', { name: '重新激活' }).click()
    await seller.getByRole('dialog').getByRole('button', { name: '重新激活' }).click()
    await seller.getByRole('dialog').waitFor({ state: 'detached' })
    await openPaper(reviewer, '评审合同')
    await told(reviewer, '重新激活')
  })

  it('goes to who stands in while somebody is away, said on a phone in English', { timeout: 240_000 }, async () => {
    const cookie = await signIn('lin.xiaofeng')
    await call('PATCH', '/me', { language: 'en' }, cookie)
    const manager = await at('lin.xiaofeng', 390, 844)
    await manager.goto(`${address}/settings/delegation`)
    await manager.getByRole('heading', { level: 1, name: 'Away' }).waitFor()
    await manager.getByLabel('Who stands in').click()
    await manager.locator('.fw-picker-search input:visible').fill('高磊')
    await manager.getByRole('option', { name: '高磊' }).click()
    await press(manager, 'Add days away')
    await told(manager, 'Saved')
    await picture(manager, 'approval-13-away-en-phone')
    expect(await barriers(manager)).toEqual([])
    await contract('外出合同', 'approval')
    const substitute = await at('gao.lei')
    await openPaper(substitute, '外出合同')
    await told(substitute, '您在代 林晓峰 处理')
    // He has no role in the app, and sees what he signs.
    await told(substitute, '合同名称')
    await picture(substitute, 'approval-14-stands-in')
    await approve(substitute)
    await call('PATCH', '/me', { language: 'en' }, await signIn('chen.zhiyuan'))
    for (const [name, width, height] of [
      ['desk', 1440, 900],
      ['phone', 390, 844],
    ] as const) {
      const director = await at('chen.zhiyuan', width, height)
      await openPaper(director, '外出合同')
      await told(director, 'for 林晓峰')
      await picture(director, `approval-15-en-${name}`)
      expect(await barriers(director)).toEqual([])
    }
    for (const [name, width, height] of [
      ['desk', 1440, 900],
      ['phone', 390, 844],
    ] as const) {
      const admin = await at('admin', width, height)
      await admin.goto(`${address}/settings/workflows`)
      await admin.getByRole('link', { name: '外出合同' }).waitFor()
      await told(admin, '陈志远')
      await picture(admin, `approval-16-running-${name}`)
      expect(await barriers(admin)).toEqual([])
    }
    expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([])
  })
})
