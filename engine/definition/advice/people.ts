import type { Advise } from './advise.ts'

/** Steps that only the applicant could decide, while he may not: nobody is left. */
export const forbiddenApplicants: Advise = ({ definition, heard }, warn) => {
  const people = new Map(heard.map(({ path, expression }) => [path, expression.typed]))
  for (const [w, { nodes }] of (definition.workflows ?? []).entries())
    for (const [n, node] of nodes.entries()) {
      if (node.type !== 'approve' || node.self !== 'forbid' || node.empty !== undefined) continue
      const by = people.get(`/workflows/${w}/nodes/${n}/by`)
      if (by?.node === 'reference' && by.path.join('.') === '$applicant')
        warn(`/workflows/${w}/nodes/${n}/by`, 'only_applicant_forbidden', { node: node.label ?? node.key })
    }
}
