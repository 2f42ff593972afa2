import { compileApp } from '../../../../engine/index.ts'
import type { Act } from '../../../../engine/workflow/events.ts'
import type { AppDefinition, Node, Workflow } from '../../../../schemas/generated/definition.ts'
import { appWith, Instance } from '../harness.ts'

/** What is done, and where everything stands then. */
export type Step = readonly [does: string, stands: string]

/** A control-flow pattern as a workflow, and runs of it. */
export interface PatternCase {
  readonly pattern: number
  readonly nodes: readonly Node[]
  readonly others?: readonly Workflow[]
  readonly values?: Readonly<Record<string, unknown>>
  /** each begins with the start */
  readonly runs: readonly (readonly Step[])[]
}

export const appOf = ({ nodes, others = [] }: PatternCase): AppDefinition => appWith(nodes, {}, others)

/** Errors and warnings of a case's definition; none = proven sound. */
export const findingsOf = (one: PatternCase): string[] =>
  compileApp(appOf(one)).findings.map(({ severity, code, path }) => `${severity} ${code} ${path}`)

/** An instance and the subprocesses it started, each driven through `advance`. */
export class Play {
  readonly #instance: Instance
  readonly #app: AppDefinition
  readonly #children = new Map<string, { key: string; play: Play }>()

  constructor(app: AppDefinition, instance: Instance) {
    this.#app = app
    this.#instance = instance
    this.#reconcile()
  }

  static of(one: PatternCase): Play {
    const app = appOf(one)
    return new Play(app, new Instance(app, { values: { ...one.values } }))
  }

  /**
   * `a` does his task; `a reject`, `app withdraw`; `a add-signer x` beside him; `hear w` what a wait listens to; `event one 0` of a node;
   * `24h` pass; `set amount 9` in the record.
   */
  do(text: string): void {
    const [who = '', what, more] = text.split(' ')
    if (/^\d+h$/.test(who)) this.#instance.later(Number.parseInt(who, 10))
    else if (who === 'hear') this.#instance.happen(what!)
    else if (who === 'event') this.#instance.happen(what!, Number(more))
    else if (who === 'set') this.#instance.write({ [what!]: more })
    else this.#act(who, what as Act | undefined, more)
    this.#reconcile()
  }

  #act(who: string, what: Act | undefined, more: string | undefined): void {
    const owner = this.#all().find(instance => instance.openOf(who) !== undefined) ?? this.#instance
    const act = what ?? (owner.openOf(who)?.kind === 'fill' ? 'submit' : 'approve')
    owner.act(who, act, more === undefined ? {} : { users: [more], kind: 'beside' })
  }

  #all(): Instance[] {
    return [this.#instance, ...[...this.#children.values()].flatMap(({ play }) => play.#all())]
  }

  /** Subprocesses that were asked for begin, those that are not wanted stop, and those that ended tell their parent. */
  #reconcile(): void {
    const { children } = this.#instance
    for (const [id, { workflow, item, depth }] of children)
      if (!this.#children.has(id)) {
        const { values } = this.#instance
        const child = new Instance(this.#app, { workflow, values, within: { item, depth } })
        this.#children.set(id, { key: workflow, play: new Play(this.#app, child) })
      }
    for (const [id, { play }] of [...this.#children]) {
      play.#reconcile()
      const { status, outcome } = play.#instance.state
      if (children.has(id) && status === 'running') continue
      const asked = children.get(id)
      this.#children.delete(id)
      children.delete(id)
      if (asked === undefined) continue
      this.#instance.send({ type: 'child', activation: asked.activation, id, outcome })
      this.#reconcile()
    }
  }

  /** Who has what (`node:person`), which waits are live, and so in each subprocess; or how it ended. */
  get stands(): string {
    const own = this.#instance.state.activations.flatMap(({ node, state, tasks }) => {
      const kind = this.#instance.workflow.nodes.get(node)?.definition.type
      const open = tasks.filter(task => task.state === 'open').map(({ assignee }) => `${node}:${assignee}`)
      return kind === 'wait' && state === 'live' ? [node] : open
    })
    const within = [...this.#children.values()].flatMap(({ key, play }) =>
      play.stands.split(' ').map(place => `${key}/${place}`),
    )
    const running = this.#instance.state.status === 'running' ? own : [this.#instance.result.replace(' ', '-')]
    return [...running, ...within].join(' ')
  }
}
