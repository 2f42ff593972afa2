/** What an instance holds (M12): plain data, stored as JSON. The record's data lives in the record. */
export interface InstanceState {
  readonly status: 'running' | 'ended' | 'withdrawn' | 'failed'
  readonly outcome: EndOutcome | null
  /** who started it; null when a timer or the app did */
  readonly applicant: string | null
  /** every node that was entered, in order; ids count from 1, 0 is the start */
  readonly activations: readonly Activation[]
  /** tokens that wait before a join, in order of arrival */
  readonly waiting: readonly Token[]
  /** returns made so far, by the node they left */
  readonly returns: Readonly<Record<string, number>>
  /** last urge by task, ISO */
  readonly urged: Readonly<Record<string, string>>
  /** results of actions, `$out` */
  readonly out: Readonly<Record<string, unknown>>
  /** what the newest run of each node came to, `$nodes` */
  readonly nodes: Readonly<Record<string, NodeFact>>
  /** automatic steps since somebody acted or a timer fired */
  readonly steps: number
  /** rounds of joins that fired before every edge had brought its token: the edges taken */
  readonly rounds?: Readonly<Record<string, readonly string[]>>
  /** waits with `since: start` whose event came before they were reached */
  readonly signals?: readonly string[]
  /** whom the applicant chose, by node */
  readonly chosen?: Readonly<Record<string, readonly string[]>>
  /** how the last branch ended that ended by itself */
  readonly reached?: EndOutcome | undefined
  /** how often each task was urged */
  readonly urges?: Readonly<Record<string, number>>
  /** when it began, or was taken up again; its own timers count from here */
  readonly since?: string
  readonly timers?: readonly AlarmState[]
  /** what a subprocess was started for, `$item`; and how many subprocesses it lies in */
  readonly item?: unknown
  readonly depth?: number
  /** whether the record is held */
  readonly locked: boolean
  /** what the last person's node came to; names the end when no end node was reached */
  readonly last: Outcome | null
}

export type EndOutcome = 'approved' | 'rejected' | 'done' | 'cancelled'
export type Outcome = 'approved' | 'rejected' | 'submitted' | 'done' | 'timeout'

/** A token on its way along an edge (`node>0`; `>` is the start, `<` a return, which no join holds up). */
export interface Token {
  readonly node: string
  readonly edge: string
  /** the activation it comes from */
  readonly activation: number
}

export interface NodeFact {
  readonly outcome: Outcome | null
  readonly count: number
  readonly by: string | null
  readonly at: string
  readonly active: boolean
}

/** One run of a node. */
export interface Activation {
  readonly id: number
  /** node key, or `$applicant` for the amendment a return asks the applicant for */
  readonly node: string
  readonly from: readonly Token[]
  readonly at: string
  /** `held`: its token is here, but another node with the same `mutex` is active */
  readonly state: 'live' | 'held' | 'done' | 'cancelled'
  readonly outcome?: Outcome
  /** who ended it, and by which act */
  readonly by?: string | null
  readonly act?: string
  readonly tasks: readonly TaskState[]
  /** what `each` found at entry: keys of rows or records, or plain values */
  readonly rows?: readonly unknown[]
  readonly children?: readonly ChildState[]
  /** timers of the node itself */
  readonly alarms?: readonly AlarmState[]
  /** after a return with `back`: the node that waits for this one, and for whom */
  readonly backTo?: { readonly node: string; readonly people: readonly string[]; readonly from: readonly Token[] }
}

/** A subprocess instance. */
export interface ChildState {
  readonly id: string
  readonly state: 'live' | 'done' | 'cancelled'
  readonly outcome?: EndOutcome
}

/** A timer of a node: `wait`, `check` of a condition, or the number of an event; of the instance: `ladder:step:firing`. */
export interface AlarmState {
  readonly key: string
  readonly alarm: string
  readonly due: string
}

export interface TaskState {
  readonly id: string
  readonly kind: 'approve' | 'fill'
  readonly assignee: string
  /** `planned` has no row yet (sequence, signers after); `waiting` has one, and waits for signers before */
  readonly state: 'planned' | 'waiting' | 'open' | 'done' | 'cancelled'
  readonly outcome?: 'approved' | 'rejected' | 'submitted' | 'timeout'
  readonly by?: string | null
  /** a person acted, not a skip rule */
  readonly acted?: boolean
  readonly signer?: { readonly kind: 'before' | 'after' | 'beside'; readonly of: string }
  /** which row of `each` it is about */
  readonly row?: number
  /** whose task it is while somebody else was asked for his word, who then hands it back */
  readonly owner?: string
  /** for whom the holder stands in while he is away */
  readonly standsFor?: string
  /** nobody was found: it went to an administrator */
  readonly fallback?: boolean
  /** when it was opened: its deadline counts from here */
  readonly openedAt?: string
  /** keys of its waiting timers */
  readonly timers: readonly string[]
}

/** People with an open task, each once. */
export const holdersOf = ({ activations }: Pick<InstanceState, 'activations'>): string[] => [
  ...new Set(
    activations.flatMap(({ tasks }) => tasks.flatMap(({ state, assignee }) => (state === 'open' ? [assignee] : []))),
  ),
]

export const newState = (applicant: string | null): InstanceState => ({
  status: 'running',
  outcome: null,
  applicant,
  activations: [],
  waiting: [],
  returns: {},
  urged: {},
  out: {},
  nodes: {},
  steps: 0,
  locked: false,
  last: null,
})

/** The node key of an applicant's amendment. */
export const APPLICANT = '$applicant'
/** The edge of the start, and of entries that no join holds up. */
export const START_EDGE = '>'
export const DIRECT_EDGE = '<'

/** The same with its readonly marks off: a run works on a copy of its own. */
export type Draft<T> = T extends readonly (infer Item)[]
  ? Draft<Item>[]
  : T extends object
    ? { -readonly [K in keyof T]: Draft<T[K]> }
    : T
