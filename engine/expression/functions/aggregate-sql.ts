/** SQL of aggregates: each list is one correlated sub-query, scalars are added beside. */
import { joinSql, rawSql, type SqlFragment, sql } from '../fragment.ts'
import { sizeOf } from '../number-size.ts'
import { aggregate, selectFrom } from '../sql/list.ts'
import { firstFailure, strictly } from '../sql/part.ts'
import type { NumberSize, SqlList, TypedNode } from '../typed.ts'
import { BLANK, elementOf, type Type } from '../types.ts'
import type { SqlCall, SqlPart } from './definition.ts'
import { guard } from './guard.ts'

/** Digits that many items add to a sum: ten million of them. */
const COUNT_DIGITS = 7

/** Arguments apart: values, and lists as rows. */
interface Items {
  readonly scalars: readonly SqlFragment[]
  readonly lists: readonly SqlList[]
  readonly fails: { fails?: SqlFragment }
}

export function itemsOf(call: SqlCall, from = 0): Items {
  const scalars: SqlFragment[] = []
  const lists: SqlList[] = []
  const codes: (SqlFragment | undefined)[] = []
  call.nodes.forEach((node, index) => {
    if (index < from) return
    if (node.type.kind === 'list') {
      const list = call.list(index)
      lists.push(list)
      codes.push(...list.failures)
    } else {
      const part = call.part(index)
      scalars.push(call.once(strictly(part)))
      codes.push(part.fails)
    }
  })
  return { scalars, lists, fails: firstFailure(codes) }
}

/** The element kinds of all arguments; undefined when one is unknown at compile time. */
export function kindsOf(nodes: readonly TypedNode[]): readonly string[] | undefined {
  const kinds = nodes.map(node => elementOf(node.type).kind)
  return kinds.includes('any') || kinds.includes('list') ? undefined : kinds
}

const added = (terms: readonly SqlFragment[]): SqlFragment =>
  terms.length === 1 ? terms[0]! : sql`(${joinSql(terms, ' + ')})`

export function totalOf({ scalars, lists }: Items): SqlFragment {
  return added([
    ...scalars.map(scalar => sql`coalesce(${scalar}, 0)`),
    ...lists.map(list => aggregate(list, sql`coalesce(sum(${list.element}), 0)`)),
  ])
}

export function sumSize(sizes: readonly (NumberSize | undefined)[], nodes: readonly TypedNode[]): NumberSize {
  const extra = nodes.some(node => node.type.kind === 'list') ? COUNT_DIGITS : String(nodes.length).length
  return {
    digits: Math.max(...sizes.map(size => sizeOf(size).digits)) + extra,
    scale: Math.max(...sizes.map(size => sizeOf(size).scale)),
  }
}

export function sumSql(call: SqlCall): SqlPart {
  const items = itemsOf(call)
  const size = sumSize(
    call.nodes.map(node => node.size),
    call.nodes,
  )
  return { value: guard(totalOf(items), size, call), ...items.fails }
}

/** How many items meet a condition on an item. */
export function countSql(call: SqlCall, counts: (item: SqlFragment, node: TypedNode) => SqlFragment): SqlPart {
  const items = itemsOf(call)
  const nodeOf = (isList: boolean) => call.nodes.filter(node => (node.type.kind === 'list') === isList)
  const value = added([
    ...items.scalars.map((scalar, index) => sql`(${counts(scalar, nodeOf(false)[index]!)})::int`),
    ...items.lists.map((list, index) =>
      aggregate(list, rawSql('count(*)'), counts(list.element, nodeOf(true)[index]!)),
    ),
  ])
  return { value: sql`${value}::numeric`, ...items.fails }
}

/** The mean of numbers: a sum wide enough for the final rounding to be the only one that matters. */
export function meanSql(sum: SqlFragment, count: SqlFragment): SqlFragment {
  return sql`round(round(${sum}, 80) / nullif(${count}, 0), 20)`
}

export function averageSql(call: SqlCall): SqlPart {
  const items = itemsOf(call)
  const size = sumSize(
    call.nodes.map(node => node.size),
    call.nodes,
  )
  const [only] = items.lists
  if (only && items.lists.length === 1 && items.scalars.length === 0) {
    const row = call.row(selectFrom(only, sql`sum(${only.element}) as s, count(${only.element}) as n`))
    return { value: meanSql(guard(sql`${row}.s`, size, call), sql`${row}.n`), ...items.fails }
  }
  const count = added([
    ...items.scalars.map(scalar => sql`(${scalar} is not null)::int`),
    ...items.lists.map(list => aggregate(list, sql`count(${list.element})`)),
  ])
  return { value: sql`(${meanSql(guard(totalOf(items), size, call), count)})`, ...items.fails }
}

export function extremeSql(call: SqlCall, word: 'greatest' | 'least', kind: string): SqlPart | undefined {
  if (kind === 'any' || kind === 'boolean' || kind === 'list') return undefined
  const { scalars, lists, fails } = itemsOf(call)
  const item = (value: SqlFragment) => (kind === 'text' ? sql`nullif(${value}, '') collate "C"` : value)
  const pick = rawSql(word === 'greatest' ? 'max' : 'min')
  const found = [...scalars.map(item), ...lists.map(list => aggregate(list, sql`${pick}(${item(list.element)})`))]
  const value = found.length === 1 && lists.length === 1 ? found[0]! : sql`${rawSql(word)}(${joinSql(found, ', ')})`
  // The order is that of code points; the text found goes on with the database's own collation.
  return { value: kind === 'text' ? sql`(${value} collate "default")` : value, ...fails }
}

/** All items of the arguments as one list; the order is that of the arguments. */
export function allItems(call: SqlCall, from = 0): { list: SqlList; fails: { fails?: SqlFragment } } {
  const type = commonElement(call, from)
  const { scalars, lists, fails } = itemsOf(call, from)
  const [only] = lists
  if (only && lists.length === 1 && scalars.length === 0) return { list: only, fails }
  const rows: SqlFragment[] = []
  let [scalar, list] = [0, 0]
  call.nodes.slice(from).forEach((node, index) => {
    const place = rawSql(String(index))
    if (node.type.kind === 'list') {
      const { element, order } = lists[list]!
      const item = elementOf(node.type).kind === 'blank' ? call.typed(element, type) : element
      rows.push(selectFrom(lists[list++]!, sql`${item}, ${place}, row_number() over (order by ${order})`))
    } else {
      const value = scalars[scalar++]!
      rows.push(sql`select ${node.type.kind === 'blank' ? call.typed(value, type) : value}, ${place}, 1`)
    }
  })
  const made = call.derived(
    alias => ({
      from: sql`(${joinSql(rows, ' union all ')}) ${alias}(v, k, n)`,
      order: sql`${alias}.k, ${alias}.n`,
      element: sql`${alias}.v`,
    }),
    [],
  )
  return { list: made, fails }
}

/** The one type of all items, blanks apart; items of different kinds are not for SQL. */
function commonElement(call: SqlCall, from: number): Type {
  const types = call.nodes.slice(from).map(node => elementOf(node.type))
  const [first = BLANK, ...others] = types.filter(type => type.kind !== 'blank')
  return others.some(type => type.kind !== first.kind) ? call.refuse() : first
}
