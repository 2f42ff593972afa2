import type { Acting } from './acting.ts'
import { end } from './activation.ts'
import { handlerMayWithdraw, mayWithdraw } from './allowed.ts'
import { reenter, takeBack } from './rollback.ts'
import { type LiveTask, Refusal } from './run.ts'
import { openTask } from './tasks.ts'

/** The applicant ends it; a handler takes his own decision back while nobody after him has acted. */
export function withdraw({ run, activation, task, event }: Acting): void {
  const { state, world } = run
  const by = event.by ?? ''
  if (event.by !== null && handlerMayWithdraw(world.workflow, state, activation, task, by)) {
    takeDecisionBack({ run, activation, task, event })
    return
  }
  if (event.by !== null && !mayWithdraw(world.workflow, state, by))
    throw new Refusal('task_act_not_allowed', { act: 'withdraw' })
  end(run, 'cancelled', undefined, 'withdrawn', event.by)
}

function takeDecisionBack({ run, activation, task, event }: Acting): void {
  if (activation.state === 'done') {
    takeBack(run, activation.id, event.by, 'withdraw')
    reenter(run, activation, activation.backTo, [task.assignee])
    return
  }
  const again: LiveTask = {
    id: run.world.newId(),
    kind: task.kind,
    assignee: task.assignee,
    state: 'planned',
    timers: [],
  }
  if (task.row !== undefined) again.row = task.row
  task.state = 'cancelled'
  delete task.outcome
  activation.tasks.splice(activation.tasks.indexOf(task), 0, again)
  openTask(run, activation, again)
}
