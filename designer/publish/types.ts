/** What the server answers a check of the draft with. */
export interface Texts {
  readonly zh: string
  readonly en: string
}
export interface Found {
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly path: string
  readonly message: string
}
export interface Change {
  readonly path: string
  readonly kind: 'added' | 'removed' | 'changed'
  /** what the app does, who may do what, what things are called, where they stand */
  readonly group: 'meaning' | 'rights' | 'words' | 'layout'
  readonly text: Texts
  /** of a right: somebody may do or see more than before, or may, as far as can be told */
  readonly opens?: boolean
}
export interface StepRecord {
  readonly id: string
  readonly title: string
  readonly value: string | null
}
export interface Step {
  readonly key: string
  readonly kind: string
  readonly effect: 'lossless' | 'lossy' | 'blocked'
  readonly form: string
  readonly field: string | null
  readonly count: number | null
  readonly text: string
  readonly samples: readonly StepRecord[]
  readonly choices: readonly { readonly key: string; readonly text: string }[]
  readonly chosen: string | null
}
export interface RunningWork {
  readonly workflows: readonly {
    readonly workflow: string
    readonly name: Texts
    readonly count: number
    readonly movable: number
    readonly obstacles: readonly { readonly label: Texts; readonly count: number }[]
  }[]
  readonly ladders: readonly { readonly ladder: string; readonly name: Texts; readonly count: number }[]
}
export interface Check {
  readonly base: number
  readonly findings: readonly Found[]
  readonly changes: readonly Change[]
  readonly plan: readonly Step[]
  readonly running: RunningWork
  readonly scenarios: number
}
export interface Played {
  readonly passed: boolean
  readonly skipped: readonly string[]
  readonly scenarios: readonly {
    readonly key: string
    readonly name: Texts
    readonly passed: boolean
    readonly steps: readonly {
      readonly at: string
      readonly problems: readonly Texts[]
      /** fields an act left blank that are required */
      readonly missing: readonly { readonly act: number; readonly fields: readonly string[] }[]
    }[]
  }[]
}
export interface Publishing {
  readonly publishing: {
    readonly id: string
    readonly state: 'preparing' | 'published' | 'failed' | 'cancelled'
    readonly done: number
    readonly total: number
    readonly problem: { readonly code: string; readonly message: string } | null
    readonly version: number | null
  } | null
  readonly carriedOver: {
    readonly version: number
    readonly moved: number
    readonly applied: number
    readonly stayed: number
    readonly finishedAt?: string
  } | null
}
