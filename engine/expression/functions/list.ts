import { type Context, spend, type Thunk } from '../context.ts'
import { Decimal, integer } from '../decimal.ts'
import { type SqlFragment, sql } from '../fragment.ts'
import { largestSize, sizeOf } from '../number-size.ts'
import { exists, filtered, firstOf, mapped, selectFrom } from '../sql/list.ts'
import { firstFailure, strictly } from '../sql/part.ts'
import type { SqlCall, SqlList, SqlPart, TypedNode } from '../typed.ts'
import { ANY, BLANK, BOOLEAN, elementOf, listOf, type Type, unify } from '../types.ts'
import type { Value } from '../value.ts'
import { eachItem } from './aggregate.ts'
import { allItems } from './aggregate-sql.ts'
import { isBlank } from './blank.ts'
import { any, boolean, family, flattened, list, number, repeated } from './define.ts'
import { equalValues } from './operators/compare.ts'
import { sqlInteger } from './sql-bounds.ts'

const perItem = { ...any('每项的值', 'value per item'), binds: '$item' as const }
const perItemTest = { ...boolean('每项的条件', 'condition per item'), binds: '$item' as const }
const elements: (nodes: readonly TypedNode[]) => Type = nodes => listOf(elementOf(nodes[0]?.type ?? ANY))

/** Runs `visit` for each element with `$item` bound; stops when it answers true. */
function visitItems(context: Context, items: Value, visit: (item: Value, index: number) => boolean | undefined): void {
  const outer = context.bound
  if (!Array.isArray(items)) return
  const own: Record<string, Value> = { ...outer }
  try {
    for (let index = 0; index < items.length; index++) {
      spend(context, 1)
      const item: Value = items[index] ?? null
      own.$item = item
      context.bound = own
      if (visit(item, index)) return
    }
  } finally {
    context.bound = outer
  }
}

function quantifier(
  name: string,
  help: readonly [string, string],
  examples: readonly (readonly [string, string])[],
  decide: (found: boolean, empty: boolean) => boolean,
  decideSql: (found: SqlFragment, some: SqlFragment) => SqlFragment,
  wanted: boolean,
) {
  return {
    name,
    args: [list('列表', 'list'), perItemTest],
    result: BOOLEAN,
    help,
    examples,
    build:
      ([items, test]: readonly Thunk[]): Thunk =>
      context => {
        const values = items!(context)
        let found = false
        visitItems(context, values, () => {
          found = (test!(context) === true) === wanted
          return found
        })
        return decide(found, isBlank(values))
      },
    sqlParts(call: SqlCall): SqlPart {
      const { list, part } = call.visit(call.list(0), 1)
      const isTrue = sql`(${part.value}) is true`
      const stops = wanted ? isTrue : sql`not (${isTrue})`
      const first = part.fails && firstOf(list, part.fails, [sql`((${part.fails}) is not null or ${stops})`])
      return { value: decideSql(exists(list, stops), exists(list)), ...firstFailure([...list.failures, first]) }
    },
  }
}

/** Distinct values in the order they first appear. Texts and numbers by a set, so that long lists stay quick. */
function distinct(context: Context, items: readonly Value[]): Value[] {
  const seen = new Set<string>()
  const objects: Value[] = []
  return items.filter(item => {
    spend(context, 1)
    if (typeof item === 'object' && item !== null && !Decimal.isDecimal(item)) {
      spend(context, objects.length)
      return objects.some(other => equalValues(other, item)) ? false : objects.push(item) > 0
    }
    const key = `${Decimal.isDecimal(item) ? 'number' : typeof item}:${Decimal.isDecimal(item) ? item.toFixed() : String(item)}`
    return seen.has(key) ? false : seen.add(key).has(key)
  })
}

/** Distinct items that are not blank, each at its first place. */
function unionSql(call: SqlCall): SqlList {
  const { list, fails } = allItems(call)
  const of = elementOf(mergedType(call.nodes)).kind
  const filled = of === 'text' ? sql`${list.element} <> ''` : sql`${list.element} is not null`
  const items = selectFrom(list, sql`${list.element} as v, row_number() over (order by ${list.order}) as n`, filled)
  return call.derived(
    alias => ({
      from: sql`(select d.v, min(d.n) as n from (${items}) d group by d.v) ${alias}`,
      order: sql`${alias}.n`,
      element: sql`${alias}.v`,
    }),
    fails.fails ? [fails.fails] : [],
  )
}

function compacted(list: SqlList, type: Type): SqlList {
  const filled = elementOf(type).kind === 'text' ? sql`${list.element} <> ''` : sql`${list.element} is not null`
  return { ...list, wheres: [...list.wheres, filled] }
}

function itemAtSql(call: SqlCall): SqlPart {
  const list = call.list(0)
  const place = call.part(1)
  const position = sqlInteger(strictly(place), 1, 1_000_000, call)
  const item = sql`(${selectFrom(list, list.element)} order by ${list.order} offset coalesce(${position} - 1, 0) limit 1)`
  return {
    value: sql`case when ${position} is not null then ${item} end`,
    ...firstFailure([...list.failures, place.fails]),
  }
}

const mergedType = (nodes: readonly TypedNode[]): Type =>
  listOf(nodes.reduce<Type>((all, node) => unify(all, elementOf(node.type)) ?? ANY, BLANK))

export const listFunctions = family('list', [
  {
    name: 'UNION',
    aliases: ['ARRAYUNIQUE', 'UNIQUE'],
    args: [repeated(flattened(any('列表', 'list')))],
    result: mergedType,
    help: ['去重', 'Distinct values'],
    examples: [
      ['UNION(["a", "b", "a"])', '[a, b]'],
      ['UNION([1, 2], [2, 3])', '[1, 2, 3]'],
    ],
    acceptsBlank: true,
    evaluate(context: Context, ...lists: readonly Value[]) {
      const items: Value[] = []
      eachItem(context, lists, item => {
        if (!isBlank(item)) items.push(item)
      })
      return distinct(context, items)
    },
    sqlRows: unionSql,
    size: largestSize,
  },
  {
    name: 'ARRAYGET',
    aliases: ['INDEX'],
    args: [list('列表', 'list'), number('第几项（从 1）', 'position, from 1')],
    result: nodes => elementOf(nodes[0]?.type ?? ANY),
    help: ['取第几项，从 1 开始，没有则为空', 'The item at a position from 1, blank if none'],
    examples: [
      ['ARRAYGET(["a", "b"], 2)', 'b'],
      ['ARRAYGET(["a"], 5)', 'blank'],
    ],
    evaluate: (_: Context, items: Value, position: Decimal) =>
      Array.isArray(items) ? ((items[integer(position, 1, 1_000_000) - 1] as Value | undefined) ?? null) : null,
    sqlParts: itemAtSql,
    size: ([items]) => sizeOf(items),
  },
  {
    name: 'COMPACT',
    aliases: ['ARRAY_COMPACT'],
    args: [list('列表', 'list')],
    result: elements,
    help: ['去掉空项', 'Without blank items'],
    examples: [['COMPACT(["a", BLANK(), "b"])', '[a, b]']],
    evaluate: (context: Context, items: Value) => {
      if (!Array.isArray(items)) return []
      spend(context, items.length)
      return items.filter(item => !isBlank(item))
    },
    sqlRows: call => compacted(call.list(0), call.nodes[0]!.type),
    size: ([items]) => sizeOf(items),
  },
  {
    name: 'MERGE',
    aliases: ['ARRAY_FLATTEN'],
    args: [repeated({ ...flattened(any('列表', 'list')), optional: true })],
    result: mergedType,
    help: ['合并成一个列表', 'One list of all items'],
    examples: [['MERGE([1, 2], 3)', '[1, 2, 3]']],
    acceptsBlank: true,
    evaluate: (context: Context, ...lists: readonly Value[]) => {
      const items = lists.flat() as Value[]
      spend(context, items.length)
      return items
    },
    sqlRows(call) {
      const { list, fails } = allItems(call)
      return { ...list, failures: fails.fails ? [fails.fails] : [] }
    },
    size: largestSize,
  },
  {
    name: 'FILTER',
    args: [list('列表', 'list'), perItemTest],
    result: elements,
    help: ['满足条件的项，项写作 {$item}', 'Items that meet a condition; an item is {$item}'],
    examples: [['FILTER([1, 5, 9], {$item} > 4)', '[5, 9]']],
    build:
      ([items, test]) =>
      context => {
        const kept: Value[] = []
        visitItems(context, items!(context), item => {
          if (test!(context) === true) kept.push(item)
          return false
        })
        return kept
      },
    sqlRows(call) {
      const { list, part } = call.visit(call.list(0), 1)
      return filtered(list, part)
    },
    size: ([items]) => sizeOf(items),
  },
  {
    name: 'MAPLIST',
    args: [list('列表', 'list'), perItem],
    result: nodes => listOf(nodes[1]?.type ?? ANY),
    help: ['对每项计算，项写作 {$item}', 'A value for each item; an item is {$item}'],
    examples: [['MAPLIST([1, 2], {$item} * 10)', '[10, 20]']],
    build:
      ([items, value]) =>
      context => {
        const results: Value[] = []
        visitItems(context, items!(context), () => {
          results.push(value!(context))
          return false
        })
        return results
      },
    sqlRows(call) {
      const { list, part } = call.visit(call.list(0), 1)
      return mapped(list, part)
    },
    size: ([, value]) => sizeOf(value),
  },
  {
    name: 'REDUCE',
    args: [list('列表', 'list'), perItem, any('初值', 'initial')],
    result: nodes => unify(nodes[1]?.type ?? ANY, nodes[2]?.type ?? ANY) ?? ANY,
    help: ['逐项累积，累积值写作 {$accumulator}', 'Accumulates item by item; what was reached is {$accumulator}'],
    examples: [['REDUCE([1, 2, 3], {$accumulator} + {$item}, 0)', '6']],
    build:
      ([items, value, initial]) =>
      context => {
        let reached = initial!(context)
        visitItems(context, items!(context), () => {
          context.bound = { ...context.bound, $accumulator: reached }
          reached = value!(context)
          return false
        })
        return reached
      },
  },
  quantifier(
    'EVERY',
    ['每项都满足（空列表为否）', 'All items meet a condition; false for no items'],
    [
      ['EVERY([1, 2], {$item} > 0)', 'TRUE'],
      ['EVERY([], {$item} > 0)', 'FALSE'],
    ],
    (failed, empty) => !failed && !empty,
    (failed, some) => sql`(not ${failed} and ${some})`,
    false,
  ),
  quantifier(
    'SOME',
    ['有项满足', 'At least one item meets a condition'],
    [['SOME([1, 2], {$item} > 1)', 'TRUE']],
    found => found,
    found => found,
    true,
  ),
  quantifier(
    'NONE',
    ['没有项满足', 'No item meets a condition'],
    [['NONE([1, 2], {$item} > 5)', 'TRUE']],
    found => !found,
    found => sql`(not ${found})`,
    true,
  ),
])
