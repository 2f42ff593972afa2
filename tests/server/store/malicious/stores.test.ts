import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../../../schemas/generated/definition.ts'
import { makeBundle } from '../../../../server/store/bundle.ts'
import { newKeyPair } from '../../../../server/store/signature.ts'
import { trade } from '../../../fixtures/trade.ts'
import { png, pngChunk } from '../../pictures/png.ts'
import { type House, openHouse } from '../two-servers.ts'

const definition: AppDefinition = { ...trade, key: 'kit', version: '1.0.0' }
const key = { ...newKeyPair(), publisher: '远山软件' }
const bundle = makeBundle(definition, { zh: '新' }, key)
const entry = {
  ...{ key: 'kit', version: '1.0.0', name: { zh: '套件' }, description: null, icon: null, category: null },
  ...{ notes: null, checksum: bundle.checksum, pictures: ['a.png'] },
}
const catalog = { format: 'formwork-store', formatVersion: 1, name: '远山', templates: [entry] }
const picture = png(2, 2)

type Answer = (response: ServerResponse) => void
const json =
  (value: unknown): Answer =>
  response =>
    response.end(typeof value === 'string' ? value : JSON.stringify(value))

/** What the other server answers; a test replaces one of them by a lie. */
let answers: Record<'catalog' | 'bundle' | 'picture', Answer>
let canaryCalls = 0
let store: Server
let canary: Server
let house: House
let template = ''

const open = async (server: Server) => {
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
let inside = ''

beforeAll(async () => {
  store = createServer((request, response) => {
    const url = request.url ?? ''
    const which = url.endsWith('/catalog') ? 'catalog' : url.endsWith('/bundle') ? 'bundle' : 'picture'
    answers[which](response)
  })
  canary = createServer((_, response) => {
    canaryCalls += 1
    response.end('{}')
  })
  inside = await open(canary)
  answers = { catalog: json(catalog), bundle: json(bundle), picture: response => response.end(picture) }
  house = await openHouse('近水贸易')
  const added = await house.call('POST', '/stores', { address: await open(store) })
  expect(added.statusCode, added.body).toBe(201)
  template = (await gallery()).templates[0].address
})
afterAll(async () => {
  await house.server.close()
  store.close()
  canary.close()
})
beforeEach(() => {
  answers = { catalog: json(catalog), bundle: json(bundle), picture: response => response.end(picture) }
})

const gallery = async () => {
  house.server.clock.advance(61_000)
  return (await house.call('GET', '/stores')).json()
}
const templates = (...entries: unknown[]) => json({ ...catalog, templates: entries })
const redirect =
  (to: () => string): Answer =>
  response =>
    response.writeHead(302, { location: to() }).end()
const endless: Answer = response => {
  const part = Buffer.alloc(100_000, ' ')
  const write = (): void => {
    while (!response.destroyed && response.write(part));
    if (!response.destroyed) response.once('drain', write)
  }
  write()
}

const catalogs: readonly (readonly [string, Answer])[] = [
  ['no JSON', json('<html><script>alert(1)</script></html>')],
  ['nothing', json('')],
  ['a redirect inside', redirect(() => `${inside}/api/store/catalog`)],
  ['a list', json([])],
  ['another format', json({ ...catalog, formatVersion: 2 })],
  ['a prototype', json('{"format":"formwork-store","formatVersion":1,"name":"x","templates":[],"__proto__":{"a":1}}')],
  [
    'a doubled name',
    json('{"format":"formwork-store","format":"formwork-store","formatVersion":1,"name":"x","templates":[]}'),
  ],
  [
    'deep JSON',
    json(
      `{"format":"formwork-store","formatVersion":1,"name":"x","templates":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
    ),
  ],
  [
    'more templates than a catalog has',
    templates(...Array.from({ length: 501 }, (_, n) => ({ ...entry, key: `k${n}` }))),
  ],
  ['no end', endless],
  ['one key twice', templates(entry, entry)],
  ['a key that is a path', templates({ ...entry, key: '../../me' })],
  ['a key of another store', templates({ ...entry, key: 'kit@x' })],
  ['a name that is no text', templates({ ...entry, name: { zh: { toString: 'x' } } })],
  ['a name without end', templates({ ...entry, name: { zh: 'x'.repeat(10_000) } })],
  ['a picture that is a path', templates({ ...entry, pictures: ['../../../etc/passwd'] })],
  ['a picture of another host', templates({ ...entry, pictures: ['https://evil.example/a.png'] })],
  ['a picture of another host without a scheme', templates({ ...entry, pictures: ['//evil.example/a.png'] })],
  ['a picture that is a script', templates({ ...entry, pictures: ['a.svg'] })],
  ['a hundred pictures', templates({ ...entry, pictures: Array.from({ length: 100 }, (_, n) => `${n}.png`) })],
  ['a version that is no number', templates({ ...entry, version: '1.0.0; drop table' })],
  ['a sum that is none', templates({ ...entry, checksum: 'yes' })],
  ['an error page', response => response.writeHead(500).end('<h1>oops</h1>')],
  ['a wish for another code', response => response.writeHead(401).end()],
  ['a line that breaks', response => response.writeHead(200, { 'content-length': '5000' }).end('{"format":')],
]

const older = makeBundle({ ...definition, version: '0.9.0' }, undefined, key)
const other = makeBundle({ ...definition, key: 'other' }, undefined, key)
const swapped = makeBundle(definition, { zh: '新' }, { ...newKeyPair(), publisher: '远山软件' })
const bundles: readonly (readonly [string, Answer])[] = [
  ['no JSON', json('<html>')],
  ['a bundle of another key', json(other)],
  ['an older version', json(older)],
  ['another content under the same version', json(makeBundle({ ...definition, name: { zh: '别的' } }, undefined, key))],
  ['a wrong sum', json({ ...bundle, checksum: `sha256:${'0'.repeat(64)}` })],
  [
    'a forged signature',
    json({ ...bundle, signature: { ...bundle.signature, publicKey: swapped.signature!.publicKey } }),
  ],
  ['a signature in the first format', json({ ...bundle, formatVersion: 1 })],
  ['a newer format', json({ ...bundle, formatVersion: 99 })],
  ['a redirect inside', redirect(() => `${inside}/bundle`)],
  ['no end', endless],
  [
    'half of it',
    response => response.writeHead(200, { 'content-length': '1000000' }).end(JSON.stringify(bundle).slice(0, 900)),
  ],
  ['a definition that is none', json(makeBundle({ key: 'kit', version: '1.0.0' } as never))],
]

const pictures: readonly (readonly [string, Answer])[] = [
  ['a page', response => response.writeHead(200, { 'content-type': 'text/html' }).end('<script>alert(1)</script>')],
  ['a drawing with a script', response => response.end('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
  ['a head of a picture only', response => response.end(picture.subarray(0, 20))],
  [
    'another kind than its name says',
    response => response.end(Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64')),
  ],
  ['no end', endless],
  ['a redirect inside', redirect(() => `${inside}/a.png`)],
]

describe('a store that lies', () => {
  it.each(catalogs)(
    'with a catalog of %s says so in one line, and the gallery goes on',
    { timeout: 30_000 },
    async (_, lie) => {
      answers.catalog = lie
      const { stores, templates: shown } = await gallery()
      expect(stores).toHaveLength(1)
      expect(stores[0].problem).toMatch(/\S/)
      expect(stores[0].problem.length).toBeLessThan(300)
      // What it had before is shown, unharmed.
      expect(shown).toMatchObject([
        { key: 'kit', version: '1.0.0', pictures: [`/api/store/${template}/pictures/a.png`] },
      ])
      answers.catalog = json(catalog)
      expect((await gallery()).stores[0].problem).toBeNull()
      expect(canaryCalls).toBe(0)
    },
  )

  it.each(bundles)('with a bundle of %s installs nothing', { timeout: 60_000 }, async (_, lie) => {
    answers.bundle = lie
    for (const [method, path] of [
      ['GET', `/store/${template}`],
      ['POST', `/store/${template}/install`],
    ] as const) {
      const answer = await house.call(method, path, method === 'POST' ? {} : undefined)
      expect([422, 502], answer.body.slice(0, 300)).toContain(answer.statusCode)
      expect(answer.json().detail).toMatch(/\S/)
    }
    expect((await house.call('GET', '/apps/kit')).statusCode).toBe(404)
    expect((await house.call('GET', '/store-settings')).json().trusted).toEqual([])
    expect(canaryCalls).toBe(0)
  })

  it.each(pictures)('with a picture that is %s shows none', { timeout: 30_000 }, async (_, lie) => {
    answers.picture = lie
    const answer = await house.call('GET', `/store/${template}/pictures/a.png`)
    expect(answer.statusCode).toBe(502)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(canaryCalls).toBe(0)
  })

  it('shows a picture that is one, and nothing but it, by our own address; none it did not name', async () => {
    answers.picture = response =>
      response.end(Buffer.concat([png(2, 2, pngChunk('tEXt', Buffer.from('a\0<script>'))), Buffer.from('<script>')]))
    const answer = await house.call('GET', `/store/${template}/pictures/a.png`)
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['x-content-type-options']]).toEqual([
      ...[200, 'image/png', 'nosniff'],
    ])
    expect(answer.rawPayload.equals(picture)).toBe(true)
    for (const name of ['b.png', '..%2F..%2Fme', 'a.svg'])
      expect((await house.call('GET', `/store/${template}/pictures/${name}`)).statusCode).toBe(404)
  })

  it('that swaps its key behind the same name is a stranger again', async () => {
    const made = await house.call('POST', `/store/${template}/install`, { trust: true })
    expect(made.statusCode, made.body).toBe(201)
    const next = makeBundle({ ...definition, version: '1.1.0' }, undefined, { ...newKeyPair(), publisher: '远山软件' })
    answers.catalog = templates({ ...entry, version: '1.1.0', checksum: next.checksum })
    answers.bundle = json(next)
    expect((await house.call('GET', '/apps/kit/upgrade')).json()).toMatchObject({
      otherSigner: true,
      author: { standing: 'unknown' },
    })
    expect((await house.call('POST', '/apps/kit/upgrade', { confirm: true })).json().code).toBe('upgrade_other_signer')
    // What was looked at is what is taken: something else under the same name is refused.
    const wish = { confirm: true, otherSigner: true, checksum: bundle.checksum }
    expect((await house.call('POST', '/apps/kit/upgrade', wish)).json().code).toBe('store_template_changed')
    // Without any signature it is no better.
    const bare = makeBundle({ ...definition, version: '1.1.0' })
    answers.catalog = templates({ ...entry, version: '1.1.0', checksum: bare.checksum })
    answers.bundle = json(bare)
    expect((await house.call('POST', '/apps/kit/upgrade', { confirm: true })).json().code).toBe('upgrade_other_signer')
  })

  it('that goes back a version changes nothing', async () => {
    answers.catalog = templates({ ...entry, version: '0.9.0', checksum: older.checksum })
    answers.bundle = json(older)
    expect((await gallery()).templates).toMatchObject([{ upgradable: false, installed: '1.0.0' }])
    expect((await house.call('POST', '/apps/kit/upgrade', { confirm: true, otherSigner: true })).json().code).toBe(
      'nothing_to_upgrade',
    )
  })
})

describe('an address that leads inside', () => {
  it.each(['http://127.0.0.1', 'https://localhost', 'https://169.254.169.254', 'https://[::1]', 'https://2130706433'])(
    '%s is refused in a house that opened nothing',
    async address => {
      const closed = await openHouse('另一家', {})
      const answer = await closed.call('POST', '/stores', { address })
      expect([answer.statusCode, answer.json().code]).toEqual([502, 'outgoing_inside'])
      await closed.server.close()
    },
  )
})
