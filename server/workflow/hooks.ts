import type { CompiledAutomation, CompiledWebhook } from '../../engine/definition/compiled.ts'
import { recordScope } from '../../engine/index.ts'
import type { HookEvent, HookListener } from '../outbox/hooks.ts'
import type { Records } from '../records/records.ts'
import { recordContext } from '../records/scope.ts'
import { saving } from './automations.ts'
import { reportFailure } from './failures.ts'
import { asApp, type Engine, type Step, stepOf } from './step.ts'

/**
 * Runs the automations that wait for what another system tells (trigger `webhook`), in the transaction that marks the event handled: once, however often
 * it is tried. One that fails leaves the others alone, and administrators are told.
 */
export const hookListener =
  (records: Records, engine: Engine): HookListener =>
  async (transaction, event) => {
    const { connector } = event.hook
    if (connector === null) return
    const installation = await records.installations.byId(event.orgId, event.appId)
    if (installation === undefined) return
    const directory = await records.platform.directories.of({ orgId: event.orgId, directoryVersion: 0 })
    const actor = { kind: 'system', userId: null, cause: { hook: event.hook.name } } as const
    const step = stepOf(engine, { records, installation, directory, actor }, transaction)
    for (const automation of installation.app.automations) {
      if (automation.definition.enabled === false) continue
      const key = `hook:${automation.key}:${event.id}`
      await saving(
        step,
        () => run(step, automation, event, connector, key),
        error =>
          reportFailure(
            step,
            { name: automation.definition.name, fallback: automation.key },
            { form: '', record: '', key },
            error,
          ),
      )
    }
  }

async function run(
  step: Step,
  automation: CompiledAutomation,
  { externalId, body, receivedAt }: HookEvent,
  connector: string,
  key: string,
): Promise<void> {
  const $event = { body, id: externalId, at: receivedAt, connector }
  // There is no record: a form is only the place its empty fields would stand in.
  const form = [...step.installation.app.forms.values()][0]!
  const scope = recordScope({ form, values: {} }, { ...recordContext({ ...step, caller: null }), scopes: { $event } })
  const holds = (condition: CompiledWebhook['where']): boolean =>
    condition === undefined || condition.evaluate(scope) === true
  const fits = automation.webhooks.some(webhook => webhook.connector === connector && holds(webhook.where))
  if (!fits || !holds(automation.where)) return
  await step.engine.runActions(asApp(step, { automation: automation.key }), {
    ...{ actions: automation.actions, form, record: {}, scopes: { $event }, key },
    goOn: automation.definition.onError === 'continue',
  })
}
