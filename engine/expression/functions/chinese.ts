import type { Context } from '../context.ts'
import type { Decimal } from '../decimal.ts'
import { dateText, parseDate } from '../time.ts'
import { DATE, TEXT } from '../types.ts'
import { FormulaError } from '../value.ts'
import { groupThousands } from './characters.ts'
import { family, number, text } from './define.ts'

const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖']
const PLACES = ['', '拾', '佰', '仟']
const GROUPS = ['', '万', '亿', '万亿']

/** Whole part in capital Chinese digits, below 10^16. */
function capitalWhole(digits: string): string {
  const groups: string[] = []
  for (let end = digits.length; end > 0; end -= 4) groups.unshift(digits.slice(Math.max(0, end - 4), end))
  let result = ''
  let pendingZero = false
  groups.forEach((group, index) => {
    let written = ''
    ;[...group.padStart(4, '0')].forEach((digit, place) => {
      if (digit === '0') {
        pendingZero ||= result + written !== ''
        return
      }
      written += (pendingZero ? '零' : '') + DIGITS[Number(digit)] + PLACES[3 - place]
      pendingZero = false
    })
    const unit = GROUPS[groups.length - 1 - index] ?? ''
    if (written !== '') result += written + unit
    else if (unit === '亿' && result !== '' && result.endsWith('万')) result += '亿'
  })
  return result.replace('万亿亿', '亿').replace(/万亿(?=.*亿)/, '万')
}

/** 人民币大写 of an amount in 元, rounded to 分. */
export function rmbCapital(amount: Decimal): string {
  const rounded = amount.toDecimalPlaces(2)
  const [whole = '0', cents = '00'] = rounded.abs().toFixed(2).split('.')
  if (whole.length > 16) throw new FormulaError('number_too_large')
  const [jiao, fen] = [Number(cents[0]), Number(cents[1])]
  const yuan = whole === '0' ? '' : `${capitalWhole(whole)}元`
  const sign = rounded.isNegative() && !rounded.isZero() ? '负' : ''
  if (jiao === 0 && fen === 0) return `${sign}${yuan === '' ? '零元' : yuan}整`
  const tenth = jiao > 0 ? `${DIGITS[jiao]}角` : yuan === '' ? '' : '零'
  return `${sign}${yuan}${tenth}${fen > 0 ? `${DIGITS[fen]}分` : '整'}`
}

function idCard(value: string): { birthday: string; male: boolean } {
  const match = /^\d{6}(?:(\d{8})\d{2}(\d)[\dXx]|(\d{6})\d{2}(\d))$/.exec(value.trim())
  const digits = match?.[1] ?? (match?.[3] && `19${match[3]}`)
  const days = digits && parseDate(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`)
  if (!match || typeof days !== 'number') throw new FormulaError('not_an_id_card', {})
  return { birthday: dateText(days), male: Number(match[2] ?? match[4]) % 2 === 1 }
}

export const chineseFunctions = family('text', [
  {
    name: 'RMBFORMAT',
    args: [number('金额', 'amount')],
    result: TEXT,
    help: ['人民币格式，两位小数', 'As ¥ with two decimals'],
    examples: [
      ['RMBFORMAT(1234567.5)', '¥1,234,567.50'],
      ['RMBFORMAT(-1)', '-¥1.00'],
    ],
    evaluate(_: Context, amount: Decimal) {
      const [whole = '0', cents = '00'] = amount.abs().toFixed(2).split('.')
      return `${amount.toDecimalPlaces(2).isNegative() && !amount.toDecimalPlaces(2).isZero() ? '-' : ''}¥${groupThousands(whole)}.${cents}`
    },
  },
  {
    name: 'RMBCAP',
    args: [number('金额', 'amount')],
    result: TEXT,
    help: ['人民币大写', 'Amount in capital Chinese digits'],
    examples: [
      ['RMBCAP(93792)', '玖万叁仟柒佰玖拾贰元整'],
      ['RMBCAP(1409.5)', '壹仟肆佰零玖元伍角整'],
      ['RMBCAP(100000.03)', '壹拾万元零叁分'],
      ['RMBCAP(0.56)', '伍角陆分'],
      ['RMBCAP(0)', '零元整'],
      ['RMBCAP(100200003)', '壹亿零贰拾万零叁元整'],
      ['RMBCAP(10000000000)', '壹佰亿元整'],
    ],
    evaluate: (_: Context, amount: Decimal) => rmbCapital(amount),
  },
  {
    name: 'IDCARDBIRTHDAY',
    args: [text('身份证号', 'identity number')],
    result: DATE,
    help: ['身份证上的生日', 'Birthday in a Chinese identity number'],
    examples: [
      ['IDCARDBIRTHDAY("110101199003072316")', '1990-03-07'],
      ['IDCARDBIRTHDAY("123")', '!not_an_id_card'],
    ],
    evaluate: (_: Context, value: string) => idCard(value).birthday,
  },
  {
    name: 'IDCARDSEX',
    args: [text('身份证号', 'identity number')],
    result: TEXT,
    help: ['身份证上的性别：男、女', 'Sex in a Chinese identity number: 男 or 女'],
    examples: [['IDCARDSEX("110101199003072316")', '男']],
    evaluate: (_: Context, value: string) => (idCard(value).male ? '男' : '女'),
  },
])
