import { type StorageStep, stepKey } from '../../engine/storage/plan.ts'
import type { Transaction } from '../database/statements.ts'
import { HttpProblem } from '../http/problem.ts'
import { inBothLanguages, namesOf, type Texts, textOfStep } from './plan-texts.ts'
import type { PublishPlan } from './publish-plan.ts'
import { rowsOfStep, type StepRecord } from './step-rows.ts'

/** What may be done with the values of a step. */
interface PlanChoice {
  /** `keep`, `empty`, `replace:{option}` */
  readonly key: string
  readonly text: Texts
}

/** A step of a publish in a reader's words, with the records it concerns and what may be done with them. */
export interface PlanItem {
  /** names the step in a request */
  readonly key: string
  readonly kind: StorageStep['kind']
  /** `blocked`: nothing is published while the records are as they are */
  readonly effect: StorageStep['effect'] | 'blocked'
  readonly form: string
  readonly field: string | null
  readonly count: number | null
  readonly text: Texts
  readonly samples: readonly StepRecord[]
  readonly choices: readonly PlanChoice[]
  /** what is done when the publisher says nothing else */
  readonly chosen: string | null
}

/** Counts each step on the real data and says it in words. Steps that concern no record say so by a count of 0. */
export async function describePlan(plan: PublishPlan, transaction: Transaction): Promise<PlanItem[]> {
  const items: PlanItem[] = []
  const { before } = plan.passage
  for (const step of plan.steps) {
    const rows = await rowsOfStep(step, plan, transaction)
    const count = rows?.count ?? 0
    const choices = count === 0 ? [] : choicesOf(step, plan)
    items.push({
      key: stepKey(step),
      kind: step.kind,
      effect: effectOf(step, count),
      form: step.form,
      field: 'field' in step ? step.field : null,
      count: rows === undefined ? null : rows.count,
      text: textOfStep(step, count, before.app, plan.app),
      samples: rows?.samples ?? [],
      choices,
      chosen: choices[0]?.key ?? null,
    })
  }
  return items
}

function effectOf(step: StorageStep, count: number): PlanItem['effect'] {
  if (step.kind === 'unique') return count === 0 ? 'lossless' : 'blocked'
  return count === 0 ? 'lossless' : step.effect
}

const EMPTY = 'empty'

/** The first is the one that hides no value. */
function choicesOf(step: StorageStep, plan: PublishPlan): readonly PlanChoice[] {
  if (step.kind === 'convert')
    return [
      { key: 'keep', text: kept(namesOf(step, plan.passage.before.app, plan.app).field) },
      {
        key: EMPTY,
        text: { zh: '留空，原值另行保存，改回来时恢复', en: 'Leave blank; the originals come back when the type does' },
      },
    ]
  if (step.kind === 'turn') return turning
  if (step.kind !== 'retire_option') return []
  const library = plan.app.forms.get(step.form)?.fields.get(step.field)?.library
  const others = [...(library?.options.values() ?? [])].filter(({ active, key }) => active && key !== step.option)
  const replacing = others.map(({ key, label }): PlanChoice => {
    const name = inBothLanguages(label, key)
    return { key: `replace:${key}`, text: { zh: `改为“${name.zh}”`, en: `Change to “${name.en}”` } }
  })
  const retired: PlanChoice = {
    key: 'keep',
    text: { zh: '旧记录照常显示，新记录不能再选', en: 'Old records still show it; nobody can choose it any more' },
  }
  // A stage is no option that could be retired: its records go to another stage.
  return library?.key.startsWith('$') ? replacing : [retired, ...replacing]
}

/** A single field takes the first of several; the others stay with the field that leaves. */
const turning: readonly PlanChoice[] = [
  {
    key: 'turn',
    text: {
      zh: '按原来的关联填好；只能填一条的取最早的一条',
      en: 'Fill it from the links there were; where it takes one, the earliest',
    },
  },
  { key: 'empty', text: { zh: '留空，原来的关联仍保留', en: 'Leave it blank; the links there were are kept' } },
]

const kept = (field: Texts): Texts => ({
  zh: `保留原值：旁边新增字段“${field.zh}（原值）”`,
  en: `Keep them in a new field “${field.en} (before)” beside it`,
})

/** What a request says about the values that do not fit. */
interface Given {
  readonly choices?: Readonly<Record<string, string>>
  /** agrees to the first choice where it names none */
  readonly confirm: boolean
  /** goes back to an earlier definition: nothing is added to it */
  readonly restoring?: boolean
}

/**
 * What is done for each step: what the request chose, else the first choice when it agrees to that.
 * @throws HttpProblem 400 for a choice that is none, 409 `needs_confirmation` where nothing was chosen, 409 `unique_has_duplicates`
 */
export function settleChoices(
  items: readonly PlanItem[],
  { choices: given = {}, confirm, restoring = false }: Given,
  told: readonly unknown[],
): Record<string, string> {
  if (items.some(({ effect }) => effect === 'blocked'))
    throw new HttpProblem(409, 'unique_has_duplicates', {}, [], { plan: told })
  const settled: Record<string, string> = {}
  for (const { key, choices, chosen } of items) {
    if (chosen === null) continue
    const choice = Object.hasOwn(given, key) ? given[key] : undefined
    if (choice === undefined && !confirm) throw new HttpProblem(409, 'needs_confirmation', {}, [], { plan: told })
    if (choice !== undefined && !choices.some(one => one.key === choice))
      throw new HttpProblem(400, 'invalid_parameter', { parameter: `choices.${key}`, reason: choice.slice(0, 60) })
    const quiet = restoring && choices.some(one => one.key === EMPTY) ? EMPTY : chosen
    settled[key] = choice ?? quiet
  }
  return settled
}
