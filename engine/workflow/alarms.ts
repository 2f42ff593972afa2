import { addDuration, parseDuration } from '../timer/duration.ts'
import type { CompiledNode } from './compiled.ts'
import type { LiveActivation, Run } from './run.ts'

/** Arms a timer of a node itself: `wait`, `check`, or the number of an event. */
export function armAlarm(run: Run, activation: LiveActivation, alarm: string, due: string): void {
  const key = `alarm:${run.world.newId()}`
  activation.alarms = [...(activation.alarms ?? []), { key, alarm, due }]
  run.effects.push({ type: 'armAlarm', key, activation: activation.id, alarm, due })
}

/** Takes timers of a node away: those of one kind, else all. */
export function disarmAlarms(run: Run, activation: LiveActivation, alarm?: string): void {
  const gone = (activation.alarms ?? []).filter(one => alarm === undefined || one.alarm === alarm)
  if (gone.length === 0) return
  activation.alarms = (activation.alarms ?? []).filter(one => !gone.includes(one))
  run.effects.push({ type: 'cancelTimers', keys: gone.map(({ key }) => key) })
}

/** Events of a node that come with time, counted from now. */
export function armEvents(run: Run, activation: LiveActivation, node: CompiledNode): void {
  for (const [index, { after }] of node.events.entries()) {
    const due = after === undefined ? undefined : later(run, run.world.now, after, undefined)
    if (due !== undefined) armAlarm(run, activation, String(index), due)
  }
}

/** @param calendar key of a calendar; undefined = the app's zone, Monday to Friday */
export function later(run: Run, anchor: string, duration: string, calendar: string | undefined): string | undefined {
  const parsed = parseDuration(duration)
  return parsed === undefined ? undefined : addDuration(anchor, parsed, run.world.place(calendar))
}
