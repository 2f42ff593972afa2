import { disarmAlarms } from './alarms.ts'
import { closeChild } from './children.ts'
import type { CompiledNode } from './compiled.ts'
import type { Hit, WorkflowEvent } from './events.ts'
import { leave, send } from './kernel.ts'
import { type LiveActivation, nodeOf, type Run } from './run.ts'
import { cancelActivation } from './tasks.ts'
import { hears, lookAgain, timeOutcome } from './wait.ts'

/** Time passed, something happened, or a subprocess ended. What comes too late has no effect. */
export function occur(run: Run, event: Extract<WorkflowEvent, { type: 'alarm' | 'happened' | 'child' }>): void {
  if (event.type === 'happened') {
    for (const hit of event.hits) happen(run, hit)
    return
  }
  const activation = run.state.activations[event.activation - 1]
  const node = activation === undefined ? undefined : nodeOf(run, activation.node)
  if (activation === undefined || node === undefined) return
  if (event.type === 'alarm') ring(run, activation, node, event.key)
  else {
    const outcome = closeChild(run, activation, node, event.id, event.outcome)
    if (outcome !== undefined) leave(run, activation, outcome, null)
  }
}

function ring(run: Run, activation: LiveActivation, node: CompiledNode, key: string): void {
  const armed = activation.alarms?.find(one => one.key === key)
  if (armed === undefined || activation.state !== 'live') return
  activation.alarms = (activation.alarms ?? []).filter(one => one !== armed)
  if (armed.alarm === 'wait') leave(run, activation, timeOutcome(node), null)
  else if (armed.alarm === 'check') recheck(run, activation, node)
  else fireEvent(run, activation, node, Number(armed.alarm))
}

/** The record changed: waits judge their conditions anew, and their times follow its fields. */
export function recordChanged(run: Run): void {
  for (const activation of [...run.state.activations]) {
    const node = nodeOf(run, activation.node)
    if (activation.state === 'live' && node?.definition.type === 'wait') recheck(run, activation, node)
  }
}

function recheck(run: Run, activation: LiveActivation, node: CompiledNode): void {
  const outcome = lookAgain(run, activation, node)
  if (outcome !== undefined) leave(run, activation, outcome, null)
}

function happen(run: Run, { node: key, at }: Hit): void {
  const node = nodeOf(run, key)
  if (node === undefined) return
  const live = run.state.activations.filter(activation => activation.node === key && activation.state === 'live')
  if (at === 'wait' && live.length === 0) remember(run, node)
  for (const activation of live) {
    if (at !== 'wait') fireEvent(run, activation, node, at)
    else if (hears(run, node)) leave(run, activation, 'done', null)
  }
}

/** An event before the wait is reached is lost, unless it listens since the start. */
function remember(run: Run, node: CompiledNode): void {
  if (node.definition.type !== 'wait' || node.definition.since !== 'start' || !hears(run, node)) return
  const { signals = [] } = run.state
  if (!signals.includes(node.key)) run.state.signals = [...signals, node.key]
}

/** What a node says of an event: its actions run, a token goes where it leads, and the node's own work stops when it says so. */
function fireEvent(run: Run, activation: LiveActivation, node: CompiledNode, index: number): void {
  const event = node.events[index]
  if (event === undefined) return
  if (event.actions.length > 0)
    run.effects.push({
      type: 'runActions',
      activation: null,
      node: node.key,
      part: String(index),
      actions: event.actions,
      task: null,
    })
  if (event.cancel) cancelActivation(run, activation, null, 'event')
  else disarmAlarms(run, activation, String(index))
  if (event.to !== undefined) send(run, event.to, `${node.key}!${index}`, activation.id)
}
