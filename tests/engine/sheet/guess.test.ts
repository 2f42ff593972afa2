import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyseDefinition } from '../../../engine/definition/analyse.ts'
import { clockText, dateText, localOf } from '../../../engine/expression/time.ts'
import { parseValue } from '../../../engine/index.ts'
import { appOfSheet, type Grid } from '../../../engine/sheet/guess.ts'
import { validateDefinition } from '../../../schemas/validate.ts'

const wish = { key: 'sheet', name: { zh: '表', en: 'Sheet' }, zone: 'Asia/Shanghai' }
const one = (header: string, cells: readonly string[]) => {
  const { definition, records } = appOfSheet([[header, '#'], ...cells.map((cell, n) => [cell, `r${n}`])], wish)
  const field = { scale: undefined, ...definition.forms[0]!.fields[0]! }
  return { field, values: records.map(record => record[field.key]) }
}

/** header, cells, type, values as records keep them */
const columns: readonly [string, string[], string, unknown[]][] = [
  ['客户名称', ['甲公司', '乙公司'], 'text', ['甲公司', '乙公司']],
  ['是否成交', ['是', '否'], 'yes_no', [true, false]],
  ['Active', ['TRUE', 'false'], 'yes_no', [true, false]],
  ['发票', ['√', '√'], 'yes_no', [true, true]],
  ['是否', ['是', '不确定'], 'text', ['是', '不确定']],
  ['签约日期', ['2026-01-31', '2026/2/1'], 'date', ['2026-01-31', '2026-02-01']],
  ['日期', ['20260131', '2026年2月1日'], 'date', ['2026-01-31', '2026-02-01']],
  ['批次', ['20260131', '20260201'], 'number', ['20260131', '20260201']],
  ['日期', ['2026-02-30', '2026-02-01'], 'text', ['2026-02-30', '2026-02-01']],
  ['日期', ['01/02/2026', '03/04/2026'], 'text', ['01/02/2026', '03/04/2026']],
  ['下单时间', ['2026-01-31 09:30', '2026/2/1'], 'datetime', ['2026-01-31T01:30:00.000Z', '2026-01-31T16:00:00.000Z']],
  ['时间', ['2026-01-31 25:30', '2026-01-31 09:30'], 'text', ['2026-01-31 25:30', '2026-01-31 09:30']],
  ['合同金额', ['1,200.5', '300'], 'money', ['1200.5', '300']],
  ['单价', ['-3', '0.125'], 'money', ['-3', '0.125']],
  ['Amount', ['¥1,200', '￥3.5'], 'money', ['1200', '3.5']],
  ['合计', ['$12', '$3.50'], 'money', ['12', '3.50']],
  ['合计', ['12元', '3.5 元'], 'money', ['12', '3.5']],
  ['价格', ['$12', '€3'], 'text', ['$12', '€3']],
  ['金额', ['12', '待定'], 'text', ['12', '待定']],
  ['评价', ['4', '5'], 'number', ['4', '5']],
  ['折扣', ['15%', '2.5%'], 'percent', ['0.15', '0.025']],
  ['折扣', ['15%', '2.5'], 'text', ['15%', '2.5']],
  ['数量', ['1', '-20'], 'number', ['1', '-20']],
  ['重量', ['1.25', '20'], 'number', ['1.25', '20']],
  ['序列', ['007', '008'], 'text', ['007', '008']],
  ['卡', ['6222020000000000123', '6222020000000000124'], 'text', ['6222020000000000123', '6222020000000000124']],
  ['订单编号', ['1001', '1002'], 'text', ['1001', '1002']],
  ['手机', ['13800138000', '+86 13900139000'], 'phone', ['13800138000', '+86 13900139000']],
  ['联系', ['13800138000', '13900139000'], 'phone', ['13800138000', '13900139000']],
  ['电话', ['021-55556666', '无'], 'text', ['021-55556666', '无']],
  ['邮箱', ['a@b.cn', 'c.d@e.com'], 'email', ['a@b.cn', 'c.d@e.com']],
  ['网址', ['https://a.cn', 'http://b.cn/c?d=1'], 'url', ['https://a.cn', 'http://b.cn/c?d=1']],
  ['网址', ['www.a.cn', 'https://b.cn'], 'text', ['www.a.cn', 'https://b.cn']],
  ['阶段', ['新建', '成交', '新建', '成交'], 'select', ['option_1', 'option_2', 'option_1', 'option_2']],
  ['Region', ['East', 'West', 'East', 'West'], 'select', ['east', 'west', 'east', 'west']],
  ['城市', ['上海', '北京', '上海'], 'text', ['上海', '北京', '上海']],
  ['备注', ['第一行\n第二行', '短'], 'long_text', ['第一行\n第二行', '短']],
  ['说明', ['长'.repeat(201), '短'], 'long_text', ['长'.repeat(201), '短']],
  ['空', ['', ''], 'text', [undefined, undefined]],
]

describe('a column becomes a field', () => {
  it.each(columns)('%s %j is %s', (header, cells, type, expected) => {
    const { field, values } = one(header, cells)
    expect([field.type, values]).toEqual([type, expected])
    expect(field.label).toEqual({ zh: header, en: header })
  })

  it('keeps every digit: the scale is the longest fraction, money at least 2, percent at least 4', () => {
    expect(one('重量', ['1.25', '20']).field.scale).toBe(2)
    expect(one('数量', ['1', '2']).field.scale).toBe(0)
    expect(one('单价', ['0.125', '2']).field.scale).toBe(3)
    expect(one('金额', ['¥1', '¥2']).field).toMatchObject({ scale: 2, currency: 'CNY' })
    expect(one('折扣', ['15%', '2.125%']).field.scale).toBe(5)
  })
})

describe('a sheet becomes an app', () => {
  const grid: Grid = [
    ['状态', 'Owner', '客户 Name', 'name', '', '空列 '],
    ['新', '张三', '甲', 'x', '5', ''],
    ['新', '李四', '乙', 'x', '', ''],
    ['', '', '', '', '', ''],
    ['旧', '王五', '丙', 'x', '', ''],
    ['旧', '张三', '丁', 'y', '', ''],
  ]
  const { definition, records } = appOfSheet(grid, wish)
  const form = definition.forms[0]!

  it('with legal keys of its own, the title that tells rows apart, and what is always there asked for', () => {
    expect(form.fields.map(({ key }) => key)).toEqual(['field_1', 'owner_2', 'name', 'name_2', 'field_2', 'field_3'])
    expect(form.titleField).toBe('name')
    expect(form.fields.filter(field => 'required' in field).map(({ key }) => key)).toEqual([
      'field_1',
      'owner_2',
      'name',
      'name_2',
    ])
    expect(form.fields[4]!.label).toEqual({ zh: '第 5 列', en: 'Column 5' })
    expect(definition.optionLibraries).toHaveLength(2)
    expect(records).toHaveLength(4)
  })
})

const cell = fc.oneof(
  fc.constantFrom('', '是', '否', '2026-01-31', '9999-12-31 23:59', '0001-01-01', '1', '-0', '-0.5', '1,234.50', '¥5'),
  fc.constantFrom('15%', '-0%', '13800138000', 'a@b.cn', 'https://a.cn', 'id', 'owner', '__proto__', 'a\0b', '\ud800'),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.double().map(String),
)
const row = fc.array(cell, { maxLength: 6 })
/** columns of one kind too, so that every guess is made */
const sheets = fc.oneof(
  fc.array(row, { minLength: 1, maxLength: 8 }),
  fc
    .tuple(fc.constantFrom('金额', '日期', '手机', '编号', 'Name', ''), fc.array(cell, { maxLength: 3 }), fc.nat(9))
    .map(([header, few, times]) => [[header], ...Array.from({ length: times }, (_, n) => [few[n % few.length] ?? ''])]),
)
const clean = (text: string): string => text.toWellFormed().replaceAll('\0', '').trim()

/** What a value of a record says, as the sheet wrote it, where that can be told; a number by its value. */
function same(type: string, value: unknown, text: string, label: (option: string) => string | undefined): boolean {
  if (type === 'select') return label(String(value)) === text
  if (type === 'yes_no') return value === /^(是|有|true|yes|y|√|✓|对)$/i.test(text)
  if (type === 'date') return String(value).replaceAll('-', '') === day(text)
  if (type === 'datetime') {
    const { days, ofDay } = localOf(Date.parse(String(value)), wish.zone)
    const [date = '', time = ''] = text.split(' ')
    return day(date) === day(dateText(days)) && clockText(ofDay).startsWith(time)
  }
  if (type === 'percent') return Math.abs(Number(value) * 100 - Number(text.replace('%', ''))) < 1e-6
  if (type === 'number' || type === 'money') return Number(value) === Number(text.replace(/[¥￥$€£元, ]/g, ''))
  return value === text
}
const day = (text: string): string =>
  text
    .split(/[-/.年月日]/)
    .filter(part => part !== '')
    .map(part => part.padStart(2, '0'))
    .join('')

describe('whatever the cells', () => {
  it('the definition is sound, every value is of its field, and every cell is in the records', () => {
    fc.assert(
      fc.property(sheets, grid => {
        const { definition, records } = appOfSheet(grid, wish)
        const shape = validateDefinition(definition)
        expect(shape.problems).toEqual([])
        const { app, findings } = analyseDefinition(shape.definition!)
        expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
        const form = app!.forms.get('record')!
        const texts = grid.slice(1).map(cells => cells.map(clean))
        const rows = texts.filter(cells => cells.some(text => text !== ''))
        expect(records).toHaveLength(rows.length)
        const labels = new Map(
          (definition.optionLibraries ?? []).flatMap(({ key, options }) =>
            options.map(option => [`${key}.${option.key}`, option.label.zh] as const),
          ),
        )
        for (const [n, record] of records.entries()) {
          const told = rows[n]!.filter(text => text !== '')
          expect(Object.keys(record)).toHaveLength(told.length)
          for (const [at, [key, value]] of Object.entries(record).entries()) {
            const field = form.fields.get(key)!
            expect(parseValue(field, value)).toHaveProperty('value')
            expect(same(field.kind, value, told[at]!, option => labels.get(`${key}.${option}`))).toBe(true)
          }
        }
      }),
      { numRuns: 400 },
    )
  })
})
