import { openActivation } from './activation.ts'
import { enterPeople } from './enter.ts'
import type { Run } from './run.ts'
import { type Activation, APPLICANT, type Token } from './state.ts'

/** The applicant amends the record and submits again; without one the administrators do. */
export function askApplicant(run: Run, from: readonly Token[], backTo?: Activation['backTo']): void {
  const { applicant } = run.state
  const activation = openActivation(run, APPLICANT, from)
  if (backTo !== undefined)
    activation.backTo = {
      node: backTo.node,
      people: [...backTo.people],
      from: backTo.from.map(token => ({ ...token })),
    }
  const people = applicant !== null && run.world.isActive(applicant) ? [applicant] : run.world.administrators
  enterPeople(run, activation, undefined, people)
}

/** Tells those who now have it that it came back, and from where. */
export function notifyReturned(run: Run, node: string): void {
  const newest = run.state.activations.at(-1)
  const task = newest?.tasks.find(({ state }) => state === 'open')
  if (newest === undefined || task === undefined) return
  run.effects.push({
    type: 'notify',
    users: newest.tasks.map(({ assignee }) => assignee),
    code: 'task_returned',
    node,
    task: task.id,
  })
}
