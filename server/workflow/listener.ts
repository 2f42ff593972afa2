import { type CompiledForm, gateProblems, nextStage } from '../../engine/index.ts'
import { currentStage, enterProblems } from '../../engine/record/stages.ts'
import type { Installation } from '../apps/installation.ts'
import { concernsLadders, hearLadders } from '../ladders/hear.ts'
import { gateFacts } from '../records/gate-facts.ts'
import { stageContext } from '../records/move.ts'
import type { RecordEvent, RecordListener, Records } from '../records/records.ts'
import type { Connection } from '../records/scope.ts'
import { type Happening, runAutomations, triggers } from './automations.ts'
import { appWrite, asApp, type Engine, type Step, stepOf } from './step.ts'
import { listensIn, tellInstances, tellListeners } from './tell.ts'
import { runWindows } from './windows.ts'

/** Workflows, automations and stage actions hear of every record that is written (M7), in the writing transaction. */
export const workflowListener = (records: Records, engine: Engine): RecordListener => ({
  listens,
  onEvent: (connection, event) => hear(records, engine, connection, event),
  startApproval: async (connection, scope, record, workflow) => {
    const step = stepOf(engine, scope, connection)
    await engine.start(step, { workflow, form: scope.form, record: record.values.id, applicant: scope.actor.userId })
  },
})

function listens(installation: Installation, form: CompiledForm): boolean {
  const key = `listens ${form.key}`
  const known = installation.plans.get(key)
  if (typeof known === 'boolean') return known
  const { workflows, automations } = installation.app
  const found =
    [...workflows.values()].some(
      workflow =>
        workflow.form === form.key || workflow.on.some(on => on.form === form.key) || listensIn(workflow, form.key),
    ) ||
    automations.some(({ on, becomes, windows }) =>
      [...on, ...becomes, ...windows].some(trigger => trigger.form === form.key),
    ) ||
    concernsLadders(installation, form.key) ||
    form.stages.some(({ onEnter, onLeave }) => onEnter.length + onLeave.length > 0)
  installation.plans.set(key, found)
  return found
}

async function hear(records: Records, engine: Engine, connection: Connection, event: RecordEvent): Promise<void> {
  if (event.actor.kind === 'template') return
  const step = stepOf(engine, { ...event, records }, connection)
  const happenings = event.kind === 'restored' ? [] : happeningsOf(event)
  await hearLadders(step, event, happenings)
  if (event.kind === 'restored') return
  await stageActions(step, event)
  for (const happening of happenings) await runAutomations(step, happening, 'save')
  await tellInstances(step, event)
  for (const happening of happenings) await tellListeners(step, happening)
  for (const happening of happenings) await startWorkflows(step, event.id, happening)
  if (event.kind !== 'deleted') await approveWhenReady(step, event)
  for (const happening of happenings) await runAutomations(step, happening, 'after')
  await runWindows(step, event, happenings)
}

/** One save is one event (M3); a move also leaves and enters; a new record enters its first stage. */
function happeningsOf(event: RecordEvent): Happening[] {
  const { form, before, after, changed, move, actor, now, id } = event
  const base = { form, before, after, changed, key: `${id}:${String(after.version)}` }
  const said = (name: Happening['event'], more: object = {}) => ({
    ...base,
    event: name,
    $event: { record: id, user: actor.userId, at: now, due: now, changed, ...more },
  })
  if (event.kind === 'deleted') return [said('deleted')]
  const entered = event.kind === 'created' && form.stageField !== undefined ? after[form.stageField] : move?.to
  return [
    said(event.kind === 'created' ? 'created' : 'updated'),
    ...(typeof move?.from === 'string' ? [{ ...said('stage_left', { stage: move.from }), stage: move.from }] : []),
    ...(typeof entered === 'string' ? [{ ...said('stage_entered', { stage: entered }), stage: entered }] : []),
  ]
}

async function stageActions(step: Step, { form, move, kind, after, before, id }: RecordEvent): Promise<void> {
  const entered = kind === 'created' && form.stageField !== undefined ? after[form.stageField] : move?.to
  for (const stage of form.stages) {
    const left = move !== undefined && stage.key === move.from ? stage.onLeave : []
    const actions = stage.key === entered ? stage.onEnter : left
    if (actions.length === 0) continue
    const scopes = { $event: { record: id, stage: stage.key, at: step.now, user: step.actor.userId } }
    const own = asApp(step, { stage: stage.key })
    const key = `${stage.key}:${id}:${String(after.version)}`
    await step.engine.runActions(own, { actions, form, record: after, old: before, scopes, key })
  }
}

async function startWorkflows(step: Step, record: string, happening: Happening): Promise<void> {
  for (const workflow of step.installation.app.workflows.values()) {
    if (workflow.form !== happening.form.key || workflow.on.length === 0) continue
    if (!(await triggers(step, workflow.on, happening))) continue
    await step.engine.start(step, {
      workflow: workflow.key,
      form: happening.form,
      record,
      applicant: step.actor.userId,
    })
  }
}

/** `start: ready`: the approval begins as soon as it is all that the gate still lacks. */
async function approveWhenReady(step: Step, { form, after, id }: RecordEvent): Promise<void> {
  const stage = currentStage(form, after)
  const approval = stage?.definition.gate?.approval
  if (stage === undefined || approval === undefined || approval.start === 'on_move') return
  const write = appWrite(step, form)
  const facts = await gateFacts(write, stage, after, step.connection)
  if (facts.approval !== 'none') return
  const context = await stageContext(write, after, step.connection)
  const next = nextStage(form, after, context)
  if (next === undefined) return
  const missing = [
    ...gateProblems(form, stage, after, facts, context, next),
    ...enterProblems(form, next, after, context),
  ]
  if (missing.some(({ code }) => code !== 'stage_gate_approval')) return
  await step.engine.start(step, { workflow: approval.workflow, form, record: id, applicant: step.actor.userId })
}
