import type { Speaker } from '../../engine/sentence/index.ts'
import type { Automation, Label } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'
import type { Draft } from '../apps/drafts.ts'
import type { Installation } from '../apps/installation.ts'
import { draftSpeaker, publishedSpeaker } from './speakers.ts'

/** Where an automation stands: as published, or waiting in the draft to be. */
export type AutomationState = 'published' | 'new' | 'changed' | 'removed'

interface AutomationLine {
  readonly key: string
  readonly name: Label
  readonly state: AutomationState
  readonly enabled: boolean
  /** null for one that says more than a sentence can; then its ladder has lines, or it is only named */
  readonly sentence: string | null
  readonly lines: readonly string[]
  /** can be edited as a sentence */
  readonly editable: boolean
}

export interface LadderLine {
  readonly name: string
  readonly label: Label
  readonly form: string
  readonly stage: string | null
  readonly lines: readonly string[]
}

/** The automations as the draft has them, each with what has become of it since the last publish. */
export function automationLines(installation: Installation, draft: Draft, language: Language): AutomationLine[] {
  const published = new Map((installation.app.definition.automations ?? []).map(one => [one.key, one]))
  const drafted = draft.definition.automations ?? []
  const spoken = publishedSpeaker(installation)
  const drafting = draftSpeaker(installation, draft)
  const lines = drafted.map(one => {
    const before = published.get(one.key)
    const state = before === undefined ? 'new' : equal(before, one) ? 'published' : 'changed'
    return lineOf(installation, state === 'published' ? spoken : drafting, one, state, language)
  })
  const keys = new Set(drafted.map(({ key }) => key))
  const removed = [...published.values()].filter(({ key }) => !keys.has(key))
  return [...lines, ...removed.map(one => lineOf(installation, spoken, one, 'removed', language))]
}

const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function lineOf(
  { app }: Installation,
  speaker: Speaker,
  automation: Automation,
  state: AutomationState,
  language: Language,
): AutomationLine {
  const { key, name, ladder, on, form } = automation
  // A draft may be unfinished in any way: what cannot be told is only named.
  const sentence = quietly(() => speaker.sentence(automation, language)) ?? null
  const first = on?.find(trigger => 'event' in trigger)
  const owner = app.forms.get((first !== undefined && 'form' in first ? first.form : form) ?? '')
  const lines =
    sentence !== null || ladder === undefined || owner === undefined
      ? []
      : (quietly(() => speaker.ladder(owner, ladder, { on }, language)) ?? [])
  const enabled = automation.enabled !== false
  return { key, name, state, enabled, sentence, lines, editable: sentence !== null && state !== 'removed' }
}

function quietly<T>(tell: () => T): T | undefined {
  try {
    return tell()
  } catch {
    return undefined
  }
}

/** The ladders of forms and their stages, as published. */
export function ladderLinesOf(installation: Installation, language: Language): LadderLine[] {
  const speaker = publishedSpeaker(installation)
  return [...installation.app.forms.values()].flatMap(form => {
    const { definition } = form
    if (definition === undefined || form.parent !== undefined) return []
    const own = (definition.ladders ?? []).map((ladder, index) => {
      const key = ladder.key ?? String(index + 1)
      const lines = speaker.ladder(form, ladder, {}, language)
      return { name: `${form.key}.${key}`, label: ladder.name ?? form.name, form: form.key, stage: null, lines }
    })
    const staged = (definition.stages?.pipeline ?? []).flatMap(({ key: stage, label, ladder }) =>
      ladder === undefined
        ? []
        : [
            {
              name: `${form.key}.${stage}`,
              label: ladder.name ?? label,
              form: form.key,
              stage,
              lines: speaker.ladder(form, ladder, { stage }, language),
            },
          ],
    )
    return [...own, ...staged]
  })
}
