import type { CompiledAction, CompiledExpression, CompiledForm } from '../definition/compiled.ts'
import type { CompiledNode } from './compiled.ts'

/** Every expression of a list of actions. */
export function* actionExpressions(actions: readonly CompiledAction[]): Iterable<CompiledExpression> {
  for (const { when, expressions, values } of actions) {
    if (when !== undefined) yield when
    yield* expressions.values()
    for (const value of values.values()) if ('expression' in value) yield value.expression
  }
}

export function* nodeExpressions(node: CompiledNode): Iterable<CompiledExpression> {
  for (const expression of [node.by, node.empty, ...node.next.map(({ when }) => when)])
    if (expression !== undefined) yield expression
  yield* actionExpressions(node.actions)
  for (const { when, actions } of node.deadline?.steps ?? []) {
    if (when !== undefined) yield when
    yield* actionExpressions(actions)
  }
}

/** Paths that leave the record, to be loaded before these expressions run (as `CompiledForm.needs`). */
export function relationPaths(
  form: CompiledForm,
  expressions: Iterable<CompiledExpression | undefined>,
): readonly (readonly string[])[] {
  const paths = new Map<string, readonly string[]>()
  for (const expression of expressions)
    for (const { path } of expression?.references ?? []) {
      const own = path[0] === '$record' || path[0] === '$old' ? path.slice(1) : path
      const head = own[0] ?? ''
      const leaves = form.inverses.has(head) || (form.fields.get(head)?.target !== undefined && own.length > 1)
      if (leaves) paths.set(own.join('.'), own.length === 1 ? [...own, 'id'] : own)
    }
  return [...paths.values()]
}
