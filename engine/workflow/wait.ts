import type { Result } from '../expression/index.ts'
import { addDuration } from '../timer/duration.ts'
import { armAlarm, disarmAlarms, later } from './alarms.ts'
import type { CompiledNode } from './compiled.ts'
import { evaluate, holds, type LiveActivation, type Run } from './run.ts'
import type { Outcome } from './state.ts'

/** A wait begins: it is over at once when its condition holds already, or its event came before and it listens since the start. */
export function beginWait(run: Run, activation: LiveActivation, node: CompiledNode): Outcome | undefined {
  const { signals = [] } = run.state
  if (signals.includes(node.key)) {
    run.state.signals = signals.filter(key => key !== node.key)
    return 'done'
  }
  return lookAgain(run, activation, node)
}

/** The record changed, or a day is over: the condition is judged anew and the time follows its field. */
export function lookAgain(run: Run, activation: LiveActivation, node: CompiledNode): Outcome | undefined {
  const { where } = node
  const listens = node.on.length > 0
  if (where !== undefined && !listens && holds(run, where)) return 'done'
  const due = dueOf(run, activation, node)
  if (due !== undefined && due <= run.world.now) return timeOutcome(node)
  const armed = activation.alarms?.find(({ alarm }) => alarm === 'wait')
  if (armed?.due !== due) {
    disarmAlarms(run, activation, 'wait')
    if (due !== undefined) armAlarm(run, activation, 'wait', due)
  }
  if (where !== undefined && !listens && where.usesClock !== 'none') checkTomorrow(run, activation)
  return undefined
}

/** An event it listens to came; `where` says whether it is enough. */
export const hears = (run: Run, node: CompiledNode): boolean => holds(run, node.where)

/** Time alone is what it waited for; beside an event or a condition it is a time-out. */
export const timeOutcome = ({ on, where }: CompiledNode): Outcome =>
  on.length > 0 || where !== undefined ? 'timeout' : 'done'

function dueOf(run: Run, activation: LiveActivation, { definition, until }: CompiledNode): string | undefined {
  if (definition.type !== 'wait') return undefined
  const { after, calendar } = definition
  if (until === undefined) return after === undefined ? undefined : later(run, activation.at, after, calendar)
  const anchor = anchorOf('constant' in until ? until.constant : evaluate(run, until.expression))
  return anchor === undefined ? undefined : later(run, anchor, after ?? '0h', calendar)
}

/** A date or an instant; anything else leaves the wait without a time. */
function anchorOf(value: Result | unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return value
  return Number.isNaN(Date.parse(value)) ? undefined : new Date(Date.parse(value)).toISOString()
}

/** A condition that time can make true is looked at again at the app's next midnight (M24). */
function checkTomorrow(run: Run, activation: LiveActivation): void {
  disarmAlarms(run, activation, 'check')
  const midnight = addDuration(run.world.now, { amount: 1, unit: 'd' }, run.world.place(undefined), '00:00')
  armAlarm(run, activation, 'check', midnight)
}
