import { type CompiledApp, compileApp } from '../../engine/index.ts'
import { type Addition, type Choices, decide, withAdditions } from '../../engine/storage/additions.ts'
import { planStorage, type StorageStep, stepKey } from '../../engine/storage/plan.ts'
import { allocateStorage, type StorageMap } from '../../engine/storage/storage-map.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { convertFill, type Fill, keptFill, type Passage, replaceFill, restoreFill } from '../storage/fills.ts'
import { turnOf } from '../storage/turn.ts'
import { checkFailed } from './findings.ts'
import type { Installation } from './installation.ts'

export type Current = Pick<Installation, 'orgId' | 'schema' | 'zone' | 'app' | 'storage'>

/** What a publish does: the definition it leads to, where its values live, and what is filled from what. */
export interface PublishPlan {
  readonly definition: AppDefinition
  readonly app: CompiledApp
  readonly storage: StorageMap
  readonly steps: readonly StorageStep[]
  readonly fills: readonly Fill[]
  readonly passage: Passage
  /** statements that fill links which change their side, as the publisher chose */
  readonly turns: readonly string[]
  /** fields and options the definition was given so that no value is out of sight */
  readonly additions: readonly Addition[]
}

/** Plans the way from what is published to a compiled definition, as the publisher decided for values that do not fit. */
export function planPublish(current: Current, next: CompiledApp, choices: Choices = {}): PublishPlan {
  const first = stepsTo(current, next)
  const { additions, kept, replacements } = decide(first.steps, choices, current.app, next)
  const app = additions.length === 0 ? next : compiled(withAdditions(next.definition, additions))
  const storage = allocateStorage(app, current.storage, current.app, replacements)
  const steps = additions.length === 0 && replacements.size === 0 ? first.steps : planStorage(current, { app, storage })
  const { orgId, schema, zone } = current
  const passage: Passage = { orgId, schema, zone, before: current, after: { app, storage } }
  const moved = movedFields(steps)
  const fills = [
    ...moved.flatMap(at => convertFill(at, passage, replacements.get(`${at.form}.${at.field}`)) ?? []),
    ...kept.flatMap(({ step, key }) => keptFill(step, key, passage) ?? []),
    ...[...replacements].flatMap(([name, replaced]) => {
      const [form, field] = splitName(name)
      if (moved.some(at => at.form === form && at.field === field)) return []
      return replaceFill(form, field, replaced, passage) ?? []
    }),
    ...restoredFills(steps, passage),
  ]
  const turns = steps.flatMap(step =>
    step.kind === 'turn' && choices[stepKey(step)] === 'turn' ? (turnOf(step, passage)?.fill ?? []) : [],
  )
  return { definition: app.definition, app, storage, steps, fills, passage, turns, additions }
}

function stepsTo(current: Current, app: CompiledApp): { steps: StorageStep[]; storage: StorageMap } {
  const storage = allocateStorage(app, current.storage, current.app)
  return { storage, steps: planStorage(current, { app, storage }) }
}

/** Fields whose values are in another column now; one that comes back with another content is told twice, and moved once. */
function movedFields(steps: readonly StorageStep[]): { form: string; field: string }[] {
  const moved = steps.flatMap(step =>
    step.kind === 'convert' || step.kind === 'restore_column' ? [{ form: step.form, field: step.field }] : [],
  )
  return [...new Map(moved.map(at => [`${at.form}.${at.field}`, at])).values()]
}

function restoredFills(steps: readonly StorageStep[], passage: Passage): Fill[] {
  const options = Map.groupBy(
    steps.filter(step => step.kind === 'restore_option'),
    ({ form, field }) => `${form}.${field}`,
  )
  return [...options].flatMap(([name, own]) => {
    const [form, field] = splitName(name)
    return restoreFill(form, field, new Set(own.map(({ option }) => option)), passage) ?? []
  })
}

/** `form.field` and `form.subform.field`. */
function splitName(name: string): [form: string, field: string] {
  const at = name.lastIndexOf('.')
  return [name.slice(0, at), name.slice(at + 1)]
}

function compiled(definition: AppDefinition): CompiledApp {
  const { app, findings } = compileApp(definition)
  if (app === null) throw checkFailed(findings)
  return app
}
