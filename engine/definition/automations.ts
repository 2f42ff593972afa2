import type { Automation } from '../../schemas/generated/definition.ts'
import { BOOLEAN } from '../expression/index.ts'
import { actionScopes, compileActions } from './actions.ts'
import type { CompiledAction, CompiledAutomation, CompiledTrigger, RecordLadder } from './compiled.ts'
import { formEnvironment, type NameSpace } from './environment.ts'
import { compileExpression } from './expressions.ts'
import type { Findings } from './finding.ts'
import { automationLadders } from './ladders.ts'
import {
  compileButton,
  compileEventTrigger,
  compileSchedule,
  compileWebhook,
  isEvent,
  triggerForm,
} from './triggers.ts'
import { compileWindow } from './windows.ts'

/** An automation with what sets it off at once, and the ladders that set it off in time. */
export function compileAutomation(
  space: NameSpace,
  automation: Automation,
  findings: Findings,
): { compiled: CompiledAutomation; ladders: readonly RecordLadder[] } {
  const waits = automation.unless !== undefined || automation.ladder !== undefined
  const at = (index: number): Findings => findings.at('on', index)
  const on: CompiledTrigger[] = []
  const becomes: CompiledAutomation['becomes'][number][] = []
  const schedules: CompiledAutomation['schedules'][number][] = []
  const webhooks: CompiledAutomation['webhooks'][number][] = []
  const buttons: CompiledAutomation['buttons'][number][] = []
  const windows: CompiledAutomation['windows'][number][] = []
  const signals: CompiledAutomation['signals'][number][] = []
  for (const [index, trigger] of automation.on.entries()) {
    if (waits) continue
    if (isEvent(trigger)) on.push(...asList(compileEventTrigger(space, trigger, automation.form, at(index))))
    else if ('schedule' in trigger) schedules.push(compileSchedule(space, trigger, at(index)))
    else if ('webhook' in trigger) webhooks.push(...asList(compileWebhook(space, trigger, at(index))))
    else if ('signal' in trigger) {
      const form = triggerForm(space, trigger.form ?? automation.form, at(index))
      if (form !== undefined) signals.push({ signal: trigger.signal, form: form.key })
    } else if ('window' in trigger) windows.push(...asList(compileWindow(space, trigger, automation.form, at(index))))
    else if ('button' in trigger) buttons.push(...asList(compileButton(space, trigger, automation.form, at(index))))
    else if ('becomes' in trigger) {
      const form = space.forms.get(trigger.form ?? automation.form ?? '')
      const condition =
        form === undefined
          ? undefined
          : compileExpression(trigger.becomes, formEnvironment(space, form), NOWHERE, BOOLEAN)
      if (form !== undefined && condition !== undefined) becomes.push({ form: form.key, condition })
    }
  }
  if (automation.within !== undefined && automation.unless === undefined)
    findings.at('within').error('missing_property', { property: 'unless' })
  if (automation.ladder === undefined && (automation.then ?? []).length === 0)
    findings.error('missing_property', { property: 'then' })
  const formKey = windows[0]?.form ?? formOf(automation, on)
  const form = formKey === undefined ? undefined : triggerForm(space, formKey, findings)
  const where =
    automation.where === undefined
      ? undefined
      : compileExpression(automation.where, formEnvironment(space, form, actionScopes), findings.at('where'), BOOLEAN)
  const actions = compileActions(space, form, automation.then ?? [], actionScopes, findings.at('then'))
  if (automation.on.every(trigger => ('schedule' in trigger && trigger.for === undefined) || 'webhook' in trigger))
    checkNoRecord(actions, findings.at('then'))
  if (automation.enabled !== false && feedsItself(on, actions))
    findings.warning('self_feeding_automation', { automation: automation.key })
  const ladders = automationLadders(space, automation, findings)
  return {
    compiled: {
      key: automation.key,
      definition: automation,
      on,
      becomes,
      schedules,
      webhooks,
      buttons,
      windows,
      signals,
      where,
      actions,
    },
    ladders,
  }
}

/** Actions that need no record they are about. */
const FREE: ReadonlySet<string> = new Set(['notify', 'create', 'upsert', 'act', 'find', 'choose', 'each'])

/** A schedule without `for` and what another system tells are about no record: nothing can be done to "the record". */
function checkNoRecord(actions: readonly CompiledAction[], findings: Findings): void {
  for (const [index, { definition, branches }] of actions.entries()) {
    const { do: kind } = definition
    for (const inner of branches.values()) checkNoRecord(inner, findings)
    if (!FREE.has(kind) && !('target' in definition && definition.target !== undefined))
      findings.at(index).error('action_needs_record', { action: kind })
  }
}

const asList = <T>(one: T | undefined): T[] => (one === undefined ? [] : [one])
/** What a ladder reports already. */
const NOWHERE: Findings = { path: '', all: [], at: () => NOWHERE, error: () => {}, warning: () => {} }

/** The form whose record the actions run on; a schedule without records has none. */
function formOf(automation: Automation, on: readonly CompiledTrigger[]): string | undefined {
  if (on[0] !== undefined) return on[0].form
  for (const trigger of automation.on) {
    if ('button' in trigger && trigger.button.form !== undefined) return trigger.button.form
    if ('schedule' in trigger) return trigger.for?.form
    if ('form' in trigger && trigger.form !== undefined) return trigger.form
  }
  return automation.form
}

/** An update of the record itself, listened to without a field that keeps it apart. */
function feedsItself(on: readonly CompiledTrigger[], actions: readonly CompiledAction[]): boolean {
  return on.some(({ event, fields, where, form }) =>
    actions.some(({ definition, values }) => {
      if (definition.do === 'create') return event === 'created' && definition.form === form && where === undefined
      if (definition.do !== 'update' || definition.target !== undefined || event !== 'updated' || where !== undefined)
        return false
      return fields === undefined || fields.some(field => values.has(field))
    }),
  )
}
