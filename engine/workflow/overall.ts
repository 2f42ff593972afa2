import { nextFiring, planLadder, resolveSteps } from '../timer/ladder.ts'
import { evaluate, holds, type Run } from './run.ts'

/** The name of the instance's own timers among those of nodes: step and firing. */
const alarmOf = (step: string, index: number): string => `ladder:${step}:${index}`

/** The instance begins, or is taken up again: its ladder counts from now (M19: durations are read now). */
export function armOverall(run: Run): void {
  const { ladder } = run.world.workflow
  disarmOverall(run)
  run.state.since = run.world.now
  if (ladder === undefined) return
  const place = run.world.place(ladder.calendar)
  for (const { step, index, due } of planLadder(timed(run), run.world.now, run.world.now, place))
    arm(run, step, index, due)
}

/** It is over: nothing of its ladder fires any more. */
export function disarmOverall(run: Run): void {
  const { timers = [] } = run.state
  if (timers.length === 0) return
  run.effects.push({ type: 'cancelTimers', keys: timers.map(({ key }) => key) })
  run.state.timers = []
}

/** A step of the ladder is due: its actions, if its condition holds, then its next repetition. */
export function fireOverall(run: Run, key: string): void {
  const { state, world } = run
  const { ladder } = world.workflow
  const armed = state.timers?.find(timer => timer.key === key)
  if (armed === undefined) return
  state.timers = (state.timers ?? []).filter(timer => timer !== armed)
  const step = ladder?.steps.find(one => armed.alarm.startsWith(`ladder:${one.key}:`))
  const times = timed(run).find(one => one.key === step?.key)
  if (ladder === undefined || step === undefined || times === undefined) return
  if (holds(run, step.when))
    run.effects.push({
      type: 'runActions',
      activation: null,
      node: '',
      part: armed.alarm,
      actions: step.actions,
      task: null,
    })
  const index = Number(armed.alarm.slice(`ladder:${step.key}:`.length)) + 1
  const next = nextFiring(times, index, state.since ?? world.now, world.now, world.place(ladder.calendar))
  if (next !== undefined) arm(run, next.step, next.index, next.due)
}

const timed = (run: Run) =>
  resolveSteps(run.world.workflow.ladder?.steps ?? [], expression => evaluate(run, expression))

function arm(run: Run, step: string, index: number, due: string): void {
  const key = `alarm:${run.world.newId()}`
  const alarm = alarmOf(step, index)
  run.state.timers = [...(run.state.timers ?? []), { key, alarm, due }]
  run.effects.push({ type: 'armAlarm', key, activation: 0, alarm, due })
}
