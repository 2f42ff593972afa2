import type { Labelled } from '../i18n/useText.ts'

/** An explanation as the server tells it (docs/api.md, "An explanation"). */
export interface ExplanationDoc {
  readonly form: string
  readonly record: { readonly id: string; readonly title: string | null }
  /** field, or subform.rowId.column */
  readonly field: string
  readonly label: Labelled
  readonly value: unknown
  readonly error: StepError | null
  readonly worked?: unknown
  /** what the field's places did to the exact result */
  readonly rounded?: { readonly from: string; readonly to: string; readonly places: number }
  readonly kept: 'frozen' | 'snapshot' | 'schedule' | null
  readonly at: string
  /** time alone changes it: the value is that of `at` */
  readonly timed: boolean
  readonly changedAt: string | null
  readonly version: number
  readonly since: { readonly version: number; readonly publishedAt: string } | null
  readonly explanation?: Step
  readonly rollup?: Rollup
}

export interface StepError {
  readonly code: string
  readonly message: string
}

export interface Source {
  readonly form: string
  readonly record: string | null
  readonly title: string | null
  readonly field: string | null
  readonly row: string | null
  readonly subform: string | null
  readonly computed: boolean
}

export interface RecordList {
  readonly form: string
  readonly field: string | null
  readonly count: number
  readonly hidden: number
  readonly sum?: string
  readonly records: readonly (Source & { readonly value: unknown })[]
}

export interface Rollup extends RecordList {
  readonly list: string
  readonly aggregate: string
  readonly where: string | null
}

export interface ScoredDimension {
  readonly key: string
  readonly label: Labelled
  readonly weight: string | null
  readonly value: string | null
  readonly counted: string | null
  readonly share: string
  readonly contribution: string
}

export interface TierSlice {
  readonly from: string
  readonly to: string | null
  readonly part: string
  readonly rate: string
  readonly brings: string
}

export interface Step {
  readonly text: string
  readonly type: string
  readonly skipped: boolean
  readonly operation?: string
  readonly labels?: readonly string[]
  readonly value?: unknown
  readonly shown?: Labelled
  readonly error?: StepError
  readonly hidden?: boolean
  readonly each?: boolean
  readonly source?: Source
  readonly setting?: string
  readonly list?: RecordList
  readonly tier?: {
    readonly row: number
    readonly from: string
    readonly edge: 'from' | 'above'
    readonly rate: string
    readonly to?: string
    readonly slices?: readonly TierSlice[]
  }
  readonly rounding?: { readonly from: string; readonly to: string; readonly places: number }
  readonly band?: { readonly edge: 'from' | 'above'; readonly from: string }
  readonly score?: {
    readonly dimensions: readonly ScoredDimension[]
    readonly adjustments: readonly { readonly label: Labelled; readonly by: string | null }[]
  }
  readonly inputs: readonly Step[]
}

/** The path of a value in the address of its explanation. */
export const explainedPath = ({ subform, row, field }: Pick<Source, 'subform' | 'row' | 'field'>): string =>
  subform === null || row === null ? (field ?? '') : `${subform}.${row}.${field ?? ''}`
