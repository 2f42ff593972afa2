import type { CompiledAction, CompiledExpression, CompiledForm, CompiledLadder } from '../definition/compiled.ts'
import type { CompiledNode } from './compiled.ts'

/** Every expression of a list of actions, those within them included. */
export function* actionExpressions(actions: readonly CompiledAction[]): Iterable<CompiledExpression> {
  for (const { when, expressions, values, query, branches } of actions) {
    if (query?.where !== undefined) yield query.where
    for (const inner of branches.values()) yield* actionExpressions(inner)
    if (when !== undefined) yield when
    yield* expressions.values()
    for (const value of values.values()) if ('expression' in value) yield value.expression
  }
}

export function* nodeExpressions(node: CompiledNode): Iterable<CompiledExpression> {
  const { by, empty, each, record, passWhen, failWhen, where, until, next } = node
  const timed = until !== undefined && 'expression' in until ? until.expression : undefined
  for (const expression of [by, empty, each, record, passWhen, failWhen, where, timed, ...next.map(({ when }) => when)])
    if (expression !== undefined) yield expression
  for (const { actions } of node.events) yield* actionExpressions(actions)
  yield* actionExpressions(node.actions)
  yield* ladderExpressions(node.deadline)
}

export function* ladderExpressions(ladder: CompiledLadder | undefined): Iterable<CompiledExpression> {
  for (const { when, actions } of ladder?.steps ?? []) {
    if (when !== undefined) yield when
    yield* actionExpressions(actions)
  }
}

/** Paths that leave the record, to be loaded before these expressions run (as `CompiledForm.needs`). */
export function relationPaths(
  form: CompiledForm,
  expressions: Iterable<Pick<CompiledExpression, 'references'> | undefined>,
): readonly (readonly string[])[] {
  const paths = new Map<string, readonly string[]>()
  for (const expression of expressions)
    for (const { path, type } of expression?.references ?? []) {
      const own = path[0] === '$record' || path[0] === '$old' ? path.slice(1) : path
      // A list of records themselves is known by their ids.
      const isList = type.kind === 'list' && type.of.kind === 'record'
      if (leaves(form, own)) paths.set(own.join('.'), own.length === 1 || isList ? [...own, 'id'] : own)
    }
  return [...paths.values()]
}

/** What `$row` and `$item` of a node with `each` read, as paths from the record. */
export function rowPaths(form: CompiledForm, node: CompiledNode): readonly (readonly string[])[] {
  const list = node.each?.references[0]?.path
  if (list === undefined) return []
  const paths = [...nodeExpressions(node)].flatMap(({ references }) =>
    references.flatMap(({ path }) => (path[0] === '$row' || path[0] === '$item' ? [[...list, ...path.slice(1)]] : [])),
  )
  return paths.filter(path => path.length > list.length && leaves(form, path))
}

function leaves(form: CompiledForm, [head = '', ...rest]: readonly string[]): boolean {
  const field = form.fields.get(head)
  if (field?.rows !== undefined) return leaves(field.rows, rest)
  return form.inverses.has(head) || (field?.target !== undefined && rest.length > 0)
}
