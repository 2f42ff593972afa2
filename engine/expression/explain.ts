import { compileNode, run } from './compile.ts'
import type { Explanation } from './explanation.ts'
import { formatFormula } from './format.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import type { Scope } from './scope.ts'
import type { Node } from './tree.ts'
import type { TypedNode } from './typed.ts'
import { FormulaError, type Result } from './value.ts'

/**
 * How the value came about on this scope: each step with its text (labels for names), value and inputs. Steps that were not needed are `skipped`; inside functions
 * that visit elements the last element's values are shown. Conversions do not show.
 */
export function explain(typed: TypedNode, scope: Scope): Explanation {
  const values = new Map<TypedNode, Result>()
  const root = compileNode(typed, (node, value) => values.set(node, value))
  run(root, scope, DEFAULT_LIMITS)
  const labels = new Map<readonly string[], readonly string[]>()
  collectLabels(typed, labels)
  return describe(typed, values, labels)
}

function collectLabels(node: TypedNode, labels: Map<readonly string[], readonly string[]>): void {
  if ((node.node === 'reference' || node.node === 'bound') && node.source.type === 'path')
    labels.set(node.source.path, node.labels)
  for (const child of children(node)) collectLabels(child, labels)
}

function children(node: TypedNode): readonly TypedNode[] {
  return node.node === 'call' ? node.args : node.node === 'list' ? node.items : []
}

function isConversion(node: TypedNode): node is Extract<TypedNode, { node: 'call' }> {
  return node.node === 'call' && node.args.length === 1 && node.args[0]!.source === node.source
}

function describe(
  node: TypedNode,
  values: ReadonlyMap<TypedNode, Result>,
  labels: ReadonlyMap<readonly string[], readonly string[]>,
): Explanation {
  const inner = isConversion(node) ? node.args[0]! : undefined
  if (inner) {
    const shown = describe(inner, values, labels)
    const value = values.get(node)
    return value === undefined ? shown : { ...shown, value }
  }
  const value = values.get(node)
  const inputs = children(node).map(child => describe(child, values, labels))
  return {
    text: textOf(node.source, labels),
    skipped: value === undefined,
    inputs,
    ...(value === undefined ? {} : { value }),
    ...('labels' in node
      ? {
          label: node.labels.join('.'),
          reference: { path: node.node === 'bound' ? [node.name, ...node.path] : node.path },
        }
      : {}),
    ...(node.node === 'call' ? { operation: node.operation.name, ...detailOf(node, values) } : {}),
  }
}

function textOf(source: Node, labels: ReadonlyMap<readonly string[], readonly string[]>): string {
  return formatFormula(source, path => labels.get(path) ?? path)
}

function detailOf(node: Extract<TypedNode, { node: 'call' }>, values: ReadonlyMap<TypedNode, Result>): object {
  const value = values.get(node)
  const args = node.args.map(arg => values.get(arg))
  if (value === undefined || value instanceof FormulaError || args.some(arg => arg instanceof FormulaError)) return {}
  return (
    node.operation.detail?.(
      args.map(arg => (arg instanceof FormulaError ? null : arg)),
      value,
    ) ?? {}
  )
}
