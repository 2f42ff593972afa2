import { Decimal } from '../expression/index.ts'
import { dateText, instantAt, instantText, localOf, parseDate } from '../expression/time.ts'
import { contactPatterns, isDay } from '../record/values.ts'

/** Reads a cell's text as records keep it; undefined when the cell is of another kind. */
export type ReadCell = (cell: string) => unknown

/** What a column is: its field's type with what the type needs, and how its cells are read. */
export interface Kind {
  readonly type: string
  readonly extra?: Readonly<Record<string, unknown>>
  readonly read: ReadCell
}

/** A column as it is looked at: its header and the cells that hold something, blanks around them gone. */
export interface Column {
  readonly header: string
  readonly cells: readonly string[]
  /** IANA name of the zone its times are meant in */
  readonly zone: string
}

type Guess = (column: Column) => Kind | undefined

/** The kind when it fits every cell. */
const fitting = ({ cells }: Column, kind: Kind): Kind | undefined =>
  cells.every(cell => kind.read(cell) !== undefined) ? kind : undefined

const MONEY =
  /金额|(?<!评)价(?!比|值观)|费用|货款|回款|应收|应付|收入|成本|利润|预算|工资|奖金|提成|amount|price|cost|fee\b|revenue|budget|salary/i
const PHONE = /电话|手机|联系方式|传真|phone|mobile|\btel\b|fax/i
const DAY = /日期|时间|date|day/i
/** Numbers that name something: nobody adds them up, and a separator of thousands would spoil them. */
const CODE = /编号|编码|号码|单号|账号|工号|身份证|邮编|代码|型号|\b(no|id|code|sku|zip|number)\.?$/i

const pairs = [
  ['是', '否'],
  ['有', '无'],
  ['true', 'false'],
  ['yes', 'no'],
  ['y', 'n'],
  ['√', '×'],
  ['✓', '✗'],
  ['对', '错'],
] as const

const yesNo: Guess = column => {
  for (const [yes, no] of pairs) {
    const read: ReadCell = cell => {
      const word = cell.toLowerCase()
      return word === yes ? true : word === no ? false : undefined
    }
    const kind = fitting(column, { type: 'yes_no', read })
    if (kind !== undefined) return kind
  }
  return undefined
}

/** `2026-1-2`, `2026/1/2`, `2026.1.2` and `2026年1月2日` as a day; in a column of days `20260102` too. */
function dayOf(text: string, header: string): string | undefined {
  const match =
    /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text) ??
    /^(\d{4})(年)(\d{1,2})月(\d{1,2})日$/.exec(text) ??
    (DAY.test(header) ? /^(\d{4})()(\d{2})(\d{2})$/.exec(text) : null)
  if (match === null) return undefined
  const day = `${match[1]}-${match[3]!.padStart(2, '0')}-${match[4]!.padStart(2, '0')}`
  return isDay(day) ? day : undefined
}

const date: Guess = column => fitting(column, { type: 'date', read: cell => dayOf(cell, column.header) })

/** A local day with its time, which must exist in the zone, as an instant. */
function instantOf(cell: string, { header, zone }: Column): string | undefined {
  const match = /^(.+?)(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(cell)
  const day = dayOf(match?.[1] ?? '', header)
  const days = day === undefined ? undefined : parseDate(day)
  const [hour, minute, second] = [Number(match?.[2] ?? 0), Number(match?.[3] ?? 0), Number(match?.[4] ?? 0)]
  // In the last year of the calendar a zone could lead out of it.
  if (day === undefined || days === undefined || day < '0002' || day > '9999') return undefined
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const ofDay = ((hour * 60 + minute) * 60 + second) * 1000
  const instant = instantAt(days, ofDay, zone)
  const shown = localOf(instant, zone)
  return dateText(shown.days) === day && shown.ofDay === ofDay ? instantText(instant) : undefined
}

const datetime: Guess = column => fitting(column, { type: 'datetime', read: cell => instantOf(cell, column) })

const matching =
  (pattern: RegExp): ReadCell =>
  cell =>
    cell.length <= 2000 && pattern.test(cell) ? cell : undefined

const NUMBER_OF_A_PHONE = /^((\+?86[- ]?)?1[3-9]\d{9}|0\d{2,3}-\d{7,8})$/

const phone: Guess = column =>
  fitting(column, {
    type: 'phone',
    read: matching(PHONE.test(column.header) ? contactPatterns.phone : NUMBER_OF_A_PHONE),
  })
const email: Guess = column => fitting(column, { type: 'email', read: matching(contactPatterns.email) })
const url: Guess = column => fitting(column, { type: 'url', read: matching(contactPatterns.url) })

/** Neither leading zeros nor more digits than a sheet keeps: what is written comes back as it was. */
const NUMBER = /^(?!-0(\.0+)?$)-?(0|[1-9]\d{0,14}|[1-9]\d{0,2}(,\d{3}){1,4})(\.\d{1,12})?$/
const numberOf = (text: string): string | undefined => (NUMBER.test(text) ? text.replaceAll(',', '') : undefined)

const placesOf = (text: string): number => text.split('.')[1]?.length ?? 0
const mostPlaces = (values: readonly unknown[]): number =>
  values.reduce<number>((most, value) => Math.max(most, placesOf(String(value))), 0)

const PERCENT = /^(?!-0(\.0+)?$)-?(0|[1-9]\d{0,8})(\.\d{1,8})?$/
const fractionOf: ReadCell = cell => {
  const text = cell.endsWith('%') ? cell.slice(0, -1).trimEnd() : ''
  return PERCENT.test(text) ? new Decimal(text).div(100).toFixed() : undefined
}

const percent: Guess = column => {
  const kind = fitting(column, { type: 'percent', read: fractionOf })
  return kind && { ...kind, extra: { scale: Math.max(4, mostPlaces(column.cells.map(fractionOf))) } }
}

const currencies: readonly (readonly [code: string, mark: RegExp])[] = [
  ['CNY', /[¥￥]|元$/],
  ['USD', /\$/],
  ['EUR', /€/],
  ['GBP', /£/],
]
const sumOf: ReadCell = cell => {
  const marks = cell.match(/[¥￥$€£]|元$/g) ?? []
  const bare = cell.replace(/^(-?)[¥￥$€£] ?/, '$1').replace(/ ?元$/, '')
  return marks.length > 1 ? undefined : numberOf(bare)
}

const money: Guess = column => {
  const marks = currencies.filter(([, mark]) => column.cells.some(cell => mark.test(cell)))
  const kind = fitting(column, { type: 'money', read: sumOf })
  if (kind === undefined || marks.length > 1 || (marks.length === 0 && !MONEY.test(column.header))) return undefined
  const scale = Math.max(2, mostPlaces(column.cells.map(sumOf)))
  return { ...kind, extra: { scale, ...(marks[0] === undefined ? {} : { currency: marks[0][0] }) } }
}

const number: Guess = column => {
  if (CODE.test(column.header)) return undefined
  const kind = fitting(column, { type: 'number', read: numberOf })
  return kind && { ...kind, extra: { scale: mostPlaces(column.cells.map(numberOf)) } }
}

/** At most this many different words are a choice; more are texts that happen to come again. */
const MOST_CHOICES = 20
const FEWEST_CELLS = 4

const choice: Guess = column => {
  const { cells } = column
  const words = new Set(cells)
  const repeated = cells.length >= Math.max(FEWEST_CELLS, words.size * 2)
  const short = [...words].every(word => word.length <= 50 && !/[\r\n]/.test(word))
  return words.size <= MOST_CHOICES && repeated && short ? { type: 'select', read: cell => cell } : undefined
}

const longText: Guess = ({ cells }) =>
  cells.some(cell => cell.length > 200 || /[\r\n]/.test(cell)) ? { type: 'long_text', read: cell => cell } : undefined

/** The first that fits a column wins: from what says most to plain text, which fits everything. */
const guesses: readonly Guess[] = [yesNo, date, datetime, email, url, phone, percent, money, number, choice, longText]

/** What a column most probably is. Every cell fits it, so nothing of a sheet is lost. */
export function guessKind(column: Column): Kind {
  const text: Kind = { type: 'text', read: cell => cell }
  if (column.cells.length === 0) return text
  for (const guess of guesses) {
    const kind = guess(column)
    if (kind !== undefined) return kind
  }
  return text
}
