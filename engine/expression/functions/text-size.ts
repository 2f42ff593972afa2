/** Texts that grow keep the output limit in SQL too; what cannot reach it is not checked. */
import { rawSql, type SqlFragment, sql } from '../fragment.ts'
import { DEFAULT_LIMITS } from '../limits.ts'
import { LIMIT_MARK } from '../sql/part.ts'
import type { TypedNode } from '../typed.ts'
import type { SqlCall } from './definition.ts'

/** Characters a stored text is taken to have at most, and what a pattern or a number adds. */
const STORED = 100_000
const ADDED = 300
/** Operations whose result may be longer than all their arguments together. */
const GROWING = new Set(['REPT', 'SUBSTITUTE', 'JOIN', 'TEXTJOIN'])

/** Most characters a text may have, as far as its making tells. */
function mostCharacters(node: TypedNode): number {
  switch (node.node) {
    case 'constant':
      return typeof node.value === 'string' ? node.value.length : ADDED
    case 'reference':
    case 'bound':
      return node.type.kind === 'list' ? DEFAULT_LIMITS.output : STORED
    case 'list':
      return node.items.reduce((sum, item) => sum + mostCharacters(item), 0)
    case 'call':
      if (GROWING.has(node.operation.name)) return DEFAULT_LIMITS.output
      return node.args.reduce((sum, arg) => sum + mostCharacters(arg), ADDED)
  }
}

const LIMIT = rawSql(String(DEFAULT_LIMITS.output))

/** A text made of the arguments, checked when they may be too long together. */
export function limitedJoin(text: SqlFragment, call: SqlCall): SqlFragment {
  const most = call.nodes.reduce((sum, node) => sum + mostCharacters(node), 0)
  return most <= DEFAULT_LIMITS.output ? text : limitedText(text, call)
}

export function limitedText(text: SqlFragment, call: SqlCall): SqlFragment {
  const once = call.once(text)
  call.fail(sql`length(${once}) > ${LIMIT}`, `${LIMIT_MARK}formula_output_too_large`)
  return once
}

/** A text whose length is reckoned before it is made. */
export function limitedGrowth(length: SqlFragment, text: SqlFragment, call: SqlCall): SqlFragment {
  const grown = call.once(length)
  call.fail(sql`${grown} > ${LIMIT}`, `${LIMIT_MARK}formula_output_too_large`)
  return sql`case when ${grown} <= ${LIMIT} then ${text} end`
}
