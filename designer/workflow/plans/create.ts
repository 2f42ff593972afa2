import type { AppDefinition, Workflow } from '../../../schemas/generated/definition.ts'
import type { Created } from '../../commands/elements.ts'
import { freeKey } from '../../commands/names.ts'
import { letStart, likelyStarters } from './starters.ts'

/** An approval by one step that works at once: the manager decides, and that is the end. */
export const approvalOf = (
  key: string,
  form: string,
  name: Workflow['name'],
  by = 'MANAGER({$applicant})',
): Workflow => ({
  key,
  name,
  form,
  start: { to: 'approve_1', manual: true },
  nodes: [
    {
      key: 'approve_1',
      type: 'approve',
      label: { zh: '审批', en: 'Approval' },
      by,
      mode: 'any',
      fields: { '*': 'read' },
      next: [{ to: 'end_1', on: 'approved' }],
    },
    { key: 'end_1', type: 'end', label: { zh: '结束', en: 'End' }, outcome: 'approved' },
  ],
})

export const freeWorkflowKey = (definition: AppDefinition): string =>
  freeKey(
    'workflow',
    (definition.workflows ?? []).map(({ key }) => key),
  )

/** A new workflow on a form (the app's first, unless one is named), which everybody who works on its records may start. */
export function newWorkflow(definition: AppDefinition, form = definition.forms[0]?.key ?? ''): Created {
  const key = freeWorkflowKey(definition)
  const element = approvalOf(key, form, { zh: '新流程', en: 'New workflow' })
  return {
    key,
    commands: [
      { do: 'add', to: ['workflows'], element },
      ...letStart(definition, key, likelyStarters(definition, form)),
    ],
  }
}
