/** IN in SQL: membership of a value, or of any item of a list. */
import { joinSql, rawSql, type SqlFragment, sql } from '../fragment.ts'
import { exists } from '../sql/list.ts'
import { firstFailure, strictly } from '../sql/part.ts'
import type { Type } from '../types.ts'
import type { SqlCall, SqlPart } from './definition.ts'

/** `asksForPart`: two texts, so the question is whether the second holds the first. */
export function memberSql(call: SqlCall, asksForPart: boolean): SqlPart | undefined {
  if (call.nodes.some(node => node.type.kind === 'any')) return undefined
  if (asksForPart) {
    const [part, whole] = [call.part(0), call.part(1)]
    const wanted = call.once(part.value)
    return {
      value: sql`(${wanted} <> '' and strpos(${whole.value}, ${wanted}) > 0)`,
      nullFalse: true,
      ...firstFailure([part.fails, whole.fails]),
    }
  }
  const type = call.nodes[0]!.type
  if (type.kind === 'list') return anyMember(call, type.of)
  const written = call.part(0)
  const value = call.nodes.length > 2 || type.kind === 'text' ? call.once(strictly(written)) : strictly(written)
  const places = call.nodes.slice(1).map((_, index) => placeOf(call, index + 1))
  const found = joinSql(
    places.map(place => place.holds(value)),
    ' or ',
  )
  return {
    value: type.kind === 'text' ? sql`(${value} <> '' and (${found}))` : sql`(${found})`,
    nullFalse: true,
    ...firstFailure([written.fails, ...places.map(place => place.fails)]),
  }
}

function anyMember(call: SqlCall, of: Type): SqlPart {
  const wanted = call.list(0)
  const places = call.nodes.slice(1).map((_, index) => placeOf(call, index + 1))
  const found = joinSql(
    places.map(place => place.holds(wanted.element)),
    ' or ',
  )
  const filled = of.kind === 'text' ? sql`${wanted.element} <> ''` : rawSql('true')
  return {
    value: exists(wanted, filled, sql`(${found})`),
    nullFalse: true,
    ...firstFailure([...wanted.failures, ...places.map(place => place.fails)]),
  }
}

interface Place {
  readonly fails: SqlFragment | undefined
  holds(value: SqlFragment): SqlFragment
}

function placeOf(call: SqlCall, index: number): Place {
  if (call.nodes[index]!.type.kind === 'list' && call.isRows(index)) {
    const list = call.list(index)
    return {
      fails: firstFailure(list.failures).fails,
      holds: value => exists(list, sql`${list.element} = ${value}`),
    }
  }
  const part = call.part(index)
  return {
    fails: part.fails,
    holds: value =>
      call.nodes[index]!.type.kind === 'list' ? sql`${value} = any(${part.value})` : sql`${value} = ${strictly(part)}`,
  }
}
