import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { isLater, makeBundle } from '../../../server/store/bundle.ts'
import { trade } from '../../fixtures/trade.ts'
import { type Office, openOffice } from '../records/office.ts'
import type { Client } from '../testServer.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.server.close())

const call = (method: string, path: string, body?: object, who: Client = office.admin) =>
  office.server.call(who, method as 'GET', `/api${path}`, body)
const definitionOf = async (app: string): Promise<AppDefinition> =>
  (await call('GET', `/apps/${app}/draft`)).json().definition

describe('an app as one file', () => {
  it('comes back as it went, under another key', async () => {
    const bundle = (await call('GET', '/apps/trade/bundle')).json()
    expect(bundle).toMatchObject({
      format: 'formwork-bundle',
      formatVersion: 2,
      checksum: expect.stringMatching(/^sha256:/),
    })
    const made = await call('POST', '/apps/import', { bundle, key: 'trade_2' })
    expect([made.statusCode, made.json()]).toEqual([201, { app: 'trade_2' }])
    expect(await definitionOf('trade_2')).toEqual({ ...trade, key: 'trade_2' })
  })

  it('is refused with one clear text when it is none, damaged, newer, or its definition is wrong', async () => {
    const bundle = makeBundle({ ...trade, key: 'other' })
    const wrong = makeBundle({ ...trade, key: 'other', views: [{ key: 'x' }] } as never)
    const refused = async (value: unknown) => {
      const answer = await call('POST', '/apps/import', { bundle: value })
      return [answer.statusCode, answer.json().code]
    }
    expect(await refused({})).toEqual([422, 'bundle_invalid'])
    expect(await refused({ ...bundle, formatVersion: 3 })).toEqual([422, 'bundle_newer'])
    expect(await refused({ ...bundle, definition: { ...bundle.definition, version: '9.9.9' } })).toEqual([
      422,
      'bundle_damaged',
    ])
    expect(await refused(wrong)).toEqual([422, 'check_failed'])
    expect(await refused(makeBundle({ ...trade, formatVersion: 99, key: 'other' } as never))).toEqual([
      422,
      'check_failed',
    ])
    expect((await call('GET', '/apps/other')).statusCode).toBe(404)
  })

  it('is an administrator’s to take and to bring', async () => {
    expect((await call('GET', '/apps/trade/bundle', undefined, office.seller)).statusCode).toBe(403)
    expect((await call('POST', '/apps/import', { bundle: {} }, office.seller)).statusCode).toBe(403)
    expect((await call('POST', '/apps/trade/copy', { key: 'mine' }, office.seller)).statusCode).toBe(403)
  })

  it('takes nobody along', async () => {
    const somebody = { ...trade.forms[0]!.fields[0]!, default: office.seller.id }
    const named: AppDefinition = {
      ...trade,
      key: 'named',
      forms: trade.forms.map((form, at) =>
        at === 0 ? { ...form, fields: [somebody as never, ...form.fields.slice(1)] } : form,
      ),
    }
    expect((await call('POST', '/apps', { definition: named })).statusCode).toBe(201)
    const answer = await call('GET', '/apps/named/bundle')
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'template_names_somebody'])
    expect(answer.json().errors[0].path).toBe('/forms/0/fields/0/default')
  })

  it('can be copied beside itself', async () => {
    const made = await call('POST', '/apps/trade/copy', { key: 'trade_copy', name: { zh: '副本' } })
    expect(made.statusCode, made.body).toBe(201)
    expect((await definitionOf('trade_copy')).name).toEqual({ zh: '副本' })
    expect((await call('POST', '/apps/trade/copy', { key: 'trade_copy' })).json().code).toBe('already_installed')
  })

  it('has the same sum whatever the order of its names, another one for another content', () => {
    const reordered = Object.fromEntries(Object.entries(trade).reverse()) as unknown as AppDefinition
    expect(makeBundle(reordered).checksum).toBe(makeBundle(trade).checksum)
    expect(makeBundle({ ...trade, version: '9.9.9' }).checksum).not.toBe(makeBundle(trade).checksum)
    expect(makeBundle(trade, { zh: '新' }).checksum).not.toBe(makeBundle(trade).checksum)
  })

  it.each([
    ['1.10.0', '1.9.0', true],
    ['1.1', '1.1.0', false],
    ['2.0', '1.99.99', true],
    ['1.0', '1.0', false],
  ])('version %s is later than %s: %s', (version, than, later) => expect(isLater(version, than)).toBe(later))
})

describe('an app as a template of the own store', () => {
  const publish = (version: string, key = 'trade_kit') =>
    call('POST', '/store/templates', { app: 'trade', key, version, notes: { zh: `说明 ${version}` } })
  const label = (definition: AppDefinition, zh: string): AppDefinition => ({
    ...definition,
    forms: definition.forms.map(form =>
      form.key === 'customer'
        ? { ...form, fields: form.fields.map(field => (field.key === 'phone' ? { ...field, label: { zh } } : field)) }
        : form,
    ),
  })
  const publishApp = async (app: string, change: (definition: AppDefinition) => AppDefinition) => {
    const draft = await call('GET', `/apps/${app}/draft`)
    const put = await office.server.call(
      office.admin,
      'PUT',
      `/api/apps/${app}/draft`,
      { definition: change(draft.json().definition) },
      { 'if-match': String(draft.headers.etag) },
    )
    expect(put.statusCode, put.body).toBe(200)
    const published = await call('POST', `/apps/${app}/publish`, { confirm: true })
    expect(published.statusCode, published.body).toBe(200)
  }

  it('waits for an administrator’s word before anybody sees it', async () => {
    expect((await publish('1.0.0')).json()).toEqual({ template: 'trade_kit', version: '1.0.0', state: 'waiting' })
    const store = (await call('GET', '/store')).json()
    expect(store.waiting).toMatchObject([{ key: 'trade_kit', version: '1.0.0', hosts: [] }])
    expect((await call('GET', '/store/trade_kit')).statusCode).toBe(404)
    expect((await call('GET', '/store', undefined, office.seller)).json().waiting).toEqual([])
    expect((await call('POST', '/store/templates/trade_kit/1.0.0/approve', undefined, office.seller)).statusCode).toBe(
      403,
    )
    expect((await call('POST', '/store/templates/trade_kit/1.0.0/approve')).statusCode).toBe(200)
    expect((await call('GET', '/store/trade_kit')).json()).toMatchObject({
      version: '1.0.0',
      author: { standing: 'own' },
      installed: null,
    })
    expect((await publish('1.0.0')).json().code).toBe('template_version_taken')
  })

  it('is upgraded without losing what the customer made of it', async () => {
    expect((await call('POST', '/store/trade_kit/install', { sampleData: false })).statusCode).toBe(201)
    expect((await call('GET', '/apps/trade_kit/upgrade')).json().code).toBe('nothing_to_upgrade')
    // The customer renames a field and adds one; so does the author: one of them meets.
    await publishApp('trade_kit', definition => ({
      ...label(definition, '联系电话'),
      forms: label(definition, '联系电话').forms.map(form =>
        form.key === 'customer'
          ? { ...form, fields: [...form.fields, { key: 'ours', label: { zh: '我们的' }, type: 'text' }] }
          : form,
      ),
    }))
    await publishApp('trade', definition => ({
      ...label(definition, '手机'),
      forms: label(definition, '手机').forms.map(form =>
        form.key === 'customer'
          ? { ...form, fields: [...form.fields, { key: 'theirs', label: { zh: '模板的' }, type: 'text' }] }
          : form,
      ),
    }))
    expect((await publish('1.1.0')).statusCode).toBe(201)
    await call('POST', '/store/templates/trade_kit/1.1.0/approve')
    expect((await call('GET', '/store/trade_kit')).json()).toMatchObject({
      version: '1.1.0',
      installed: '1.0.0',
      upgradable: true,
    })

    const preview = (await call('GET', '/apps/trade_kit/upgrade')).json()
    expect(preview).toMatchObject({ from: '1.0.0', to: '1.1.0', notes: { zh: '说明 1.1.0' } })
    expect(preview.conflicts).toMatchObject([
      { ours: expect.stringContaining('联系电话'), theirs: expect.stringContaining('手机') },
    ])
    const unsettled = await call('POST', '/apps/trade_kit/upgrade', { confirm: true })
    expect([unsettled.statusCode, unsettled.json().code]).toEqual([409, 'upgrade_conflicts'])

    const done = await call('POST', '/apps/trade_kit/upgrade', {
      confirm: true,
      choices: { [preview.conflicts[0].at]: 'ours' },
    })
    expect(done.statusCode, done.body).toBe(200)
    const { definition } = (await call('GET', '/apps/trade_kit')).json() as { definition: AppDefinition }
    const fields = definition.forms.find(({ key }) => key === 'customer')!.fields
    expect(fields.map(({ key }) => key)).toEqual(expect.arrayContaining(['ours', 'theirs']))
    expect(fields.find(({ key }) => key === 'phone')!.label.zh).toBe('联系电话')
    expect((await call('GET', '/apps/trade_kit/upgrade')).json().code).toBe('nothing_to_upgrade')
    expect((await definitionOf('trade_kit')).forms).toEqual(definition.forms)
  })

  it('withdrawn, it is offered no more; what is installed stays', async () => {
    for (const version of ['1.0.0', '1.1.0'])
      expect((await call('POST', `/store/templates/trade_kit/${version}/withdraw`)).statusCode).toBe(200)
    expect((await call('GET', '/store/trade_kit')).statusCode).toBe(404)
    expect((await call('GET', '/apps/trade_kit')).statusCode).toBe(200)
    expect((await call('POST', '/store/templates/none/1.0.0/approve')).statusCode).toBe(404)
  })
})
