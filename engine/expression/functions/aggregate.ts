import { type Context, spend, type Thunk } from '../context.ts'
import { bounded, Decimal, DIVISION_SCALE, divide, MAX_DIGITS, ONE, PRODUCT_SCALE, ZERO } from '../decimal.ts'
import { joinSql, type SqlFragment, sql } from '../fragment.ts'
import { sizeOf } from '../number-size.ts'
import { selectFrom } from '../sql/list.ts'
import { firstFailure } from '../sql/part.ts'
import type { NumberSize, TypedNode } from '../typed.ts'
import { ANY, BLANK, elementOf, NUMBER, type Type, unify } from '../types.ts'
import { FormulaError, type Value } from '../value.ts'
import { averageSql, countSql, extremeSql, itemsOf, kindsOf, sumSize, sumSql } from './aggregate-sql.ts'
import { isBlank } from './blank.ts'
import { alike, any, argument, family, flattened, number, repeated } from './define.ts'
import type { SqlCall, SqlPart } from './definition.ts'
import { guard, TOO_LARGE } from './guard.ts'
import { limitedSize, product, productSql, roundedSql } from './operators/arithmetic.ts'
import { orderOf } from './operators/compare.ts'

const numbers = repeated(flattened(number('数字', 'numbers')))
const values = repeated(flattened(any('值', 'values')))
const ordered = repeated(
  alike(flattened(argument('值', 'values', ['number', 'date', 'datetime', 'duration', 'time', 'text', 'any']))),
)

/** Visits scalars and the items of lists of any depth; takes a step for each item of a list. */
export function eachItem(context: Context, items: readonly (Value | undefined)[], visit: (item: Value) => void): void {
  for (const item of items) {
    if (Array.isArray(item)) {
      spend(context, item.length)
      eachItem(context, item, visit)
    } else visit(item ?? null)
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

const blankSql = (item: SqlFragment, node: TypedNode) =>
  elementOf(node.type).kind === 'text' ? sql`coalesce(${item}, '') = ''` : sql`${item} is null`

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
    sqlParts: (call: SqlCall) => extremeSql(call, word, elementType(call.nodes).kind),
    size: (sizes: readonly (NumberSize | undefined)[]) => ({
      digits: Math.max(...sizes.map(size => sizeOf(size).digits)),
      scale: Math.max(...sizes.map(size => sizeOf(size).scale)),
    }),
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
  countsSql: (item: SqlFragment, node: TypedNode) => SqlFragment,
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
    build: (args: readonly Thunk[]) => (context: Context) => {
      let count = 0
      args.forEach(arg => {
        eachItem(context, [arg(context)], item => {
          if (counts(item)) count++
        })
      })
      return new Decimal(count)
    },
    sqlParts: (call: SqlCall) => (kindsOf(call.nodes) ? countSql(call, countsSql) : undefined),
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
    sqlParts: sumSql,
    size: (sizes, nodes) => limitedSize(sumSize(sizes, nodes)),
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
    sqlParts: averageSql,
    size: sizes => ({ digits: Math.max(...sizes.map(size => sizeOf(size).digits)), scale: DIVISION_SCALE }),
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
    sqlParts(call) {
      const uncounted = ['text', 'boolean', 'blank']
      const counts = (item: SqlFragment, node: TypedNode) =>
        uncounted.includes(elementOf(node.type).kind) ? sql`false` : sql`${item} is not null`
      return kindsOf(call.nodes) ? countSql(call, counts) : undefined
    },
    size: () => ({ digits: 9, scale: 0 }),
  },
  counter(
    'COUNTA',
    [],
    '非空个数',
    'How many are not blank',
    item => !isBlank(item),
    (item, node) => sql`not (${blankSql(item, node)})`,
    [['COUNTA(1, "a", BLANK(), "")', '2']],
  ),
  counter(
    'COUNTALL',
    [],
    '全部个数',
    'How many, blanks included',
    () => true,
    () => sql`true`,
    [['COUNTALL(1, "a", BLANK())', '3']],
  ),
  counter('COUNTBLANK', [], '空值个数', 'How many are blank', item => isBlank(item), blankSql, [
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
    sqlParts: scalarProductSql,
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
    sqlParts: sumProductSql,
    size: sizes => ({
      digits: MAX_DIGITS,
      scale: Math.min(
        PRODUCT_SCALE,
        sizes.reduce((sum, size) => sum + sizeOf(size).scale, 0),
      ),
    }),
  },
])

/** Values beside each other only: a product over rows would be rounded in another order. */
function scalarProductSql(call: SqlCall): SqlPart | undefined {
  if (call.nodes.some(node => node.type.kind === 'list')) return undefined
  const { scalars, fails } = itemsOf(call)
  const factors = scalars.map(scalar => sql`coalesce(${scalar}, 1)`)
  const sizes = call.nodes.map(node => node.size)
  const value = factors
    .slice(1)
    .reduce(
      (all, factor, index) =>
        productSql(
          all,
          factor,
          [index === 0 ? sizes[0] : { digits: MAX_DIGITS, scale: PRODUCT_SCALE }, sizes[index + 1]],
          call,
        ),
      factors[0]!,
    )
  const none = scalars.map(scalar => sql`${scalar} is null`)
  return { value: sql`(case when ${joinSql(none, ' and ')} then 0 else ${value} end)`, ...fails }
}

function sumProductSql(call: SqlCall): SqlPart {
  const { list, columns } = call.aligned(call.nodes.map((_, index) => index))
  const steps: SqlFragment[] = []
  columns.reduce<NumberSize>(
    (size, column, index) => {
      const next = { digits: MAX_DIGITS, scale: size.scale + sizeOf(call.nodes[index]!.size).scale }
      const factor = sql`coalesce(${column}, 0)`
      steps.push(index === 0 ? factor : roundedSql(sql`(${steps.at(-1)!} * ${factor})`, next.scale))
      return limitedSize(next)
    },
    { digits: 1, scale: 0 },
  )
  const largest = joinSql(
    steps.map(step => sql`abs(${step})`),
    ', ',
  )
  const row = call.row(selectFrom(list, sql`coalesce(sum(${steps.at(-1)!}), 0) as s, max(greatest(${largest})) as m`))
  call.fail(sql`${row}.m >= ${TOO_LARGE}`, 'number_too_large')
  return {
    value: guard(sql`${row}.s`, { digits: MAX_DIGITS + 1, scale: PRODUCT_SCALE }, call),
    ...firstFailure(list.failures),
  }
}

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
