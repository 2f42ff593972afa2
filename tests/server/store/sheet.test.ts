import { deflateRawSync } from 'node:zlib'
import exceljs from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCsv } from '../../../server/store/sheet/csv.ts'
import { plainArchive } from '../../../server/store/sheet/zip.ts'
import { type Office, openOffice } from '../records/office.ts'
import type { Client } from '../testServer.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.server.close())

type Wish = Readonly<Record<string, string>>
async function send(content: Buffer | string, wish: Wish, who: Client = office.admin) {
  const mark = 'formwork-test-mark'
  const head = 'content-disposition: form-data; name='
  const fields = Object.entries(wish).map(([name, value]) => `--${mark}\r\n${head}"${name}"\r\n\r\n${value}\r\n`)
  const file = `--${mark}\r\n${head}"file"; filename="客户.xlsx"\r\ncontent-type: application/octet-stream\r\n\r\n`
  return office.server.app.inject({
    method: 'POST',
    url: '/api/apps/from-sheet',
    payload: Buffer.concat([
      Buffer.from(fields.join('') + file),
      Buffer.from(content),
      Buffer.from(`\r\n--${mark}--\r\n`),
    ]),
    headers: { ...who.headers, 'content-type': `multipart/form-data; boundary=${mark}` },
  })
}

const get = async (path: string) => (await office.server.call(office.admin, 'GET', `/api/apps/${path}`)).json()
const fieldsOf = async (app: string) =>
  Object.fromEntries(
    (await get(app)).definition.forms[0].fields.map((field: { key: string; type: string }) => [field.key, field.type]),
  )
const recordsOf = async (app: string): Promise<Record<string, unknown>[]> =>
  (await get(`${app}/forms/record/records?limit=200`)).records

async function workbook(fill: (sheet: exceljs.Worksheet, book: exceljs.Workbook) => void): Promise<Buffer> {
  const book = new exceljs.Workbook()
  fill(book.addWorksheet('客户'), book)
  return Buffer.from(await book.xlsx.writeBuffer())
}

describe('an app from an Excel sheet', () => {
  it('has a field a column, a record a row, as one reads them in the sheet', async () => {
    const content = await workbook((sheet, book) => {
      sheet.addRow([])
      sheet.addRow(['客户名称', 'Signed', 'Amount', '折扣', '阶段', 'Phone', '下单时间', '合计', 'Note'])
      const signed = new Date('2026-01-31T00:00:00Z')
      const ordered = new Date('2026-01-31T09:30:00Z')
      for (let n = 1; n <= 6; n += 1) {
        const row = sheet.addRow([
          `客户${n}`,
          signed,
          1200.5 * n,
          0.15,
          n % 2 ? '新' : '成交',
          13800138000 + n,
          ordered,
        ])
        row.getCell(2).numFmt = 'yyyy-mm-dd'
        row.getCell(4).numFmt = '0%'
        row.getCell(7).numFmt = 'yyyy/m/d hh:mm'
        row.getCell(8).value = { formula: `C${n + 2}*2`, result: 2401 * n }
        row.getCell(9).value = { richText: [{ text: '重' }, { text: '要' }] }
      }
      book.addWorksheet('别的').addRow(['不读'])
    })
    const answer = await send(content, { key: 'clients', name: '客户' })
    expect([answer.statusCode, answer.json()]).toEqual([201, { app: 'clients', rows: 6, fields: 9 }])
    expect(await fieldsOf('clients')).toEqual({
      field_1: 'text',
      signed: 'date',
      amount: 'money',
      field_2: 'percent',
      field_3: 'select',
      phone: 'phone',
      field_4: 'datetime',
      field_5: 'number',
      note: 'select',
    })
    const records = await recordsOf('clients')
    expect(records.map(({ field_1 }) => field_1)).toEqual([1, 2, 3, 4, 5, 6].map(n => `客户${n}`))
    expect(records.find(({ field_1 }) => field_1 === '客户2')).toMatchObject({
      signed: '2026-01-31',
      amount: '2401.00',
      field_2: '0.1500',
      phone: '13800138002',
      field_4: '2026-01-31T01:30:00.000Z',
      field_5: '4802',
    })
    const { rows } = await office.server.database.pool.query(
      `select detail from formwork.audit where action = 'app_created' and subject->>'app' = 'clients'`,
    )
    expect(rows[0].detail).toMatchObject({ sheet: true, rows: 6, fields: 9 })
  })

  it('takes .csv in UTF-8 and in GB18030', async () => {
    const utf8 = await send('\uFEFFName,Note\r\n甲,"一,""二""\r\n三"\r\n乙,\r\n', { key: 'csv_one', name: 'CSV' })
    expect(utf8.json()).toEqual({ app: 'csv_one', rows: 2, fields: 2 })
    expect(await recordsOf('csv_one')).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: '甲', note: '一,"二"\r\n三' })]),
    )
    // 姓名,电话 / 张三,13800138000
    const bytes = Buffer.from('d0d5c3fb2cb5e7bbb00ad5c5c8fd2c31333830303133383030300a', 'hex')
    expect((await send(bytes, { key: 'csv_two', name: 'GB' })).json()).toEqual({ app: 'csv_two', rows: 1, fields: 2 })
    expect((await get('csv_two')).definition.forms[0].fields[0].label.zh).toBe('姓名')
  })

  it('is an administrator’s to make, needs key and name, and takes no key twice', async () => {
    const refused = async (wish: Wish, who?: Client) => {
      const answer = await send('a\n1\n', wish, who)
      return [answer.statusCode, answer.json().code]
    }
    expect(await refused({ key: 'mine', name: 'x' }, office.seller)).toEqual([403, 'forbidden'])
    expect(await refused({ key: 'trade', name: 'x' })).toEqual([409, 'already_installed'])
    expect(await refused({ key: 'No', name: 'x' })).toEqual([400, 'invalid_parameter'])
    expect(await refused({ key: 'mine', name: ' ' })).toEqual([400, 'invalid_parameter'])
    expect(await refused({ key: 'mine', name: 'x', other: '1' })).toEqual([400, 'unknown_parameter'])
    const json = await office.server.call(office.admin, 'POST', '/api/apps/from-sheet', {})
    expect(json.statusCode).toBe(415)
  })
})

/** A workbook's bones around the content of its sheet, packed as tight as it goes. */
function packed(sheet: Buffer): Buffer {
  const parts: [string, string][] = [
    ['xl/workbook.xml', '<workbook><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'],
    [
      'xl/_rels/workbook.xml.rels',
      '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
    ],
  ]
  const files = [
    ...parts.map(([path, text]) => [path, Buffer.from(text)] as const),
    ['xl/worksheets/sheet1.xml', deflateRawSync(sheet)] as const,
  ]
  const plain = Buffer.concat([...plainArchive(files)])
  // The last file is a packed one: its method, in its own head and in the directory.
  plain.writeUInt16LE(8, plain.lastIndexOf(Buffer.from('504b0304', 'hex')) + 8)
  plain.writeUInt16LE(8, plain.lastIndexOf(Buffer.from('504b0102', 'hex')) + 10)
  return plain
}

describe('a file that is no sheet for us', () => {
  const refused = async (content: Buffer | string) => {
    const { code, detail } = (await send(content, { key: 'never', name: 'x' })).json()
    expect(detail).not.toMatch(/[{}]/)
    return code
  }

  it('is refused with one clear text, and leaves nothing', async () => {
    expect(await refused('%PDF-1.7')).toBe('sheet_unreadable')
    expect(await refused(Buffer.from('d0cf11e0a1b11ae100000000', 'hex'))).toBe('sheet_unreadable')
    expect(await refused(Buffer.from('504b0304ffffffffffffffffffffffff', 'hex'))).toBe('sheet_unreadable')
    expect(await refused('a\u0001b')).toBe('sheet_unreadable')
    expect(await refused('\r\n , \r\n')).toBe('sheet_empty')
    expect(await refused('')).toBe('sheet_empty')
    expect(await refused(`${'a,'.repeat(201)}b`)).toBe('sheet_too_many_columns')
    expect(await refused(`a\n${'1\n'.repeat(20_001)}`)).toBe('sheet_too_many_rows')
    expect(await refused(`a\n${'x'.repeat(10_001)}`)).toBe('sheet_cell_too_long')
    const wide = await workbook(sheet => {
      sheet.getCell('ZZ1').value = 'x'
    })
    expect(await refused(wide)).toBe('sheet_too_many_columns')
    expect(await refused(Buffer.alloc(20_000_001, 'a'))).toBe('file_too_large')
    expect((await office.server.call(office.admin, 'GET', '/api/apps/never')).statusCode).toBe(404)
  })

  it('is refused when it unpacks to too much, whatever it says of its size', async () => {
    expect(await refused(packed(Buffer.alloc(50_000_000, ' ')))).toBe('sheet_unpacks_too_large')
  })
})

describe('an archive for a reader that unpacks by itself', () => {
  it('comes in small pieces, for a reader holds all it makes of one', () => {
    const pieces = [...plainArchive([['a', Buffer.alloc(1_000_000)]])]
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(65_536)
  })
})

describe('text with separators', () => {
  it('is read as RFC 4180 says, with tabs and semicolons too', () => {
    const rows = (text: string) => readCsv(Buffer.from(text))
    expect(rows('a;b\n1;"2;3"')).toEqual([
      ['a', 'b'],
      ['1', '2;3'],
    ])
    expect(rows('a\tb\r\n\r\n1\t\r\n')).toEqual([['a', 'b'], ['1']])
    expect(rows('"a"x,"b""c"')).toEqual([['ax', 'b"c']])
    expect(rows('a,b\rc,"d')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
  })
})
