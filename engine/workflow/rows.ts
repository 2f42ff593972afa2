import type { CompiledExpression } from '../definition/compiled.ts'
import { keyOf } from './item.ts'
import { evaluate, type Run } from './run.ts'

/** What a node with `each` goes through: rows and records by their ids, other values as they are; blanks are left out. */
export function itemsOf(run: Run, each: CompiledExpression): unknown[] {
  const result: unknown = evaluate(run, each)
  const items: readonly unknown[] = Array.isArray(result) ? result : [result]
  return items.filter(item => item !== null && item !== undefined && item !== '').map(keyOf)
}
