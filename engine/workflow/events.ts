import type { CompiledAction, CompiledForm } from '../definition/compiled.ts'
import type { RecordContext, RecordValues } from '../record/context.ts'
import type { TimePlace } from '../timer/duration.ts'
import type { CompiledWorkflow } from './compiled.ts'
import type { EndOutcome } from './state.ts'

export type Act =
  | 'approve'
  | 'reject'
  | 'submit'
  | 'return'
  | 'transfer'
  | 'delegate'
  | 'hand-back'
  | 'add-signer'
  | 'remove-signer'
  | 'cc'
  | 'withdraw'
  | 'urge'
  | 'close'

/** What somebody did with a task. */
export interface ActEvent {
  readonly type: 'act'
  readonly task: string
  readonly act: Act
  /** null = the app (a timer's or automation's act) */
  readonly by: string | null
  /** an administrator may transfer what is not his */
  readonly admin?: boolean
  readonly opinion?: string | undefined
  readonly files?: readonly string[] | undefined
  readonly signature?: string | undefined
  /** transfer: a person; return: `applicant`, `previous` or a node's key */
  readonly to?: string | undefined
  readonly users?: readonly string[] | undefined
  /** add-signer: before | after | beside; return: again | back */
  readonly kind?: string | undefined
}

export type WorkflowEvent =
  | { readonly type: 'start'; readonly chosen?: Readonly<Record<string, readonly string[]>> | undefined }
  | ActEvent
  /** the n-th firing of a step of a task's deadline */
  | { readonly type: 'timer'; readonly task: string; readonly step: string; readonly index: number }
  /** a timer of a node: its wait is over, its condition is looked at again, or an event's time has come */
  | { readonly type: 'alarm'; readonly activation: number; readonly key: string }
  /** something happened that these nodes listen to: a wait, or an event by its number */
  | { readonly type: 'happened'; readonly hits: readonly Hit[] }
  /** a subprocess came to its end; null: it could not be started */
  | { readonly type: 'child'; readonly activation: number; readonly id: string; readonly outcome: EndOutcome | null }
  /** a finished instance is taken up again */
  | { readonly type: 'reopen'; readonly by: string; readonly opinion?: string | undefined }
  /** the actions of a `do` node were carried out */
  | { readonly type: 'ran'; readonly activation: number; readonly out: Readonly<Record<string, unknown>> }
  /** fields of the record changed: approvals with `voidOn` of them are void */
  | { readonly type: 'changed'; readonly fields: readonly string[] }
  /** a holder of tasks was deactivated */
  | { readonly type: 'departed'; readonly user: string }
  /** the record went away */
  | { readonly type: 'cancel'; readonly by: string | null }

/** A node that listens, and with which of its triggers. */
export interface Hit {
  readonly node: string
  readonly at: 'wait' | number
}

/** What must be done about it, in this order. */
export type Effect =
  | {
      readonly type: 'createTask'
      readonly task: {
        readonly id: string
        readonly kind: 'approve' | 'fill' | 'cc'
        readonly node: string
        readonly activation: number
        readonly assignee: string
        /** for whom the holder stands in while he is away */
        readonly standsFor: string | null
        /** when its deadline is over: the first step that acts, else the last */
        readonly due: string | null
        readonly fallback: boolean
      }
    }
  | {
      readonly type: 'changeTask'
      readonly task: string
      readonly assignee?: string
      /** for whom the new holder stands in */
      readonly standsFor?: string | null
      /** waits for signers before; an absent property stays */
      readonly waiting?: boolean
    }
  | { readonly type: 'finishTask'; readonly task: string; readonly outcome: string; readonly by: string | null }
  | { readonly type: 'cancelTask'; readonly task: string; readonly by: string | null; readonly act: string }
  | {
      readonly type: 'decision'
      readonly task: string | null
      readonly node: string
      readonly by: string | null
      /** whom he stood in for */
      readonly onBehalfOf: string | null
      readonly act: string
      readonly opinion: string | null
      readonly files: readonly string[]
      readonly data: Readonly<Record<string, unknown>>
    }
  | {
      readonly type: 'notify'
      readonly users: readonly string[]
      readonly code: NoticeCode
      readonly node: string
      readonly task: string
    }
  | {
      readonly type: 'armTimer'
      readonly key: string
      readonly task: string
      readonly step: string
      readonly index: number
      readonly due: string
    }
  | {
      readonly type: 'armAlarm'
      readonly key: string
      readonly activation: number
      readonly alarm: string
      readonly due: string
    }
  | { readonly type: 'cancelTimers'; readonly keys: readonly string[] }
  /** answer with `child` when it ended or could not be started; `record` null = the same */
  | {
      readonly type: 'startChild'
      readonly id: string
      readonly activation: number
      readonly workflow: string
      readonly record: string | null
      readonly item: unknown
      readonly row: string
      readonly depth: number
    }
  | { readonly type: 'cancelChildren'; readonly ids: readonly string[]; readonly by: string | null }
  /** with an activation: answer with `ran` afterwards */
  | {
      readonly type: 'runActions'
      readonly activation: number | null
      readonly node: string
      /** tells what is run at one node apart: a step of a ladder with its firing, or the number of an event */
      readonly part: string
      readonly actions: readonly CompiledAction[]
      readonly task: TaskScope | null
    }
  | { readonly type: 'lockRecord' }
  | { readonly type: 'unlockRecord' }
  /** something the author or an administrator should know of; nothing stops */
  | { readonly type: 'warning'; readonly code: string; readonly params: Readonly<Record<string, unknown>> }
  | { readonly type: 'ended'; readonly status: 'ended' | 'withdrawn' | 'failed'; readonly outcome: EndOutcome }

export type NoticeCode = 'task_urged' | 'task_returned'

/** `{$task}` in expressions. */
export interface TaskScope {
  readonly id: string
  readonly assignee: string
  readonly applicant: string | null
  readonly due: string | null
  readonly created_at: string | null
  readonly node: string
}

/** What a step may know of the world; nothing is read from a clock or a database. */
export interface World {
  readonly workflow: CompiledWorkflow
  readonly form: CompiledForm
  /** the record as it is now */
  readonly values: RecordValues
  /** `user` is who acts (null in timers); `related` holds what the workflow's expressions read */
  readonly context: RecordContext
  readonly now: string
  /** ids for new tasks */
  newId(): string
  isActive(user: string): boolean
  /** who stands in for somebody who is away now; undefined = he is there */
  substitute?(user: string): string | undefined
  /** who stands in where nobody is found; never empty in an organisation that has an administrator */
  readonly administrators: readonly string[]
  /** zone and working time of a calendar; undefined = the app's */
  place(calendar: string | undefined): TimePlace
}
