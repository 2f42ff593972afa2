import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, base, box, contract, openHouse, people, server, start, taskOf } from './house.ts'

beforeAll(openHouse)
afterAll(() => server.close())

describe('a person who is deactivated', () => {
  it('loses his open tasks to who is next; the record shows it', async () => {
    const id = await contract()
    await start(id, 'approval')
    const task = await taskOf(people.manager, id)
    const gone = await server.call(people.admin, 'PATCH', `/api/users/${people.manager.id}`, { active: false })
    expect(gone.statusCode, gone.body).toBe(200)
    // Nobody else is the applicant's manager: an administrator stands in.
    await expect.poll(async () => (await box(people.admin)).map(one => one.id)).toContain(task.id)
    const trail = (await server.call(people.admin, 'GET', `${base}/contract/records/${id}/workflows`)).json()
    expect(trail.instances[0].holders).toMatchObject([{ assignee: people.admin.id }])
    expect(trail.instances[0].trail).toMatchObject([{ act: 'transfer', by: null, to: people.admin.id }])
    expect((await act(people.admin, task.id, 'approve')).statusCode).toBe(200)
  })
})
