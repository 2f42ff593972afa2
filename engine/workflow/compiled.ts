import type { Node, Workflow } from '../../schemas/generated/definition.ts'
import type { CompiledAction, CompiledExpression, CompiledLadder, CompiledTrigger } from '../definition/compiled.ts'

export interface CompiledEdge {
  readonly to: string
  readonly on: 'approved' | 'rejected' | 'submitted' | 'done' | 'timeout' | undefined
  readonly when: CompiledExpression | undefined
}

export interface CompiledNode {
  readonly key: string
  readonly definition: Node
  readonly by: CompiledExpression | undefined
  readonly empty: CompiledExpression | undefined
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
  readonly nodes: ReadonlyMap<string, CompiledNode>
  /** reference paths its expressions read beyond the record */
  readonly needs: readonly (readonly string[])[]
}
