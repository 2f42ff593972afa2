import type { CompiledLadder } from '../definition/compiled.ts'
import { type LadderStep, nextFiring, planLadder, plannedDue, resolveSteps } from '../timer/ladder.ts'
import { disarmAlarms } from './alarms.ts'
import { cancelChildren } from './children.ts'
import { standIn } from './people.ts'
import { evaluate, holds, type LiveActivation, type LiveTask, nodeOf, type Run, taskScope } from './run.ts'

/** Opens a task: its row, and its deadline's timers, counted from now. A task that was parked goes on with the timers it has. */
export function openTask(run: Run, activation: LiveActivation, task: LiveTask): void {
  const parked = task.state === 'waiting'
  task.state = 'open'
  if (parked) {
    run.effects.push({ type: 'changeTask', task: task.id, waiting: false })
    return
  }
  const { now } = run.world
  task.openedAt = now
  arriveAtSubstitute(run, activation, task)
  const ladder = nodeOf(run, activation.node)?.deadline
  run.effects.push({
    type: 'createTask',
    task: {
      id: task.id,
      kind: task.kind,
      node: activation.node,
      activation: activation.id,
      assignee: task.assignee,
      standsFor: task.standsFor ?? null,
      due: ladder === undefined ? null : deadlineOf(run, ladder, now),
      fallback: task.fallback === true,
    },
  })
  if (ladder === undefined) return
  for (const { step, index, due } of planLadder(stepsOf(run, ladder), now, now, run.world.place(ladder.calendar)))
    arm(run, task, step, index, due)
}

/** The steps with their durations: those that are settings are read now. */
const stepsOf = (run: Run, ladder: CompiledLadder): readonly LadderStep[] =>
  resolveSteps(ladder.steps, expression => evaluate(run, expression))

/** Who went away since the node was entered: his substitute gets it, unless he takes part already. */
function arriveAtSubstitute(run: Run, activation: LiveActivation, task: LiveTask): void {
  const user = standIn(run, task.assignee)
  const takesPart = activation.tasks.some(
    ({ assignee, state, row }) => assignee === user && row === task.row && state !== 'cancelled',
  )
  if (user === task.assignee || takesPart || user === run.state.applicant) return
  task.standsFor ??= task.assignee
  task.assignee = user
}

/** M25: the key names task, step and firing, so that arming twice arms once. */
function arm(run: Run, task: LiveTask, step: string, index: number, due: string): void {
  const key = `deadline:${task.id}:${step}:${index}`
  task.timers.push(key)
  run.effects.push({ type: 'armTimer', key, task: task.id, step, index, due })
}

/** What a person reads as "due": the first step that acts on the task, else the last. */
function deadlineOf(run: Run, ladder: CompiledLadder, anchor: string): string | null {
  const acting = ladder.steps.find(({ actions }) => actions.some(({ definition }) => definition.do === 'act'))
  const key = (acting ?? ladder.steps.at(-1))?.key
  const step = stepsOf(run, ladder).find(one => one.key === key)
  return step === undefined ? null : (plannedDue(step, 0, anchor, run.world.place(ladder.calendar)) ?? null)
}

/** A step of the deadline is due: its actions, if the task still waits and the step's condition holds, then its next repetition. */
export function fireStep(run: Run, activation: LiveActivation, task: LiveTask, stepKey: string, index: number): void {
  const ladder = nodeOf(run, activation.node)?.deadline
  const step = ladder?.steps.find(({ key }) => key === stepKey)
  const timed = ladder === undefined ? undefined : stepsOf(run, ladder).find(({ key }) => key === stepKey)
  const key = `deadline:${task.id}:${stepKey}:${index}`
  if (ladder === undefined || step === undefined || timed === undefined || !task.timers.includes(key)) return
  task.timers = task.timers.filter(timer => timer !== key)
  const anchor = task.openedAt ?? run.world.now
  const place = run.world.place(ladder.calendar)
  const scope = taskScope(run, activation, task, plannedDue(timed, index, anchor, place) ?? null)
  if (holds(run, step.when, scope))
    run.effects.push({
      type: 'runActions',
      activation: null,
      node: activation.node,
      part: `${stepKey}:${index}`,
      actions: step.actions,
      task: scope,
    })
  const next = nextFiring(timed, index + 1, anchor, run.world.now, place)
  if (next !== undefined) arm(run, task, next.step, next.index, next.due)
}

/** Ends a task by somebody's act. */
export function finishTask(
  run: Run,
  task: LiveTask,
  outcome: NonNullable<LiveTask['outcome']>,
  by: string | null,
): void {
  task.state = 'done'
  task.outcome = outcome
  task.by = by
  task.acted = true
  run.effects.push({ type: 'finishTask', task: task.id, outcome, by })
  disarm(run, task)
}

/** Ends a task because others decided; `by` and `act` tell its holder why. */
export function cancelTask(run: Run, task: LiveTask, by: string | null, act: string): void {
  if (task.state === 'done' || task.state === 'cancelled') return
  if (task.state !== 'planned') run.effects.push({ type: 'cancelTask', task: task.id, by, act })
  task.state = 'cancelled'
  disarm(run, task)
}

function disarm(run: Run, task: LiveTask): void {
  if (task.timers.length > 0) run.effects.push({ type: 'cancelTimers', keys: task.timers })
  task.timers = []
}

/** Stops a run of a node with all that is open in it. */
export function cancelActivation(run: Run, activation: LiveActivation, by: string | null, act: string): void {
  for (const task of activation.tasks) cancelTask(run, task, by, act)
  cancelChildren(run, activation, by)
  disarmAlarms(run, activation)
  activation.state = 'cancelled'
  activation.by = by
  activation.act = act
  const fact = run.state.nodes[activation.node]
  if (fact !== undefined) fact.active = false
}
