import type { Patch } from '../../commands/command.ts'
import { run } from '../../model/draft.ts'

/** Sets properties of a step; null takes one away. One undo step. */
export const setNode = (workflow: string, node: string, set: Patch): void =>
  run({ do: 'set', at: ['workflows', workflow, 'nodes', node], set })

export const setWorkflow = (workflow: string, set: Patch): void => run({ do: 'set', at: ['workflows', workflow], set })
