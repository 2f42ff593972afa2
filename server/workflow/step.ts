import type { CompiledAction, CompiledForm, RecordValues, Related } from '../../engine/index.ts'
import type { Act } from '../../engine/workflow/events.ts'
import type { InstanceState } from '../../engine/workflow/state.ts'
import type { Installation } from '../apps/installation.ts'
import { HttpProblem } from '../http/problem.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import type { Actor } from '../records/actor.ts'
import { localDay } from '../records/local-day.ts'
import { type Records, type WriteScope, writeScope } from '../records/records.ts'
import type { Connection } from '../records/scope.ts'

/** One transaction's view of an app's workflows: who acts, and when. */
export interface Step {
  readonly records: Records
  readonly engine: Engine
  readonly installation: Installation
  readonly directory: OrganisationDirectory
  readonly connection: Connection
  readonly actor: Actor
  readonly now: string
  readonly today: string
}

/**
 * What the parts of this room ask of each other: workflows run actions, actions start workflows and act on tasks, both set off automations. Wired once by the
 * plugin, so that their files need not import each other in a circle.
 */
export interface Engine {
  start(step: Step, request: StartRequest): Promise<string | undefined>
  actOnTask(step: Step, task: string, act: ActRequest): Promise<void>
  runActions(step: Step, request: ActionRequest): Promise<Readonly<Record<string, unknown>>>
  finished(step: Step, instance: Instance): Promise<void>
}

export interface StartRequest {
  readonly workflow: string
  readonly form: CompiledForm
  readonly record: string
  readonly applicant: string | null
  /** whom a person chose who starts it by hand, by node */
  readonly chosen?: Readonly<Record<string, readonly string[]>>
}

export interface ActRequest {
  readonly act: Act | 'done'
  /** null = the app */
  readonly by: string | null
  readonly admin?: boolean
  readonly opinion?: string | undefined
  readonly files?: readonly string[] | undefined
  readonly signature?: string | undefined
  readonly to?: string | undefined
  readonly users?: readonly string[] | undefined
  readonly kind?: string | undefined
}

export interface ActionRequest {
  readonly actions: readonly CompiledAction[]
  readonly form: CompiledForm
  readonly record: RecordValues
  readonly old?: RecordValues | null
  /** `$event`, `$task`, `$nodes`, ... */
  readonly scopes: Readonly<Record<string, unknown>>
  /** an error of one action does not stop the next */
  readonly goOn?: boolean
  /** told of an error that `goOn` passed over */
  readonly onError?: (error: unknown) => Promise<void>
  /** makes its notices and tasks once, however often it is tried */
  readonly key: string
  /** records known already: what an action before found, and the item of an `each` */
  readonly related?: Related | undefined
  /** form of each record made by an action before */
  readonly made?: ReadonlyMap<string, string>
  /** told what became of each action */
  readonly trace?: RunStep[]
  /** the run it belongs to: what waits for another system's answer goes on with it */
  readonly run?: string
  /** set to the next action when one waits for an answer: the rest is for later */
  readonly pause?: { at?: number }
  /** actions that are done already */
  readonly skip?: (index: number) => boolean
}

/** What became of one action of a run. */
export interface RunStep {
  /** where it stands in `then`, from 0 */
  readonly action: number
  readonly do: string
  readonly state: 'done' | 'skipped' | 'failed'
  /** what it answered: ids, a number of records, the branch it took */
  readonly result?: unknown
  readonly reason?: { readonly zh: string; readonly en: string }
}

/** An instance as it lies in the database. */
export interface Instance {
  readonly id: string
  readonly appVersion: number
  readonly form: string
  readonly record: string
  readonly workflow: string
  readonly state: InstanceState
  readonly status: 'running' | 'ended' | 'withdrawn' | 'failed'
  readonly applicant: string | null
  /** who called it, when it is a subprocess */
  readonly parentId: string | null
  readonly parentActivation: number | null
  /** which of several subprocesses for one record; "" = the only one */
  readonly rowKey: string
}

export const stepOf = (
  engine: Engine,
  write: Pick<WriteScope, 'records' | 'installation' | 'directory' | 'actor'>,
  connection: Connection,
): Step => {
  const now = write.records.platform.clock.now()
  const { records, installation, directory, actor } = write
  return { records, engine, installation, directory, actor, connection, now, today: localDay(now, installation.zone) }
}

/** The app writes: rights were settled when the definition was published; gates, rules and checks hold all the same (M9). */
export const appWrite = (step: Step, form: CompiledForm): WriteScope =>
  writeScope(step.records, step.installation, form, step.directory, step.actor, true)

/** Links of a chain of automations and workflows that set each other off (SEMANTICS "Limits"). */
const LONGEST_CHAIN = 10

/** The app's own hand, set off by whoever acts now: one link further down the chain. @throws HttpProblem 422 `chain_too_deep` */
export function asApp(step: Step, cause: Readonly<Record<string, unknown>>): Step {
  const { userId, requestId, depth = 0, cause: former } = step.actor
  if (depth >= LONGEST_CHAIN) {
    const chain = [former, cause].map(link => Object.values(link ?? {}).join('/')).join(' → ')
    throw new HttpProblem(422, 'chain_too_deep', { limit: LONGEST_CHAIN, chain })
  }
  return { ...step, actor: { kind: 'automation', userId, requestId, cause, depth: depth + 1 } }
}

/** Active administrators: where a task goes that has nobody, and who hears of failures. */
export const administratorsOf = (directory: OrganisationDirectory): string[] =>
  [...directory.people.values()].filter(({ active, admin }) => active && admin).map(({ id }) => id)
