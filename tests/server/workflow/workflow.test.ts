import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, cookieOf, startTestServer, type TestServer, testPassword } from '../testServer.ts'
import { contracts } from './contract.ts'

let server: TestServer
const people = {} as Record<'admin' | 'seller' | 'manager' | 'lawyer' | 'lawyer2' | 'director' | 'stranger', Client>
const base = '/api/apps/contracts/forms'

beforeAll(async () => {
  server = await startTestServer()
  const org = await server.addOrganisation('测试公司')
  people.admin = await server.addPerson(org, 'admin', { admin: true })
  const made = await server.call(people.admin, 'POST', '/api/apps', { definition: contracts })
  expect(made.statusCode, made.body).toBe(201)
  people.manager = await server.addPerson(org, 'manager')
  people.seller = await server.addPerson(org, 'seller', { manager: people.manager.id })
  people.lawyer = await server.addPerson(org, 'lawyer')
  people.lawyer2 = await server.addPerson(org, 'lawyer2')
  people.director = await server.addPerson(org, 'director')
  people.stranger = await server.addPerson(org, 'stranger')
  for (const [name, role] of [
    ['seller', 'seller'],
    ['lawyer', 'law'],
    ['lawyer2', 'law'],
    ['director', 'director'],
  ] as const) {
    const answer = await server.call(people.admin, 'PATCH', `/api/users/${people[name].id}`, {
      roles: { contracts: [role] },
    })
    expect(answer.statusCode, answer.body).toBe(200)
  }
})
afterAll(() => server.close())

async function contract(values: object = {}): Promise<string> {
  const answer = await server.call(people.seller, 'POST', `${base}/contract/records`, { title: '合同A', ...values })
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json().id
}
const record = async (id: string) => (await server.call(people.admin, 'GET', `${base}/contract/records/${id}`)).json()
const start = (id: string, workflow: string, who = people.seller) =>
  server.call(who, 'POST', `${base}/contract/records/${id}/workflows/${workflow}`, {})
const box = async (who: Client, name = 'todo') =>
  (await server.call(who, 'GET', `/api/tasks?box=${name}`)).json().tasks as Record<string, never>[]
const taskOf = async (who: Client, id: string, name = 'todo') => {
  const found = (await box(who, name)).find(task => task.record === id)
  if (found === undefined) throw new Error(`no task of ${who.login} in ${name}`)
  return found as { id: string; acts: string[]; fields: Record<string, string>; recordTitle: string; dueAt: string }
}
const act = (who: Client, task: string, name: string, body: object = {}) =>
  server.call(who, 'POST', `/api/tasks/${task}/${name}`, body)
const notices = async (who: Client) =>
  (await server.call(who, 'GET', '/api/notifications')).json().notifications as { text: { zh: string }; link: object }[]

describe('an approval through two people', () => {
  it('goes from the manager to legal, holds the record, and ends with a trail', async () => {
    const id = await contract({ amount: '100', secret: '7' })
    const started = await start(id, 'approval')
    expect(started.statusCode, started.body).toBe(201)
    expect((await start(id, 'approval')).json().code).toBe('already_running')

    const held = await server.call(people.seller, 'PATCH', `${base}/contract/records/${id}`, { amount: '200' })
    expect([held.statusCode, held.json().code]).toEqual([409, 'record_locked'])
    expect((await server.call(people.seller, 'DELETE', `${base}/contract/records/${id}`)).json().code).toBe(
      'record_locked',
    )

    const first = await taskOf(people.manager, id)
    expect(first).toMatchObject({
      acts: ['approve', 'reject', 'return', 'transfer', 'add-signer'],
      recordTitle: '合同A',
    })
    expect(first.fields).toMatchObject({ title: 'read', discount: 'write', secret: 'hidden' })
    const whole = (await server.call(people.manager, 'GET', `/api/tasks/${first.id}`)).json()
    expect(whole.values).toMatchObject({ title: '合同A', amount: '100.00' })
    expect(whole.values).not.toHaveProperty('secret')
    expect((await server.call(people.manager, 'GET', `${base}/contract/records/${id}`)).statusCode).toBe(404)
    expect((await server.call(people.stranger, 'GET', `/api/tasks/${first.id}`)).statusCode).toBe(404)
    expect((await act(people.stranger, first.id, 'approve')).statusCode).toBe(404)
    expect((await act(people.seller, first.id, 'approve')).statusCode).toBe(403)

    const wrong = await act(people.manager, first.id, 'approve', { values: { amount: '1' } })
    expect([wrong.statusCode, wrong.json().errors[0].path]).toEqual([403, '/values/amount'])
    const approved = await act(people.manager, first.id, 'approve', { opinion: '好', values: { discount: '0.1' } })
    expect(approved.statusCode, approved.body).toBe(200)
    expect(await record(id)).toMatchObject({ discount: '0.1000', version: 2 })

    const second = await taskOf(people.lawyer, id)
    const other = await taskOf(people.lawyer2, id)
    const silent = await act(people.lawyer, second.id, 'approve')
    expect([silent.statusCode, silent.json().errors[0].code]).toEqual([422, 'opinion_required'])
    expect((await act(people.lawyer, second.id, 'approve', { opinion: '可以' })).statusCode).toBe(200)
    expect(await record(id)).toMatchObject({ log: 'approved' })

    const late = await act(people.lawyer2, other.id, 'approve', { opinion: 'x' })
    expect(late.json()).toMatchObject({ status: 409, code: 'task_finished', detail: expect.stringContaining('lawyer') })
    const { instances } = (await server.call(people.seller, 'GET', `${base}/contract/records/${id}/workflows`)).json()
    expect(instances[0]).toMatchObject({ status: 'ended', outcome: 'approved', holders: [] })
    expect(
      instances[0].trail.map((entry: { act: string; by: string; opinion: string }) => [
        entry.act,
        entry.by,
        entry.opinion,
      ]),
    ).toEqual([
      ['approve', people.manager.id, '好'],
      ['approve', people.lawyer.id, '可以'],
    ])
    expect((await taskOf(people.director, id, 'cc')).acts).toEqual(['done'])
    expect((await taskOf(people.manager, id, 'done')).acts).toEqual([])
    expect(await notices(people.seller)).toContainEqual(
      expect.objectContaining({ text: { zh: '合同审批已通过', en: 'Contract approval was approved' } }),
    )
    expect(
      (await server.call(people.seller, 'PATCH', `${base}/contract/records/${id}`, { amount: '200' })).statusCode,
    ).toBe(200)
  })

  it('goes back to the applicant, who amends and submits again, or withdraws', async () => {
    const id = await contract()
    await start(id, 'approval')
    const task = await taskOf(people.manager, id)
    expect((await act(people.manager, task.id, 'return', { opinion: '补充' })).statusCode).toBe(200)
    expect(
      (await server.call(people.seller, 'PATCH', `${base}/contract/records/${id}`, { amount: '300' })).statusCode,
    ).toBe(200)
    const amend = await taskOf(people.seller, id)
    expect(amend.acts).toEqual(['submit', 'withdraw'])
    expect((await act(people.seller, amend.id, 'submit', { values: { title: '合同B' } })).statusCode).toBe(200)
    const again = await taskOf(people.manager, id)
    expect(again.recordTitle).toBe('合同B')
    const mine = await taskOf(people.seller, id, 'started')
    expect(mine).toMatchObject({ id: again.id, acts: ['urge', 'withdraw'] })
    expect((await act(people.seller, again.id, 'urge')).statusCode).toBe(200)
    expect((await act(people.seller, again.id, 'urge')).json().code).toBe('urged_recently')
    expect((await act(people.seller, again.id, 'withdraw')).statusCode).toBe(200)
    const finished = await act(people.manager, again.id, 'approve')
    expect(finished.json()).toMatchObject({ code: 'task_finished', detail: expect.stringContaining('seller') })
  })

  it('is transferred and takes signers', async () => {
    const id = await contract()
    await start(id, 'approval')
    const task = await taskOf(people.manager, id)
    expect((await act(people.manager, task.id, 'transfer', { to: people.seller.id })).json().code).toBe('self_approval')
    expect((await act(people.manager, task.id, 'transfer', { to: people.director.id })).statusCode).toBe(200)
    expect((await act(people.manager, task.id, 'approve')).json().code).toBe('task_not_yours')
    expect(
      (await act(people.director, task.id, 'add-signer', { kind: 'before', users: [people.stranger.id] })).statusCode,
    ).toBe(200)
    expect((await box(people.director)).some(({ record }) => record === id)).toBe(false)
    const signer = await taskOf(people.stranger, id)
    expect((await act(people.stranger, signer.id, 'approve')).statusCode).toBe(200)
    expect((await act(people.director, task.id, 'approve')).statusCode).toBe(200)
    expect((await taskOf(people.lawyer, id)).acts).toContain('approve')
  })
})

describe('acts at the same moment (M18)', () => {
  it('has exactly one winner of two, and tells the loser who was first', async () => {
    const id = await contract()
    await start(id, 'approval')
    await act(people.manager, (await taskOf(people.manager, id)).id, 'approve')
    const [one, two] = [await taskOf(people.lawyer, id), await taskOf(people.lawyer2, id)]
    const answers = await Promise.all([
      act(people.lawyer, one.id, 'approve', { opinion: 'a' }),
      act(people.lawyer2, two.id, 'reject', { opinion: 'b' }),
    ])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
    const loser = answers.find(({ statusCode }) => statusCode === 409)!.json()
    expect(loser.code).toBe('task_finished')
    expect(loser.detail).toMatch(/lawyer/)
    const { instances } = (await server.call(people.seller, 'GET', `${base}/contract/records/${id}/workflows`)).json()
    expect(instances[0].status).toBe('ended')
    expect(instances[0].trail).toHaveLength(2)
  })
})

describe('the rule of the large amount (P3)', () => {
  it('refuses it without the risk assessment, and with it starts the director’s approval', async () => {
    const refused = await server.call(people.seller, 'POST', `${base}/contract/records`, {
      title: '大单',
      amount: '10000001',
    })
    expect([refused.statusCode, refused.json().errors[0].path]).toEqual([422, '/risk'])
    const file = await server.app.inject({
      method: 'POST',
      url: '/api/files',
      headers: { ...people.seller.headers, 'content-type': 'multipart/form-data; boundary=x' },
      payload:
        '--x\r\ncontent-disposition: form-data; name="file"; filename="risk.txt"\r\ncontent-type: text/plain\r\n\r\nrisk\r\n--x--\r\n',
    })
    expect(file.statusCode, file.body).toBe(201)
    const id = await contract({ title: '大单', amount: '10000001', risk: [file.json().id] })
    const task = await taskOf(people.director, id)
    expect((await act(people.director, task.id, 'approve')).statusCode).toBe(200)
    const after = await record(id)
    expect(after).toMatchObject({ log: 'approved', customer: expect.any(String) })
    const small = await contract({ amount: '5' })
    expect((await box(people.director)).some(({ record }) => record === small)).toBe(false)
  })
})

describe('a stage gate with approval', () => {
  it('starts on the move, and moves the record when approved', async () => {
    const id = await contract({ title: '签约' })
    const moved = await server.call(people.seller, 'POST', `${base}/contract/records/${id}/stage`, { to: 'signed' })
    expect([moved.statusCode, moved.json()]).toEqual([
      202,
      expect.objectContaining({ stage: 'draft', pending: { workflow: 'gate' } }),
    ])
    expect(
      (await server.call(people.seller, 'POST', `${base}/contract/records/${id}/stage`, { to: 'signed' })).statusCode,
    ).toBe(409)
    await act(people.director, (await taskOf(people.director, id)).id, 'approve')
    expect(await record(id)).toMatchObject({ stage: 'signed', log: 'signed 签约' })
  })

  it('asks again after a rejection', async () => {
    const id = await contract()
    const move = () => server.call(people.seller, 'POST', `${base}/contract/records/${id}/stage`, { to: 'signed' })
    await move()
    await act(people.director, (await taskOf(people.director, id)).id, 'reject')
    expect(await record(id)).toMatchObject({ stage: 'draft' })
    expect((await move()).statusCode).toBe(202)
  })
})

describe('a bad request', () => {
  it.each([
    ['an unknown act', 'explode', {}, 404],
    ['an unknown property', 'approve', { opinon: 'x' }, 400],
    ['an opinion that is no text', 'approve', { opinion: 5 }, 400],
    ['a user that is no id', 'transfer', { users: ['me'] }, 400],
    ['somebody who is not there', 'transfer', { to: '0199aaaa-0000-7000-8000-000000000000' }, 422],
    ['a field that is none', 'approve', { values: { nothing: 1 } }, 422],
    ['a return where none is allowed to go', 'return', { to: 'law' }, 422],
    ['an act of another kind of task', 'done', {}, 403],
  ])('%s', async (_, name, body, status) => {
    const id = await contract()
    await start(id, 'approval')
    const task = await taskOf(people.manager, id)
    const answer = await act(people.manager, task.id, name, body)
    expect([answer.statusCode, answer.json().errors], answer.body).toEqual([status, expect.any(Array)])
    expect((await taskOf(people.manager, id)).id).toBe(task.id)
  })

  it('no body at all is an act that says nothing more', async () => {
    const id = await contract()
    expect(
      (await server.call(people.seller, 'POST', `${base}/contract/records/${id}/workflows/approval`)).statusCode,
    ).toBe(201)
    const task = await taskOf(people.manager, id)
    expect((await server.call(people.manager, 'POST', `/api/tasks/${task.id}/approve`)).statusCode).toBe(200)
  })

  it('a box or page that is none, a workflow that is none or not for him', async () => {
    const id = await contract()
    const ask = async (url: string) => (await server.call(people.seller, 'GET', url)).statusCode
    expect(await ask('/api/tasks?box=bin')).toBe(400)
    expect(await ask('/api/tasks?cursor=x')).toBe(400)
    expect(await ask('/api/tasks/0199aaaa-0000-7000-8000-000000000000')).toBe(404)
    expect((await start(id, 'nothing')).statusCode).toBe(404)
    expect((await start(id, 'gate')).statusCode).toBe(403)
    expect((await start(id, 'approval', people.stranger)).statusCode).toBe(404)
    const pages = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const answer = (
        await server.call(people.manager, 'GET', `/api/tasks?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`)
      ).json()
      pages.push(...answer.tasks.map((task: { id: string }) => task.id))
      cursor = answer.nextCursor
    }
    expect(pages).toEqual((await box(people.manager)).map(({ id: task }) => task))
  })

  it('the same key twice decides once', async () => {
    const id = await contract()
    await start(id, 'approval')
    const task = await taskOf(people.manager, id)
    const once = () =>
      server.call(people.manager, 'POST', `/api/tasks/${task.id}/approve`, {}, { 'idempotency-key': task.id })
    const [first, second] = [await once(), await once()]
    expect([first.statusCode, second.statusCode, second.body === first.body]).toEqual([200, 200, true])
  })
})

describe('an automation', () => {
  it('updates another record and gives a task with a due time', async () => {
    const customer = (
      await server.call(people.seller, 'POST', `${base}/customer/records`, { name: '客户', visits: 1 })
    ).json()
    const id = await contract({ customer: customer.id })
    const after = (await server.call(people.seller, 'GET', `${base}/customer/records/${customer.id}`)).json()
    expect(after.visits).toBe('2')
    const task = await taskOf(people.seller, id)
    expect(task.dueAt).toBe(new Date(server.clock.epochMs() + 3 * 86_400_000).toISOString())
    expect((await act(people.seller, task.id, 'done')).statusCode).toBe(200)
    expect((await act(people.seller, task.id, 'done')).json().code).toBe('task_finished')
  })

  it('that fails leaves the write alone and tells an administrator', async () => {
    const id = await contract()
    const saved = await server.call(people.seller, 'PATCH', `${base}/contract/records/${id}`, { title: 'break' })
    expect(saved.statusCode, saved.body).toBe(200)
    expect(await record(id)).toMatchObject({ title: 'break', stage: 'draft' })
    expect((await notices(people.admin)).some(({ text }) => text.zh.includes('拒绝测试'))).toBe(true)
  })
})

describe('a deadline', () => {
  const until = async (check: () => Promise<boolean>): Promise<void> => {
    for (let n = 0; n < 60; n += 1) {
      if (await check()) return
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    throw new Error('it did not happen')
  }

  /** Sessions end meanwhile, so everybody signs in again. */
  const later = async (hours: number): Promise<void> => {
    server.clock.advance(hours * 3_600_000)
    for (const who of Object.keys(people) as (keyof typeof people)[]) {
      const payload = { login: people[who].login, password: testPassword }
      const answer = await server.app.inject({ method: 'POST', url: '/api/session', payload })
      people[who] = { ...people[who], headers: cookieOf(answer) }
    }
  }

  it('reminds, then hands over, each once, and is gone with its task', async () => {
    const id = await contract({ secret: '9' })
    await start(id, 'slow')
    const task = await taskOf(people.manager, id)
    expect(task.dueAt).toBe('2026-11-24T05:10:00.000Z')
    const reminded = async () =>
      (await notices(people.manager)).filter(({ text }) => text.zh.startsWith('请处理')).map(({ text }) => text.zh)
    await later(23)
    await new Promise(resolve => setTimeout(resolve, 1_200))
    expect(await reminded()).toEqual([])
    await later(1)
    await until(async () => (await reminded()).length > 0)
    expect(await reminded()).toEqual(['请处理 … …'])
    await later(24)
    await until(async () => (await box(people.director)).some(({ record }) => record === id))
    expect((await taskOf(people.director, id)).id).toBe(task.id)
    expect((await act(people.manager, task.id, 'approve')).json().code).toBe('task_not_yours')
    expect((await act(people.director, task.id, 'approve')).statusCode).toBe(200)

    const other = await contract()
    await start(other, 'slow')
    await act(people.manager, (await taskOf(people.manager, other)).id, 'approve')
    const { rows } = await server.database.pool.query(
      `select state, count(*)::int as n from formwork.timer group by state order by state`,
    )
    expect(rows).toEqual([
      { state: 'cancelled', n: 2 },
      { state: 'fired', n: 2 },
    ])
  })
})
