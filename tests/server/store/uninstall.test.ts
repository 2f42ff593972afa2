import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Contents } from '../../../server/files/contents.ts'
import { cleanUp } from '../../../server/housekeeping.ts'
import { readBundle } from '../../../server/store/bundle.ts'
import { Archive } from '../../../server/store/sheet/zip.ts'
import { trade } from '../../fixtures/trade.ts'
import { type Office, openOffice } from '../records/office.ts'
import type { Client } from '../testServer.ts'

let office: Office
const call = (method: string, path: string, body?: object, who: Client = office.admin) =>
  office.server.call(who, method as 'GET', `/api${path}`, body)
const count = async (sql: string): Promise<number> =>
  (await office.server.database.pool.query<{ n: number }>(`select count(*)::int as n from ${sql}`)).rows[0]!.n
const removed = async () => (await call('GET', '/removed-apps')).json().apps
const remove = (key = 'trade') => call('DELETE', `/apps/${key}?confirm=${key}`)
const appId = async (): Promise<string> =>
  (
    await office.server.database.pool.query<{ id: string }>(
      `select id from formwork.app where key = 'trade' order by created_at desc limit 1`,
    )
  ).rows[0]!.id

beforeAll(async () => {
  office = await openOffice()
  for (let n = 0; n < 450; n += 1) await office.customer(office.seller, { name: n === 0 ? '=SUM(A1)' : `客户, "${n}"` })
  const customer = await office.customer(office.seller, { name: '有商机的' })
  await office.opportunity({ title: '商机', customer: customer.id })
})
afterAll(() => office.server.close())

describe('taking an app away', () => {
  it('says before what goes', async () => {
    const { forms, people, keptDays } = (await call('GET', '/apps/trade/removal')).json()
    expect(forms).toMatchObject([
      { key: 'customer', records: 451 },
      { key: 'opportunity', records: 1 },
    ])
    expect([people, keptDays]).toEqual([4, 30])
    expect((await call('GET', '/apps/trade/removal', undefined, office.seller)).statusCode).toBe(403)
  })

  it('gives everything as one file before: the app, every record of every form, nothing a spreadsheet would run', async () => {
    const answer = await call('GET', '/apps/trade/archive')
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/zip'])
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="trade-2026-11-22\.zip"$/)
    const archive = new Archive(answer.rawPayload)
    const textOf = (path: string): string => archive.read(path)?.toString('utf8') ?? ''
    expect(readBundle(JSON.parse(textOf('trade.formwork.json'))).definition.key).toBe('trade')
    const customers = textOf('data/customer.csv')
    expect(customers.startsWith('\uFEFFid,')).toBe(true)
    expect(customers.trimEnd().split('\r\n')).toHaveLength(452)
    expect(customers).toContain(`'=SUM(A1)`)
    expect(customers).not.toMatch(/(^|,|")=/m)
    expect(customers).toContain('"客户, ""7"""')
    expect(textOf('data/opportunity.csv')).toContain('有商机的')
    expect((await call('GET', '/apps/trade/archive', undefined, office.seller)).statusCode).toBe(403)
  })

  it('gives the rows of sub-forms and the files too, and tells of a file the disk has lost', async () => {
    const upload = async (name: string, content: string) => {
      const answer = await office.server.app.inject({
        method: 'POST',
        url: '/api/files',
        payload: `--x\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/plain\r\n\r\n${content}\r\n--x--\r\n`,
        headers: { ...office.seller.headers, 'content-type': 'multipart/form-data; boundary=x' },
      })
      return answer.json().id as string
    }
    const [kept, lost] = [await upload('..合同?.txt', '甲方乙方'), await upload('b.txt', 'gone')]
    const customer = await office.customer(office.seller)
    const lines = [{ product: '=1+1', quantity: '2', price: '3' }]
    await office.opportunity({ title: '带附件', customer: customer.id, risk: [kept, lost], lines })
    await new Contents(office.server.platform.config.dataFolder).remove(lost)
    const archive = new Archive((await call('GET', '/apps/trade/archive')).rawPayload)
    expect(archive.read(`files/${kept} _合同_.txt`)?.toString('utf8')).toBe('甲方乙方')
    expect(archive.read('files/missing.txt')?.toString('utf8')).toBe(`files/${lost} b.txt`)
    const rows = archive.read('data/opportunity.lines.csv')?.toString('utf8') ?? ''
    expect(rows.startsWith('\uFEFFrecord,')).toBe(true)
    expect(rows).toContain(`'=1+1`)
  })

  it('lets go of the database when the other side hangs up', async () => {
    const address = await office.server.app.listen({ port: 0, host: '127.0.0.1' })
    const { pool } = office.server.database
    for (let n = 0; n < 12; n += 1) {
      const stop = new AbortController()
      const answer = await fetch(`${address}/api/apps/trade/archive`, {
        headers: office.admin.headers,
        signal: stop.signal,
      })
      await answer.body?.getReader().read()
      stop.abort()
    }
    // The pool holds eight: every one of them came back.
    await expect.poll(() => pool.totalCount - pool.idleCount).toBe(0)
    expect((await call('GET', '/apps/trade')).statusCode).toBe(200)
  })

  it('leaves no page, right, task or timer, and keeps the records', async () => {
    expect((await call('DELETE', '/apps/trade?confirm=trad')).statusCode).toBe(400)
    const before = await count(`formwork.timer where state = 'waiting'`)
    expect((await remove()).statusCode).toBe(200)
    expect((await remove()).statusCode).toBe(404)
    expect((await call('GET', '/apps/trade')).statusCode).toBe(404)
    expect((await call('GET', '/apps', undefined, office.seller)).json().apps).toEqual([])
    expect(await count(`formwork.user_role where app_key = 'trade'`)).toBe(0)
    expect(await count(`formwork.timer where state = 'waiting' and app_id = '${await appId()}'`)).toBe(0)
    expect(await count(`formwork.task where state = 'open'`)).toBe(0)
    expect(before).toBeGreaterThan(0)
    expect(await removed()).toMatchObject([{ key: 'trade', removedBy: 'admin', until: '2026-12-22T05:10:00.000Z' }])
    expect((await call('GET', '/removed-apps', undefined, office.seller)).statusCode).toBe(403)
  })

  it('can be taken back, with its records and who may use them', async () => {
    const [{ id }] = await removed()
    expect((await call('POST', `/removed-apps/${id}/restore`)).json()).toEqual({ app: 'trade' })
    const list = (
      await call('GET', '/apps/trade/forms/customer/records?limit=1&count=true', undefined, office.seller)
    ).json()
    expect(list.count).toBe(452)
    expect(await count(`formwork.timer where state = 'held'`)).toBe(0)
    expect(await removed()).toEqual([])
    expect((await call('POST', `/removed-apps/${id}/restore`)).statusCode).toBe(404)
  })

  it('gives no right to another app of the same key, and does not come back over it', async () => {
    await remove()
    const [{ id }] = await removed()
    expect((await call('POST', '/apps', { definition: trade })).statusCode).toBe(201)
    expect((await call('GET', '/apps/trade', undefined, office.seller)).statusCode).toBe(404)
    const refused = await call('POST', `/removed-apps/${id}/restore`)
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'already_installed'])
    await remove()
    const other = (await removed()).find((one: { id: string }) => one.id !== id)
    expect((await call('POST', `/removed-apps/${other.id}/purge`, { confirm: 'trade' })).statusCode).toBe(200)
    expect((await call('POST', `/removed-apps/${id}/restore`)).statusCode).toBe(200)
  })

  it('purged, nothing of it is left but the trail', async () => {
    await remove()
    const [{ id }] = await removed()
    const { pool } = office.server.database
    const { rows: apps } = await pool.query<{ schema: string }>(
      `select schema_name as schema from formwork.app where id = $1`,
      [id],
    )
    const wrong = await call('POST', `/removed-apps/${id}/purge`, { confirm: 'x' })
    expect(wrong.statusCode).toBe(400)
    expect(await count(`pg_namespace where nspname = '${apps[0]!.schema}'`)).toBe(1)
    expect((await call('POST', `/removed-apps/${id}/purge`, { confirm: 'trade' })).statusCode).toBe(200)
    expect(await count(`pg_namespace where nspname = '${apps[0]!.schema}'`)).toBe(0)
    const { rows: tables } = await pool.query<{ name: string }>(
      `select table_name as name from information_schema.columns where table_schema = 'formwork' and column_name = 'app_id'`,
    )
    const left = []
    for (const { name } of tables) if ((await count(`formwork."${name}" where app_id = '${id}'`)) > 0) left.push(name)
    expect(left.filter(name => !['decision', 'move', 'assignment'].includes(name))).toEqual(['app_removal'])
    expect(await removed()).toEqual([])
    expect((await call('POST', `/removed-apps/${id}/purge`, { confirm: 'trade' })).statusCode).toBe(404)
  })

  it('goes for good by itself after thirty days', async () => {
    await call('POST', '/apps', { definition: trade })
    await remove()
    const { platform, clock } = office.server
    clock.advance(29 * 86_400_000)
    await cleanUp(platform)
    expect(await count(`formwork.app_removal where purged_at is null`)).toBe(1)
    clock.advance(86_400_000)
    await cleanUp(platform)
    expect(await count(`formwork.app_removal where purged_at is null`)).toBe(0)
  })
})
