import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HttpProblem } from '../../../server/http/problem.ts'
import { cleanPicture } from '../../../server/pictures/clean.ts'
import { type Office, openOffice } from '../records/office.ts'
import { png, pngChunk } from './png.ts'

const plainWebp = Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64')

/** The same picture in the extended form, with where and when it was taken. */
function chattyWebp(): Buffer {
  const part = (type: string, data: Buffer): Buffer => {
    const head = Buffer.alloc(8)
    head.write(type, 'latin1')
    head.writeUInt32LE(data.length, 4)
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
  }
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    part('VP8X', Buffer.from([0x3c, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
    part('ICCP', Buffer.from('profile')),
    plainWebp.subarray(12),
    part('EXIF', Buffer.from('31.2304 N 121.4737 E')),
    part('XMP ', Buffer.from('<x:xmpmeta>王总</x:xmpmeta>')),
  ])
  const head = Buffer.alloc(8)
  head.write('RIFF')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body])
}

describe('a picture that is handed on', () => {
  it('keeps nothing but the picture', () => {
    const place = pngChunk('tEXt', Buffer.from('Location\0Shanghai'))
    const clean = cleanPicture(
      Buffer.concat([png(2, 2, place, pngChunk('eXIf', Buffer.from('II*'))), Buffer.from('<script>')]),
    )
    expect(clean).toEqual({ extension: 'png', content: png(2, 2) })
    const webp = cleanPicture(Buffer.concat([chattyWebp(), Buffer.from('<script>')]))
    const text = webp.content.toString('latin1')
    expect(text).not.toMatch(/EXIF|XMP |ICCP|script|121\.4737/)
    // Only the flag of transparency is left.
    expect(webp.content[20]).toBe(0x10)
    expect(webp.content.readUInt32LE(4)).toBe(webp.content.length - 8)
    expect(cleanPicture(plainWebp).content.equals(plainWebp)).toBe(true)
  })

  it.each([
    ['a page', Buffer.from('<html><script>alert(1)</script></html>')],
    ['a drawing that can run', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['a JPEG', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['half a PNG', png(2, 2).subarray(0, 40)],
    ['a PNG of a wall', png(5_000, 2)],
    ['a PNG of no size', png(0, 2)],
    [
      'a PNG whose chunk says it is huge',
      Buffer.concat([png(2, 2).subarray(0, 33), Buffer.from('ffffffff49444154', 'hex'), Buffer.alloc(20)]),
    ],
    ['half a WebP', plainWebp.subarray(0, 25)],
    ['a WebP without a picture', Buffer.from('524946460400000057454250', 'hex')],
    ['nothing', Buffer.alloc(0)],
  ])('is not %s', (_, content) => {
    expect(() => cleanPicture(content)).toThrow(expect.objectContaining({ code: 'picture_invalid' }))
  })

  it('is at most 1 MB', () => {
    expect(() => cleanPicture(png(2, 2, pngChunk('tEXt', Buffer.alloc(1_000_000))))).toThrow(
      expect.objectContaining({ code: 'picture_too_large' }),
    )
  })

  it('always is a picture or a refusal, whatever bytes come, and cleaning it again changes nothing', () => {
    const start = fc.constantFrom(png(2, 2), plainWebp, chattyWebp())
    const changes = fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 0, max: 255 })), { maxLength: 6 })
    fc.assert(
      fc.property(start, changes, fc.nat(400), (content, bytes, cut) => {
        const changed = Buffer.from(content.subarray(0, Math.max(1, content.length - (cut % 60))))
        for (const [at, byte] of bytes) changed[at % changed.length] = byte
        try {
          const clean = cleanPicture(changed)
          expect(cleanPicture(clean.content)).toEqual(clean)
        } catch (error) {
          expect(error).toBeInstanceOf(HttpProblem)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('pictures of a published template', () => {
  let office: Office
  const place = '/api/store/templates/kit/1.0.0/pictures'
  const sent = { pictures: [png(2, 2), plainWebp].map(content => content.toString('base64')) }
  beforeAll(async () => {
    office = await openOffice()
    const { server, admin } = office
    const published = await server.call(admin, 'POST', '/api/store/templates', {
      app: 'trade',
      key: 'kit',
      version: '1.0.0',
    })
    expect(published.statusCode, published.body).toBe(201)
  }, 60_000)
  afterAll(() => office.server.close())

  it('are put by administrators while it waits, and shown once it is approved', async () => {
    const { server, admin, seller } = office
    expect((await server.call(seller, 'PUT', place, sent)).statusCode).toBe(403)
    expect((await server.call(admin, 'PUT', '/api/store/templates/kit/2.0.0/pictures', sent)).statusCode).toBe(404)
    expect((await server.call(admin, 'PUT', place, { pictures: Array(7).fill(sent.pictures[0]) })).statusCode).toBe(400)
    expect((await server.call(admin, 'PUT', place, { pictures: ['PHN2Zz4='] })).json().code).toBe('picture_invalid')
    const first = (await server.call(admin, 'PUT', place, sent)).json().pictures as string[]
    expect(first).toEqual([expect.stringMatching(/^[0-9a-f]{24}\.png$/), expect.stringMatching(/^[0-9a-f]{24}\.webp$/)])
    const again = await server.call(admin, 'PUT', place, { pictures: [...sent.pictures].reverse() })
    expect(again.json().pictures).toEqual([...first].reverse())
    await server.call(admin, 'POST', '/api/store/templates/kit/1.0.0/approve')
    expect((await server.call(admin, 'PUT', place, sent)).json().code).toBe('template_decided')
    const { pictures } = (await server.call(seller, 'GET', '/api/store/kit')).json()
    expect(pictures).toHaveLength(2)
    const shown = await server.call(seller, 'GET', pictures[0])
    expect(shown.statusCode).toBe(200)
    expect(shown.headers).toMatchObject({
      'content-type': 'image/webp',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    })
    expect(shown.rawPayload.equals(plainWebp)).toBe(true)
    expect((await server.call(seller, 'GET', '/api/store/kit/pictures/..%2f..%2fx.png')).statusCode).toBe(404)
  })
})
