import type { Problem } from '../../schemas/problem.ts'
import { end } from './activation.ts'
import { act } from './acts.ts'
import { replaceDeparted } from './departed.ts'
import type { Effect, WorkflowEvent, World } from './events.ts'
import { leave, sendToStart, settle } from './kernel.ts'
import { occur, recordChanged } from './occur.ts'
import { armOverall, disarmOverall, fireOverall } from './overall.ts'
import { reenter, takeBack } from './rollback.ts'
import { findTask, isLive, nodeOf, Refusal, type Run } from './run.ts'
import { choosePeople, reopen } from './start.ts'
import type { Draft, InstanceState } from './state.ts'
import { fireStep } from './tasks.ts'

export type Advanced =
  | { readonly next: InstanceState; readonly effects: readonly Effect[] }
  /** nothing happened; codes of the catalogue */
  | { readonly refused: Problem }

/**
 * One step of an instance: (state, event, world) -> next state and what must be done about it. Pure; the caller stores `next` and carries out the effects
 * in one transaction, in their order. A `do` node rests until its actions were carried out and `ran` says so.
 */
export function advance(state: InstanceState, event: WorkflowEvent, world: World): Advanced {
  const run: Run = { world, state: structuredClone(state) as Draft<InstanceState>, effects: [], arrivals: [] }
  try {
    handle(run, event)
    settle(run)
  } catch (failure) {
    if (!(failure instanceof Refusal)) throw failure
    const { code, path, params } = failure
    return { refused: { code, path, params } }
  }
  holdRecord(run)
  if (run.state.status !== 'running') disarmOverall(run)
  if (state.status === 'running' && run.state.status !== 'running')
    run.effects.push({ type: 'ended', status: run.state.status, outcome: run.state.outcome ?? 'done' })
  return { next: run.state, effects: run.effects }
}

function handle(run: Run, event: WorkflowEvent): void {
  const { state } = run
  if (event.type !== 'ran' && event.type !== 'child') state.steps = 0
  switch (event.type) {
    case 'start':
      choosePeople(run, event.chosen)
      armOverall(run)
      sendToStart(run)
      return
    case 'alarm':
      if (state.status === 'running' && event.activation === 0) fireOverall(run, event.key)
      else if (state.status === 'running') occur(run, event)
      return
    case 'happened':
    case 'child':
      if (state.status === 'running') occur(run, event)
      return
    case 'reopen':
      reopen(run, event)
      armOverall(run)
      return
    case 'act': {
      const found = findTask(run, event.task)
      if (found === undefined) throw new Refusal('task_not_yours')
      act(run, found.activation, found.task, event)
      return
    }
    case 'timer': {
      const found = findTask(run, event.task)
      const waits = found?.task.state === 'open' || found?.task.state === 'waiting'
      if (found !== undefined && waits && state.status === 'running')
        fireStep(run, found.activation, found.task, event.step, event.index)
      return
    }
    case 'ran': {
      const activation = state.activations[event.activation - 1]
      Object.assign(state.out, structuredClone(event.out))
      if (activation !== undefined && isLive(activation)) leave(run, activation, 'done', null)
      return
    }
    case 'changed':
      voidApprovals(run, event.fields)
      if (state.status === 'running') recordChanged(run)
      return
    case 'departed':
      if (state.status === 'running') replaceDeparted(run, event.user)
      return
    case 'cancel':
      if (state.status === 'running') end(run, 'cancelled', undefined, 'withdrawn', event.by)
  }
}

/** An approval whose `voidOn` field changed since is asked for again, with what followed from it taken back. */
function voidApprovals(run: Run, fields: readonly string[]): void {
  const { state, world } = run
  const hit = (key: string): string[] => {
    const definition = nodeOf(run, key)?.definition
    return definition?.type === 'approve' ? (definition.voidOn ?? []).filter(field => fields.includes(field)) : []
  }
  const voided = state.activations.find(
    run => run.state === 'done' && run.outcome === 'approved' && hit(run.node).length > 0,
  )
  if (voided === undefined || state.status !== 'running') return
  const by = world.context.user
  run.effects.push({
    type: 'decision',
    task: null,
    node: voided.node,
    by,
    onBehalfOf: null,
    act: 'void',
    opinion: null,
    files: [],
    data: { fields: hit(voided.node) },
  })
  takeBack(run, voided.id, by, 'void')
  reenter(run, voided)
}

/** M16: the record is held while an approval waits that does not say `locks: none`. */
function holdRecord(run: Run): void {
  const { state } = run
  const hold = state.activations.some(activation => {
    const definition = nodeOf(run, activation.node)?.definition
    return activation.state === 'live' && definition?.type === 'approve' && definition.locks !== 'none'
  })
  if (hold === state.locked) return
  state.locked = hold
  run.effects.push({ type: hold ? 'lockRecord' : 'unlockRecord' })
}
