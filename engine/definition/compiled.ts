import type {
  Action,
  Automation,
  Expr,
  Field,
  Form,
  Label,
  OptionLibrary,
  Role,
  RowField,
  Rule,
  RuleBody,
  Scorecard,
  Stage,
  Trigger,
  Unique,
} from '../../schemas/generated/definition.ts'
import type { Reference, Result, Scope, Type, TypedNode } from '../expression/index.ts'
import type { Duration } from '../timer/duration.ts'
import type { WrittenStep } from '../timer/ladder.ts'
import type { WindowRule } from '../timer/window.ts'

/** An expression of the definition, parsed, typed and ready to run; the same tree serves SQL and explanation. */
export interface CompiledExpression {
  readonly source: Expr
  readonly typed: TypedNode
  readonly type: Type
  readonly references: readonly Reference[]
  readonly usesClock: 'none' | 'today' | 'now'
  evaluate(scope: Scope): Result
}

export interface CompiledOption {
  readonly key: string
  readonly label: Label
  readonly color?: string | undefined
  readonly score?: string | undefined
  readonly parent?: string | undefined
  readonly active: boolean
}

export interface CompiledLibrary {
  readonly key: string
  readonly definition: OptionLibrary
  readonly options: ReadonlyMap<string, CompiledOption>
}

/** One column of a form: written by the author, or a system field (owner, created_at, the stage, ...). */
export interface CompiledField {
  readonly key: string
  /** field type of the format, or `system` / `stage` */
  readonly kind: Field['type'] | 'system' | 'stage'
  readonly label: Label
  readonly definition: Field | RowField | undefined
  readonly valueType: Type
  /** holds a list (many options, users, relation to many, files, tags, rows) */
  readonly list: boolean
  /** its value follows from others: formula, lookup, roll-up, score */
  readonly computed: boolean
  readonly system: boolean
  /** decimal places values are kept with; undefined = as given */
  readonly scale: number | undefined
  readonly library: CompiledLibrary | undefined
  /** target form of a relation */
  readonly target: string | undefined
  readonly rows: CompiledForm | undefined
  /** linear-time matcher of the author's pattern */
  readonly pattern: ((text: string) => boolean) | undefined
  readonly formula: CompiledExpression | undefined
  readonly rollup: CompiledRollup | undefined
  readonly frozenWhen: CompiledExpression | undefined
  /** the scorecard a score field shows a part of */
  readonly scorecard: Scorecard | undefined
  /** `schedule`: the value stays as it is but for the scorecard's refreshes; `change`: it follows what it reads */
  readonly refresh: 'change' | 'schedule'
  readonly defaultValue: CompiledValue | undefined
}

/** An aggregate over a list of records: an inverse list, a relation to many, or a sub-form's rows. `where` is in the words of `source`. */
export interface CompiledRollup {
  readonly list: string
  readonly source: string
  readonly aggregate: 'count' | 'sum' | 'avg' | 'min' | 'max'
  readonly field: string | undefined
  readonly where: CompiledExpression | undefined
}

/** A scorecard and the fields of its form that show its parts. */
export interface CompiledScorecard {
  readonly key: string
  readonly form: string
  readonly definition: Scorecard
  /** false: its fields change only when it is refreshed */
  readonly onChange: boolean
  /** how often it is refreshed; counted from the installation on, in h, min, d or mo */
  readonly every: Duration | undefined
  readonly fields: readonly string[]
}

/** A computed field in its turn; `subform` names the sub-form in whose rows it is computed. */
export interface ComputeStep {
  readonly field: CompiledField
  readonly subform: string | undefined
}

/** A `Value` of the format: a constant, or an expression when its text starts with "=". */
export type CompiledValue = { readonly constant: unknown } | { readonly expression: CompiledExpression }

export interface CompiledCondition {
  readonly definition: Rule | RuleBody
  readonly when: CompiledExpression | undefined
  readonly options: ReadonlyMap<string, CompiledExpression>
  /** sub-form the rule is for; its fields are then the row's */
  readonly rows: string | undefined
}

export interface CompiledStage {
  readonly key: string
  readonly index: number
  readonly definition: Stage
  readonly appliesWhen: CompiledExpression | undefined
  readonly enter: readonly CompiledCondition[]
  readonly gate: readonly CompiledCondition[]
  readonly related: readonly {
    readonly form: string
    readonly where: CompiledExpression | undefined
    readonly atLeast: number
    readonly message: Label | undefined
  }[]
  /** run inside the write that moves a record in or out (M7) */
  readonly onEnter: readonly CompiledAction[]
  readonly onLeave: readonly CompiledAction[]
}

/** One hop from a record to the records that depend on it. */
export type Hop =
  /** records of `form` whose relation `field` names this record */
  | { readonly kind: 'referrers'; readonly form: string; readonly field: string }
  /** the record(s) that this record's relation `field` names */
  | { readonly kind: 'targets'; readonly form: string; readonly field: string }

/** Field `field` of `form` depends on a field here; `hops` lead from the changed record to the records to recompute. */
export interface Dependent {
  readonly form: string
  readonly field: string
  readonly hops: readonly Hop[]
}

export interface CompiledForm {
  /** form key; rows of a sub-form: `form.field` */
  readonly key: string
  readonly definition: Form | undefined
  readonly name: Label
  /** the form a sub-form's rows belong to */
  readonly parent: string | undefined
  readonly fields: ReadonlyMap<string, CompiledField>
  /** the author's fields in the order of the definition */
  readonly fieldList: readonly CompiledField[]
  readonly titleField: string
  /** inverse lists: key -> the relation that makes it */
  readonly inverses: ReadonlyMap<string, { readonly form: string; readonly field: string; readonly label: Label }>
  readonly rules: readonly CompiledCondition[]
  readonly unique: readonly Unique[]
  readonly stageField: string | undefined
  readonly stages: readonly CompiledStage[]
  /** computed fields, those of sub-form rows included, in dependency order */
  readonly computeOrder: readonly ComputeStep[]
  /** changed field -> computed fields of other records that follow */
  readonly dependents: ReadonlyMap<string, readonly Dependent[]>
  /** reference paths that leave the record (through relations or inverse lists), to be loaded before rules and formulas run */
  readonly needs: readonly (readonly string[])[]
}

export interface CompiledGrant {
  readonly form: string
  readonly can: ReadonlySet<string>
  /** undefined = every row */
  readonly rows: CompiledExpression | undefined
  /** field key or `*` -> right; absent = write */
  readonly fields: ReadonlyMap<string, 'read' | 'write' | 'hidden'>
}

export interface CompiledRole {
  readonly key: string
  readonly definition: Role
  readonly grants: ReadonlyMap<string, readonly CompiledGrant[]>
}

/** An event of records or workflows. */
export interface CompiledTrigger {
  readonly event: 'created' | 'updated' | 'deleted' | 'stage_entered' | 'stage_left' | 'workflow_finished'
  readonly form: string
  readonly fields: readonly string[] | undefined
  /** values one of `fields` must come from or go to; null = blank, undefined = any */
  readonly from: readonly unknown[] | undefined
  readonly to: readonly unknown[] | undefined
  readonly stage: string | undefined
  readonly workflow: string | undefined
  readonly where: CompiledExpression | undefined
}

/** An action with its expressions ready; `values` are the compiled entries of `set`. */
export interface CompiledAction {
  readonly definition: Action
  readonly when: CompiledExpression | undefined
  /** expressions by property name: to, target, on, due */
  readonly expressions: ReadonlyMap<string, CompiledExpression>
  readonly values: ReadonlyMap<string, CompiledValue>
  /** what `find` and `each` look for */
  readonly query: CompiledQuery | undefined
  /** actions within it, by where they stand: `do`, `one`, `none`, `many`, `otherwise`, `cases.0` */
  readonly branches: ReadonlyMap<string, readonly CompiledAction[]>
}

/** Records of a form that a condition holds for; `{$record}` in it is the record the work is about. */
export interface CompiledQuery {
  readonly form: string
  readonly where: CompiledExpression | undefined
  /** field keys, `-` before one that goes down */
  readonly sort: readonly string[]
  readonly limit: number
}

/** A step of a ladder; durations that are no constants stand in `durations`. */
export interface CompiledStep extends WrittenStep<CompiledExpression> {
  readonly when: CompiledExpression | undefined
  readonly actions: readonly CompiledAction[]
}

export interface CompiledLadder {
  readonly calendar: string | undefined
  readonly steps: readonly CompiledStep[]
}

/**
 * A ladder with a run for each record: of a form, a stage or an automation. "A and not B within T", dates and conditions that time makes true are such
 * ladders too (M20-M25).
 */
export interface RecordLadder extends CompiledLadder {
  /** unique within the app: `lead.first_touch`, `lead.stage.new`, or the automation's key */
  readonly name: string
  readonly label: Label
  readonly form: string
  readonly automation: string | undefined
  /** what begins a run; undefined = there is one whenever `from` has a value */
  readonly on: readonly CompiledTrigger[] | undefined
  /** what its steps count from: an instant or a day */
  readonly from: CompiledExpression | undefined
  /** counts from the moment this comes true instead */
  readonly becomes: CompiledExpression | undefined
  /** only while the record is in this stage */
  readonly stage: string | undefined
  readonly where: CompiledExpression | undefined
  readonly pauseWhen: CompiledExpression | undefined
  readonly stopWhen: CompiledExpression | undefined
  readonly stopOn: readonly CompiledTrigger[]
  /** what names the run on the record that begins it, and on the one that stops it; none = the record itself */
  readonly same: readonly (readonly [CompiledExpression, CompiledExpression])[]
  readonly onStop: readonly CompiledAction[]
  readonly catchUp: 'all' | 'last' | 'none'
  readonly maxRuns: number
  /** a run for each event, or one that the latest begins anew */
  readonly per: 'record' | 'latest' | 'each'
  /** own fields that its conditions read: a change of another one concerns it not */
  readonly reads: ReadonlySet<string>
  /** reference paths that leave the record */
  readonly needs: readonly (readonly string[])[]
}

/** When a schedule comes round: `cron` in the app's zone, or every so long from a day on. */
export interface CompiledSchedule {
  readonly schedule: Extract<Trigger, { schedule: unknown }>['schedule']
  /** records it runs for; undefined = once, for none */
  readonly for: CompiledQuery | undefined
}

/** An automation set off by what another system tells: `where` is about `{$event.body}`. */
export interface CompiledWebhook {
  readonly connector: string
  readonly where: CompiledExpression | undefined
}

/** Counts over what happened: of records of a form, or of events. */
export interface CompiledWindow {
  readonly form: string
  /** what is counted when it is no record: the events themselves */
  readonly event: CompiledTrigger | undefined
  /** what is counted together */
  readonly per: readonly CompiledExpression[]
  /** records counted together with the one whose values `{$per}` are; of a form only */
  readonly same: CompiledExpression | undefined
  readonly at: CompiledExpression | undefined
  readonly measure: CompiledExpression | undefined
  readonly is: CompiledExpression
  readonly rule: WindowRule
}

export interface CompiledButton {
  readonly form: string
  readonly definition: Extract<Trigger, { button: unknown }>['button']
  readonly when: CompiledExpression | undefined
}

export interface CompiledAutomation {
  readonly key: string
  readonly definition: Automation
  /** events that set it off at once */
  readonly on: readonly CompiledTrigger[]
  /** conditions that a change can make true (time can too: then there is a ladder) */
  readonly becomes: readonly { readonly form: string; readonly condition: CompiledExpression }[]
  readonly schedules: readonly CompiledSchedule[]
  readonly webhooks: readonly CompiledWebhook[]
  readonly buttons: readonly CompiledButton[]
  readonly windows: readonly CompiledWindow[]
  /** words another automation says, about records of a form */
  readonly signals: readonly { readonly signal: string; readonly form: string }[]
  readonly where: CompiledExpression | undefined
  readonly actions: readonly CompiledAction[]
}
