import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { InstanceState } from '../../../engine/workflow/state.ts'
import type { Client } from '../testServer.ts'
import { later, openHouse, people, server } from './house.ts'
import { wild } from './wild.ts'

/** What the rows of the database say is what the instance's state says, whatever people do. */
const base = '/api/apps/wild/forms/deal/records'
const names = ['seller', 'lawyer', 'lawyer2', 'director', 'manager'] as const

beforeAll(async () => {
  await openHouse()
  const made = await server.call(people.admin, 'POST', '/api/apps', { definition: wild })
  expect(made.statusCode, made.body).toBe(201)
  for (const [name, role] of [
    ['seller', 'seller'],
    ['lawyer', 'law'],
    ['lawyer2', 'law'],
    ['director', 'director'],
  ] as const)
    await server.call(people.admin, 'PATCH', `/api/users/${people[name].id}`, { roles: { wild: [role] } })
})
afterAll(() => server.close())

async function started(amount: number): Promise<string> {
  const lines = [people.lawyer, people.manager].map(({ id }) => ({ buyer: id }))
  const record = await server.call(people.seller, 'POST', base, { title: 'x', amount: String(amount), lines })
  expect(record.statusCode, record.body).toBe(201)
  const { id } = record.json()
  expect(await begin(id)).toBe(201)
  return id
}
const begin = async (id: string): Promise<number> =>
  (await server.call(people.seller, 'POST', `${base}/${id}/workflows/wild`, {})).statusCode

interface Shown {
  readonly id: string
  readonly acts: readonly string[]
  readonly signers?: readonly string[]
}

/** Somebody who has a task does one of the things he may; a refusal is an answer, a fault is not. */
async function act([first, which, what, whom]: readonly [number, number, number, number]): Promise<number> {
  for (let turn = 0; turn < names.length; turn += 1) {
    const who = people[names[(first + turn) % names.length]!]
    const { tasks } = (await server.call(who, 'GET', '/api/tasks')).json() as { tasks: readonly Shown[] }
    const task = tasks[which % Math.max(1, tasks.length)]
    if (task !== undefined && task.acts.length > 0) return actOn(who, task, what, whom)
  }
  return 0
}

async function actOn(who: Client, task: Shown, what: number, whom: number): Promise<number> {
  const name = task.acts[what % task.acts.length]!
  const other = people[names[whom % names.length]!].id
  const body = {
    opinion: 'x',
    ...(name === 'return'
      ? { to: ['applicant', 'previous'][whom % 2], kind: ['again', 'back'][what % 2] }
      : { to: other }),
    users: [other],
    ...(name === 'add-signer' ? { kind: ['before', 'after', 'beside'][whom % 3] } : {}),
  }
  const answer = await server.call(who, 'POST', `/api/tasks/${task.id}/${name}`, body)
  expect(answer.statusCode, answer.body).toBeLessThan(500)
  return answer.statusCode
}

async function change(record: string, field: string, value: string): Promise<void> {
  const { version } = (await server.call(people.seller, 'GET', `${base}/${record}`)).json()
  const answer = await server.call(
    people.seller,
    'PATCH',
    `${base}/${record}`,
    { [field]: value },
    { 'if-match': `"${version}"` },
  )
  expect(answer.statusCode, answer.body).toBeLessThan(500)
}

/** Somebody goes away for years, with a colleague in his place, or is there again. */
async function away(who: Client, goes: boolean): Promise<void> {
  const substitute = who.id === people.director.id ? people.lawyer.id : people.director.id
  const periods = goes ? [{ from: '2020-01-01', until: '2040-01-01', substitute }] : []
  const answer = await server.call(who, 'PUT', '/api/me/delegation', { periods })
  expect(answer.statusCode, answer.body).toBe(200)
}

interface Row {
  readonly status: string
  readonly state: InstanceState
  readonly tasks: readonly string[]
  readonly timers: readonly string[]
  readonly children: readonly string[]
}

/** Open tasks, waiting timers and running subprocesses by the rows, beside what the state of their instance says. */
async function compare(): Promise<string[]> {
  const { rows } = await server.database.pool.query<Row>(
    `select i.status, i.state,
       array(select t.id || ' ' || t.assignee_id from formwork.task t where t.instance_id = i.id and t.state = 'open' and t.kind <> 'cc' and not t.data ? 'waiting' order by 1) as tasks,
       array(select m.key from formwork.timer m where m.subject->>'instance' = i.id::text and m.state = 'waiting' order by 1) as timers,
       array(select c.id::text from formwork.workflow_instance c where c.parent_id = i.id and c.status = 'running' order by 1) as children
     from formwork.workflow_instance i`,
  )
  for (const { status, state, tasks, timers, children } of rows) {
    expect(state.status).toBe(status)
    const all = state.activations.flatMap(activation => activation.tasks)
    expect(tasks).toEqual(all.flatMap(task => (task.state === 'open' ? [`${task.id} ${task.assignee}`] : [])).sort())
    const armed = [
      ...all.flatMap(task => task.timers),
      ...state.activations.flatMap(({ alarms = [] }) => alarms.map(({ key }) => key)),
      ...(state.timers ?? []).map(({ key }) => key),
    ]
    expect(timers).toEqual(armed.sort())
    const live = state.activations.flatMap(one => (one.children ?? []).filter(child => child.state === 'live'))
    expect(children).toEqual(live.map(({ id }) => id).sort())
    const waits = state.activations.some(({ node, state: now }) => node === 'pause' && now === 'live')
    if (status === 'running') expect(tasks.length + children.length > 0 || waits).toBe(true)
    else expect([tasks, timers, children]).toEqual([[], [], []])
  }
  return rows.map(({ status }) => status)
}

it('rows and states agree after every random act, and nothing is stuck', { timeout: 120_000 }, async () => {
  const number = fc.nat(1_000)
  const ends = new Set<string>()
  const answers = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(1, 4, 9),
      fc.array(fc.tuple(number, number, number, number), { minLength: 30, maxLength: 40 }),
      async (amount, steps) => {
        const record = await started(amount)
        for (const numbers of steps) {
          const [kind] = numbers
          if (kind % 20 === 0) await later(25)
          else if (kind % 20 === 1) await change(record, 'amount', String(kind % 10))
          else if (kind % 20 === 2) await change(record, 'title', String(kind))
          else if (kind % 20 === 3) await away(people[names[kind % names.length]!], numbers[1] % 2 === 0)
          else {
            const status = await act(numbers)
            // Nobody has anything: it rests until time passes, or it is over and begins again.
            if (status === 0 && (await begin(record)) === 409) await later(25)
            answers.set(status, (answers.get(status) ?? 0) + 1)
          }
          await expect.poll(compare).toEqual(expect.any(Array))
        }
        for (const status of await compare()) ends.add(status)
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 6) },
  )
  expect(answers.get(200)).toBeGreaterThan(60)
  expect([...ends]).toContain('running')
})
