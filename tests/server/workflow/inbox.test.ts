import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, base, contract, openHouse, people, server, start, taskOf } from './house.ts'

beforeAll(openHouse)
afterAll(() => server.close())

interface Listed {
  readonly tasks: readonly { readonly record: string; readonly workflow: string }[]
  readonly content?: readonly { readonly workflow: string; readonly count: number; readonly name: { zh: string } }[]
}
const list = async (query: string): Promise<Listed> =>
  (await server.call(people.manager, 'GET', `/api/tasks?${query}`)).json()
const due = (id: string, ms: number) =>
  server.database.pool.query('update formwork.task set due_at = $2 where record_id = $1', [
    id,
    new Date(Date.parse(server.clock.now()) + ms).toISOString(),
  ])

describe('a box of tasks', () => {
  it('says what it holds, and is narrowed by workflow and by when things are due', async () => {
    const quick = [await contract(), await contract()]
    for (const id of quick) await start(id, 'approval')
    const slow = await contract()
    await start(slow, 'slow')
    const { content } = await list('limit=1')
    expect(content?.map(({ workflow, count, name }) => [workflow, count, name.zh])).toEqual([
      ['approval', 2, '合同审批'],
      ['slow', 1, '限时审批'],
    ])
    const one = await list('workflow=contracts/slow')
    expect(one.tasks.map(({ record }) => record)).toEqual([slow])
    expect((await list('workflow=contracts/none')).tasks).toEqual([])
    await due(quick[0]!, -1)
    await due(quick[1]!, 0)
    const records = async (query: string) => (await list(query)).tasks.map(({ record }) => record)
    expect(await records('due=overdue')).toEqual([quick[0]])
    expect((await records('due=today')).sort()).toEqual([...quick].sort())
    expect((await server.call(people.manager, 'GET', '/api/tasks?due=soon')).statusCode).toBe(400)
  })
})

describe('progress', () => {
  it('is told on the task and on the record, with who has it now', async () => {
    const id = await contract()
    await start(id, 'approval')
    const task = await taskOf(people.manager, id)
    const states = (nodes: { key: string; state: string }[]) => nodes.map(({ key, state }) => `${key} ${state}`)
    const read = async () => (await server.call(people.manager, 'GET', `/api/tasks/${task.id}`)).json()
    const { progress } = await read()
    expect(states(progress.nodes)).toEqual(['$start done', 'manager active', 'law ahead', 'copy ahead', 'done ahead'])
    expect(progress.nodes[1].holders).toEqual([{ user: people.manager.id, since: expect.any(String) }])
    await act(people.manager, task.id, 'approve')
    const { instances } = (await server.call(people.seller, 'GET', `${base}/contract/records/${id}/workflows`)).json()
    expect(states(instances[0].progress.nodes).slice(1, 3)).toEqual(['manager done', 'law active'])
    expect(instances[0].progress.nodes[2].holders).toHaveLength(2)
    expect(instances[0]).not.toHaveProperty('state')
    await act(people.lawyer, (await taskOf(people.lawyer, id)).id, 'reject', { opinion: '不行' })
    expect(states((await read()).progress.nodes).slice(2)).toEqual(['law done', 'copy skipped', 'done skipped'])
  })
})
