import { type AskedPolicy, type AssignmentWorld, askPolicy } from '../../../engine/assignment/ask.ts'
import { type Decision, decide } from '../../../engine/assignment/decide.ts'
import { tallyOf } from '../../../engine/assignment/limits.ts'
import type { Given, Question } from '../../../engine/assignment/question.ts'
import { givenBy, type LoggedDecision } from '../../../engine/assignment/replay.ts'
import { freshLane, type LaneState } from '../../../engine/assignment/rotation.ts'
import { compileApp, noRelated, type RecordContext } from '../../../engine/index.ts'
import type { AppDefinition, Policy } from '../../../schemas/generated/definition.ts'

const both = (text: string) => ({ zh: text, en: text })

/** Leads with a grade, and people with the day they joined and the length of their sales cycle. */
export function marketWith(policy: Partial<Policy> = {}): AppDefinition {
  return {
    formatVersion: 1,
    key: 'market',
    version: '0.1.0',
    name: both('market'),
    zone: 'Asia/Shanghai',
    settings: [
      { key: 'newcomer_share', label: both('share'), type: 'percent', value: '0.85' },
      { key: 'fast', label: both('fast'), type: 'number', value: '1.3' },
    ],
    calendars: [
      {
        key: 'office',
        week: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map(day => [day, [['09:00', '18:00']]])),
        holidays: ['2026-11-25'],
      },
    ],
    optionLibraries: [
      {
        key: 'grade',
        label: both('grade'),
        options: ['a', 'b', 'c'].map(key => ({ key, label: both(key.toUpperCase()) })),
      },
    ],
    forms: [
      {
        key: 'lead',
        name: both('lead'),
        titleField: 'title',
        fields: [
          { key: 'title', label: both('title'), type: 'text' },
          { key: 'grade', label: both('grade'), type: 'select', options: 'grade' },
          { key: 'motive', label: both('motive'), type: 'text' },
        ],
      },
      {
        key: 'seller_facts',
        name: both('seller facts'),
        extends: 'user',
        fields: [
          { key: 'person', label: both('person'), type: 'user', required: true, unique: true },
          { key: 'joined', label: both('joined'), type: 'date' },
          { key: 'cycle_days', label: both('cycle'), type: 'number' },
        ],
      },
    ],
    policies: [{ key: 'rotation', form: 'lead', pool: 'ROLE("seller")', ...policy }],
    roles: [{ key: 'seller', label: both('seller'), grants: [] }],
  }
}

export interface Person {
  joined?: string
  cycle_days?: number
  away?: (now: string) => boolean
  load?: number
}

/** A policy driven by hand: every record given goes into the log, as the server keeps it. */
export class Market {
  readonly people: Map<string, Person>
  readonly log: LoggedDecision[] = []
  readonly lanes = new Map<string, LaneState>()
  readonly #given: Given[] = []
  readonly #app

  constructor(definition: AppDefinition, people: Record<string, Person>) {
    const { app, findings } = compileApp(definition)
    if (app === null) throw new Error(JSON.stringify(findings))
    this.#app = app
    this.people = new Map(Object.entries(people))
  }

  context(now: string): RecordContext {
    const attribute = (user: string, [name = '']: readonly string[]): unknown =>
      (this.people.get(user) as Record<string, unknown> | undefined)?.[name] ?? null
    return {
      app: this.#app,
      user: null,
      now,
      today: now.slice(0, 10),
      zone: 'Asia/Shanghai',
      settings: Object.fromEntries([...this.#app.settings].map(([key, { value }]) => [key, value])),
      related: noRelated,
      directory: {
        manager: () => null,
        managers: () => [],
        head: () => null,
        usersWithRole: role => (role === 'seller' ? [...this.people.keys()] : role === 'head' ? ['head'] : []),
        read: attribute,
        subordinates: () => [],
        departmentOf: () => null,
        hasRole: () => false,
      },
    }
  }

  asked(values: Record<string, unknown>, now: string): AskedPolicy {
    const policy = [...this.#app.policies.values()][0]!
    return { policy, place: { form: this.#app.forms.get('lead')!, values }, context: this.context(now) }
  }

  question(values: Record<string, unknown>, now: string, world: Partial<AssignmentWorld> = {}): Question {
    return askPolicy(this.asked(values, now), {
      kind: 'assign',
      absence: user => (this.people.get(user)?.away?.(now) === true ? 'away' : undefined),
      former: new Set(),
      except: new Set(),
      load: user => this.people.get(user)?.load ?? 0,
      holder: null,
      ...world,
    })
  }

  give(values: Record<string, unknown>, now: string, world: Partial<AssignmentWorld> = {}): Decision {
    const question = this.question(values, now, world)
    const lane = this.lanes.get(question.lane) ?? freshLane
    const decision = decide(question, lane, (user, limit) => tallyOf(this.#given, user, limit))
    this.lanes.set(question.lane, decision.next)
    this.log.push({ question, user: decision.user })
    const given = givenBy({ question, user: decision.user })
    if (given !== undefined) this.#given.push(given)
    return decision
  }
}
