import type { EventTrigger, Trigger } from '../../schemas/generated/definition.ts'
import { ANY, BOOLEAN } from '../expression/index.ts'
import type { CompiledButton, CompiledForm, CompiledSchedule, CompiledTrigger, CompiledWebhook } from './compiled.ts'
import { knownField } from './conditions.ts'
import { knownConnector } from './connectors.ts'
import { formEnvironment, type NameSpace } from './environment.ts'
import { compileExpression } from './expressions.ts'
import { type Findings, suggest } from './finding.ts'
import { compileQuery } from './queries.ts'
import { compileTransition } from './transition.ts'

export const isEvent = (trigger: Trigger): trigger is EventTrigger => 'event' in trigger

/** The form a trigger is about: its own, else the one around it. */
export function triggerForm(space: NameSpace, key: string | undefined, findings: Findings): CompiledForm | undefined {
  const form = space.forms.get(key ?? '')
  if (key === undefined) findings.error('missing_property', { property: 'form' })
  else if (form === undefined)
    findings.at('form').error('unknown_form', { form: key, suggestion: suggest(key, space.forms.keys()) })
  return form
}

/** A trigger where only events can stand; others are a finding. */
export function compileEventTrigger(
  space: NameSpace,
  trigger: Trigger,
  defaultForm: string | undefined,
  findings: Findings,
): CompiledTrigger | undefined {
  if (!isEvent(trigger)) {
    findings.error('event_expected', { found: Object.keys(trigger)[0] ?? '' })
    return undefined
  }
  const form = triggerForm(space, trigger.form ?? defaultForm, findings)
  if (form === undefined) return undefined
  for (const [index, field] of (trigger.fields ?? []).entries()) knownField(form, field, findings.at('fields', index))
  const stages = form.definition?.stages?.pipeline.map(stage => stage.key) ?? []
  if (trigger.stage !== undefined && !stages.includes(trigger.stage))
    findings.at('stage').error('unknown_stage', { stage: trigger.stage, suggestion: suggest(trigger.stage, stages) })
  const workflows = (space.definition.workflows ?? []).map(workflow => workflow.key)
  if (trigger.workflow !== undefined && !workflows.includes(trigger.workflow))
    findings
      .at('workflow')
      .error('unknown_workflow', { workflow: trigger.workflow, suggestion: suggest(trigger.workflow, workflows) })
  const where =
    trigger.where === undefined
      ? undefined
      : compileExpression(trigger.where, formEnvironment(space, form), findings.at('where'), BOOLEAN)
  return {
    event: trigger.event,
    form: form.key,
    fields: trigger.fields,
    ...compileTransition(form, trigger, findings),
    stage: trigger.stage,
    workflow: trigger.workflow,
    where,
  }
}

export function compileSchedule(
  space: NameSpace,
  trigger: Extract<Trigger, { schedule: unknown }>,
  findings: Findings,
): CompiledSchedule {
  const { schedule } = trigger
  if (trigger.for === undefined) return { schedule, for: undefined }
  return { schedule, for: compileQuery(space, trigger.for, undefined, {}, findings.at('for')) }
}

/** What another system tells stands in `{$event}`: `{ body, id, at, connector }`; no record is in sight. */
export function compileWebhook(
  space: NameSpace,
  trigger: Extract<Trigger, { webhook: unknown }>,
  findings: Findings,
): CompiledWebhook | undefined {
  if (knownConnector(space, trigger.webhook, 'webhook', findings.at('webhook')) === undefined) return undefined
  const where =
    trigger.where === undefined
      ? undefined
      : compileExpression(
          trigger.where,
          formEnvironment(space, undefined, { $event: ANY }),
          findings.at('where'),
          BOOLEAN,
        )
  return { connector: trigger.webhook, where }
}

export function compileButton(
  space: NameSpace,
  { button }: Extract<Trigger, { button: unknown }>,
  defaultForm: string | undefined,
  findings: Findings,
): CompiledButton | undefined {
  const place = findings.at('button')
  const form = triggerForm(space, button.form ?? defaultForm, place)
  if (form === undefined) return undefined
  for (const [index, field] of (button.ask ?? []).entries()) knownField(form, field, place.at('ask', index))
  const roles = (space.definition.roles ?? []).map(({ key }) => key)
  for (const [index, role] of (button.roles ?? []).entries())
    if (!roles.includes(role))
      place.at('roles', index).error('unknown_role', { role, suggestion: suggest(role, roles) })
  const when =
    button.when === undefined
      ? undefined
      : compileExpression(button.when, formEnvironment(space, form), place.at('when'), BOOLEAN)
  return { form: form.key, definition: button, when }
}
