import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { makeBundle } from '../../../server/store/bundle.ts'
import { wrong } from '../../engine/definition/add-on-cases.ts'
import { drop, type Edit, put } from '../../engine/definition/merge-cases/case.ts'
import { green } from '../../fixtures/green-add-on.ts'
import { trade } from '../../fixtures/trade.ts'
import { type Office, openOffice } from '../records/office.ts'
import type { Client } from '../testServer.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
}, 60_000)
afterAll(() => office.server.close())

const call = (method: string, path: string, body?: object, who: Client = office.admin) =>
  office.server.call(who, method as 'GET', `/api${path}`, body)
const definitionOf = async (app = 'trade'): Promise<AppDefinition> =>
  (await call('GET', `/apps/${app}`)).json().definition
const fieldsOf = async () => (await definitionOf()).forms.find(({ key }) => key === 'customer')!.fields

/** A version of the add-on in the company's own store, approved. */
async function offer(version: string, edit: Edit = one => one): Promise<void> {
  const published = await call('POST', '/store/templates', { addOn: edit(green), version, notes: { zh: version } })
  expect(published.statusCode, published.body).toBe(201)
  expect((await call('POST', `/store/templates/green/${version}/approve`)).statusCode).toBe(200)
}

async function publish(edit: Edit): Promise<void> {
  const draft = await call('GET', '/apps/trade/draft')
  const put = await office.server.call(
    office.admin,
    'PUT',
    '/api/apps/trade/draft',
    { definition: edit(draft.json().definition) },
    { 'if-match': String(draft.headers.etag) },
  )
  expect(put.statusCode, put.body).toBe(200)
  const published = await call('POST', '/apps/trade/publish', { confirm: true })
  expect(published.statusCode, published.body).toBe(200)
}

describe('an add-on of the store', { timeout: 60_000 }, () => {
  let customer = ''

  it('is shown as one, with the apps it is meant for and what it puts into them', async () => {
    await offer('1.0.0')
    expect((await call('GET', '/store/green')).json()).toMatchObject({
      installed: null,
      addOn: {
        extends: 'trade',
        apps: [{ app: 'trade', installed: null, upgradable: false }],
        adds: [{ form: { zh: '客户' }, fields: [{ zh: '绿色等级' }, { zh: '评级说明' }, { zh: '绿色分' }], rules: 1 }],
      },
    })
    expect((await call('GET', '/store/green', undefined, office.seller)).json().addOn.apps).toEqual([])
    // It is no app by itself, and not for every app.
    const alone = await call('POST', '/store/green/install', { sampleData: false })
    expect([alone.statusCode, alone.json().code, alone.json().errors[0].code]).toEqual([
      422,
      'check_failed',
      'add_on_alone',
    ])
    expect((await call('POST', '/apps/trade/copy', { key: 'other' })).statusCode).toBe(201)
    expect((await call('GET', '/apps/other/add-ons/green')).json().code).toBe('add_on_other_app')
  })

  it('is looked at, then added in one act', async () => {
    const preview = (await call('GET', '/apps/trade/add-ons/green')).json()
    expect(preview).toMatchObject({
      from: null,
      to: '1.0.0',
      conflicts: [],
      author: { standing: 'own' },
      notes: { zh: '1.0.0' },
    })
    expect(preview.changes.map(({ text }: { text: { zh: string } }) => text.zh).join()).toContain('绿色等级')
    expect(preview.plan.length).toBeGreaterThan(0)
    const done = await call('POST', '/apps/trade/add-ons/green', { confirm: true, base: preview.base })
    expect(done.statusCode, done.body).toBe(200)
    expect((await fieldsOf()).map(({ key }) => key)).toEqual(expect.arrayContaining(['green_grade', 'green_points']))
    expect((await call('GET', '/apps/trade/versions')).json().versions[0].note).toBe('⊕ 绿色评级 1.0.0')
    expect((await call('GET', '/apps/trade/add-ons')).json().addOns).toMatchObject([
      { address: 'green', version: '1.0.0', name: { zh: '绿色评级' }, newer: null },
    ])
    expect((await call('GET', '/store/green')).json()).toMatchObject({
      app: 'trade',
      installed: '1.0.0',
      upgradable: false,
    })
    expect((await call('GET', '/apps/trade/add-ons/green')).json().code).toBe('nothing_to_upgrade')
    const made = await call('POST', '/apps/trade/forms/customer/records', { name: '甲', green_grade: 'high' })
    expect(made.statusCode, made.body).toBe(201)
    customer = made.json().id
    expect(made.json().green_points).toBe('10')
  })

  it('is upgraded; what the customer made of it and of the app stays', async () => {
    await publish(app =>
      put(
        'forms/customer/fields/phone/label/zh',
        '手机',
      )(put('forms/customer/fields/green_note/label/zh', '说明')(app)),
    )
    await offer('1.1.0', addOn =>
      put('additions/forms/0/fields/green_year', { key: 'green_year', label: { zh: '评级年份' }, type: 'number' })(
        drop('views/green_customers')(addOn),
      ),
    )
    expect((await call('GET', '/store/green')).json()).toMatchObject({ installed: '1.0.0', upgradable: true })
    expect((await call('GET', '/apps/trade/add-ons')).json().addOns[0].newer).toBe('1.1.0')
    const done = await call('POST', '/apps/trade/add-ons/green', { confirm: true })
    expect(done.statusCode, done.body).toBe(200)
    const labels = Object.fromEntries((await fieldsOf()).map(({ key, label }) => [key, label.zh]))
    expect(labels).toMatchObject({ phone: '手机', green_note: '说明', green_year: '评级年份' })
    expect((await definitionOf()).views!.map(({ key }) => key)).not.toContain('green_customers')
  })

  it('that needs what came into the app later is upgraded all the same', async () => {
    await publish(put('forms/customer/fields/staff', { key: 'staff', label: { zh: '人数' }, type: 'number' }))
    await offer('1.2.0', addOn =>
      put('additions/forms/0/fields/green_share', {
        ...{ key: 'green_share', label: { zh: '人均' }, type: 'formula' },
        ...{ formula: '{green_points}/{staff}', result: 'number' },
      })(addOn),
    )
    const preview = (await call('GET', '/apps/trade/add-ons/green')).json()
    expect(preview).toMatchObject({ from: '1.1.0', to: '1.2.0' })
    const choices = Object.fromEntries(preview.conflicts.map(({ at }: { at: string }) => [at, 'ours']))
    const done = await call('POST', '/apps/trade/add-ons/green', { confirm: true, choices })
    expect(done.statusCode, done.body).toBe(200)
    expect((await fieldsOf()).find(({ key }) => key === 'green_note')!.label.zh).toBe('说明')
  })

  it('goes with a way back to the version before it, and is there again after', async () => {
    const { current, versions } = (await call('GET', '/apps/trade/versions')).json()
    const before = versions.find(({ note }: { note: string }) => note === '⊕ 绿色评级 1.0.0').version - 1
    expect((await call('POST', `/apps/trade/versions/${before}/restore`, {})).statusCode).toBe(200)
    expect((await call('GET', '/apps/trade/add-ons')).json().addOns).toEqual([])
    expect((await call('POST', `/apps/trade/versions/${current}/restore`, {})).statusCode).toBe(200)
    expect((await call('GET', '/apps/trade/add-ons')).json().addOns).toHaveLength(1)
    expect((await call('GET', `/apps/trade/forms/customer/records/${customer}`)).json().green_grade).toBe('high')
  })

  it('is taken out; what was changed of it is asked, its values are kept', async () => {
    const preview = (await call('GET', '/apps/trade/add-ons/green/removal')).json()
    expect(preview.conflicts.map(({ at }: { at: string }) => at)).toContain('forms/customer/fields/green_note')
    const choices = Object.fromEntries(preview.conflicts.map(({ at }: { at: string }) => [at, 'theirs']))
    const done = await call('POST', '/apps/trade/add-ons/green/remove', { confirm: true, choices })
    expect(done.statusCode, done.body).toBe(200)
    const fields = await fieldsOf()
    expect(fields.filter(({ key }) => key.startsWith('green'))).toEqual([])
    expect(fields.find(({ key }) => key === 'phone')!.label.zh).toBe('手机')
    expect((await definitionOf()).forms.map(({ key }) => key)).toEqual(['customer', 'opportunity'])
    expect((await call('GET', '/apps/trade/add-ons')).json().addOns).toEqual([])
    const kept = (await call('GET', '/apps/trade/removed')).json().removed
    expect(kept).toContainEqual(expect.objectContaining({ form: 'customer', field: 'green_grade', count: 1 }))
    expect((await call('GET', '/apps/trade/add-ons/green/removal')).statusCode).toBe(404)
  })
})

describe('the add-on that ships', { timeout: 120_000 }, () => {
  it('is added to the app that ships, and taken out again', async () => {
    expect(
      (await call('GET', '/store'))
        .json()
        .templates.map(({ key }: { key: string }) => key)
        .slice(0, 3),
    ).toEqual(['sales_management', 'store_sales', 'customer_esg'])
    expect((await call('POST', '/store/sales_management/install', { sampleData: false })).statusCode).toBe(201)
    const before = await definitionOf('sales_management')
    // Whether all scenarios are played in time is the machine's matter; `tests/templates/add-ons.test.ts` plays its own.
    const done = await call('POST', '/apps/sales_management/add-ons/customer_esg', { confirm: true, despite: true })
    expect(done.statusCode, done.body).toBe(200)
    const removed = await call('POST', '/apps/sales_management/add-ons/customer_esg/remove', {
      ...{ confirm: true, despite: true },
    })
    expect(removed.statusCode, removed.body).toBe(200)
    expect(await definitionOf('sales_management')).toEqual(before)
  })
})

describe('an add-on in a file', { timeout: 60_000 }, () => {
  it('of a stranger is looked at and added as a file is', async () => {
    const bundle = makeBundle({ ...green, key: 'green_file' })
    const seen = await call('POST', '/apps/trade/from-file/look', { bundle })
    expect(seen.json()).toMatchObject({ author: { standing: 'unsigned' }, to: '1.0.0', conflicts: [] })
    const done = await call('POST', '/apps/trade/from-file/take', { bundle, confirm: true })
    expect(done.statusCode, done.body).toBe(200)
    expect((await call('GET', '/apps/trade/add-ons')).json().addOns).toMatchObject([
      { address: 'green_file', newer: null },
    ])
    // Its keys are there now: another that brings them is refused whole.
    const again = await call('POST', '/apps/trade/from-file/look', { bundle: makeBundle({ ...green, key: 'second' }) })
    expect(again.json().errors.map(({ code }: { code: string }) => code)).toContain('add_on_key_taken')
    expect((await call('POST', '/apps/trade/add-ons/green_file/remove', { confirm: true })).statusCode).toBe(200)
  })

  it('is refused where only trusted authors are welcome', async () => {
    await call('PUT', '/store-settings/policy', { policy: 'trusted' })
    const answer = await call('POST', '/apps/trade/from-file/take', { bundle: makeBundle(green), confirm: true })
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'publisher_not_trusted'])
    await call('PUT', '/store-settings/policy', { policy: 'anyone' })
  })

  it.each(
    wrong.filter(([, finding]) => /^(add_on_(changes|part)|names_)/.test(finding)).map(one => [one[0], one] as const),
  )('that brings about %s changes nothing', async (_, [, finding, edit]) => {
    const before = await definitionOf()
    const bundle = makeBundle(edit(green))
    for (const act of ['look', 'take']) {
      const answer = await call('POST', `/apps/trade/from-file/${act}`, {
        bundle,
        ...(act === 'take' ? { confirm: true } : {}),
      })
      // What only an app of the larger office has is missing here, which refuses it as well.
      expect([answer.statusCode, answer.json().code], finding).toEqual([422, 'check_failed'])
      expect(answer.json().detail).toMatch(/\S/)
    }
    expect(await definitionOf()).toEqual(before)
  })

  it('cannot be published as a template when it breaks the rules, or is none', async () => {
    const broken = await call('POST', '/store/templates', { addOn: { ...green, zone: 'Asia/Tokyo' }, version: '2.0.0' })
    expect([broken.statusCode, broken.json().errors[0].code]).toEqual([422, 'add_on_part'])
    const { extends: _, additions: __, ...app } = green
    expect((await call('POST', '/store/templates', { addOn: app, version: '2.0.0' })).json().code).toBe('add_on_wanted')
    expect((await call('POST', '/store/templates', { version: '2.0.0' })).statusCode).toBe(404)
    expect(
      (await call('POST', '/apps', { definition: { ...trade, key: 'x', additions: { forms: [] } } })).json().errors[0]
        .code,
    ).toBe('additions_alone')
  })
})
