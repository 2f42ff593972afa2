import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition, Field } from '../../../schemas/generated/definition.ts'
import { fieldOf, formOf, openWorkshop, retype, type Workshop } from './publishing.ts'

const both = (zh: string, en: string) => ({ zh, en })
const field = (key: string, type: string, extra: object = {}): Field =>
  ({ key, label: both(key, key), type, ...extra }) as Field
const app: AppDefinition = {
  formatVersion: 1,
  key: 'many',
  version: '1.0.0',
  name: both('很多', 'Many'),
  forms: [
    {
      key: 'item',
      name: both('货品', 'Item'),
      titleField: 'name',
      fields: [field('name', 'text'), field('size', 'text'), field('code', 'text')],
    },
  ],
}
const MANY = 30_000

let shop: Workshop
beforeAll(async () => {
  shop = await openWorkshop(app)
  await sqlOf(
    `insert into {item} (id, version, created_at, updated_at, rules_version, is_sample, {name}, {size}, {code})
     select gen_random_uuid(), 1, now(), now(), 1, false, 'n' || i, case when i % 10 = 0 then 'about ' || i else i || '.50' end, 'k' || (i / 2) from generate_series(1, ${MANY}) i`,
  )
  await sqlOf('analyze {item}')
})
afterAll(() => shop.close())

/** SQL over the form's table with its fields by their keys, as they are stored now. */
async function sqlOf(text: string): Promise<Record<string, unknown>[]> {
  const { pool } = shop.server.database
  const { rows } = await pool.query(
    'select a.schema_name as schema, v.storage from formwork.app a join formwork.app_version v on v.app_id = a.id and v.version = a.version',
  )
  const { schema, storage } = rows[0]
  const { table, columns } = storage.forms.item
  const named = text.replace(/\{(\w+)\}/g, (_, key: string) =>
    key === 'item' ? `"${schema}"."${table}"` : columns[key].column,
  )
  return (await pool.query(named)).rows
}
const publishing = async () => (await shop.server.call(shop.admin, 'GET', `${shop.base}/publishing`)).json().publishing
/** Lets time pass until it is over. */
async function ended(): Promise<{ state: string; version: number | null; problem: { code: string } | null }> {
  for (;;) {
    const now = await publishing()
    if (now.state !== 'preparing') return now
    shop.server.clock.advance(100)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
const triggers = async (): Promise<number> =>
  (await shop.server.database.pool.query(`select 1 from pg_trigger where tgname = 'formwork_bridge'`)).rows.length

describe('a publish that moves many values', { timeout: 60_000 }, () => {
  it('goes on in batches while people read and write by the old version; nothing they write is lost', async () => {
    const early = await shop.create('item', { name: '早', size: '12' })
    await shop.draft(draft => retype(draft, 'item', field('size', 'number')))
    const answer = await shop.publish(() => undefined, { choices: { 'convert:item.size': 'keep' } })
    expect(answer.statusCode, answer.body).toBe(202)
    expect(answer.json()).toMatchObject({ version: null, publishing: expect.any(String) })
    const refused = await shop.publish(() => undefined, { confirm: true })
    expect(refused.json()).toMatchObject({ status: 409, code: 'publish_running' })
    const written: [string, string][] = []
    const writing = (async () => {
      for (let n = 0; (await publishing()).state === 'preparing'; n += 1) {
        const made = await shop.create('item', { name: `写 ${n}`, size: `${n}.25` }).catch(() => undefined)
        if (made !== undefined && typeof made.size === 'string') written.push([made.id, `${n}.25`])
        const patched = await shop.server.call(
          shop.admin,
          'PATCH',
          `${shop.base}/forms/item/records/${early.id}`,
          { size: `${n}` },
          { 'if-match': `"${n + 1}"` },
        )
        expect(patched.statusCode, patched.body).toBe(200)
        if (n === 0) written.push([early.id, '0'])
        written[written.findIndex(([id]) => id === early.id)] = [early.id, `${n}`]
      }
    })()
    expect(await ended()).toMatchObject({ state: 'published', version: 2 })
    await writing
    expect(written.length).toBeGreaterThan(5)
    for (const [id, size] of written) expect(Number((await shop.read('item', id)).size)).toBe(Number(size))
    const [counted] = await sqlOf(
      `select count(*)::int as n, count({size})::int as numbers, count({size_before})::int as kept, sum({size})::text as sum from {item} where {name} like 'n%'`,
    )
    const fits = Array.from({ length: MANY }, (_, i) => i + 1).filter(i => i % 10 !== 0)
    expect(counted).toEqual({
      ...{ n: MANY, numbers: fits.length, kept: MANY - fits.length },
      sum: `${fits.reduce((sum, i) => sum + i, 0) + fits.length / 2}.00`,
    })
  })

  it('comes back digit for digit the same way', async () => {
    const [before] = await sqlOf(`select count({size})::int as n from {item}`)
    const answer = await shop.server.call(shop.admin, 'POST', `${shop.base}/versions/1/restore`)
    expect(answer.statusCode, answer.body).toBe(202)
    expect(await ended()).toMatchObject({ state: 'published', version: 3 })
    const [after] = await sqlOf(
      `select count({size})::int as n, count(*) filter (where {size} = 'about 10')::int as odd from {item} where {name} like 'n%'`,
    )
    expect(before!.n).toBeLessThan(MANY)
    expect(after).toEqual({ n: MANY, odd: 1 })
  })

  it('is taken back whole when it is cancelled', async () => {
    await shop.publish(draft => retype(draft, 'item', field('size', 'number', { unit: 'm' })), { confirm: true })
    const cancelled = await shop.server.call(shop.admin, 'DELETE', `${shop.base}/publishing`)
    expect(cancelled.statusCode, cancelled.body).toBe(200)
    expect(await ended()).toMatchObject({ state: 'cancelled', version: null })
    shop.server.clock.advance(5_000)
    await new Promise(resolve => setTimeout(resolve, 300))
    expect((await shop.server.call(shop.admin, 'GET', shop.base)).json().version).toBe(3)
    expect((await sqlOf(`select count({size})::int as n from {item} where {name} like 'n%'`))[0]).toEqual({ n: MANY })
    expect((await shop.server.call(shop.admin, 'DELETE', `${shop.base}/publishing`)).json().code).toBe(
      'no_publish_running',
    )
  })

  it('makes a unique index while people work, and says when two wrote the same meanwhile', async () => {
    await shop.draft(draft => {
      retype(draft, 'item', field('size', 'text'))
      Object.assign(fieldOf(draft, 'item', 'name'), { unique: true })
      retype(draft, 'item', field('code', 'long_text'))
    })
    await shop.draft(draft => formOf(draft, 'item').fields.push(field('more', 'number')))
    expect((await shop.check()).plan.filter((step: { effect: string }) => step.effect === 'blocked')).toEqual([])
    const plain = await shop.publish(() => undefined, { confirm: true })
    expect(plain.statusCode, plain.body).toBe(200)
    const [index] = await sqlOf(
      `select count(*)::int as n from pg_indexes where indexdef like 'CREATE UNIQUE INDEX%' and indexname like 'f%\\_uq'`,
    )
    expect(index).toEqual({ n: 1 })
    expect(await triggers()).toBe(0)
  })
})
