import { armEvents } from './alarms.ts'
import { newChildren } from './children.ts'
import type { CompiledNode } from './compiled.ts'
import { enterPeople } from './enter.ts'
import { chosenPeople } from './people.ts'
import type { LiveActivation, Run } from './run.ts'
import type { EndOutcome, Outcome } from './state.ts'
import { beginWait } from './wait.ts'

/** Which of the edges that hold a token takes, by their numbers. */
export type Choose = (holding: readonly number[], node: CompiledNode) => readonly number[]

/** What entering a node came to at once; undefined = it rests. */
export type Worked =
  | { readonly type: 'left'; readonly outcome: Outcome }
  | { readonly type: 'split'; readonly choose: Choose }
  | { readonly type: 'ended'; readonly outcome: EndOutcome }
  /** an end of this branch only */
  | { readonly type: 'gone' }

const left = (outcome: Outcome | undefined): Worked | undefined =>
  outcome === undefined ? undefined : { type: 'left', outcome }

const first: Choose = holding => holding.slice(0, 1)
const all: Choose = holding => holding
/** Every branch whose condition holds; when none does, those without one. */
const every: Choose = (holding, { next }) => {
  const conditioned = holding.filter(index => next[index]?.when !== undefined)
  return conditioned.length > 0 ? conditioned : holding
}

/** Does what a node is for. */
export function work(
  run: Run,
  activation: LiveActivation,
  node: CompiledNode,
  people?: readonly string[],
): Worked | undefined {
  const { definition } = node
  switch (definition.type) {
    case 'exclusive':
      return { type: 'split', choose: first }
    case 'parallel':
      return { type: 'split', choose: all }
    case 'inclusive':
      return { type: 'split', choose: every }
    case 'end': {
      const outcome = definition.outcome ?? 'done'
      if (definition.scope !== 'branch') return { type: 'ended', outcome }
      run.state.reached = outcome
      return { type: 'gone' }
    }
    case 'cc':
      copyTo(run, activation, node)
      return left('done')
    case 'do':
      run.effects.push({
        type: 'runActions',
        activation: activation.id,
        node: node.key,
        part: '',
        actions: node.actions,
        task: null,
      })
      return undefined
    default: {
      const outcome =
        definition.type === 'wait'
          ? beginWait(run, activation, node)
          : definition.type === 'subprocess'
            ? newChildren(run, activation, node)
            : enterPeople(run, activation, node, people)
      if (outcome === undefined) armEvents(run, activation, node)
      return left(outcome)
    }
  }
}

function copyTo(run: Run, activation: LiveActivation, node: CompiledNode): void {
  for (const assignee of chosenPeople(run, node))
    run.effects.push({
      type: 'createTask',
      task: {
        id: run.world.newId(),
        kind: 'cc',
        node: node.key,
        activation: activation.id,
        assignee,
        standsFor: null,
        due: null,
        fallback: false,
      },
    })
}
