import type { AppDefinition, Stage } from '../../schemas/generated/definition.ts'
import type { Speaking } from '../workflow/words/speaking.ts'
import { stageTexts } from './texts.ts'

type Key = keyof typeof stageTexts

/** What a stage asks before it is left, and its reminders: a line each. */
export function tellGate(speaking: Speaking, definition: AppDefinition, stage: Stage): readonly string[] {
  const at = speaking.language === 'zh' ? 0 : 1
  const say = (key: Key, params: Readonly<Record<string, string | number>> = {}): string =>
    stageTexts[key][at].replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''))
  const fields = (keys: readonly string[]): string =>
    keys.map(key => speaking.label(speaking.form?.fields.get(key)?.label) || key).join(stageTexts.comma[at])
  const { require = [], anyOf, related = [], approval, rules = [] } = stage.gate ?? {}
  const workflow = definition.workflows?.find(({ key }) => key === approval?.workflow)
  const formName = (key: string): string => speaking.label(definition.forms.find(form => form.key === key)?.name) || key
  return [
    ...(require.length === 0 ? [] : [say('needs', { what: fields(require) })]),
    ...(anyOf === undefined
      ? []
      : [say('needs', { what: say('needsAny', { what: fields(anyOf.fields), count: anyOf.atLeast ?? 1 }) })]),
    ...related.map(({ query, atLeast }) =>
      say('needs', { what: say('needsRelated', { count: atLeast, form: formName(query.form) }) }),
    ),
    ...(approval === undefined
      ? []
      : [say('needsApproval', { name: speaking.label(workflow?.name) || approval.workflow })]),
    ...(rules.length === 0 ? [] : [say('needsRules', { count: rules.length })]),
    ...(stage.ladder?.steps ?? []).map(({ after }) => say('lasts', { time: speaking.duration(after) })),
  ]
}
