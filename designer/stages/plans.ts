import type { Place } from '../../engine/definition/elements.ts'
import type { AppDefinition, Form, Gate, Stage } from '../../schemas/generated/definition.ts'
import type { Command, Patch, Plan } from '../commands/command.ts'
import { freeKey } from '../commands/names.ts'
import { approvalOf, freeWorkflowKey } from '../workflow/plans/create.ts'

export const stagePlace = (form: string, stage: string): Place => ['forms', form, 'stages', 'pipeline', stage]
const pipelineOf = (form: Form): readonly Stage[] => form.stages?.pipeline ?? []

const FIRST: readonly Stage[] = [
  { key: 'stage_1', label: { zh: '新建', en: 'New' }, color: 'grey' },
  { key: 'stage_2', label: { zh: '进行中', en: 'In progress' }, color: 'blue' },
  { key: 'stage_3', label: { zh: '完成', en: 'Done' }, color: 'green', kind: 'won' },
]

/** Three stages to begin with, for a form that has none. */
export const beginStages = (form: Form): Plan =>
  form.stages === undefined
    ? [{ do: 'set', at: ['forms', form.key], set: { stages: { pipeline: FIRST.map(stage => ({ ...stage })) } } }]
    : []

/** A stage after another one (null: the first), and its key. */
export function addStage(form: Form, after: string | null): { readonly key: string; readonly commands: Plan } {
  const keys = pipelineOf(form).map(({ key }) => key)
  const key = freeKey('stage', keys)
  const element: Stage = { key, label: { zh: '新阶段', en: 'New stage' }, color: 'blue' }
  return { key, commands: [{ do: 'add', to: ['forms', form.key, 'stages', 'pipeline'], element, after }] }
}

/** A stage to the place `to` counted among the others. */
export function moveStage(form: Form, stage: string, to: number): Plan {
  const others = pipelineOf(form).filter(({ key }) => key !== stage)
  const after = others[Math.min(to, others.length) - 1]?.key ?? null
  const now = pipelineOf(form).findIndex(({ key }) => key === stage)
  if (now < 0 || (pipelineOf(form)[now - 1]?.key ?? null) === after) return []
  return [{ do: 'move', at: stagePlace(form.key, stage), after }]
}

/** Takes a stage away, and out of what other stages say they come from. With the last one the form has no stages any more. */
export function removeStage(form: Form, stage: string): Plan {
  const others = pipelineOf(form).filter(({ key }) => key !== stage)
  if (others.length === 0) return [{ do: 'set', at: ['forms', form.key], set: { stages: null } }]
  const mended = others.flatMap(({ key, from }): Command[] => {
    if (from?.includes(stage) !== true) return []
    const left = from.filter(one => one !== stage)
    return [{ do: 'set', at: stagePlace(form.key, key), set: { from: left.length === 0 ? null : left } }]
  })
  return [...mended, { do: 'remove', at: stagePlace(form.key, stage) }]
}

/** Properties of a stage; null takes one away. */
export const setStage = (form: string, stage: string, set: Patch): Plan => [
  { do: 'set', at: stagePlace(form, stage), set },
]

/** What a stage asks before it is left; a gate that asks nothing is taken away. */
export function setGate(form: string, stage: Stage, set: Partial<Record<keyof Gate, unknown>>): Plan {
  const gate = Object.fromEntries(Object.entries({ ...stage.gate, ...set }).filter(([, value]) => !isNothing(value)))
  return setStage(form, stage.key, { gate: Object.keys(gate).length === 0 ? null : gate })
}

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0)

/** A new approval by some people as the gate of a stage: the workflow and the gate in one step. */
export function addApproval(
  definition: AppDefinition,
  form: Form,
  stage: Stage,
  by: string,
): { readonly workflow: string; readonly commands: Plan } {
  const key = freeWorkflowKey(definition)
  const name = { zh: `${stage.label.zh ?? stage.label.en}审批`, en: `${stage.label.en ?? stage.label.zh} approval` }
  const evidence = [...(stage.gate?.require ?? []), ...(stage.gate?.anyOf?.fields ?? [])]
  const approval = {
    workflow: key,
    start: 'ready' as const,
    then: 'allow' as const,
    ...(evidence.length === 0 ? {} : { voidOn: evidence }),
  }
  return {
    workflow: key,
    commands: [
      { do: 'add', to: ['workflows'], element: approvalOf(key, form.key, name, by) },
      ...setGate(form.key, stage, { approval }),
    ],
  }
}

/** Forms whose records point at this form, with the relation that does: what a gate can ask for. */
export const relatedForms = (definition: AppDefinition, form: string): readonly { form: Form; relation: string }[] =>
  definition.forms.flatMap(other =>
    other.fields.flatMap(field =>
      field.type === 'relation' && field.to === form && field.multiple !== true
        ? [{ form: other, relation: field.key }]
        : [],
    ),
  )
