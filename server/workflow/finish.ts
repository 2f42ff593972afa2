import { nextStage } from '../../engine/index.ts'
import { currentStage } from '../../engine/record/stages.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import { notify } from '../notifications/store.ts'
import { moveStored, obstacles, stageContext } from '../records/move.ts'
import { readStored, type StoredRecord } from '../records/stored.ts'
import { type Happening, runAutomations } from './automations.ts'
import { driveById } from './drive.ts'
import { formOf, workflowOf } from './instances.ts'
import { type About, aboutRecord } from './message-text.ts'
import { administratorsOf, appWrite, asApp, type Instance, type Step } from './step.ts'
import { tellListeners } from './tell.ts'
import { inBoth, outcomeNotice } from './texts.ts'

/** What follows from an instance's end: the applicant is told, a stage gate that waited for it may open, and whatever listens to it runs. */
export async function finishInstance(step: Step, instance: Instance): Promise<void> {
  const { installation, connection, records } = step
  const form = formOf(installation, instance.form)
  const record =
    form === undefined
      ? undefined
      : await readStored(records.platform, installation, form, instance.record, connection, { lock: true })
  if (form === undefined || record === undefined) return
  const own = instance.parentId === null
  if (own && instance.status !== 'withdrawn' && instance.applicant !== null && instance.applicant !== step.actor.userId)
    await tellApplicant(step, instance, { form, values: record.values })
  if (!own) await tellParent(step, instance)
  if (record.deleted || instance.status === 'failed') return
  if (own && instance.state.outcome === 'approved') await openGate(step, instance, record)
  const { outcome } = instance.state
  const $event = {
    workflow: instance.workflow,
    outcome,
    status: instance.status,
    instance: instance.id,
    at: step.now,
    user: step.actor.userId,
  }
  await tellSystems(step, instance, form.key)
  const happening: Happening = {
    event: 'workflow_finished',
    form,
    before: record.values,
    after: record.values,
    changed: [],
    workflow: instance.workflow,
    $event,
    key: instance.id,
  }
  await runAutomations(step, happening)
  await tellListeners(step, happening)
}

async function tellSystems(step: Step, instance: Instance, form: string): Promise<void> {
  const { installation, connection, records } = step
  const { id, workflow, record, state } = instance
  await records.platform.webhooks.tell(records.platform, connection, {
    orgId: installation.orgId,
    appId: installation.id,
    event: 'workflow.finished',
    form,
    // A reopened instance ends once more.
    key: `${id}:${step.now}`,
    document: { app: installation.key, form, record: { id: record }, workflow, outcome: state.outcome },
  })
}

async function tellParent(step: Step, { id, parentId, parentActivation, status, state }: Instance): Promise<void> {
  const outcome = status === 'ended' ? state.outcome : 'cancelled'
  await driveById(step, parentId ?? '', { type: 'child', activation: parentActivation ?? 0, id, outcome })
}

async function tellApplicant(step: Step, instance: Instance, about: About): Promise<void> {
  const { installation, connection, records } = step
  const workflow = await workflowOf(installation, instance.appVersion, instance.workflow, connection)
  const text = outcomeNotice(inBoth(workflow?.definition.name, instance.workflow), instance.state.outcome ?? 'done')
  await notify(records.platform, connection, {
    orgId: installation.orgId,
    users: [instance.applicant ?? ''],
    text: aboutRecord(step, text, about, instance.applicant ?? ''),
    link: { app: installation.key, form: instance.form, record: instance.record },
    dedupeKey: `ended:${instance.id}`,
    kind: 'result',
  })
}

/** `then: advance`: the record goes on to the next stage, unless its gate lacks something else meanwhile; then the applicant is told what. */
async function openGate(step: Step, instance: Instance, record: StoredRecord): Promise<void> {
  const form = formOf(step.installation, instance.form)!
  const approval = currentStage(form, record.values)?.definition.gate?.approval
  if (approval?.workflow !== instance.workflow || approval.then !== 'advance') return
  const write = appWrite(asApp(step, { workflow: instance.workflow }), form)
  const context = await stageContext(write, record.values, step.connection)
  const target = nextStage(form, record.values, context)
  if (target === undefined) return
  const { problems } = await obstacles(write, record, target.key, [], step.connection)
  if (problems.length === 0) {
    await moveStored(write, record, target.key, [], step.connection)
    return
  }
  const say = (language: 'zh' | 'en'): string =>
    problems.map(({ code, params }) => errorMessage(code, params, language)).join(' ')
  await notify(step.records.platform, step.connection, {
    orgId: step.installation.orgId,
    users: instance.applicant === null ? administratorsOf(step.directory) : [instance.applicant],
    text: { zh: say('zh'), en: say('en') },
    link: { app: step.installation.key, form: form.key, record: instance.record },
    dedupeKey: `gate:${instance.id}`,
    kind: 'result',
  })
}
