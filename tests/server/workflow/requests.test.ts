import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, base, box, contract, openHouse, people, server, start, taskOf } from './house.ts'

beforeAll(openHouse)
afterAll(() => server.close())

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
    const pages: string[] = []
    let cursor = ''
    do {
      const url = `/api/tasks?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`
      const page: { tasks: { id: string }[]; nextCursor: string | null } = (
        await server.call(people.manager, 'GET', url)
      ).json()
      pages.push(...page.tasks.map(task => task.id))
      cursor = page.nextCursor ?? ''
    } while (cursor !== '')
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

describe('acts on several tasks', () => {
  it('answers for each; what is refused stops nothing', async () => {
    const made = [await contract(), await contract(), await contract()]
    for (const id of made) await start(id, 'approval')
    const [first, second, third] = await Promise.all(made.map(async id => (await taskOf(people.manager, id)).id))
    await act(people.manager, first!, 'approve')
    const foreign = '0199aaaa-0000-7000-8000-000000000000'
    const batch = (who: typeof people.manager, body: object) => server.call(who, 'POST', '/api/tasks/batch', body)
    const answer = await batch(people.manager, { ids: [first, foreign, second, second, third], act: 'approve' })
    expect(answer.statusCode, answer.body).toBe(200)
    expect(answer.json().results).toEqual([
      { id: first, done: false, problem: expect.objectContaining({ status: 409, code: 'task_finished' }) },
      { id: foreign, done: false, problem: expect.objectContaining({ status: 404, code: 'not_found' }) },
      { id: second, done: true },
      { id: third, done: true },
    ])
    const waiting = (await taskOf(people.lawyer, made[1]!)).id
    expect((await batch(people.lawyer, { ids: [waiting], act: 'reject' })).json().results).toMatchObject([
      { done: false, problem: { status: 422, errors: [{ code: 'opinion_required' }] } },
    ])
    const rejected = await batch(people.lawyer, { ids: [waiting], act: 'reject', opinion: '不同意' })
    expect(rejected.json().results).toEqual([{ id: waiting, done: true }])
    expect((await batch(people.stranger, { ids: [third], act: 'approve' })).json().results).toMatchObject([
      { done: false, problem: { status: 404 } },
    ])
  })

  it.each([
    ['no task', { ids: [], act: 'approve' }],
    ['an act that needs more', { ids: ['0199aaaa-0000-7000-8000-000000000000'], act: 'transfer' }],
    ['too many', { ids: Array.from({ length: 101 }, () => '0199aaaa-0000-7000-8000-000000000000'), act: 'approve' }],
  ])('refuses %s', async (_, body) => {
    expect((await server.call(people.manager, 'POST', '/api/tasks/batch', body)).statusCode).toBe(400)
  })
})
