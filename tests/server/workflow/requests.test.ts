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
