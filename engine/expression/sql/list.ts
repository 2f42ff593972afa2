/** Queries over the elements of a list: one correlated sub-query each, no array in between. */
import { joinSql, type SqlFragment, sql } from '../fragment.ts'
import type { SqlList, SqlPart } from '../typed.ts'
import { strictly } from './part.ts'

/** FROM and WHERE of the list, with more conditions. */
export function source(list: SqlList, ...more: readonly SqlFragment[]): SqlFragment {
  const wheres = [...list.wheres, ...more]
  return wheres.length === 0 ? list.from : sql`${list.from} where ${joinSql(wheres, ' and ')}`
}

export function selectFrom(list: SqlList, columns: SqlFragment, ...more: readonly SqlFragment[]): SqlFragment {
  return sql`select ${columns} from ${source(list, ...more)}`
}

/** One value over all elements that meet the conditions: an aggregate, or a query that gives one row. */
export function aggregate(list: SqlList, value: SqlFragment, ...more: readonly SqlFragment[]): SqlFragment {
  return sql`(${selectFrom(list, value, ...more)})`
}

/** The value of the first row in an order (the list's unless given); NULL when there is none. */
export function firstOf(
  list: SqlList,
  value: SqlFragment,
  more: readonly SqlFragment[] = [],
  order: SqlFragment = list.order,
): SqlFragment {
  return sql`(select ${value} from ${source(list, ...more)} order by ${order} limit 1)`
}

export function exists(list: SqlList, ...more: readonly SqlFragment[]): SqlFragment {
  return sql`exists (select from ${source(list, ...more)})`
}

export function arrayOf(list: SqlList): SqlFragment {
  return sql`array(select ${list.element} from ${source(list)} order by ${list.order})`
}

/** The code of the first element that fails, among those that meet the conditions. */
export function failureIn(list: SqlList, fails: SqlFragment, ...more: readonly SqlFragment[]): SqlFragment {
  return firstOf(list, fails, [...more, sql`(${fails}) is not null`])
}

/** The elements that meet a condition; every element is asked before the list is used. */
export function filtered(list: SqlList, condition: SqlPart): SqlList {
  return {
    ...list,
    wheres: [...list.wheres, sql`(${condition.value})`],
    failures: [...list.failures, ...(condition.fails ? [failureIn(list, condition.fails)] : [])],
  }
}

/** Another value for each element. */
export function mapped(list: SqlList, part: SqlPart, member: SqlList['member'] = () => undefined): SqlList {
  return {
    ...list,
    element: strictly(part),
    member,
    failures: [...list.failures, ...(part.fails ? [failureIn(list, part.fails)] : [])],
  }
}
