import type { Action, AppDefinition, Label } from '../../../schemas/generated/definition.ts'

/** Where a workflow is used, in words: gates of stages, other workflows, automations. */
export function usesOfWorkflow(definition: AppDefinition, key: string, label: (label: Label) => string): string[] {
  const gates = definition.forms.flatMap(form =>
    (form.stages?.pipeline ?? [])
      .filter(
        ({ gate, onEnter, onLeave }) =>
          gate?.approval?.workflow === key || starts(onEnter, key) || starts(onLeave, key),
      )
      .map(stage => `${label(form.name)} · ${label(stage.label)}`),
  )
  const callers = (definition.workflows ?? [])
    .filter(one => one.key !== key && one.nodes.some(node => 'workflow' in node && node.workflow === key))
    .map(one => label(one.name))
  const automations = (definition.automations ?? [])
    .filter(({ then, on }) => starts(then, key) || on.some(one => 'workflow' in one && one.workflow === key))
    .map(one => label(one.name))
  return [...gates, ...callers, ...automations]
}

const starts = (actions: readonly Action[] | undefined, key: string): boolean =>
  (actions ?? []).some(action => action.do === 'start' && action.workflow === key)
