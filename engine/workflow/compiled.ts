import type { Node, Workflow } from '../../schemas/generated/definition.ts'
import type {
  CompiledAction,
  CompiledExpression,
  CompiledLadder,
  CompiledTrigger,
  CompiledValue,
} from '../definition/compiled.ts'
import type { Outcome } from './state.ts'

export interface CompiledEdge {
  readonly to: string
  readonly on: Outcome | undefined
  readonly when: CompiledExpression | undefined
}

/** What may happen while a node is active: a trigger's event, or time since it became active. */
export interface CompiledNodeEvent {
  readonly on: CompiledTrigger | undefined
  /** typed duration */
  readonly after: string | undefined
  readonly to: string | undefined
  readonly actions: readonly CompiledAction[]
  /** the node's own work stops */
  readonly cancel: boolean
}

/** `each`: every token by itself; a number: so many edges; undefined: at most one token can come. */
export type JoinKind = 'each' | 'all' | 'started' | number | undefined

export interface CompiledNode {
  readonly key: string
  readonly definition: Node
  readonly join: JoinKind
  readonly by: CompiledExpression | undefined
  readonly empty: CompiledExpression | undefined
  /** the list it works through, one row at a time */
  readonly each: CompiledExpression | undefined
  /** the record a subprocess is about */
  readonly record: CompiledExpression | undefined
  readonly passWhen: CompiledExpression | undefined
  readonly failWhen: CompiledExpression | undefined
  /** what a wait waits for */
  readonly where: CompiledExpression | undefined
  readonly until: CompiledValue | undefined
  readonly on: readonly CompiledTrigger[]
  readonly events: readonly CompiledNodeEvent[]
  readonly deadline: CompiledLadder | undefined
  readonly actions: readonly CompiledAction[]
  readonly next: readonly CompiledEdge[]
}

export interface CompiledWorkflow {
  readonly key: string
  readonly definition: Workflow
  readonly form: string
  readonly on: readonly CompiledTrigger[]
  /** who may start it by hand: a condition over {$user} */
  readonly who: CompiledExpression | undefined
  readonly where: CompiledExpression | undefined
  /** who may take a finished instance up again */
  readonly reopen: CompiledExpression | undefined
  readonly nodes: ReadonlyMap<string, CompiledNode>
  /** of the instance as a whole, from its start to its end */
  readonly ladder: CompiledLadder | undefined
  /** reference paths its expressions read beyond the record */
  readonly needs: readonly (readonly string[])[]
}
