/** Numbers written in texts, in SQL: what the closure's `parseDecimal` reads. */
import { PRODUCT_SCALE } from '../decimal.ts'
import { rawSql, type SqlFragment, sql } from '../fragment.ts'
import type { SqlCall } from './definition.ts'
import { TOO_LARGE } from './guard.ts'

/** What JavaScript's trim() removes. */
const WHITE =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'
const NUMBER = '^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)$'

/** The number of a text, NULL when it is none. */
export function numberInText(text: SqlFragment): SqlFragment {
  const trimmed = sql`btrim(${text}, ${WHITE}::text)`
  return sql`(case when ${trimmed} ~ ${NUMBER} and length(${trimmed}) <= 400 then (${trimmed})::numeric end)`
}

/** SQL twin of `parseLooseNumber`: blank for a blank text. */
export function looseNumberSql(text: SqlFragment, call: SqlCall): SqlFragment {
  const plain = call.once(sql`translate(normalize(${text}, NFKC), ${`${WHITE},¥￥$元`}::text, '')`)
  const isPercent = sql`right(${plain}, 1) = '%'`
  const number = numberInText(sql`case when ${isPercent} then left(${plain}, -1) else ${plain} end`)
  const value = call.once(sql`${number} * case when ${isPercent} then 0.01 else 1 end`)
  const blank = sql`btrim(${text}, ${WHITE}::text) = ''`
  call.fail(sql`${value} is null and not (${blank})`, 'not_a_number')
  call.fail(sql`abs(${value}) >= ${TOO_LARGE}`, 'number_too_large')
  return sql`round(${value}, ${rawSql(String(PRODUCT_SCALE))})`
}
