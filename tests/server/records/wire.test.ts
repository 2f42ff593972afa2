import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const label = (text: string) => ({ zh: text, en: text })
const options = ['a', 'b', 'c'].map(key => ({ key, label: label(key) }))

/** One field of every type that is stored, beside a target to point at. */
const definition: AppDefinition = {
  formatVersion: 1,
  key: 'wires',
  version: '0.1.0',
  name: label('Wires'),
  optionLibraries: [{ key: 'letters', label: label('Letters'), options }],
  forms: [
    {
      key: 'target',
      name: label('Target'),
      titleField: 'name',
      fields: [
        { key: 'name', label: label('Name'), type: 'text', required: true },
        { key: 'worth', label: label('Worth'), type: 'money' },
        { key: 'letters', label: label('Letters'), type: 'select', options: 'letters', multiple: true },
        { key: 'seen', label: label('Seen'), type: 'datetime' },
        { key: 'good', label: label('Good'), type: 'yes_no' },
      ],
    },
    {
      key: 'all',
      name: label('All'),
      titleField: 'text',
      fields: [
        { key: 'text', label: label('text'), type: 'text' },
        { key: 'long', label: label('long'), type: 'long_text' },
        { key: 'number', label: label('number'), type: 'number' },
        { key: 'money', label: label('money'), type: 'money' },
        { key: 'percent', label: label('percent'), type: 'percent' },
        { key: 'rating', label: label('rating'), type: 'rating' },
        { key: 'date', label: label('date'), type: 'date' },
        { key: 'datetime', label: label('datetime'), type: 'datetime' },
        { key: 'time', label: label('time'), type: 'time' },
        { key: 'duration', label: label('duration'), type: 'duration' },
        { key: 'one', label: label('one'), type: 'select', options: 'letters' },
        { key: 'many', label: label('many'), type: 'select', options: 'letters', multiple: true },
        { key: 'yes', label: label('yes'), type: 'yes_no' },
        { key: 'no', label: label('no'), type: 'yes_no' },
        { key: 'user', label: label('user'), type: 'user' },
        { key: 'users', label: label('users'), type: 'user', multiple: true },
        { key: 'location', label: label('location'), type: 'location' },
        { key: 'address', label: label('address'), type: 'address' },
        { key: 'barcode', label: label('barcode'), type: 'barcode' },
        { key: 'phone', label: label('phone'), type: 'phone' },
        { key: 'email', label: label('email'), type: 'email' },
        { key: 'url', label: label('url'), type: 'url' },
        { key: 'tags', label: label('tags'), type: 'tags' },
        { key: 'serial', label: label('serial'), type: 'serial', serial: { pattern: 'N-{0000}' } },
        { key: 'target', label: label('target'), type: 'relation', to: 'target' },
        { key: 'targets', label: label('targets'), type: 'relation', to: 'target', multiple: true },
        { key: 'twice', label: label('twice'), type: 'formula', formula: '{money}*-0.001', result: 'money' },
        { key: 'failing', label: label('failing'), type: 'formula', formula: '1/{number}', result: 'number' },
        { key: 'later', label: label('later'), type: 'formula', formula: '{datetime}', result: 'datetime' },
        {
          key: 'rows',
          label: label('rows'),
          type: 'subform',
          fields: [
            { key: 'what', label: label('what'), type: 'text' },
            { key: 'price', label: label('price'), type: 'money' },
            { key: 'at', label: label('at'), type: 'datetime' },
          ],
        },
      ],
    },
  ],
  roles: [],
}

const hostile = '引号" 反斜\\ 换行\n制表\t \u0001 \u007f \u2028 </script> 😀'
let server: TestServer
let admin: Client
let targets: string[]
const base = '/api/apps/wires/forms'

const send = async (method: 'POST' | 'PATCH', path: string, body: object) => {
  const answer = await server.call(admin, method, `${base}/${path}`, body)
  expect(answer.statusCode, answer.body).toBeLessThan(300)
  return answer.json()
}
const read = async (path: string) => {
  const answer = await server.call(admin, 'GET', `${base}/${path}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}

beforeAll(async () => {
  server = await startTestServer()
  const org = await server.addOrganisation('Wires')
  admin = await server.addPerson(org, 'admin', { admin: true })
  const created = await server.call(admin, 'POST', '/api/apps', { definition })
  expect(created.statusCode, created.body).toBe(201)
  targets = []
  for (const name of ['甲', hostile])
    targets.push(
      (
        await send('POST', 'target/records', {
          name,
          worth: '1.5',
          letters: ['c', 'a'],
          seen: '2026-03-04T05:06:07.089+08:00',
          good: false,
        })
      ).id,
    )
})
afterAll(() => server.close())

const full = () => ({
  text: hostile,
  long: `${hostile}\r\n${hostile}`,
  number: '0',
  money: '12.3',
  percent: '0.05',
  rating: '4',
  date: '0099-12-31',
  datetime: '2026-03-04T05:06:07.1+08:00',
  time: '09:30',
  duration: 90_000,
  one: 'b',
  many: ['c', 'a'],
  yes: true,
  no: false,
  user: admin.id,
  users: [admin.id],
  location: { lng: 121.5, lat: 31.2, address: hostile },
  address: { street: '路"', city: '上海' },
  barcode: '0012',
  phone: '+86 21 1234 5678',
  email: 'a@b.cn',
  url: 'https://example.com/?q=%22',
  tags: ['新', 'a"b\\'],
  target: targets[0],
  targets: [targets[1], targets[0]],
  rows: [
    { what: hostile, price: '1', at: '2026-03-04T05:06:07Z' },
    { what: null, price: null },
  ],
})

describe('a record of every field type', () => {
  it.each([
    ['every field', full],
    ['no field', () => ({})],
  ])('answers a write with %s as reads do', async (_name, values) => {
    const made = await send('POST', 'all/records', values())
    expect(await read(`all/records/${made.id}`)).toEqual(made)
    expect((await read('all/records?limit=1')).records).toEqual([made])
    const { version, text } = await send('PATCH', `all/records/${made.id}`, { text: '改' })
    expect({ version, text }).toEqual({ version: 2, text: '改' })
    const changed = await send('PATCH', `all/records/${made.id}`, { money: '0.10', yes: null, many: ['b'] })
    expect(changed).toMatchObject({ version: 3, money: '0.10', yes: null, many: ['b'], twice: '0.00' })
    expect(await read(`all/records/${made.id}`)).toEqual(changed)
  })

  it('travels as the format says', async () => {
    const made = await send('POST', 'all/records', full())
    expect(made).toMatchObject({
      ...full(),
      money: '12.30',
      percent: '0.0500',
      datetime: '2026-03-03T21:06:07.100Z',
      later: '2026-03-03T21:06:07.100Z',
      twice: '-0.01',
      failing: null,
      version: 1,
      rows: [
        { what: hostile, price: '1.00', at: '2026-03-04T05:06:07.000Z' },
        { what: null, price: null, at: null },
      ],
    })
    expect(Object.keys(made._errors)).toEqual(['failing'])
    const cleared = await send('PATCH', `all/records/${made.id}`, { number: '4' })
    expect(cleared.failing).toBe('0.25')
    expect('_errors' in (await read(`all/records/${made.id}`))).toBe(false)
  })

  it('shows the targets of its relations', async () => {
    const { id } = await send('POST', 'all/records', full())
    const shown = ['name', 'worth', 'letters', 'seen', 'good', 'version'].map(key => `target.${key}`).join(',')
    const first = { id: targets[0], name: '甲' }
    const expanded = {
      target: {
        ...first,
        worth: '1.50',
        letters: ['c', 'a'],
        seen: '2026-03-03T21:06:07.089Z',
        good: false,
        version: 1,
      },
      targets: [{ id: targets[1], name: hostile }, first],
    }
    expect((await read(`all/records/${id}?fields=text&expand=${shown},targets`)).expanded).toEqual(expanded)
    const listed = await read(`all/records?fields=text&limit=1&expand=${shown},targets`)
    expect(listed.records[0]).toEqual({ id, version: 1, text: hostile, expanded })
    const bare = await send('POST', 'all/records', {})
    expect((await read(`all/records/${bare.id}?expand=target,targets`)).expanded).toEqual({ target: null, targets: [] })
  })

  it.each(['text', '-money', 'datetime', '-yes', 'duration', 'target', '-version'])(
    'is listed once over pages sorted by %s',
    async sort => {
      const mark = randomUUID()
      const ids = new Set<string>()
      for (let n = 0; n < 5; n += 1)
        ids.add((await send('POST', 'all/records', n === 4 ? { barcode: mark } : { ...full(), barcode: mark })).id)
      const filter = encodeURIComponent(JSON.stringify({ '==': [{ var: 'barcode' }, mark] }))
      const seen: string[] = []
      let cursor = ''
      for (let page = 0; page < 4; page += 1) {
        const { records, nextCursor } = await read(
          `all/records?filter=${filter}&sort=${sort}&fields=text&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
        )
        seen.push(...records.map((record: { id: string }) => record.id))
        if (nextCursor === null) break
        cursor = nextCursor
      }
      expect(new Set(seen)).toEqual(ids)
      expect(seen).toHaveLength(5)
    },
  )
})
