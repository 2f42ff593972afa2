import type { Labelled } from '../i18n/useText.ts'

/** An automation as the server tells it. */
export interface AutomationDocument {
  readonly key: string
  readonly name: Labelled
  readonly state: 'published' | 'new' | 'changed' | 'removed'
  readonly enabled: boolean
  readonly sentence: string | null
  readonly lines: readonly string[]
  readonly editable: boolean
}

export interface LadderDocument {
  readonly name: string
  readonly label: Labelled
  readonly form: string
  readonly stage: string | null
  readonly lines: readonly string[]
}

export interface AutomationsDocument {
  readonly automations: readonly AutomationDocument[]
  readonly ladders: readonly LadderDocument[]
}

export interface Suggestion {
  readonly at: number
  readonly text: string
}

/** What the server makes of a sentence. */
export type ReadingDocument = {
  readonly language: 'zh' | 'en'
  readonly suggestions: readonly Suggestion[]
} & (
  | {
      readonly understood: true
      readonly automation: unknown
      readonly sentence: string
      readonly mistakes: readonly { readonly path: string; readonly message: string }[]
    }
  | {
      readonly understood: false
      readonly at: number
      readonly rest: string
      readonly expected: readonly string[]
    }
)

export type RunOutcome = 'waiting' | 'done' | 'failed' | 'handed_over'

export interface RunDocument {
  readonly id: string
  readonly automation: string
  readonly name: Labelled
  readonly kind: 'event' | 'schedule' | 'button' | 'webhook' | 'ladder'
  readonly step: string | null
  readonly form: string | null
  readonly record: string | null
  readonly outcome: RunOutcome
  readonly attempts: number
  readonly error: Labelled
  readonly createdAt: string
  readonly endedAt: string | null
  readonly dueAt: string | null
}

export interface WholeRun extends RunDocument {
  readonly event: Readonly<Record<string, unknown>>
  readonly steps: readonly {
    readonly action: number
    readonly do: string
    readonly state: 'done' | 'skipped' | 'failed'
    readonly result?: unknown
    readonly reason?: Labelled
  }[]
}

/** What is kept from the server of an app's automations begins with it. */
export const automationsKey = (app: string) => ['automations', app] as const
