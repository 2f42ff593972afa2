/** SQL of conditions and choices: three-valued logic folded to two, failures only where the closure would meet them. */
import { joinSql, rawSql, type SqlFragment, sql } from '../fragment.ts'
import type { TypedNode } from '../typed.ts'
import type { SqlCall, SqlPart } from './definition.ts'

export const strictly = (part: SqlPart) => (part.nullFalse ? sql`coalesce(${part.value}, false)` : part.value)

export const failure = (part: SqlPart | undefined) => part?.fails ?? rawSql('false')

export function eitherFails(...fragments: readonly (SqlFragment | undefined)[]): { fails?: SqlFragment } {
  const present = fragments.filter(fragment => fragment !== undefined)
  return present.length > 0 ? { fails: sql`(${joinSql(present, ' or ')})` } : {}
}

/** `case` over (condition, value) pairs; only the chosen branch can fail. */
export function choiceSql(pairs: readonly (readonly [SqlPart, SqlPart])[], otherwise: SqlPart | undefined): SqlPart {
  const branch = (pick: (part: SqlPart) => SqlFragment) =>
    joinSql(
      pairs.map(([condition, value]) => sql`when ${condition.value} then ${pick(value)}`),
      ' ',
    )
  const value = sql`(case ${branch(strictly)} else ${otherwise ? strictly(otherwise) : rawSql('null')} end)`
  const values = [...pairs.map(([, part]) => part), ...(otherwise ? [otherwise] : [])]
  const chosen = values.some(part => part.fails)
    ? sql`(case ${branch(failure)} else ${failure(otherwise)} end)`
    : undefined
  return { value, ...eitherFails(...pairs.map(([condition]) => condition.fails), chosen) }
}

/** AND and OR stop at the first operand that decides, in SQL too: later failures then do not count. */
export function connectSql(parts: readonly SqlPart[], call: SqlCall, word: 'and' | 'or'): SqlPart | undefined {
  if (call.nodes.some(node => node.type.kind === 'list')) return undefined
  const fails = parts.flatMap((part, index) => {
    if (!part.fails) return []
    const before = parts
      .slice(0, index)
      .map(earlier => (word === 'and' ? sql`(${earlier.value}) is true` : sql`(${earlier.value}) is not true`))
    return [sql`(${joinSql([...before, part.fails], ' and ')})`]
  })
  return {
    value: sql`(${joinSql(
      parts.map(part => part.value),
      ` ${word} `,
    )})`,
    nullFalse: true,
    ...eitherFails(...fails),
  }
}

export function emptySql(value: SqlFragment, node: TypedNode | undefined): SqlFragment | undefined {
  if (node?.type.kind === 'any') return undefined
  if (node?.type.kind === 'list') return sql`(coalesce(cardinality(${value}), 0) = 0)`
  return node?.type.kind === 'text' ? sql`(coalesce(${value}, '') = '')` : sql`(${value} is null)`
}

export function truthSql(value: SqlFragment, node: TypedNode | undefined): SqlFragment | undefined {
  const empty = emptySql(value, node)
  if (!empty) return undefined
  if (node?.type.kind === 'boolean') return sql`coalesce(${value}, false)`
  return node?.type.kind === 'number' ? sql`(coalesce(${value}, 0) <> 0)` : sql`(not ${empty})`
}
