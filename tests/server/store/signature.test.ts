import { createPrivateKey, sign } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonical } from '../../../engine/definition/same.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { type Bundle, makeBundle, readBundle } from '../../../server/store/bundle.ts'
import { newKeyPair, type SigningKey } from '../../../server/store/signature.ts'
import { trade } from '../../fixtures/trade.ts'
import { type Office, openOffice } from '../records/office.ts'
import type { Client } from '../testServer.ts'

const author: SigningKey = { ...newKeyPair(), publisher: '远山软件' }
const thief: SigningKey = { ...newKeyPair(), publisher: '远山软件' }
const definition: AppDefinition = { ...trade, key: 'far' }
const signed = makeBundle(definition, { zh: '第一版' }, author)
const codeOf = (bundle: unknown): string | undefined => {
  try {
    readBundle(JSON.parse(JSON.stringify(bundle)))
    return undefined
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('a signature', () => {
  it('holds for what it was given for, whatever the order of the names', () => {
    expect(codeOf(signed)).toBeUndefined()
    const reordered = Object.fromEntries(Object.entries(signed).reverse())
    expect(
      codeOf({ ...reordered, definition: Object.fromEntries(Object.entries(definition).reverse()) }),
    ).toBeUndefined()
    expect(JSON.stringify(signed)).not.toContain(author.privateKey)
  })

  const other = makeBundle({ ...definition, version: '9.9.9' }, { zh: '第一版' })
  const { signature, ...unsigned } = signed
  const forgeries: readonly (readonly [string, unknown])[] = [
    ['another definition with its right sum', { ...other, signature }],
    ['other notes', { ...makeBundle(definition, { zh: '第二版' }), signature }],
    ['notes taken away', { ...makeBundle(definition), signature }],
    ['the first format', { ...signed, formatVersion: 1 }],
    ['another name', { ...signed, signature: { ...signature, publisher: '近水软件' } }],
    [
      'another key with the fingerprint of the first',
      { ...signed, signature: { ...signature, publicKey: thief.publicKey } },
    ],
    ['another key', { ...signed, signature: { ...signature, publicKey: thief.publicKey, keyId: thief.keyId } }],
    [
      'the fingerprint of the author on a signature of somebody else',
      { ...signed, signature: { ...makeBundle(definition, { zh: '第一版' }, thief).signature, keyId: author.keyId } },
    ],
    ['another algorithm', { ...signed, signature: { ...signature, algorithm: 'none' } }],
    ['no value', { ...signed, signature: { ...signature, value: '' } }],
    ['a property more', { ...signed, signature: { ...signature, trusted: true } }],
    ['nothing in its place', { ...unsigned, signature: null }],
    ['a list in its place', { ...unsigned, signature: [signature] }],
    [
      'a key that is none',
      { ...signed, signature: { ...signature, publicKey: Buffer.alloc(32, 0xff).toString('base64url') } },
    ],
    ['an endless name', { ...signed, signature: { ...signature, publisher: 'x'.repeat(100_000) } }],
    [
      'a signature of the same text that was not meant as one',
      {
        ...unsigned,
        signature: {
          ...signature,
          value: sign(
            null,
            Buffer.from(canonical({ ...unsigned, publisher: author.publisher, publicKey: author.publicKey })),
            createPrivateKey({
              key: { kty: 'OKP', crv: 'Ed25519', x: author.publicKey, d: author.privateKey },
              format: 'jwk',
            }),
          ).toString('base64url'),
        },
      },
    ],
  ]
  it.each(forgeries)('does not hold with %s', (_, forged) => expect(codeOf(forged)).toBe('bundle_signature_wrong'))

  it('does not hold when any character of the file is another', () => {
    const text = JSON.stringify(signed)
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('a', '1', 'Z', '中'), (at, letter) => {
        const changed = text.slice(0, at) + letter + text.slice(at + 1)
        if (changed === text) return
        let parsed: unknown
        try {
          parsed = JSON.parse(changed)
        } catch {
          return
        }
        expect(codeOf(parsed)).toMatch(/^bundle_/)
      }),
      { numRuns: 300 },
    )
  })
})

describe('whose templates an organisation takes', () => {
  let office: Office
  beforeAll(async () => {
    office = await openOffice()
  })
  afterAll(() => office.server.close())
  const call = (method: string, path: string, body?: object, who: Client = office.admin) =>
    office.server.call(who, method as 'GET', `/api${path}`, body)
  const bring = async (bundle: Bundle, key: string, more: object = {}) => {
    const answer = await call('POST', '/apps/import', { bundle, key, ...more })
    return answer.statusCode === 201 ? 'taken' : answer.json().code
  }
  const look = async (bundle: Bundle) => (await call('POST', '/apps/import/look', { bundle })).json()
  const settings = async () => (await call('GET', '/store-settings')).json()

  it('is said before: signed by nobody, by somebody unknown with his name and fingerprint', async () => {
    expect(await look(makeBundle(definition))).toMatchObject({
      key: 'far',
      author: { standing: 'unsigned', publisher: null },
      policy: 'anyone',
      hosts: [],
    })
    expect((await look(signed)).author).toEqual({ standing: 'unknown', publisher: '远山软件', keyId: author.keyId })
    expect((await call('POST', '/apps/import/look', { bundle: { ...signed, formatVersion: 1 } })).json().code).toBe(
      'bundle_signature_wrong',
    )
    expect((await call('GET', '/apps/far')).statusCode, 'looking installs nothing').toBe(404)
    expect((await settings()).trusted).toEqual([])
  })

  it('is anybody’s first, then only those an administrator trusts', async () => {
    expect(await bring(makeBundle(definition), 'far_a')).toBe('taken')
    expect((await call('PUT', '/store-settings/policy', { policy: 'trusted' })).statusCode).toBe(200)
    expect(await bring(makeBundle(definition), 'far_b')).toBe('publisher_not_trusted')
    expect(await bring(makeBundle(definition), 'far_b', { trust: true })).toBe('publisher_not_trusted')
    expect(await bring(signed, 'far_b')).toBe('publisher_not_trusted')
    expect(await bring(signed, 'far_b', { trust: true })).toBe('taken')
    expect(await bring(signed, 'far_c')).toBe('taken')
    expect((await look(signed)).author).toMatchObject({ standing: 'trusted', publisher: '远山软件' })
    expect((await settings()).trusted).toMatchObject([{ keyId: author.keyId, name: '远山软件' }])
    // A thief who writes the same name has another key.
    expect(await bring(makeBundle(definition, undefined, thief), 'far_d')).toBe('publisher_not_trusted')
    expect((await call('DELETE', `/store-settings/trusted/${author.keyId}`)).statusCode).toBe(204)
    expect(await bring(signed, 'far_d')).toBe('publisher_not_trusted')
    // What comes with the house or was made here is welcome all the same.
    expect((await call('POST', '/apps/trade/copy', { key: 'trade_b' })).statusCode).toBe(201)
    await call('PUT', '/store-settings/policy', { policy: 'anyone' })
  })

  it('trusts nobody when the installation fails', async () => {
    expect(await bring(signed, 'trade', { trust: true })).toBe('already_installed')
    expect((await settings()).trusted).toEqual([])
  })

  it('knows its own again, also after a new key; the private one never leaves', async () => {
    const bundleOf = async (): Promise<Bundle> => (await call('GET', '/apps/trade/bundle')).json()
    const [first, again] = [await bundleOf(), await bundleOf()]
    expect(first.signature).toEqual(again.signature)
    expect(first.signature).toMatchObject({ algorithm: 'ed25519', publisher: '测试公司' })
    expect((await call('POST', '/store-settings/keys')).statusCode).toBe(201)
    const second = await bundleOf()
    expect(second.signature!.keyId).not.toBe(first.signature!.keyId)
    for (const bundle of [first, second]) expect((await look(bundle)).author.standing).toBe('own')
    const { keys } = await settings()
    expect(keys.map((key: { keyId: string }) => key.keyId)).toEqual([second.signature!.keyId, first.signature!.keyId])
    const { rows } = await office.server.database.pool.query<{ sealed: Buffer; key: string }>(
      'select private_key as sealed, public_key as key from formwork.signing_key',
    )
    for (const { sealed, key } of rows) {
      const text = JSON.stringify([first, second, keys, (await call('GET', '/store-settings')).body])
      expect(text).not.toContain(sealed.toString('base64url'))
      expect(sealed.includes(Buffer.from(key, 'base64url'))).toBe(false)
    }
  })

  it('makes one key when two publish at once', async () => {
    await office.server.database.pool.query('delete from formwork.signing_key')
    const made = await Promise.all(Array.from({ length: 4 }, () => call('GET', '/apps/trade/bundle')))
    expect(new Set(made.map(answer => answer.json().signature.keyId)).size).toBe(1)
  })

  it('says what to do when its key was sealed with another secret', async () => {
    await office.server.database.pool.query(
      `update formwork.signing_key set private_key = set_byte(private_key, 3, get_byte(private_key, 3) # 255)`,
    )
    expect((await call('GET', '/apps/trade/bundle')).json().code).toBe('signing_key_unreadable')
    expect((await call('POST', '/store-settings/keys')).statusCode).toBe(201)
    expect((await call('GET', '/apps/trade/bundle')).statusCode).toBe(200)
  })

  it('is told loudly when a newer version is signed by another', async () => {
    const { pool } = office.server.database
    expect(await bring(signed, 'far_e')).toBe('taken')
    const next = makeBundle({ ...definition, version: '9.0.0' }, undefined, thief)
    await pool.query(
      `insert into formwork.template (org_id, key, version, state, bundle, published_at) values ($1, 'far', '9.0.0', 'approved', $2, now())`,
      [office.admin.orgId, JSON.stringify(next)],
    )
    // Of the own store: our own word stands for it, whoever signed it once.
    expect((await call('GET', '/apps/far_e/upgrade')).json()).toMatchObject({
      otherSigner: false,
      author: { standing: 'own' },
    })
  })
})
