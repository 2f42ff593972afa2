import type { CompiledAutomation, CompiledWebhook } from '../../engine/definition/compiled.ts'
import { recordScope } from '../../engine/index.ts'
import type { HookEvent, HookListener } from '../outbox/hooks.ts'
import type { Records } from '../records/records.ts'
import { recordContext } from '../records/scope.ts'
import { run } from './run.ts'
import { type Engine, type Step, stepOf } from './step.ts'

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
    for (const automation of installation.app.automations)
      if (automation.definition.enabled !== false) await hear(step, automation, event, connector)
  }

async function hear(
  step: Step,
  automation: CompiledAutomation,
  { id, externalId, body, receivedAt }: HookEvent,
  connector: string,
): Promise<void> {
  const $event = { body, id: externalId, at: receivedAt, connector }
  // There is no record: a form is only the place its empty fields would stand in.
  const form = [...step.installation.app.forms.values()][0]!
  const scope = recordScope({ form, values: {} }, { ...recordContext({ ...step, caller: null }), scopes: { $event } })
  const holds = (condition: CompiledWebhook['where']): boolean =>
    condition === undefined || condition.evaluate(scope) === true
  const fits = automation.webhooks.some(webhook => webhook.connector === connector && holds(webhook.where))
  if (!fits || !holds(automation.where)) return
  await run(step, {
    automation: automation.key,
    name: automation.definition.name,
    actions: automation.actions,
    onError: automation.definition.onError ?? 'stop',
    ...{ form, record: {} },
    cause: { kind: 'webhook', event: $event },
    by: { automation: automation.key },
    key: `hook:${automation.key}:${id}`,
  })
}
