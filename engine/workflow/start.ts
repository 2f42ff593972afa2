import type { WorkflowEvent } from './events.ts'
import { send, sendToStart } from './kernel.ts'
import { peopleOf } from './people.ts'
import { holds, Refusal, type Run } from './run.ts'
import { DIRECT_EDGE } from './state.ts'

/** Keeps whom the applicant chose. @throws Refusal `choice_required` | `choice_not_possible` with the node's place */
export function choosePeople(run: Run, chosen: Readonly<Record<string, readonly string[]>> | undefined): void {
  if (chosen === undefined) return
  const kept: Record<string, string[]> = {}
  for (const node of run.world.workflow.nodes.values()) {
    const rule = 'choose' in node.definition ? node.definition.choose : undefined
    if (rule === undefined || node.by === undefined) continue
    const users = [...new Set(Object.hasOwn(chosen, node.key) ? chosen[node.key] : [])]
    const path = `/choose/${node.key}`
    if (users.length === 0) throw new Refusal('choice_required', {}, path)
    const candidates = peopleOf(run, node.by)
    if (users.some(user => !candidates.includes(user)) || users.length > (rule.max ?? users.length))
      throw new Refusal('choice_not_possible', { limit: rule.max ?? candidates.length }, path)
    kept[node.key] = users
  }
  run.state.chosen = kept
}

/** A finished instance goes on, at the node the workflow names, else from its start. @throws Refusal `task_act_not_allowed` | `already_running` */
export function reopen(run: Run, { by, opinion }: Extract<WorkflowEvent, { type: 'reopen' }>): void {
  const { state, world } = run
  const { definition, reopen: who } = world.workflow
  const rule = definition.allow?.reopen
  if (state.status === 'running') throw new Refusal('already_running', { workflow: definition.name })
  if (rule === undefined || !holds(run, who)) throw new Refusal('task_act_not_allowed', { act: 'reopen' })
  const to = rule.to ?? definition.start.to
  run.effects.push({
    type: 'decision',
    task: null,
    node: to,
    by,
    onBehalfOf: null,
    act: 'reopen',
    opinion: opinion ?? null,
    files: [],
    data: {},
  })
  Object.assign(state, { status: 'running', outcome: null, last: null })
  delete state.reached
  if (to === definition.start.to) sendToStart(run)
  else send(run, to, DIRECT_EDGE, 0)
}
