import type { Label } from '../../schemas/generated/definition.ts'
import type { RecordDocument } from './types.ts'

/** Tasks, workflows of records and how far they are, as the API answers them. */
export type TaskBox = 'todo' | 'done' | 'started' | 'cc'

export interface TaskDocument {
  readonly id: string
  readonly app: string
  readonly form: string
  readonly record: string | null
  readonly recordTitle: string | null
  readonly title: Label | string | null
  readonly workflow: string | null
  readonly node: string | null
  readonly kind: 'approve' | 'fill' | 'cc' | 'todo'
  readonly state: string
  readonly outcome?: string | null
  readonly assignee: string | null
  readonly applicant: string | null
  readonly at: string
  readonly dueAt: string | null
  readonly acts: readonly string[]
  readonly require: readonly string[]
  readonly fields: Readonly<Record<string, 'read' | 'write' | 'hidden'>>
  readonly workflowName: Label | null
  readonly waiting: boolean
  readonly actedAt: string | null
  readonly instance: { readonly id: string; readonly status: string; readonly outcome: string | null } | null
  readonly allow: {
    readonly add_signer?: { readonly kinds?: readonly SignerKind[] }
    readonly return?: { readonly then?: 'again' | 'back' | 'ask' }
    readonly batch?: boolean
  }
  /** for whom its holder stands in; whose task it is while he is only asked for his word */
  readonly standsFor: string | null
  readonly owner: string | null
}

export type SignerKind = 'before' | 'after' | 'beside'

/** One task whole. */
export interface OpenTask extends TaskDocument {
  /** the record as its holder may see it; null = not any more */
  readonly values: RecordDocument | null
  readonly trail: readonly TrailEntry[]
  readonly next: Label | null
  readonly returnTo: readonly { readonly to: string; readonly label: Label }[]
  /** what its holder typed and kept */
  readonly draft: { readonly values?: Readonly<Record<string, unknown>>; readonly opinion?: string } | null
  /** people the holder added who have not decided */
  readonly signers: readonly string[]
  readonly progress: Progress | null
}

/** What a box of tasks holds, by workflow. */
export interface BoxContent {
  readonly app: string
  readonly workflow: string | null
  readonly name: Label
  readonly count: number
}

/** How far an instance is, as it is drawn. */
export interface Progress {
  readonly nodes: readonly ProgressNode[]
  readonly edges: readonly ProgressEdge[]
  readonly cut: boolean
}

export interface ProgressNode {
  readonly key: string
  readonly type: string
  readonly label?: Label
  readonly state: 'done' | 'active' | 'ahead' | 'skipped'
  readonly outcome: string | null
  readonly at: string | null
  readonly by: string | null
  readonly count: number
  readonly share: { readonly done: number; readonly total: number } | null
  readonly until: string | null
  readonly holders: readonly { readonly user: string; readonly since: string | null }[]
}

export interface ProgressEdge {
  readonly from: string
  readonly to: string
  readonly taken: boolean
}

export interface TrailEntry {
  readonly at: string
  readonly by: string | null
  readonly act: string
  readonly opinion: string | null
  readonly node: string
  readonly label: Label
  readonly files: readonly string[]
  readonly to?: string
  readonly users?: readonly string[]
  readonly signature?: string
  /** the act that came too late */
  readonly tried?: string
  readonly onBehalfOf?: string
}

/** The workflows of one record. */
export interface RecordWorkflows {
  readonly instances: readonly {
    readonly id: string
    readonly workflow: string
    readonly name: Label
    readonly status: string
    readonly outcome: string | null
    readonly applicant: string | null
    readonly startedAt: string
    readonly endedAt: string | null
    readonly holders: readonly {
      readonly task: string
      readonly node: string
      readonly kind: string
      readonly assignee: string
      readonly dueAt: string | null
      readonly label: Label
    }[]
    readonly trail: readonly TrailEntry[]
    readonly progress: Progress | null
    /** the reader may take it up again */
    readonly reopen: boolean
  }[]
  readonly startable: readonly Startable[]
}

export interface Startable {
  readonly key: string
  readonly name: Label
  /** steps for which the applicant chooses among people */
  readonly choose: readonly {
    readonly node: string
    readonly label: Label
    readonly candidates: readonly string[]
    readonly max: number | null
  }[]
}

/** A workflow that runs, as administrators see it. */
export interface RunningWorkflow {
  readonly id: string
  readonly app: string
  readonly form: string
  readonly record: string
  readonly recordTitle: string
  readonly workflow: string
  readonly name: Label
  readonly applicant: string | null
  readonly startedAt: string
  /** its workflow was published anew since */
  readonly outdated: boolean
  /** it fell to an administrator because nobody was found */
  readonly stuck: boolean
  readonly overdue: boolean
  readonly holders: readonly {
    readonly task: string
    readonly node: string
    readonly label: Label
    readonly assignee: string
    readonly since: string
    readonly dueAt: string | null
  }[]
}
