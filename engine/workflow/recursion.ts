import type { Workflow } from '../../schemas/generated/definition.ts'
import { type Findings, suggest } from '../definition/finding.ts'

/** Subprocesses name known workflows, and a workflow that comes back to itself has some way without it (M14). */
export function checkRecursion(workflows: readonly Workflow[], workflow: Workflow, findings: Findings): void {
  const byKey = new Map(workflows.map(one => [one.key, one]))
  const known = new Map<string, boolean>([[workflow.key, true]])
  const leadsBack = (key: string): boolean => {
    const called = byKey.get(key)
    const answer = known.get(key)
    if (answer !== undefined || called === undefined) return answer === true
    // A circle among others is found at them.
    known.set(key, false)
    known.set(key, !avoids(called, leadsBack))
    return known.get(key) === true
  }
  for (const [index, node] of workflow.nodes.entries())
    if (node.type === 'subprocess' && !byKey.has(node.workflow))
      findings
        .at('nodes', index, 'workflow')
        .error('unknown_workflow', { workflow: node.workflow, suggestion: suggest(node.workflow, byKey.keys()) })
  const caller = workflow.nodes.findIndex(node => node.type === 'subprocess' && leadsBack(node.workflow))
  if (caller >= 0 && !avoids(workflow, leadsBack))
    findings.at('nodes', caller, 'workflow').error('endless_recursion', { workflow: workflow.key })
}

/** Whether some way from the start comes to an end without a subprocess that calls. */
function avoids(workflow: Workflow, calls: (key: string) => boolean): boolean {
  const byKey = new Map(workflow.nodes.map(node => [node.key, node]))
  const seen = new Set<string>()
  const queue = [workflow.start.to]
  for (const key of queue) {
    const node = byKey.get(key)
    if (node === undefined || seen.has(key)) continue
    seen.add(key)
    if (node.type === 'end') return true
    if (node.type === 'subprocess' && calls(node.workflow)) continue
    queue.push(...(node.next ?? []).map(({ to }) => to))
  }
  return false
}
