import type { Action, Ladder } from '../../../schemas/generated/definition.ts'
import { freeKey } from '../../commands/names.ts'
import { durationText } from '../words/duration.ts'
import { panelTexts } from './texts.ts'

/** What a step of a deadline does, as people pick it. */
export const deadlineActs = ['remind', 'transfer', 'approve', 'reject', 'return', 'urge'] as const
export type DeadlineAct = (typeof deadlineActs)[number]

type Step = Ladder['steps'][number]

/** The act of a step; undefined when it does something else, or several things. */
export function actOf({ do: actions }: Pick<Step, 'do'>): DeadlineAct | undefined {
  const [action, ...more] = actions
  if (action === undefined || more.length > 0) return undefined
  if (action.do === 'notify') return action.to === ASSIGNEE ? 'remind' : undefined
  return action.do === 'act' ? deadlineActs.find(one => one === action.as) : undefined
}

const ASSIGNEE = '{$task.assignee}'
export const ASSIGNEES_MANAGER = 'MANAGER({$task.assignee})'

/** The action of an act; a reminder names the record and how long it has waited. */
export function actionOf(act: DeadlineAct, after: string, title: string, to: string = ASSIGNEES_MANAGER): Action {
  if (act === 'remind') {
    const text = (language: 'zh' | 'en'): string =>
      panelTexts.reminder[language === 'zh' ? 0 : 1]
        .replace('{{title}}', `{${title}}`)
        .replace('{{time}}', durationText(after, language))
    return { do: 'notify', to: ASSIGNEE, message: { zh: text('zh'), en: text('en') } }
  }
  return { do: 'act', on: '{$task.id}', as: act, ...(act === 'transfer' ? { to } : {}) }
}

/** A ladder with one step more: each waits twice as long as the one before. */
export function withStep(ladder: Ladder | undefined, act: DeadlineAct, title: string, after?: string): Ladder {
  const steps = ladder?.steps ?? []
  const last = /^(\d+)([a-z]+)$/.exec(steps.at(-1)?.after ?? '')
  const wait = after ?? (last === null ? '24h' : `${Math.min(Number(last[1]) * 2, 9_999_999)}${last[2]}`)
  const key = freeKey(
    'step',
    steps.map(step => step.key),
  )
  return { ...ladder, steps: [...steps, { key, after: wait, do: [actionOf(act, wait, title)] }] }
}
