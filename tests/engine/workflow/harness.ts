import { compileApp, noRelated } from '../../../engine/index.ts'
import { calendarOf } from '../../../engine/timer/calendar.ts'
import { advance } from '../../../engine/workflow/advance.ts'
import { allowedActs } from '../../../engine/workflow/allowed.ts'
import type { Act, ActEvent, Effect, WorkflowEvent, World } from '../../../engine/workflow/events.ts'
import { type EndOutcome, type InstanceState, newState, type TaskState } from '../../../engine/workflow/state.ts'
import type { AppDefinition, Node, Workflow } from '../../../schemas/generated/definition.ts'

const both = (text: string) => ({ zh: text, en: text })

/** An app with one form and one workflow. */
export function appWith(
  nodes: readonly Node[],
  rest: Partial<Workflow> = {},
  others: readonly Workflow[] = [],
): AppDefinition {
  return {
    formatVersion: 1,
    key: 'test',
    version: '0.1.0',
    name: both('test'),
    zone: 'Asia/Shanghai',
    calendars: [{ key: 'office', week: { mon: [['09:00', '18:00']], tue: [['09:00', '18:00']] } }],
    forms: [
      {
        key: 'deal',
        name: both('deal'),
        titleField: 'title',
        fields: [
          { key: 'title', label: both('title'), type: 'text' },
          { key: 'amount', label: both('amount'), type: 'number' },
          { key: 'note', label: both('note'), type: 'text' },
          { key: 'due', label: both('due'), type: 'date' },
          {
            key: 'lines',
            label: both('lines'),
            type: 'subform',
            fields: [
              { key: 'item', label: both('item'), type: 'text' },
              { key: 'buyer', label: both('buyer'), type: 'user' },
            ],
          },
        ],
      },
      {
        key: 'payment',
        name: both('payment'),
        titleField: 'title',
        fields: [
          { key: 'title', label: both('title'), type: 'text' },
          { key: 'deal', label: both('deal'), type: 'relation', to: 'deal' },
        ],
      },
    ],
    workflows: [
      { key: 'flow', name: both('flow'), form: 'deal', start: { to: nodes[0]!.key }, nodes: [...nodes], ...rest },
      ...others,
    ],
    roles: ['a', 'b', 'c', 'board', 'council', 'nobody'].map(key => ({ key, label: both(key), grants: [] })),
  }
}

const HOLDERS: Readonly<Record<string, readonly string[]>> = {
  a: ['a'],
  b: ['b'],
  c: ['c'],
  board: ['a', 'b', 'c'],
  council: ['a', 'b', 'c', 'd', 'e'],
}

interface Options {
  applicant?: string | null
  values?: Record<string, unknown>
  /** what actions of `do` nodes answer */
  out?: Record<string, unknown>
  /** which workflow of the app; a subprocess knows what it was started for and how deep it lies */
  workflow?: string
  within?: Pick<InstanceState, 'item' | 'depth'>
}

/** What the world was when something happened. */
interface Moment {
  readonly now: string
  readonly values: Record<string, unknown>
  readonly away: Record<string, string>
  readonly inactive: Set<string>
}

/** An instance driven by hand, with its clock. `do` nodes are carried out at once with the results of `out`. */
export class Instance {
  state: InstanceState
  readonly log: Effect[] = []
  now = '2026-11-23T02:00:00.000Z'
  values: Record<string, unknown>
  out: Record<string, unknown>
  inactive = new Set<string>()
  /** who stands in for whom */
  away: Record<string, string> = {}
  /** subprocesses that were started, by id: each is ended by hand */
  readonly children = new Map<string, Extract<Effect, { type: 'startChild' }>>()
  /** timers of nodes that wait, by key */
  readonly alarms = new Map<string, { activation: number; due: string }>()
  /** every event with what the world was, for replaying */
  readonly events: (Moment & { event: WorkflowEvent; user: string | null })[] = []
  readonly #app
  readonly #workflow: string
  readonly #within: Pick<InstanceState, 'item' | 'depth'>
  #ids = 0

  constructor(definition: AppDefinition, options: Options = {}) {
    const { applicant = 'app', values = {}, out = {}, workflow = 'flow', within = {} } = options
    const { app, findings } = compileApp(definition)
    if (app === null) throw new Error(JSON.stringify(findings))
    this.#app = app
    this.out = out
    this.values = { id: 'r1', title: 'deal', amount: '5', ...values }
    this.#workflow = workflow
    this.#within = within
    this.state = { ...newState(applicant), ...within }
    this.send({ type: 'start' })
  }

  get workflow() {
    return this.#app.workflows.get(this.#workflow)!
  }

  world(user: string | null): World {
    const app = this.#app
    return {
      workflow: this.workflow,
      form: app.forms.get('deal')!,
      values: this.values,
      now: this.now,
      newId: () => `t${++this.#ids}`,
      isActive: id => !this.inactive.has(id),
      substitute: id => this.away[id],
      administrators: ['admin'],
      place: key => {
        const calendar = app.calendars.get(key ?? '')
        return { zone: app.zone, ...(calendar === undefined ? {} : { calendar: calendarOf(calendar) }) }
      },
      context: {
        app,
        user,
        now: this.now,
        today: new Date(Date.parse(this.now) + 8 * 3_600_000).toISOString().slice(0, 10),
        zone: app.zone,
        settings: {},
        related: noRelated,
        directory: {
          manager: () => 'boss',
          managers: () => ['boss'],
          head: () => 'boss',
          usersWithRole: role => HOLDERS[role] ?? [],
          read: () => null,
          subordinates: () => [],
          departmentOf: () => null,
          hasRole: () => false,
        },
      },
    }
  }

  /** Effects of the step; the code of a refusal is thrown. */
  send(event: WorkflowEvent, user: string | null = null): readonly Effect[] {
    const ids = this.#ids
    const result = advance(this.state, event, this.world(user))
    if ('refused' in result) {
      this.#ids = ids
      throw new Error(result.refused.code)
    }
    const { now, values, away, inactive } = this
    this.events.push({ event, user, now, values, away, inactive: new Set(inactive) })
    this.state = result.next
    this.log.push(...result.effects)
    for (const effect of result.effects) this.keep(effect)
    const effects = [...result.effects]
    for (const effect of result.effects)
      if (effect.type === 'runActions' && effect.activation !== null)
        effects.push(...this.send({ type: 'ran', activation: effect.activation, out: this.out }))
    return effects
  }

  private keep(effect: Effect): void {
    if (effect.type === 'startChild') this.children.set(effect.id, effect)
    if (effect.type === 'cancelChildren') for (const id of effect.ids) this.children.delete(id)
    if (effect.type === 'armAlarm') this.alarms.set(effect.key, effect)
    if (effect.type === 'cancelTimers') for (const key of effect.keys) this.alarms.delete(key)
  }

  /** The n-th subprocess still running comes to its end. */
  endChild(outcome: EndOutcome | null, index = 0): void {
    const [id, { activation }] = [...this.children][index]!
    this.children.delete(id)
    this.send({ type: 'child', activation, id, outcome })
  }

  /** Time passes; timers of nodes that are due ring in order. */
  later(hours: number): void {
    const until = new Date(Date.parse(this.now) + hours * 3_600_000).toISOString()
    for (;;) {
      const [next] = [...this.alarms]
        .filter(([, { due }]) => due <= until)
        .sort(([, a], [, b]) => (a.due < b.due ? -1 : 1))
      if (next === undefined) break
      this.alarms.delete(next[0])
      if (next[1].due > this.now) this.now = next[1].due
      this.send({ type: 'alarm', activation: next[1].activation, key: next[0] })
    }
    this.now = until
  }

  /** Something happens that a node listens to. */
  happen(node: string, at: 'wait' | number = 'wait'): void {
    this.send({ type: 'happened', hits: [{ node, at }] })
  }

  /** The record is written. */
  write(values: Record<string, unknown>): void {
    this.values = { ...this.values, ...values }
    this.send({ type: 'changed', fields: Object.keys(values) })
  }

  /** The same events from the beginning, with ids given anew in the same order. */
  replay(): InstanceState {
    const { now, values, away, inactive } = this
    this.#ids = 0
    let state: InstanceState = { ...newState(this.state.applicant), ...this.#within }
    for (const { event, user, ...moment } of this.events) {
      Object.assign(this, moment)
      const result = advance(state, event, this.world(user))
      if ('refused' in result) throw new Error(result.refused.code)
      state = result.next
    }
    Object.assign(this, { now, values, away, inactive })
    return state
  }

  act(by: string, act: Act, more: Partial<ActEvent> = {}): readonly Effect[] {
    const task = more.task ?? this.openOf(by)?.id ?? this.open[0]?.id ?? 't0'
    return this.send({ type: 'act', act, by, ...more, task }, by)
  }

  /** The code an act is refused with; undefined when it is accepted. */
  refusal(by: string, act: Act, more: Partial<ActEvent> = {}): string | undefined {
    const before = this.state
    const logged = this.log.length
    const heard = this.events.length
    const ids = this.#ids
    const alarms = [...this.alarms]
    const children = [...this.children]
    try {
      this.act(by, act, more)
    } catch (error) {
      return (error as Error).message
    }
    this.state = before
    this.log.length = logged
    this.events.length = heard
    this.#ids = ids
    this.alarms.clear()
    for (const [key, alarm] of alarms) this.alarms.set(key, alarm)
    this.children.clear()
    for (const [key, child] of children) this.children.set(key, child)
    return undefined
  }

  get tasks(): TaskState[] {
    return this.state.activations.flatMap(({ tasks }) => tasks)
  }

  get open(): TaskState[] {
    return this.tasks.filter(({ state }) => state === 'open')
  }

  openOf(user: string): TaskState | undefined {
    return this.open.find(({ assignee }) => assignee === user)
  }

  /** Who has it: `node:assignee` of the open tasks. */
  get at(): string[] {
    return this.state.activations.flatMap(({ node, tasks }) =>
      tasks.flatMap(({ state, assignee }) => (state === 'open' ? [`${node}:${assignee}`] : [])),
    )
  }

  /** Where tokens stand. */
  get live(): string[] {
    return this.state.activations.flatMap(({ node, state }) => (state === 'live' ? [node] : []))
  }

  get result(): string {
    return `${this.state.status} ${this.state.outcome ?? ''}`.trim()
  }

  acts(user: string, task = this.openOf(user)?.id ?? this.open[0]?.id ?? ''): readonly Act[] {
    return allowedActs(this.workflow, this.state, task, user)
  }
}

export const approve = (key: string, by: string, rest: object = {}): Node =>
  ({ key, type: 'approve', by, ...rest }) as Node
export const done: Node = { key: 'done', type: 'end', outcome: 'approved' }
