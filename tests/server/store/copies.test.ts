import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { type Office, openOffice } from '../records/office.ts'
import type { Client } from '../testServer.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  const made = await call('POST', '/apps/trade/copy', { key: 'trade_test', name: { zh: '试用', en: 'Test' } })
  expect(made.statusCode, made.body).toBe(201)
})
afterAll(() => office.server.close())

const call = (method: string, path: string, body?: object, who: Client = office.admin) =>
  office.server.call(who, method as 'GET', `/api${path}`, body)
const publishedOf = async (app: string): Promise<AppDefinition> => (await call('GET', `/apps/${app}`)).json().definition
const fieldsOf = async (app: string) =>
  (await publishedOf(app)).forms.find(({ key }) => key === 'customer')!.fields as { key: string; label: object }[]

const edit = async (app: string, change: (fields: readonly object[]) => readonly object[], publish = true) => {
  const draft = await call('GET', `/apps/${app}/draft`)
  const { definition } = draft.json() as { definition: AppDefinition }
  const forms = definition.forms.map(form =>
    form.key === 'customer' ? { ...form, fields: change(form.fields) as typeof form.fields } : form,
  )
  const put = await office.server.call(
    office.admin,
    'PUT',
    `/api/apps/${app}/draft`,
    { definition: { ...definition, forms } },
    { 'if-match': String(draft.headers.etag) },
  )
  expect(put.statusCode, put.body).toBe(200)
  if (publish) expect((await call('POST', `/apps/${app}/publish`, { confirm: true })).statusCode).toBe(200)
}
const adding = (key: string) => (fields: readonly object[]) => [...fields, { key, label: { zh: key }, type: 'text' }]
const calling = (zh: string) => (fields: readonly object[]) =>
  fields.map(field => ((field as { key: string }).key === 'phone' ? { ...field, label: { zh } } : field))
const newsFor = async (app: string) => (await call('GET', `/apps/${app}/copies`)).json().copies

describe('a change tried in a copy', () => {
  it('is counted, shown and taken into the real app, which keeps its own name and changes', async () => {
    expect(await newsFor('trade')).toEqual([
      { app: 'trade_test', name: { zh: '试用', en: 'Test' }, version: 1, original: false, news: 0 },
    ])
    await edit('trade_test', adding('tried'))
    await edit('trade', adding('meanwhile'))
    await edit('trade', adding('not_yet'), false)
    expect((await newsFor('trade'))[0].news).toBe(1)

    const preview = (await call('GET', '/apps/trade/copies/trade_test')).json()
    expect(preview).toMatchObject({ own: 1, conflicts: [], base: 2 })
    expect(preview.changes).toHaveLength(1)
    const taken = await call('POST', '/apps/trade/copies/trade_test/take', { confirm: true, base: preview.base })
    expect([taken.statusCode, taken.json()]).toEqual([200, { version: 3, publishing: null }])

    const keys = (await fieldsOf('trade')).map(({ key }) => key)
    expect(keys).toEqual(expect.arrayContaining(['tried', 'meanwhile']))
    expect(keys).not.toContain('not_yet')
    expect((await publishedOf('trade')).name.zh).not.toBe('试用')
    const draft = (await call('GET', '/apps/trade/draft')).json().definition as AppDefinition
    const drafted = draft.forms.find(({ key }) => key === 'customer')!.fields.map(({ key }) => key)
    expect(drafted).toEqual(expect.arrayContaining(['tried', 'meanwhile', 'not_yet']))
    expect((await newsFor('trade'))[0].news).toBe(0)
  })

  it('goes the other way too: the copy catches up with the real app', async () => {
    expect(await newsFor('trade_test')).toMatchObject([{ app: 'trade', original: true, news: 1 }])
    expect((await call('POST', '/apps/trade_test/copies/trade/take', { confirm: true })).statusCode).toBe(200)
    expect((await fieldsOf('trade_test')).map(({ key }) => key)).toContain('meanwhile')
    expect((await publishedOf('trade_test')).name.zh).toBe('试用')
    expect(await newsFor('trade_test')).toMatchObject([{ news: 0 }])
    expect(await newsFor('trade')).toMatchObject([{ news: 0 }])
  })

  it('asks where both sides changed the same, and takes the choice', async () => {
    await edit('trade_test', calling('手机'))
    await edit('trade', calling('联系电话'))
    const { conflicts } = (await call('GET', '/apps/trade/copies/trade_test')).json()
    expect(conflicts).toMatchObject([
      { ours: expect.stringContaining('联系电话'), theirs: expect.stringContaining('手机') },
    ])
    const unsettled = await call('POST', '/apps/trade/copies/trade_test/take', { confirm: true })
    expect([unsettled.statusCode, unsettled.json().code]).toEqual([409, 'upgrade_conflicts'])
    const choices = { [conflicts[0].at]: 'theirs' }
    expect((await call('POST', '/apps/trade/copies/trade_test/take', { confirm: true, choices })).statusCode).toBe(200)
    expect((await fieldsOf('trade')).find(({ key }) => key === 'phone')?.label).toEqual({ zh: '手机' })
  })

  it('is an administrator’s, and of apps that are kin only', async () => {
    expect((await call('GET', '/apps/trade/copies', undefined, office.seller)).statusCode).toBe(403)
    expect((await call('POST', '/apps/trade/copies/trade/take', {})).statusCode).toBe(404)
    expect((await call('DELETE', '/apps/trade_test?confirm=trade_test')).statusCode).toBeLessThan(300)
    expect(await newsFor('trade')).toEqual([])
  })
})
