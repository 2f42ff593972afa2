import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { elementAt, isObject } from '../elements.ts'
import { labelOf } from '../words/place.ts'
import { type Advise, labelled } from './advise.ts'
import { demandsOf, implies, neverHolds } from './condition.ts'

/** Conditions that contradict themselves, wherever they stand. */
export const impossibleConditions: Advise = ({ heard, definition }, warn) => {
  for (const { path, place, expression } of heard) {
    if (expression.type.kind !== 'boolean') continue
    const demands = demandsOf(expression.typed)
    if (!neverHolds(demands)) continue
    const [name = ''] =
      [...demands.domains].filter(([, domain]) => neverHolds({ ...demands, domains: new Map([['', domain]]) }))[0] ?? []
    warn(path, 'condition_never_true', { field: labelled(definition, place, name) })
  }
}

/** Branches of which the first that holds is taken: one that an earlier one covers is never reached. */
export const coveredBranches: Advise = ({ heard, definition }, warn) => {
  const conditions = new Map(heard.map(({ path, expression }) => [path, demandsOf(expression.typed)]))
  for (const [w, workflow] of (definition.workflows ?? []).entries())
    for (const [n, node] of workflow.nodes.entries()) {
      if (node.type !== 'exclusive') continue
      const edges = node.next ?? []
      for (const at of edges.keys()) {
        const path = `/workflows/${w}/nodes/${n}/next/${at}`
        const own = conditions.get(`${path}/when`)
        if (own === undefined) continue
        const earlier = edges.slice(0, at).find((_, index) => {
          const other = conditions.get(`/workflows/${w}/nodes/${n}/next/${index}/when`)
          return other !== undefined && implies(own, other)
        })
        if (earlier !== undefined)
          warn(`${path}/when`, 'branch_never_taken', {
            branch: wayName(definition, workflow.key, edges[at]!),
            earlier: wayName(definition, workflow.key, earlier),
          })
      }
    }
}

/** A way by its own name, else by the node it leads to. */
function wayName(definition: AppDefinition, workflow: string, edge: { readonly to: string; readonly label?: unknown }) {
  const target = elementAt(definition, ['workflows', workflow, 'nodes', edge.to])
  return (
    labelOf(edge as Readonly<Record<string, unknown>>) ??
    (isObject(target) ? labelOf(target) : undefined) ?? { zh: edge.to, en: edge.to }
  )
}
