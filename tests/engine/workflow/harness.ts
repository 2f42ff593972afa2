import { compileApp, noRelated } from '../../../engine/index.ts'
import { calendarOf } from '../../../engine/timer/calendar.ts'
import { advance } from '../../../engine/workflow/advance.ts'
import { allowedActs } from '../../../engine/workflow/allowed.ts'
import type { Act, ActEvent, Effect, WorkflowEvent, World } from '../../../engine/workflow/events.ts'
import { type InstanceState, newState, type TaskState } from '../../../engine/workflow/state.ts'
import type { AppDefinition, Node, Workflow } from '../../../schemas/generated/definition.ts'

const both = (text: string) => ({ zh: text, en: text })

/** An app with one form and one workflow. */
export function appWith(nodes: readonly Node[], rest: Partial<Workflow> = {}): AppDefinition {
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
        ],
      },
    ],
    workflows: [
      { key: 'flow', name: both('flow'), form: 'deal', start: { to: nodes[0]!.key }, nodes: [...nodes], ...rest },
    ],
    roles: ['a', 'b', 'c', 'board'].map(key => ({ key, label: both(key), grants: [] })),
  }
}

const HOLDERS: Readonly<Record<string, readonly string[]>> = { a: ['a'], b: ['b'], c: ['c'], board: ['a', 'b', 'c'] }

interface Options {
  applicant?: string | null
  values?: Record<string, unknown>
  /** what actions of `do` nodes answer */
  out?: Record<string, unknown>
}

/** An instance driven by hand, with its clock. `do` nodes are carried out at once with the results of `out`. */
export class Instance {
  state: InstanceState
  readonly log: Effect[] = []
  now = '2026-11-23T02:00:00.000Z'
  values: Record<string, unknown>
  out: Record<string, unknown>
  inactive = new Set<string>()
  readonly #app
  #ids = 0

  constructor(definition: AppDefinition, { applicant = 'app', values = {}, out = {} }: Options = {}) {
    const { app, findings } = compileApp(definition)
    if (app === null) throw new Error(JSON.stringify(findings))
    this.#app = app
    this.out = out
    this.values = { id: 'r1', title: 'deal', amount: '5', ...values }
    this.state = newState(applicant)
    this.send({ type: 'start' })
  }

  get workflow() {
    return this.#app.workflows.get('flow')!
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
      administrators: ['admin'],
      place: key => {
        const calendar = app.calendars.get(key ?? '')
        return { zone: app.zone, ...(calendar === undefined ? {} : { calendar: calendarOf(calendar) }) }
      },
      context: {
        app,
        user,
        now: this.now,
        today: this.now.slice(0, 10),
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
    const result = advance(this.state, event, this.world(user))
    if ('refused' in result) throw new Error(result.refused.code)
    this.state = result.next
    this.log.push(...result.effects)
    const effects = [...result.effects]
    for (const effect of result.effects)
      if (effect.type === 'runActions' && effect.activation !== null)
        effects.push(...this.send({ type: 'ran', activation: effect.activation, out: this.out }))
    return effects
  }

  act(by: string, act: Act, more: Partial<ActEvent> = {}): readonly Effect[] {
    const task = more.task ?? this.openOf(by)?.id ?? this.open[0]?.id ?? 't0'
    return this.send({ type: 'act', act, by, ...more, task }, by)
  }

  /** The code an act is refused with; undefined when it is accepted. */
  refusal(by: string, act: Act, more: Partial<ActEvent> = {}): string | undefined {
    const before = this.state
    const logged = this.log.length
    try {
      this.act(by, act, more)
    } catch (error) {
      return (error as Error).message
    }
    this.state = before
    this.log.length = logged
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
