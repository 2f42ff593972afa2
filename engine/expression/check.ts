import { type Checked, Checker } from './checker.ts'
import { coerce } from './coerce.ts'
import type { Environment } from './environment.ts'
import type { Node } from './tree.ts'
import { ANY, type Type, typeName } from './types.ts'

/**
 * Resolves names, finds each operator's and function's meaning, and types everything: all errors at once, each with its place and, where one is near, a
 * suggestion. `expected` is what the place wants; the value is converted to it or an error tells why not. `keyed` is the tree with keys for names.
 */
export function check(tree: Node, env: Environment, expected?: Type): Checked {
  const checker = new Checker(env)
  let typed = checker.type(tree)
  if (typed && expected) {
    const option = env.option?.bind(env)
    const fitted = coerce(typed, expected, option)
    if (!fitted) {
      checker.report('formula_wrong_result', tree, { expected: typeName(expected), found: typeName(typed.type) })
    }
    typed = fitted
  }
  const good = checker.errors.length === 0 && typed !== undefined
  return {
    typed: good ? typed! : null,
    type: typed?.type ?? expected ?? ANY,
    references: checker.references,
    usesClock: checker.clock,
    keyed: checker.keyedTree(tree),
    errors: checker.errors,
    hints: checker.hints,
  }
}
