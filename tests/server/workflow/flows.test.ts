import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../testServer.ts'
import { flows } from './flows.ts'
import { act, box, later, notices, openHouse, people, server, taskOf } from './house.ts'

const base = '/api/apps/flows/forms'

beforeAll(async () => {
  await openHouse()
  const made = await server.call(people.admin, 'POST', '/api/apps', { definition: flows })
  expect(made.statusCode, made.body).toBe(201)
  for (const [name, role] of [
    ['seller', 'seller'],
    ['lawyer', 'law'],
    ['lawyer2', 'law'],
    ['director', 'director'],
  ] as const) {
    const answer = await server.call(people.admin, 'PATCH', `/api/users/${people[name].id}`, {
      roles: { flows: [role] },
    })
    expect(answer.statusCode, answer.body).toBe(200)
  }
})
afterAll(() => server?.close())

const deal = async (values: object = {}): Promise<string> => {
  const answer = await server.call(people.seller, 'POST', `${base}/deal/records`, { title: '项目A', ...values })
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json().id
}
const read = async (id: string) => (await server.call(people.admin, 'GET', `${base}/deal/records/${id}`)).json()
const change = async (id: string, values: object): Promise<void> => {
  const { version } = await read(id)
  const answer = await server.call(people.seller, 'PATCH', `${base}/deal/records/${id}`, values, {
    'if-match': `"${version}"`,
  })
  expect(answer.statusCode, answer.body).toBe(200)
}
const begin = (id: string, workflow: string, body: object = {}) =>
  server.call(people.seller, 'POST', `${base}/deal/records/${id}/workflows/${workflow}`, body)
const workflowsOf = async (id: string) =>
  (await server.call(people.admin, 'GET', `${base}/deal/records/${id}/workflows`)).json()
const started = async (id: string, workflow: string, body: object = {}): Promise<string> => {
  const answer = await begin(id, workflow, body)
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json().instance
}
/** `workflow status outcome` of each instance of a record, oldest first. */
const stands = async (id: string): Promise<string[]> =>
  (await workflowsOf(id)).instances
    .map(({ workflow, status, outcome }: Record<string, string>) => `${workflow} ${status} ${outcome}`)
    .reverse()
const lines = () => [
  { item: 'x', buyer: people.lawyer.id },
  { item: 'y', buyer: people.lawyer2.id },
]
const decide = async (who: Client, id: string, name = 'approve', body: object = {}) => {
  const answer = await act(who, (await taskOf(who, id)).id, name, body)
  expect(answer.statusCode, answer.body).toBe(200)
}

describe('rows and subprocesses', () => {
  it('each row has its own task', async () => {
    const id = await deal({ lines: lines() })
    await started(id, 'rows')
    await decide(people.lawyer, id)
    expect(await stands(id)).toEqual(['rows running null'])
    await decide(people.lawyer2, id)
    expect(await stands(id)).toEqual(['rows ended approved'])
  })

  it('each row has its own instance, and the parent goes on after the last', async () => {
    const id = await deal({ lines: lines() })
    await started(id, 'parts')
    expect(await stands(id)).toEqual(['parts running null', 'part running null', 'part running null'])
    await decide(people.lawyer2, id)
    await decide(people.lawyer, id)
    expect((await stands(id))[0]).toBe('parts ended approved')
    expect((await read(id)).log).toBe('approved')
  })

  it('a subprocess that is rejected rejects; the rest goes with its parent when that is withdrawn', async () => {
    const id = await deal({ lines: lines() })
    const instance = await started(id, 'parts')
    const { rows } = await server.database.pool.query<{ id: string }>(
      `select id from formwork.task where instance_id in (select id from formwork.workflow_instance where parent_id = $1) and state = 'open'`,
      [instance],
    )
    expect(rows).toHaveLength(2)
    const answer = await server.call(people.seller, 'DELETE', `${base}/deal/records/${id}`)
    expect(answer.statusCode, answer.body).toBe(409)
    await decide(people.lawyer, id, 'reject')
    await decide(people.lawyer2, id)
    expect((await stands(id))[0]).toBe('parts ended rejected')
  })

  it('a parent without rows goes on at once', async () => {
    const id = await deal()
    await started(id, 'parts')
    expect([await stands(id), (await read(id)).log]).toEqual([['parts ended approved'], 'done'])
  })
})

describe('waits and events', () => {
  it('hears of a record in relation with its own', async () => {
    const [id, other] = [await deal({ due: '2027-01-01' }), await deal()]
    await started(id, 'pay')
    const pay = (values: object) =>
      server.call(people.seller, 'POST', `${base}/payment/records`, { title: 'p', ...values })
    await pay({ deal: other, amount: '50' })
    await pay({ deal: id, amount: '5' })
    expect(await stands(id)).toEqual(['pay running null'])
    await pay({ deal: id, amount: '50' })
    expect(await stands(id)).toEqual(['pay ended approved'])
  })

  it('follows the date of the record, and is over when it comes', async () => {
    const id = await deal({ due: '2099-01-01' })
    await started(id, 'pay')
    await change(id, { due: '2020-01-01' })
    expect(await stands(id)).toEqual(['pay ended rejected'])
  })

  it('an event stops the work and leads elsewhere', async () => {
    const id = await deal({ amount: '5' })
    await started(id, 'watch')
    expect(await box(people.lawyer)).toContainEqual(expect.objectContaining({ record: id }))
    await change(id, { title: '项目B' })
    expect(await box(people.lawyer)).toContainEqual(expect.objectContaining({ record: id }))
    await change(id, { amount: '6' })
    expect(await box(people.lawyer)).not.toContainEqual(expect.objectContaining({ record: id }))
    await decide(people.director, id)
    expect(await stands(id)).toEqual(['watch ended approved'])
  })
})

describe('approvals', () => {
  it('votes; reopened by whom the workflow names', async () => {
    const id = await deal()
    const instance = await started(id, 'votes')
    await decide(people.lawyer, id, 'reject')
    expect(await stands(id)).toEqual(['votes ended rejected'])
    const reopen = (who: Client) =>
      server.call(who, 'POST', `${base}/deal/records/${id}/workflows/${instance}/reopen`, { opinion: '请再看' })
    expect((await reopen(people.director)).statusCode).toBe(403)
    const again = await reopen(people.seller)
    expect(again.statusCode, again.body).toBe(200)
    expect((await reopen(people.seller)).statusCode).toBe(409)
    await decide(people.lawyer, id)
    await decide(people.lawyer2, id)
    expect(await stands(id)).toEqual(['votes ended approved'])
    const { trail } = (await workflowsOf(id)).instances[0]
    expect(trail.map(({ act: name }: { act: string }) => name)).toEqual(['reject', 'reopen', 'approve', 'approve'])
  })

  it('a step looked at one by one is not approved in a batch', async () => {
    const id = await deal()
    await started(id, 'votes')
    const task = (await taskOf(people.lawyer, id)).id
    const answer = await server.call(people.lawyer, 'POST', '/api/tasks/batch', { ids: [task], act: 'approve' })
    expect(answer.json().results[0]).toMatchObject({ done: false, problem: { code: 'task_act_not_allowed' } })
  })

  it('a snapshot stays as it was when the task came', async () => {
    const id = await deal({ title: '原来' })
    await started(id, 'votes')
    await change(id, { title: '后来' })
    const task = (await taskOf(people.lawyer, id)).id
    const shown = (await server.call(people.lawyer, 'GET', `/api/tasks/${task}`)).json()
    expect(shown.values.title).toBe('原来')
  })

  it('asks another for his word, adds and takes out a signer, copies', async () => {
    const id = await deal()
    await started(id, 'votes')
    const task = (await taskOf(people.lawyer, id)).id
    const ok = async (who: Client, name: string, body: object) => {
      const answer = await act(who, task, name, body)
      expect(answer.statusCode, answer.body).toBe(200)
      return answer.json()
    }
    await ok(people.lawyer, 'delegate', { to: people.manager.id })
    const shown = (await server.call(people.manager, 'GET', `/api/tasks/${task}`)).json()
    expect([shown.acts, shown.owner]).toEqual([['hand-back'], people.lawyer.id])
    await ok(people.manager, 'hand-back', { opinion: '可以' })
    await ok(people.lawyer, 'cc', { users: [people.director.id] })
    expect(await box(people.director, 'cc')).toContainEqual(expect.objectContaining({ record: id }))
    const waiting = await ok(people.lawyer, 'add-signer', { users: [people.director.id], kind: 'before' })
    expect([waiting.acts, waiting.signers]).toEqual([['remove-signer'], [people.director.id]])
    await ok(people.lawyer, 'remove-signer', { users: [people.director.id] })
    await ok(people.lawyer, 'approve', {})
  })

  it('keeps a draft until the act', async () => {
    const id = await deal()
    await started(id, 'votes')
    const task = (await taskOf(people.lawyer, id)).id
    const draft = { values: { log: '写到一半' }, opinion: '待定' }
    const put = (who: Client) => server.call(who, 'PUT', `/api/tasks/${task}/draft`, draft)
    expect((await put(people.seller)).statusCode).toBe(403)
    expect((await put(people.lawyer)).statusCode).toBe(204)
    const shown = () => server.call(people.lawyer, 'GET', `/api/tasks/${task}`)
    expect((await shown()).json().draft).toEqual(draft)
    await decide(people.lawyer, id)
    expect((await shown()).json().draft).toBeNull()
    expect((await put(people.lawyer)).statusCode).toBe(403)
  })

  it('the applicant chooses who decides', async () => {
    const id = await deal()
    const { startable } = (await server.call(people.seller, 'GET', `${base}/deal/records/${id}/workflows`)).json()
    const { choose } = startable.find(({ key }: { key: string }) => key === 'chosen')
    expect(choose).toEqual([
      expect.objectContaining({ node: 'one', max: 1, candidates: expect.arrayContaining([people.lawyer.id]) }),
    ])
    for (const body of [{}, { choose: { one: [people.director.id] } }]) {
      const answer = await begin(id, 'chosen', body)
      expect(answer.statusCode, answer.body).toBe(422)
    }
    await started(id, 'chosen', { choose: { one: [people.lawyer2.id] } })
    expect(await box(people.lawyer2)).toContainEqual(expect.objectContaining({ record: id }))
    expect(await box(people.lawyer)).not.toContainEqual(expect.objectContaining({ record: id }))
  })
})

describe('away', () => {
  const today = async (days: number): Promise<string> =>
    new Date(Date.parse(server.clock.now()) + (days * 24 + 8) * 3_600_000).toISOString().slice(0, 10)
  const put = (who: Client, periods: object[]) => server.call(who, 'PUT', '/api/me/delegation', { periods })

  it('tasks go to the substitute while he is away, and say for whom', async () => {
    const period = { from: await today(0), until: await today(1), substitute: people.manager.id }
    const answer = await put(people.director, [period])
    expect(answer.statusCode, answer.body).toBe(200)
    expect((await server.call(people.director, 'GET', '/api/me/delegation')).json()).toEqual({ periods: [period] })
    const id = await deal()
    await started(id, 'timed')
    const task = await taskOf(people.manager, id)
    expect(task).toMatchObject({ standsFor: people.director.id })
    await decide(people.manager, id)
    const { rows } = await server.database.pool.query(
      'select user_id, on_behalf_of from formwork.decision where record_id = $1',
      [id],
    )
    expect(rows).toEqual([{ user_id: people.manager.id, on_behalf_of: people.director.id }])
    await later(49)
    const after = await deal()
    await started(after, 'timed')
    expect(await box(people.director)).toContainEqual(expect.objectContaining({ record: after }))
  })

  it.each([
    ['nobody', (): object => ({ from: '2027-01-01', until: '2027-01-02', substitute: people.director.id })],
    ['no time', (): object => ({ from: '2027-01-02', until: '2027-01-01', substitute: people.manager.id })],
    ['no day', (): object => ({ from: '2027-02-31', until: '2027-03-01', substitute: people.manager.id })],
  ])('not %s', async (_, period) => {
    expect((await put(people.director, [period()])).statusCode).toBe(422)
  })
})

describe('the ladder of a whole workflow', () => {
  it('reminds who has it, then tells the applicant, and is silent once it is over', async () => {
    const [slow, quick] = [await deal({ title: '慢' }), await deal({ title: '快' })]
    for (const id of [slow, quick]) await started(id, 'overall')
    await decide(people.lawyer, slow)
    for (const who of [people.lawyer2, people.director]) await decide(who, quick)
    const told = async (who: Client) =>
      (await notices(who)).map(({ text }) => text.zh).filter(text => /^(慢|快) /.test(text))
    await later(25)
    await expect.poll(() => told(people.director)).toEqual(['慢 24'])
    await later(24)
    await expect.poll(() => told(people.seller)).toEqual(['慢 48'])
    expect([await told(people.director), await told(people.lawyer)]).toEqual([['慢 24'], []])
  })
})
