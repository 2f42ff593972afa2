import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, outgoingClient } from '../../../server/channels/client.ts'
import { Boundary, type Resolve } from '../../../server/channels/inside.ts'
import { Undelivered } from '../../../server/outbox/delivery.ts'
import { startFakeServer } from './fakeServer.ts'

let fake: Awaited<ReturnType<typeof startFakeServer>>
beforeAll(async () => {
  fake = await startFakeServer()
})
afterAll(() => fake.close())

/** What a call ends in: its status, or the code it was refused with. */
async function call(
  url: string,
  options: { exempt?: string[]; resolve?: Resolve; hosts?: string[] } = {},
): Promise<string> {
  const client = outgoingClient(new Boundary(options.exempt ?? [], options.resolve))
  try {
    const hosts = options.hosts === undefined ? {} : { hosts: new Set(options.hosts) }
    const answer: Answer = await client({ url, method: 'GET', ...hosts })
    return String(answer.status)
  } catch (error) {
    if (error instanceof Undelivered) return error.outcome.reason.code
    throw error
  }
}

/** Every way to spell an address inside that URL parsers, libraries or kernels are known to accept. */
const INSIDE = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '0x7f.0.0.1',
  '0x7f000001',
  '2130706433',
  '017700000001',
  '0177.0.0.1',
  '127.0.0.1.',
  '0',
  '0.0.0.0',
  '10.0.0.8',
  '10.8',
  '167772168',
  '172.16.0.1',
  '172.31.255.254',
  '192.168.1.1',
  '0xc0a80101',
  '3232235777',
  '169.254.169.254',
  '0xA9FEA9FE',
  '2852039166',
  '100.100.100.200',
  '192.0.0.192',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '１２７.０.０.１',
  '127。0。0。1',
  '①②⑦.⓪.⓪.①',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:0:127.0.0.1]',
  '[::127.0.0.1]',
  '[::ffff:a9fe:a9fe]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::10.0.0.8]',
  '[64:ff9b:1::a00:8]',
  '[2002:7f00:1::]',
  '[2002:a9fe:a9fe::1]',
  '[2001:0:7f00:1::]',
  '[fc00::1]',
  '[fd12:3456::1]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[100::1]',
]

describe('calling the outside', () => {
  it.each(INSIDE)('%s is inside', async host => {
    expect(await call(`http://${host}/`)).toBe('outgoing_inside')
  })

  it('a name that leads inside is refused, also when only one of its addresses does', async () => {
    expect(await call('http://localhost/')).toBe('outgoing_inside')
    const mixed: Resolve = async () => [
      { address: '93.184.215.14', family: 4 },
      { address: '10.0.0.8', family: 4 },
    ]
    expect(await call('https://rebinding.example/', { resolve: mixed })).toBe('outgoing_inside')
    const six: Resolve = async () => [{ address: '::ffff:169.254.169.254', family: 6 }]
    expect(await call('https://rebinding.example/', { resolve: six })).toBe('outgoing_inside')
  })

  it('always refuses an address inside, whichever way its four bytes are written', async () => {
    const inside = fc.oneof(
      fc.tuple(fc.constant(10), byte(), byte(), byte()),
      fc.tuple(fc.constant(127), byte(), byte(), byte()),
      fc.tuple(fc.constant(192), fc.constant(168), byte(), byte()),
      fc.tuple(fc.constant(169), fc.constant(254), byte(), byte()),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte(), byte()),
    )
    const spelling = fc.constantFrom<(b: readonly number[]) => string>(
      b => b.join('.'),
      b => b.map(n => `0x${n.toString(16)}`).join('.'),
      b => b.map(n => `0${n.toString(8)}`).join('.'),
      b => String(number(b)),
      b => `0x${number(b).toString(16)}`,
      b => `${b[0]}.${b[1]}.${(b[2] ?? 0) * 256 + (b[3] ?? 0)}`,
      b => `[::ffff:${b.join('.')}]`,
      b => `[64:ff9b::${b.join('.')}]`,
      b => `[2002:${hex(b, 0)}:${hex(b, 2)}::1]`,
    )
    await fc.assert(
      fc.asyncProperty(inside, spelling, async (bytes, spell) => {
        expect(await call(`http://${spell(bytes)}/`)).toBe('outgoing_inside')
      }),
      { numRuns: 300 },
    )
  })

  it('connects to the address that was checked: the name is resolved once', async () => {
    let asked = 0
    const rebinding: Resolve = async () => {
      asked += 1
      return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.8', family: 4 }]
    }
    expect(await call(`http://service.example:${fake.port}/`, { exempt: ['127.0.0.1/32'], resolve: rebinding })).toBe(
      '200',
    )
    expect(asked).toBe(1)
    expect(fake.heard.at(-1)?.headers.host).toBe(`service.example:${fake.port}`)
  })

  it.each([
    ['ftp://example.com/', 'outgoing_url_invalid'],
    ['file:///etc/passwd', 'outgoing_url_invalid'],
    ['http://user:password@example.com/', 'outgoing_url_invalid'],
    ['http://example.com@127.0.0.1/', 'outgoing_url_invalid'],
    ['not an address', 'outgoing_url_invalid'],
    ['http://93.184.215.14:6379/', 'outgoing_port'],
    ['http://93.184.215.14:22/', 'outgoing_port'],
  ])('%s is refused: %s', async (url, code) => expect(await call(url)).toBe(code))

  it('calls only the hosts that are allowed', async () => {
    const exempt = ['127.0.0.0/8']
    expect(await call(`${fake.base}/`, { exempt, hosts: ['127.0.0.1'] })).toBe('200')
    expect(await call(`${fake.base}/`, { exempt, hosts: [] })).toBe('outgoing_host_not_allowed')
    expect(await call('https://example.com.evil.test/', { hosts: ['example.com'] })).toBe('outgoing_host_not_allowed')
  })

  it('follows no redirect', async () => {
    fake.answer(() => ({ status: 302, headers: { location: 'http://169.254.169.254/' } }))
    const before = fake.heard.length
    expect(await call(`${fake.base}/`, { exempt: ['127.0.0.0/8'] })).toBe('outgoing_redirected')
    expect(fake.heard).toHaveLength(before + 1)
    fake.answer(() => ({}))
  })

  it('says what is not there', async () => {
    const exempt = ['127.0.0.0/8']
    expect(await call('http://127.0.0.1:1/', { exempt })).toBe('delivery_unreachable')
    const none: Resolve = () => Promise.reject(new Error('ENOTFOUND'))
    expect(await call('https://nowhere.example/', { resolve: none })).toBe('outgoing_unknown_host')
  })

  it('reads no more of an answer than it keeps', async () => {
    fake.answer(() => ({ body: 'x'.repeat(3_000_000) }))
    const client = outgoingClient(new Boundary(['127.0.0.0/8']))
    expect((await client({ url: `${fake.base}/`, method: 'GET' })).body).toHaveLength(256 * 1024)
    fake.answer(() => ({}))
  })

  it('sends no header that holds a line break', async () => {
    const client = outgoingClient(new Boundary(['127.0.0.0/8']))
    const headers = { 'x-field': 'a\r\nx-evil: 1' }
    await expect(client({ url: `${fake.base}/`, method: 'GET', headers })).rejects.toThrow('outgoing_url_invalid')
  })
})

const byte = () => fc.integer({ min: 0, max: 255 })
const number = (bytes: readonly number[]): number => bytes.reduce((sum, one) => sum * 256 + one, 0)
const hex = (bytes: readonly number[], at: number): string => number(bytes.slice(at, at + 2)).toString(16)
