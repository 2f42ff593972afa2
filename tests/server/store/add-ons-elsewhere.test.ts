import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { green } from '../../fixtures/green-add-on.ts'
import { trade } from '../../fixtures/trade.ts'
import { type House, listen, openHouse } from './two-servers.ts'

/** A publisher whose store has an add-on, and a customer with the app it is for. */
let far: House
let near: House
let address = ''

const offer = async (version: string): Promise<void> => {
  const published = await far.call('POST', '/store/templates', { addOn: green, version })
  expect(published.statusCode, published.body).toBe(201)
  await far.call('POST', `/store/templates/green/${version}/approve`)
}

beforeAll(async () => {
  far = await openHouse('远山软件')
  near = await openHouse('近水贸易')
  await offer('1.0.0')
  await far.call('PUT', '/store-settings/offering', { offered: true })
  const { code } = (await far.call('POST', '/store-settings/accesses', { name: '近水贸易' })).json()
  expect((await near.call('POST', '/apps', { definition: trade })).statusCode).toBe(201)
  expect((await near.call('POST', '/stores', { address: await listen(far), code })).statusCode).toBe(201)
  const { templates } = (await near.call('GET', '/stores')).json()
  address = templates.find(({ key }: { key: string }) => key === 'green').address
}, 60_000)
afterAll(async () => {
  await near.server.close()
  await far.server.close()
})

describe('an add-on of another server’s store', { timeout: 60_000 }, () => {
  it('is looked into first: what it is for, and who signed it', async () => {
    expect((await near.call('GET', `/store/${address}`)).json()).toMatchObject({
      author: { standing: 'unknown', publisher: '远山软件' },
      addOn: { extends: 'trade', apps: [{ app: 'trade', installed: null }] },
    })
  })

  it('is added as it was looked at, by a trusted author where only those are welcome', async () => {
    await near.call('PUT', '/store-settings/policy', { policy: 'trusted' })
    const place = `/apps/trade/add-ons/${address}`
    const { checksum } = (await near.call('GET', place)).json()
    const refused = await near.call('POST', place, { confirm: true })
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'publisher_not_trusted'])
    const changed = await near.call('POST', place, { confirm: true, trust: true, checksum: 'sha256:0' })
    expect([changed.statusCode, changed.json().code]).toEqual([409, 'store_template_changed'])
    const done = await near.call('POST', place, { confirm: true, trust: true, checksum })
    expect(done.statusCode, done.body).toBe(200)
    expect((await near.call('GET', '/apps/trade/add-ons')).json().addOns).toMatchObject([{ address, version: '1.0.0' }])
  })

  it('is upgraded from there, with a warning when somebody else signed the newer version', async () => {
    await far.call('POST', '/store-settings/keys')
    await offer('1.1.0')
    const place = `/apps/trade/add-ons/${address}`
    expect((await near.call('GET', place)).json()).toMatchObject({ from: '1.0.0', to: '1.1.0', otherSigner: true })
    const refused = await near.call('POST', place, { confirm: true, trust: true })
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'upgrade_other_signer'])
    const done = await near.call('POST', place, { confirm: true, trust: true, otherSigner: true })
    expect(done.statusCode, done.body).toBe(200)
  })

  it('stays when the store is gone, and can be taken out', async () => {
    const [, id] = address.split('@')
    expect((await near.call('DELETE', `/stores/${id}`)).statusCode).toBe(204)
    expect((await near.call('GET', '/apps/trade/add-ons')).json().addOns).toMatchObject([
      { version: '1.1.0', newer: null },
    ])
    const removed = await near.call('POST', `/apps/trade/add-ons/${address}/remove`, { confirm: true })
    expect(removed.statusCode, removed.body).toBe(200)
    const { definition } = (await near.call('GET', '/apps/trade')).json()
    expect(definition).toEqual(trade)
  })
})
