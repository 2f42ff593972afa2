import { type Context, spend } from '../context.ts'
import { bounded, Decimal, divide, ONE, ZERO } from '../decimal.ts'
import { joinSql, type SqlFragment, sql } from '../fragment.ts'
import type { TypedNode } from '../typed.ts'
import { ANY, BLANK, elementOf, NUMBER, type Type, unify } from '../types.ts'
import { FormulaError, type Value } from '../value.ts'
import { isBlank } from './blank.ts'
import { alike, any, argument, family, flattened, number, repeated } from './define.ts'
import type { SqlCall } from './definition.ts'
import { product } from './operators/arithmetic.ts'
import { orderOf } from './operators/compare.ts'

const numbers = repeated(flattened(number('数字', 'numbers')))
const values = repeated(flattened(any('值', 'values')))
const ordered = repeated(
  alike(flattened(argument('值', 'values', ['number', 'date', 'datetime', 'duration', 'time', 'text', 'any']))),
)

/** Visits scalars and the items of lists of any depth; takes one step each. */
export function eachItem(context: Context, items: readonly (Value | undefined)[], visit: (item: Value) => void): void {
  spend(context, items.length)
  for (const item of items) {
    if (Array.isArray(item)) eachItem(context, item, visit)
    else visit(item ?? null)
  }
}

/** The numbers among the arguments, blanks left out. */
export function numbersIn(context: Context, items: readonly (Value | undefined)[]): Decimal[] {
  const found: Decimal[] = []
  eachItem(context, items, item => {
    if (Decimal.isDecimal(item)) found.push(item)
    else if (!isBlank(item)) throw new FormulaError('not_a_number', { text: String(item).slice(0, 40) })
  })
  return found
}

export function sumOf(items: readonly Decimal[]): Decimal {
  return bounded(items.reduce((sum, item) => sum.plus(item), ZERO))
}

/** Mean rounded as every quotient; blank when there is nothing. */
export function meanOf(items: readonly Decimal[]): Decimal | null {
  return items.length === 0 ? null : divide(sumOf(items), new Decimal(items.length))
}

const elementType = (nodes: readonly TypedNode[]): Type =>
  nodes.reduce<Type>((all, node) => unify(all, elementOf(node.type)) ?? ANY, BLANK)

/** A table source `v(v)` of all items: unnested lists and scalars. */
function itemsSql(args: readonly SqlFragment[], call: SqlCall): SqlFragment {
  const rows = args.map((arg, index) =>
    call.nodes[index]?.type.kind === 'list' ? sql`select unnest(${arg})` : sql`select ${arg}`,
  )
  return sql`(${joinSql(rows, ' union all ')}) as v(v)`
}

const noLists = (call: SqlCall) => call.nodes.every(node => node.type.kind !== 'list')

function extreme(
  name: string,
  zh: string,
  en: string,
  word: 'greatest' | 'least',
  better: (order: number) => boolean,
  examples: readonly (readonly [string, string])[],
) {
  return {
    name,
    args: [ordered],
    result: elementType,
    help: [zh, en] as const,
    examples,
    acceptsBlank: true,
    evaluate(context: Context, ...items: readonly Value[]) {
      let best: Value = null
      eachItem(context, items, item => {
        const order = best === null ? 1 : orderOf(item, best)
        if (!isBlank(item) && (best === null || (order !== null && better(order)))) best = item
      })
      return best
    },
    sql(args: readonly SqlFragment[], call: SqlCall) {
      if (elementType(call.nodes).kind === 'text' || elementType(call.nodes).kind === 'any') return undefined
      if (noLists(call)) return sql`${word === 'greatest' ? sql`greatest` : sql`least`}(${joinSql(args, ', ')})`
      return sql`(select ${word === 'greatest' ? sql`max` : sql`min`}(v.v) from ${itemsSql(args, call)})`
    },
  }
}

/** Numbers, dates and records are counted; text and truth values are not (Excel). */
function isCountable(item: Value, type: Type): boolean {
  if (isBlank(item) || typeof item === 'boolean') return false
  return type.kind === 'any' ? Decimal.isDecimal(item) || typeof item === 'object' : type.kind !== 'text'
}

function counter(
  name: string,
  aliases: readonly string[],
  zh: string,
  en: string,
  counts: (item: Value) => boolean,
  filter: SqlFragment,
  examples: readonly (readonly [string, string])[],
) {
  return {
    name,
    aliases,
    args: [values],
    result: NUMBER,
    help: [zh, en] as const,
    examples,
    acceptsBlank: true,
    evaluate(context: Context, ...items: readonly Value[]) {
      let count = 0
      eachItem(context, items, item => {
        if (counts(item)) count++
      })
      return new Decimal(count)
    },
    sql(args: readonly SqlFragment[], call: SqlCall) {
      const types = call.nodes.map(node => elementOf(node.type).kind)
      if (types.some(kind => kind === 'any' || kind === 'text' || kind !== types[0])) return undefined
      return sql`(select count(*) from ${itemsSql(args, call)} where ${filter})::numeric`
    },
    size: () => ({ digits: 9, scale: 0 }),
  }
}

export const aggregateFunctions = family('aggregate', [
  {
    name: 'SUM',
    args: [numbers],
    result: NUMBER,
    help: ['求和，空值跳过', 'Sum; blanks are skipped'],
    examples: [
      ['SUM(1, 2.5, BLANK())', '3.5'],
      ['SUM([0.1, 0.2], 0.3)', '0.6'],
      ['SUM([])', '0'],
    ],
    acceptsBlank: true,
    evaluate: (context: Context, ...items: readonly Value[]) => sumOf(numbersIn(context, items)),
    sql: (args, call) =>
      noLists(call)
        ? sql`(${joinSql(
            args.map(arg => sql`coalesce(${arg}, 0)`),
            ' + ',
          )})`
        : sql`(select coalesce(sum(v.v), 0) from ${itemsSql(args, call)})`,
    size: sizes => ({
      digits: Math.min(40, Math.max(...sizes.map(size => size?.digits ?? 20)) + 7),
      scale: Math.max(...sizes.map(size => size?.scale ?? 20)),
    }),
  },
  {
    name: 'AVERAGE',
    aliases: ['AVG'],
    args: [numbers],
    result: NUMBER,
    help: ['平均值，空值跳过', 'Mean; blanks are skipped'],
    examples: [
      ['AVERAGE(1, 4)', '2.5'],
      ['AVERAGE([1, BLANK(), 2])', '1.5'],
      ['AVERAGE([])', 'blank'],
    ],
    acceptsBlank: true,
    evaluate: (context: Context, ...items: readonly Value[]) => meanOf(numbersIn(context, items)),
    sql: (args, call) =>
      sql`(select round(round(sum(v.v), 80) / nullif(count(v.v), 0), 20) from ${itemsSql(args, call)})`,
  },
  extreme('MAX', '最大值（也可用于日期）', 'Largest value, dates too', 'greatest', order => order > 0, [
    ['MAX(1, 3, 2)', '3'],
    ['MAX([1, BLANK()])', '1'],
    ['MAX(DATE(2026, 1, 2), DATE(2026, 1, 3))', '2026-01-03'],
    ['MAX([])', 'blank'],
  ]),
  extreme('MIN', '最小值（也可用于日期）', 'Smallest value, dates too', 'least', order => order < 0, [
    ['MIN(1, 3, 2)', '1'],
    ['MIN(BLANK(), 2)', '2'],
  ]),
  {
    name: 'COUNT',
    args: [values],
    result: NUMBER,
    help: ['数字、日期或记录的个数', 'How many numbers, dates or records'],
    examples: [
      ['COUNT(1, "a", BLANK())', '1'],
      ['COUNT([1, 2, 3])', '3'],
    ],
    build: (args, nodes) => context => {
      let count = 0
      args.forEach((arg, index) => {
        const type = elementOf(nodes[index]!.type)
        eachItem(context, [arg(context)], item => {
          if (isCountable(item, type)) count++
        })
      })
      return new Decimal(count)
    },
    sqlParts(parts, call) {
      const kinds = call.nodes.map(node => elementOf(node.type).kind)
      if (
        kinds.some(kind => kind === 'any' || kind === 'text' || kind === 'boolean' || kind !== kinds[0]) ||
        parts.some(part => part.fails)
      )
        return undefined
      return {
        value: sql`(select count(v.v) from ${itemsSql(
          parts.map(part => part.value),
          call,
        )})::numeric`,
      }
    },
    size: () => ({ digits: 9, scale: 0 }),
  },
  counter('COUNTA', [], '非空个数', 'How many are not blank', item => !isBlank(item), sql`v.v is not null`, [
    ['COUNTA(1, "a", BLANK(), "")', '2'],
  ]),
  counter('COUNTALL', [], '全部个数', 'How many, blanks included', () => true, sql`true`, [
    ['COUNTALL(1, "a", BLANK())', '3'],
  ]),
  counter('COUNTBLANK', [], '空值个数', 'How many are blank', item => isBlank(item), sql`v.v is null`, [
    ['COUNTBLANK(1, "", BLANK())', '2'],
  ]),
  {
    name: 'PRODUCT',
    args: [numbers],
    result: NUMBER,
    help: ['乘积，空值跳过', 'Product; blanks are skipped'],
    examples: [
      ['PRODUCT(2, 3, BLANK())', '6'],
      ['PRODUCT([])', '0'],
    ],
    acceptsBlank: true,
    evaluate(context: Context, ...items: readonly Value[]) {
      const found = numbersIn(context, items)
      return found.length === 0 ? ZERO : found.reduce(product, ONE)
    },
  },
  {
    name: 'SUMPRODUCT',
    args: [repeated({ ...number('数列', 'lists'), list: 'only' as const })],
    result: NUMBER,
    help: ['各列逐行相乘后求和，空值按 0', 'Sum of products by row; blanks count as 0'],
    examples: [
      ['SUMPRODUCT([1, 2], [3, 4])', '11'],
      ['SUMPRODUCT([1], [1, 2])', '!lists_differ_in_length'],
    ],
    acceptsBlank: true,
    evaluate(context: Context, ...lists: readonly Value[]) {
      const rows = alignedLists(context, lists)
      return sumOf(rows.map(row => row.map(item => (Decimal.isDecimal(item) ? item : ZERO)).reduce(product, ONE)))
    },
  },
])

/** Lists of equal length as rows; error value `lists_differ_in_length`. */
export function alignedLists(context: Context, lists: readonly (Value | undefined)[]): readonly (readonly Value[])[] {
  const columns = lists.map(list =>
    Array.isArray(list) ? (list as readonly Value[]) : isBlank(list) ? [] : [list as Value],
  )
  const length = columns[0]?.length ?? 0
  if (columns.some(column => column.length !== length)) throw new FormulaError('lists_differ_in_length', {})
  spend(context, length * columns.length)
  return Array.from({ length }, (_, row) => columns.map(column => column[row] ?? null))
}
