import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition, Field } from '../../../schemas/generated/definition.ts'
import { trade } from '../../fixtures/trade.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

let server: TestServer
let admin: Client
const base = '/api/apps/trade'

beforeAll(async () => {
  server = await startTestServer()
  const org = await server.addOrganisation('发布公司')
  admin = await server.addPerson(org, 'publisher', { admin: true })
  const answer = await server.call(admin, 'POST', '/api/apps', { definition: trade })
  expect(answer.statusCode, answer.body).toBe(201)
})
afterAll(() => server.close())

type Change = (definition: AppDefinition) => void

async function draft(change: Change): Promise<void> {
  const current = (await server.call(admin, 'GET', `${base}/draft`)).json()
  change(current.definition)
  const saved = await server.call(
    admin,
    'PUT',
    `${base}/draft`,
    { definition: current.definition },
    { 'if-match': `"${current.revision}"` },
  )
  expect(saved.statusCode, saved.body).toBe(200)
}
async function publish(change: Change, confirm = false) {
  await draft(change)
  return server.call(admin, 'POST', `${base}/publish`, { confirm })
}
const form = (definition: AppDefinition, key: string) => definition.forms.find(one => one.key === key)!
const field = (definition: AppDefinition, formKey: string, key: string) =>
  form(definition, formKey).fields.find(one => one.key === key)!
const create = async (values: object) =>
  (await server.call(admin, 'POST', `${base}/forms/customer/records`, values)).json()
const read = async (id: string) => (await server.call(admin, 'GET', `${base}/forms/customer/records/${id}`)).json()

describe('publishing a draft', () => {
  it('adds a required drop-down bound to a library; old records still open, new ones need it', async () => {
    const old = await create({ name: '旧客户' })
    const level: Field = {
      key: 'level',
      label: { zh: '等级', en: 'Level' },
      type: 'select',
      options: 'level',
      required: true,
    }
    const started = performance.now()
    const answer = await publish(definition => {
      definition.optionLibraries!.push({
        key: 'level',
        label: { zh: '等级', en: 'Level' },
        options: [{ key: 'a', label: { zh: '甲', en: 'A' } }],
      })
      form(definition, 'customer').fields.push(level)
    })
    expect(answer.json()).toMatchObject({ version: 2 })
    expect(await read(old.id)).toMatchObject({ name: '旧客户', level: null, version: 1 })
    const refused = await server.call(admin, 'POST', `${base}/forms/customer/records`, { name: '新客户' })
    expect(refused.json().errors).toMatchObject([{ path: '/level', code: 'required' }])
    expect(await create({ name: '新客户', level: 'a' })).toMatchObject({ level: 'a' })
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('says before what it does: in words, with counts on the real data', async () => {
    await draft(definition => {
      const fields = form(definition, 'customer').fields
      fields.splice(
        fields.findIndex(one => one.key === 'phone'),
        1,
      )
      field(definition, 'customer', 'name').label = { zh: '客户名称', en: 'Customer name' }
    })
    await create({ name: '有电话', level: 'a', phone: '12345678' })
    const { findings, changes, plan } = (await server.call(admin, 'POST', `${base}/draft/check`)).json()
    // A table of the fixture that nothing reads: a remark, not an obstacle.
    expect(findings.map((one: { code: string; path: string }) => [one.code, one.path])).toEqual([
      ['never_used', '/settings/1'],
    ])
    expect(changes.map((change: { text: { zh: string } }) => change.text.zh)).toEqual([
      '表单“客户”字段“客户名称” 名称: “名称” → “客户名称”',
      '表单“客户”移除字段“电话”',
    ])
    expect(plan).toMatchObject([{ kind: 'keep_column', effect: 'lossless', field: 'phone', count: 1 }])
  })

  it('keeps the values of a removed field and brings them back with it', async () => {
    const kept = await create({ name: '会回来', level: 'a', phone: '87654321' })
    expect((await publish(() => undefined)).statusCode).toBe(200)
    expect(await read(kept.id)).not.toHaveProperty('phone')
    const phone = trade.forms[0]!.fields.find(one => one.key === 'phone')!
    expect((await publish(definition => form(definition, 'customer').fields.push(phone))).statusCode).toBe(200)
    expect((await read(kept.id)).phone).toBe('87654321')
  })

  it('asks before a retype that loses values, converts what fits and keeps the rest', async () => {
    const text: Field = { key: 'size', label: { zh: '规模', en: 'Size' }, type: 'text' }
    await publish(definition => form(definition, 'customer').fields.push(text))
    const fits = await create({ name: '能转', level: 'a', size: ' 120 ' })
    const not = await create({ name: '不能转', level: 'a', size: '很大' })
    const retype: Change = definition => Object.assign(field(definition, 'customer', 'size'), { type: 'number' })
    const asked = await publish(retype)
    expect(asked.statusCode).toBe(409)
    expect(asked.json()).toMatchObject({
      code: 'needs_confirmation',
      plan: [{ kind: 'convert', effect: 'lossy', count: 1, samples: [{ id: not.id, title: '不能转', value: '很大' }] }],
    })
    const choices = { 'convert:customer.size': 'empty' }
    expect((await server.call(admin, 'POST', `${base}/publish`, { choices })).statusCode).toBe(200)
    expect((await read(fits.id)).size).toBe('120')
    expect((await read(not.id)).size).toBeNull()
    await publish(definition => Object.assign(field(definition, 'customer', 'size'), { type: 'text' }), true)
    expect((await read(not.id)).size).toBe('很大')
  })

  it('works out a changed formula for every record', async () => {
    const made = await create({ name: '算一算', level: 'a' })
    const answer = await publish(definition =>
      Object.assign(field(definition, 'customer', 'rebate_rate'), { formula: 'IF({total}>=0,0.5,0)' }),
    )
    expect(answer.statusCode, answer.body).toBe(200)
    expect((await read(made.id)).rebate_rate).toBe('0.5000')
  })

  it('refuses a definition with errors and leaves the old version serving', async () => {
    const before = (await server.call(admin, 'GET', base)).json().version
    const answer = await publish(definition =>
      Object.assign(field(definition, 'customer', 'rebate_rate'), { formula: '{totl} +' }),
    )
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({ code: 'check_failed' })
    expect((await server.call(admin, 'GET', base)).json().version).toBe(before)
    await draft(definition => Object.assign(field(definition, 'customer', 'rebate_rate'), { formula: '0' }))
  })

  it('refuses a draft made from an older one, and shows the newer', async () => {
    const current = (await server.call(admin, 'GET', `${base}/draft`)).json()
    const send = () =>
      server.call(
        admin,
        'PUT',
        `${base}/draft`,
        { definition: current.definition },
        { 'if-match': `"${current.revision}"` },
      )
    expect((await send()).statusCode).toBe(200)
    const second = await send()
    expect(second.statusCode).toBe(409)
    expect(second.json()).toMatchObject({ code: 'draft_conflict', current: { revision: current.revision + 1 } })
  })

  it('keeps every version and restores one', async () => {
    const { versions } = (await server.call(admin, 'GET', `${base}/versions`)).json()
    expect(versions.at(-1)).toMatchObject({ version: 1 })
    const restored = await server.call(admin, 'POST', `${base}/versions/1/restore`)
    expect(restored.json().version).toBe(versions[0].version + 1)
    expect(
      (await server.call(admin, 'GET', base)).json().definition.forms[0].fields.map((one: Field) => one.key),
    ).not.toContain('level')
  })
})

describe('hostile and broken definitions', () => {
  const hostile: [string, unknown][] = [
    ['nothing', null],
    ['text', 'x'],
    [
      'duplicate keys of fields',
      {
        ...trade,
        key: 'h',
        forms: [{ ...trade.forms[0], fields: [trade.forms[0]!.fields[0], trade.forms[0]!.fields[0]] }],
      },
    ],
    [
      'a reserved key',
      {
        ...trade,
        key: 'h',
        forms: [{ key: 'f', name: { zh: 'f' }, fields: [{ key: 'constructor', label: { zh: 'x' }, type: 'text' }] }],
      },
    ],
    [
      'a formula circle',
      {
        ...trade,
        key: 'h',
        forms: [
          {
            key: 'f',
            name: { zh: 'f' },
            fields: [
              { key: 'a', label: { zh: 'a' }, type: 'formula', formula: '{b}', result: 'number' },
              { key: 'b', label: { zh: 'b' }, type: 'formula', formula: '{a}', result: 'number' },
            ],
          },
        ],
      },
    ],
    [
      'a dangling relation',
      {
        ...trade,
        key: 'h',
        forms: [
          { key: 'f', name: { zh: 'f' }, fields: [{ key: 'a', label: { zh: 'a' }, type: 'relation', to: 'nowhere' }] },
        ],
      },
    ],
    [
      'a look-behind pattern',
      {
        ...trade,
        key: 'h',
        forms: [
          { key: 'f', name: { zh: 'f' }, fields: [{ key: 'a', label: { zh: 'a' }, type: 'text', pattern: '(?<=x)y' }] },
        ],
      },
    ],
    ['an unknown version', { ...trade, key: 'h', formatVersion: 99 }],
    ['reserved primitives', { ...trade, key: 'h', metrics: [] }],
    [
      'a very deep value',
      { ...trade, key: 'h', sampleData: { customer: [{ name: JSON.parse(`${'['.repeat(62)}${']'.repeat(62)}`) }] } },
    ],
  ]
  it.each(hostile)('%s: one answer with every error, nothing half done', async (_, definition) => {
    const answer = await server.call(admin, 'POST', '/api/apps', { definition })
    expect([400, 422]).toContain(answer.statusCode)
    expect(answer.json().errors.length).toBeGreaterThan(0)
    expect((await server.call(admin, 'GET', '/api/apps/h')).statusCode).toBe(404)
  })
})
