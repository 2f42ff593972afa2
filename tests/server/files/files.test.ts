import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Contents } from '../../../server/files/contents.ts'
import { attachFiles, orphanFiles, removeLooseFiles } from '../../../server/files/fileRows.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const record = '01999999-9999-7999-8999-000000000001'
let readers: string[] = []
let server: TestServer
let seller: Client
let other: Client
let stranger: Client
let appId: string
beforeAll(async () => {
  server = await startTestServer({
    recordAccess: {
      canReadRecord: async (caller, app, form, id, field) =>
        app === 'sales' && form === 'contract' && id === record && field === 'scan' && readers.includes(caller.userId),
    },
  })
  const org = await server.addOrganisation('甲')
  await server.addPerson(org, 'admin', { admin: true })
  seller = await server.addPerson(org, 'seller')
  other = await server.addPerson(org, 'other')
  stranger = await server.addPerson(await server.addOrganisation('乙'), 'stranger', { admin: true })
  appId = server.platform.newId()
  await server.database.pool.query(
    `insert into formwork.app (org_id, id, key, schema_name, version, created_at) values ($1, $2, 'sales', 'a1', 1, $3)`,
    [org, appId, server.clock.now()],
  )
})
afterAll(() => server.close())

function send(who: Client, name: string, content: Buffer | string, type = 'image/png') {
  const mark = 'formwork-test-mark'
  const head = `--${mark}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`
  const payload = Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${mark}--\r\n`)])
  return server.app.inject({
    method: 'POST',
    url: '/api/files',
    payload,
    headers: { ...who.headers, 'content-type': `multipart/form-data; boundary=${mark}` },
  })
}

const stored = (): string[] =>
  readdirSync(join(server.platform.config.dataFolder, 'files'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ name }) => name)
const owner = () => ({ appId, form: 'contract', record, field: 'scan' })

describe('uploads (SR-28)', () => {
  it('take name, size and type by content, whatever the sender says', async () => {
    const answer = await send(seller, '..\\..\\etc/合同\u202e.png', '%PDF-1.7 text')
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toEqual({ id: expect.any(String), name: '合同.png', size: 13, type: 'application/pdf' })
    expect(stored()).toContain(answer.json().id)
  })

  it('over 1 MB pass, over 50 MB leave nothing', async () => {
    const before = stored().length
    const large = await send(seller, 'large.bin', Buffer.alloc(2_000_000, 1))
    expect([large.statusCode, large.json().size]).toEqual([201, 2_000_000])
    const huge = await send(seller, 'huge.bin', Buffer.alloc(50_000_001, 1))
    expect([huge.statusCode, huge.json().code]).toEqual([413, 'file_too_large'])
    expect(stored()).toHaveLength(before + 1)
  })

  it('need to be a form with one file', async () => {
    const json = await server.call(seller, 'POST', '/api/files', {})
    expect([json.statusCode, json.json().code]).toEqual([415, 'one_file'])
  })
})

describe('a file follows the rights of its record', () => {
  it('from pending over attached to orphaned', async () => {
    const id: string = (await send(seller, 'a.png', 'GIF89a...')).json().id
    const codes = async () => {
      const answers = await Promise.all(
        [seller, other, stranger].map(who => server.call(who, 'GET', `/api/files/${id}/content`)),
      )
      return answers.map(({ statusCode }) => statusCode)
    }
    expect(await codes()).toEqual([200, 404, 404])

    const attach = (who: Client) =>
      server.platform.transaction(transaction => attachFiles(transaction, who, owner(), [id]))
    expect(await attach(other)).toEqual([id])
    expect(await attach(stranger)).toEqual([id])
    expect(await attach(seller)).toEqual([])
    readers = [other.id]
    expect(await codes()).toEqual([404, 200, 404])
    expect((await server.call(other, 'GET', `/api/files?ids=${id}`)).json().files).toEqual([
      { id, name: 'a.png', size: 9, type: 'image/gif' },
    ])
    expect((await server.call(seller, 'GET', `/api/files?ids=${id}`)).json().files).toEqual([])
    const elsewhere = await server.platform.transaction(transaction =>
      attachFiles(transaction, seller, { ...owner(), field: 'public' }, [id]),
    )
    expect(elsewhere).toEqual([id])

    await server.platform.transaction(transaction => orphanFiles(transaction, seller.orgId, [id]))
    expect(await codes()).toEqual([404, 404, 404])
  })

  it('what could hold script is a download, everything is nosniff and without script', async () => {
    const id = (await send(seller, "pic'ture;(1).svg", '<svg onload="alert(1)"/>')).json().id
    const { headers } = await server.call(seller, 'GET', `/api/files/${id}/content`)
    expect(headers['content-disposition']).toBe(`attachment; filename*=UTF-8''pic%27ture%3B%281%29.svg`)
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-cache' })
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'.*sandbox$/)
    const again = await server.call(seller, 'GET', `/api/files/${id}/content`, undefined, {
      'if-none-match': String(headers.etag),
    })
    expect(again.statusCode).toBe(304)
  })

  it.each([
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=8-', 206, '89', 'bytes 8-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['lines=1', 200, '0123456789', undefined],
  ])('parts of it: %s', async (range, status, body, shown) => {
    const id = (await send(seller, 'n.txt', '0123456789')).json().id
    const answer = await server.call(seller, 'GET', `/api/files/${id}/content`, undefined, { range })
    expect([answer.statusCode, answer.body, answer.headers['content-range']]).toEqual([status, body, shown])
  })
})

it('uploads that no record took go after a day', async () => {
  const kept: string = (await send(seller, 'kept.txt', 'kept')).json().id
  const loose: string = (await send(seller, 'loose.txt', 'loose')).json().id
  await server.platform.transaction(transaction => attachFiles(transaction, seller, owner(), [kept]))
  server.clock.advance(24 * 3_600_000 + 1)
  expect(await removeLooseFiles(server.platform, new Contents(server.platform.config.dataFolder))).toBeGreaterThan(0)
  expect([stored().includes(kept), stored().includes(loose)]).toEqual([true, false])
})
