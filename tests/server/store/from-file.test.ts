import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { type Bundle, makeBundle } from '../../../server/store/bundle.ts'
import { trade } from '../../fixtures/trade.ts'
import { type House, openHouse } from './two-servers.ts'

/** The real server and the one on which changes are tried: two organisations, two databases. */
let real: House
let test: House

const bundleOf = async (house: House, app = 'trade'): Promise<Bundle> =>
  (await house.call('GET', `/apps/${app}/bundle`)).json()
const look = async (house: House, bundle: unknown, app = 'trade') =>
  house.call('POST', `/apps/${app}/from-file/look`, { bundle })
const take = async (house: House, bundle: unknown, choices: object = {}, app = 'trade') =>
  house.call('POST', `/apps/${app}/from-file/take`, { bundle, choices, confirm: true, despite: true })
const definitionOf = async (house: House, app = 'trade'): Promise<AppDefinition> =>
  (await house.call('GET', `/apps/${app}`)).json().definition

type Fields = AppDefinition['forms'][number]['fields']

async function publish(house: House, change: (fields: Fields) => Fields, app = 'trade'): Promise<void> {
  const draft = await house.call('GET', `/apps/${app}/draft`)
  const { definition } = draft.json() as { definition: AppDefinition }
  const forms = definition.forms.map(form =>
    form.key === 'customer' ? { ...form, fields: change(form.fields) } : form,
  )
  const put = await house.server.call(
    house.admin,
    'PUT',
    `/api/apps/${app}/draft`,
    { definition: { ...definition, forms } },
    { 'if-match': String(draft.headers.etag) },
  )
  expect(put.statusCode, put.body).toBe(200)
  const published = await house.call('POST', `/apps/${app}/publish`, { confirm: true })
  expect(published.statusCode, published.body).toBe(200)
}

const adds =
  (key: string) =>
  (fields: Fields): Fields => [...fields, { key, label: { zh: `字段 ${key}` }, type: 'text' }]
const calls =
  (zh: string) =>
  (fields: Fields): Fields =>
    fields.map(field => (field.key === 'phone' ? { ...field, label: { zh } } : field))

const customerOf = async (house: House, app = 'trade') =>
  (await definitionOf(house, app)).forms.find(({ key }) => key === 'customer')!.fields
const keysOf = async (house: House, app = 'trade') => (await customerOf(house, app)).map(({ key }) => key)

beforeAll(async () => {
  real = await openHouse('正式公司')
  test = await openHouse('测试公司')
  expect((await real.call('POST', '/apps', { definition: trade })).statusCode).toBe(201)
  const brought = await test.call('POST', '/apps/import', { bundle: await bundleOf(real) })
  expect(brought.statusCode, brought.body).toBe(201)
}, 60_000)
afterAll(async () => {
  await real.server.close()
  await test.server.close()
})

describe('a change carried between two servers by file', { timeout: 60_000 }, () => {
  it('is merged from the newest version both know, and asks where both changed the same', async () => {
    await publish(test, fields => calls('手机')(adds('tried')(fields)))
    await publish(real, fields => calls('联系电话')(adds('meanwhile')(fields)))
    const bundle = await bundleOf(test)
    const seen = await look(real, bundle)
    expect(seen.statusCode, seen.body).toBe(200)
    const preview = seen.json()
    expect(preview).toMatchObject({ basis: 'version', own: 2, author: { standing: 'unknown', publisher: '测试公司' } })
    expect(preview.changes.map((change: { kind: string }) => change.kind)).toEqual(['added'])
    expect(preview.conflicts).toMatchObject([
      { ours: expect.stringContaining('联系电话'), theirs: expect.stringContaining('手机') },
    ])
    expect((await take(real, bundle)).json().code).toBe('upgrade_conflicts')
    const taken = await take(real, bundle, { [preview.conflicts[0].at]: 'theirs' })
    expect(taken.statusCode, taken.body).toBe(200)
    expect(await keysOf(real)).toEqual(expect.arrayContaining(['tried', 'meanwhile']))
    expect((await customerOf(real)).find(({ key }) => key === 'phone')!.label.zh).toBe('手机')
    const versions = (await real.call('GET', '/apps/trade/versions')).json().versions
    expect(versions[0].note).toBe('⇥ 测试公司')
    // The same file once more has nothing new.
    expect((await look(real, bundle)).json()).toMatchObject({ changes: [], conflicts: [], basis: 'version' })
  })

  it('goes back the same way, and on from there', async () => {
    await publish(test, adds('later'))
    const back = await bundleOf(real)
    const preview = (await look(test, back)).json()
    expect(preview).toMatchObject({ basis: 'version', conflicts: [] })
    expect(preview.changes).toHaveLength(1)
    expect((await take(test, back)).statusCode).toBe(200)
    expect(await keysOf(test)).toEqual(expect.arrayContaining(['tried', 'meanwhile', 'later']))
    const again = await bundleOf(test)
    const onwards = (await look(real, again)).json()
    expect(onwards).toMatchObject({ basis: 'version', conflicts: [] })
    expect(onwards.changes).toHaveLength(1)
    expect((await take(real, again)).statusCode).toBe(200)
    expect((await keysOf(real)).toSorted()).toEqual((await keysOf(test)).toSorted())
  })

  it('takes away what was taken away there, and keeps what was restored here', async () => {
    await publish(test, fields => fields.filter(({ key }) => key !== 'tried'))
    const without = await bundleOf(test)
    expect((await take(real, without)).statusCode).toBe(200)
    expect(await keysOf(real)).not.toContain('tried')
    const { current } = (await real.call('GET', '/apps/trade/versions')).json()
    const restored = await real.call('POST', `/apps/trade/versions/${current - 1}/restore`, {})
    expect(restored.statusCode, restored.body).toBe(200)
    expect(await keysOf(real)).toContain('tried')
    // Nothing is new there: what was put back here stays.
    expect((await look(real, without)).json()).toMatchObject({ changes: [], conflicts: [] })
  })

  it('leaves names, sample records and people of each side alone', async () => {
    const bundle = await bundleOf(test)
    const { definition } = bundle
    const renamed = makeBundle(
      { ...definition, name: { zh: '测试用' }, version: '9.9.9', sampleData: {} },
      undefined,
      undefined,
      bundle.lineage,
    )
    expect((await look(real, renamed)).json().changes).toEqual([])
  })

  it('without a common version asks for every difference and takes nothing away', async () => {
    const { definition } = await bundleOf(test)
    const forms = definition.forms.map(form =>
      form.key === 'customer' ? { ...form, fields: adds('apart')(calls('电话号码')(form.fields)) } : form,
    )
    const stranger = makeBundle({ ...definition, forms })
    const preview = (await look(real, stranger)).json()
    expect(preview.basis).toBe('none')
    expect(preview.conflicts).toMatchObject([{ theirs: expect.stringContaining('电话号码') }])
    const before = await keysOf(real)
    const choices = Object.fromEntries(preview.conflicts.map(({ at }: { at: string }) => [at, 'ours']))
    expect((await take(real, stranger, choices)).statusCode).toBe(200)
    expect((await keysOf(real)).toSorted()).toEqual([...before, 'apart'].toSorted())
    expect((await customerOf(real)).find(({ key }) => key === 'phone')!.label.zh).toBe('手机')
  })

  it('is refused of another app, and by whoever may not publish', async () => {
    const other = await look(real, makeBundle({ ...trade, key: 'other', name: { zh: '别的' } }))
    expect([other.statusCode, other.json().code]).toEqual([422, 'bundle_other_app'])
    expect(other.json().detail).toContain('别的')
    expect((await look(real, {})).json().code).toBe('bundle_invalid')
  })

  it('is not fooled by a forged lineage', async () => {
    const { lineage = [] } = await bundleOf(real)
    const bundle = await bundleOf(test)
    // What is signed cannot be given another lineage.
    expect((await look(real, { ...bundle, lineage })).json().code).toBe('bundle_signature_wrong')
    for (const wrong of ['x', ['x'], [1], Array.from({ length: 1001 }, () => '0'.repeat(64)), { length: 1 }])
      expect((await look(real, { ...makeBundle(trade), lineage: wrong })).json().code).toBe('bundle_invalid')
    // A claim that it contains everything here shows all it would take away, and does nothing until somebody agrees.
    const before = await definitionOf(real)
    const claims = makeBundle(trade, undefined, undefined, lineage)
    const preview = (await look(real, claims)).json()
    expect(preview.changes.filter((change: { kind: string }) => change.kind === 'removed').length).toBeGreaterThan(0)
    expect(preview.plan.length).toBeGreaterThan(0)
    expect(await definitionOf(real)).toEqual(before)
    // Names of versions nobody knows are no beginning.
    const unknown = makeBundle(trade, undefined, undefined, ['0'.repeat(64)])
    expect((await look(real, unknown)).json().basis).not.toBe('none')
    const apart = makeBundle({ ...trade, zone: 'Asia/Tokyo' }, undefined, undefined, ['0'.repeat(64)])
    expect((await look(real, apart)).json().basis).toBe('none')
  })

  it('of two servers that only have the template in common is merged from the template', async () => {
    for (const house of [real, test])
      expect((await house.call('POST', '/store/store_sales/install', { sampleData: false })).statusCode).toBe(201)
    const draft = await test.call('GET', '/apps/store_sales/draft')
    const { definition } = draft.json() as { definition: AppDefinition }
    const [first, ...forms] = definition.forms
    const changed = { ...definition, forms: [{ ...first!, fields: adds('only_there')(first!.fields) }, ...forms] }
    const bundle = makeBundle(changed, undefined, undefined, (await bundleOf(test, 'store_sales')).lineage)
    const preview = (await look(real, bundle, 'store_sales')).json()
    expect(preview).toMatchObject({ basis: 'template', conflicts: [], own: 0 })
    expect(preview.changes).toHaveLength(1)
  })

  it('counts as taken in only when its publish came about', async () => {
    const { pool } = real.server.database
    await publish(test, adds('in_batches'))
    const bundle = await bundleOf(test)
    expect((await take(real, bundle)).statusCode).toBe(200)
    expect((await look(real, bundle)).json().changes).toEqual([])
    // As it stands after a publish in batches failed: the older version serves on, and nothing of the file is in it.
    const { current } = (await real.call('GET', '/apps/trade/versions')).json()
    expect((await real.call('POST', `/apps/trade/versions/${current - 1}/restore`, {})).statusCode).toBe(200)
    const failed = await pool.query<{ id: string }>(
      `insert into formwork.app_publish (org_id, id, app_id, base, definition, options, state, done, total, created_at)
       select org_id, gen_random_uuid(), id, version, '{}', '{}', 'failed', 0, 0, now() from formwork.app where key = 'trade' returning id`,
    )
    await pool.query(
      `update formwork.taken_version set publish = $1 where version = (select max(version) from formwork.taken_version where publish is null)`,
      [failed.rows[0]!.id],
    )
    // The version it would have been never was.
    await pool.query(
      `update formwork.app_version v set fingerprint = 'none' from formwork.app a where a.id = v.app_id and a.key = 'trade' and v.version = $1`,
      [current],
    )
    const again = (await look(real, bundle)).json()
    expect(again.changes.map(({ text }: { text: { zh: string } }) => text.zh).join()).toContain('in_batches')
  })
})
