import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../outbox/until.ts'
import { act, box, contract, later, notices, openHouse, people, server, start, taskOf } from './house.ts'

beforeAll(openHouse)
afterAll(() => server.close())

describe('a deadline', () => {
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
      `select state, count(*)::int as n from formwork.timer where kind = 'deadline' group by state order by state`,
    )
    expect(rows).toEqual([
      { state: 'cancelled', n: 2 },
      { state: 'fired', n: 2 },
    ])
  })
})
