import { type AddressInfo, connect, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outgoingClient } from '../../../server/channels/client.ts'
import { Boundary } from '../../../server/channels/inside.ts'
import { Secrets } from '../../../server/channels/secrets.ts'
import { Stores } from '../../../server/store/others/stores.ts'
import { png } from '../pictures/png.ts'
import { type House, listen, offer, openHouse } from './two-servers.ts'

/** A publisher and a customer: two organisations on two servers with two databases. */
let far: House
let near: House
let address = ''
let code = ''

beforeAll(async () => {
  far = await openHouse('远山软件')
  near = await openHouse('近水贸易')
  await offer(far, '1.0.0', '第一版')
  address = await listen(far)
})
afterAll(async () => {
  await near.server.close()
  await far.server.close()
})

const stores = async () => (await near.call('GET', '/stores')).json()
const add = (body: object = { address, code }) => near.call('POST', '/stores', body)
/** A minute goes by: the gallery asks again. */
const later = () => near.server.clock.advance(61_000)

describe('another server as a store', () => {
  it('offers nothing before its administrator opened it, and nothing without a code', async () => {
    code = (await far.call('POST', '/store-settings/accesses', { name: '近水贸易' })).json().code
    expect(code).toMatch(/^fws_/)
    const refused = async (body?: object) => {
      const answer = await add(body)
      return [answer.statusCode, answer.json().code]
    }
    expect(await refused()).toEqual([502, 'store_refused'])
    await far.call('PUT', '/store-settings/offering', { offered: true })
    expect(await refused({ address })).toEqual([502, 'store_refused'])
    expect(await refused({ address, code: `${code}x` })).toEqual([502, 'store_refused'])
    expect(await refused({ address: 'ftp://127.0.0.1' })).toEqual([422, 'store_address_invalid'])
    expect(await refused({ address: `${address}?q=1` })).toEqual([422, 'store_address_invalid'])
    expect((await stores()).stores).toEqual([])
    // The code opens the store and nothing else.
    for (const path of ['/api/store', '/api/me', '/api/apps', '/api/store-settings'])
      expect((await fetch(address + path, { headers: { authorization: `Bearer ${code}` } })).status).toBe(401)
  })

  it('is added, and shows what it has beside the rest', async () => {
    expect((await add()).statusCode).toBe(201)
    expect((await add()).json().code).toBe('store_known')
    expect((await add({ address: `${address}/`, code })).json().code).toBe('store_known')
    const { stores: list, templates } = await stores()
    expect(list).toMatchObject([{ name: '远山软件', address, problem: null, hasCode: true }])
    expect(templates).toMatchObject([
      { key: 'far_trade', version: '1.0.0', store: { name: '远山软件' }, installed: null, notes: { zh: '第一版' } },
    ])
    const { rows } = await near.server.database.pool.query('select * from formwork.store')
    expect(JSON.stringify(rows)).not.toContain(code)
    const person = await near.server.addPerson(near.admin.orgId, 'somebody')
    expect((await near.call('GET', '/stores', undefined, person)).statusCode).toBe(403)
    expect((await near.call('GET', `/store/${templates[0].address}`, undefined, person)).statusCode).toBe(403)
  })

  it('is looked into and installed as a stranger’s, then upgraded, with its author’s signature', async () => {
    const [{ address: template }] = (await stores()).templates
    const look = (await near.call('GET', `/store/${template}`)).json()
    expect(look).toMatchObject({ author: { standing: 'unknown', publisher: '远山软件' }, hosts: [], installed: null })
    const wrong = await near.call('POST', `/store/${template}/install`, { checksum: 'sha256:0' })
    expect([wrong.statusCode, wrong.json().code]).toEqual([409, 'store_template_changed'])
    const { checksum } = look
    const made = await near.call('POST', `/store/${template}/install`, { checksum, trust: true, key: 'trade_a' })
    expect([made.statusCode, made.json()]).toEqual([201, { app: 'trade_a' }])
    expect((await stores()).templates).toMatchObject([{ app: 'trade_a', installed: '1.0.0', upgradable: false }])
    expect((await near.call('GET', '/apps/trade_a/upgrade')).json().code).toBe('nothing_to_upgrade')

    await offer(far, '1.1.0', '第二版')
    later()
    expect((await stores()).templates).toMatchObject([{ version: '1.1.0', installed: '1.0.0', upgradable: true }])
    const preview = (await near.call('GET', '/apps/trade_a/upgrade')).json()
    expect(preview).toMatchObject({
      ...{ from: '1.0.0', to: '1.1.0', notes: { zh: '第二版' }, otherSigner: false },
      author: { standing: 'trusted' },
    })
    const done = await near.call('POST', '/apps/trade_a/upgrade', { confirm: true })
    expect(done.statusCode, done.body).toBe(200)
    expect((await stores()).templates).toMatchObject([{ installed: '1.1.0', upgradable: false }])
  })

  it('asks once more when another key signs', async () => {
    await far.call('POST', '/store-settings/keys')
    await offer(far, '1.2.0')
    expect((await near.call('GET', '/apps/trade_a/upgrade')).json()).toMatchObject({
      otherSigner: true,
      author: { standing: 'unknown' },
    })
    const refused = await near.call('POST', '/apps/trade_a/upgrade', { confirm: true })
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'upgrade_other_signer'])
    await near.call('PUT', '/store-settings/policy', { policy: 'trusted' })
    const distrusted = await near.call('POST', '/apps/trade_a/upgrade', { confirm: true, otherSigner: true })
    expect(distrusted.json().code).toBe('publisher_not_trusted')
    const done = await near.call('POST', '/apps/trade_a/upgrade', { confirm: true, otherSigner: true, trust: true })
    expect(done.statusCode, done.body).toBe(200)
    await near.call('PUT', '/store-settings/policy', { policy: 'anyone' })
  })

  it('is found by the daily round too, without anybody looking', async () => {
    await offer(far, '1.3.0')
    // Nobody has looked for a day; moving the clock would end the session too.
    await near.server.database.pool.query(`update formwork.store set asked_at = asked_at - interval '25 hours'`)
    const known = async () =>
      (
        await near.server.database.pool.query<{ version: string }>(
          `select catalog -> 0 ->> 'version' as version from formwork.store`,
        )
      ).rows
    expect(await known()).toEqual([{ version: '1.2.0' }])
    const { platform } = near.server
    const call = outgoingClient(new Boundary(platform.config.outgoing.inside))
    await new Stores(platform, new Secrets(platform.config, platform.random), call).refreshOld()
    expect(await known()).toEqual([{ version: '1.3.0' }])
  })

  it('shows its pictures too', async () => {
    await far.call('POST', '/store/templates', { app: 'trade', key: 'far_trade', version: '1.4.0' })
    const pictures = [png(2, 2).toString('base64')]
    const put = await far.call('PUT', '/store/templates/far_trade/1.4.0/pictures', { pictures })
    expect(put.statusCode, put.body).toBe(200)
    await far.call('POST', '/store/templates/far_trade/1.4.0/approve')
    later()
    const [{ pictures: shown }] = (await stores()).templates
    expect(shown).toHaveLength(1)
    const answer = await near.server.call(near.admin, 'GET', shown[0])
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'image/png'])
    expect(answer.rawPayload.equals(png(2, 2))).toBe(true)
  })

  it('that closes says so in one line, and shows what it had', async () => {
    await far.call('PUT', '/store-settings/offering', { offered: false })
    later()
    const closed = await stores()
    expect(closed.stores).toMatchObject([{ problem: expect.stringContaining('access code') }])
    expect(closed.templates).toHaveLength(1)
    await far.call('PUT', '/store-settings/offering', { offered: true })
    later()
    expect((await stores()).stores).toMatchObject([{ problem: null }])
  })

  it('whose code was ended takes another', async () => {
    const [{ id }] = (await stores()).stores
    const { accesses } = (await far.call('GET', '/store-settings')).json()
    expect(accesses).toMatchObject([{ name: '近水贸易', lastUsedAt: expect.any(String) }])
    await far.call('DELETE', `/store-settings/accesses/${accesses[0].id}`)
    later()
    expect((await stores()).stores[0].problem).toContain('access code')
    expect((await near.call('PATCH', `/stores/${id}`, { code: 'wrong' })).json().code).toBe('store_refused')
    const renewed = (await far.call('POST', '/store-settings/accesses', { name: '近水贸易' })).json().code
    expect((await near.call('PATCH', `/stores/${id}`, { code: renewed })).statusCode).toBe(200)
    expect((await stores()).stores).toMatchObject([{ problem: null }])
    code = renewed
  })

  it('that dies in the middle of a download leaves nothing, and the gallery goes on', async () => {
    // A line between the two that breaks off after so many bytes, as a kill does.
    const port = Number(new URL(address).port)
    const line = createServer(from => {
      const to = connect(port, '127.0.0.1')
      let left = budget
      to.on('data', part => {
        left -= part.length
        if (left < 0) {
          from.destroy()
          to.destroy()
        } else from.write(part)
      })
      from.on('data', part => to.write(part))
      const end = () => {
        from.destroy()
        to.destroy()
      }
      for (const one of [from, to]) one.on('error', end).on('close', end)
    })
    let budget = 1_000_000
    await new Promise<void>(ready => line.listen(0, '127.0.0.1', ready))
    const broken = `http://127.0.0.1:${(line.address() as AddressInfo).port}`
    expect((await add({ address: broken, code })).statusCode).toBe(201)
    const found = (await stores()).templates.find((one: { app: string | null }) => one.app === null)
    budget = 5_000
    const refused = await near.call('POST', `/store/${found.address}/install`, { key: 'half' })
    expect([refused.statusCode, refused.json().code]).toEqual([502, 'store_unreachable'])
    expect((await near.call('GET', '/apps/half')).statusCode).toBe(404)
    budget = 0
    later()
    const { stores: list, templates } = await stores()
    expect(list.map((one: { problem: string | null }) => one.problem === null)).toEqual([true, false])
    expect(templates).toHaveLength(2)
    expect((await near.call('DELETE', `/stores/${list[1].id}`)).statusCode).toBe(204)
    line.close()
  })

  it('when it is gone, what was installed stays', async () => {
    const [{ id }] = (await stores()).stores
    expect((await near.call('DELETE', `/stores/${id}`)).statusCode).toBe(204)
    expect((await stores()).templates).toEqual([])
    expect((await near.call('GET', '/apps/trade_a')).statusCode).toBe(200)
    expect((await near.call('GET', '/apps/trade_a/upgrade')).statusCode).toBe(404)
  })
})
