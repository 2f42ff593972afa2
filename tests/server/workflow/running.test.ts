import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition, Node } from '../../../schemas/generated/definition.ts'
import { contracts } from './contract.ts'
import { act, base, contract, openHouse, people, server, start, taskOf } from './house.ts'

beforeAll(openHouse)
afterAll(() => server.close())

interface Running {
  readonly id: string
  readonly record: string
  readonly recordTitle: string
  readonly workflow: string
  readonly outdated: boolean
  readonly stuck: boolean
  readonly overdue: boolean
  readonly holders: readonly { readonly assignee: string; readonly label: { readonly zh: string } }[]
}
const list = async (query = ''): Promise<Running[]> =>
  (await server.call(people.admin, 'GET', `/api/workflows${query}`)).json().workflows
const move = async (ids: readonly (string | undefined)[]) =>
  (await server.call(people.admin, 'POST', '/api/workflows/move', { ids })).json().results

/** Publishes the app with another first step or a further one. */
async function publish(change: (nodes: Node[]) => Node[]): Promise<void> {
  const workflows = contracts.workflows!.map(flow =>
    flow.key === 'approval' ? { ...flow, nodes: change(flow.nodes) } : flow,
  )
  const definition: AppDefinition = { ...contracts, workflows }
  const app = '/api/apps/contracts'
  const { revision } = (await server.call(people.admin, 'GET', `${app}/draft`)).json()
  const draft = await server.call(people.admin, 'PUT', `${app}/draft`, { definition }, { 'if-match': `"${revision}"` })
  expect(draft.statusCode, draft.body).toBe(200)
  const published = await server.call(people.admin, 'POST', `${app}/publish`, { confirm: true })
  expect(published.statusCode, published.body).toBe(200)
}

describe('what runs', () => {
  it('is shown to administrators with who has it, and what is stuck or late', async () => {
    const id = await contract()
    await start(id, 'approval')
    const alone = (await server.call(people.director, 'POST', `${base}/contract/records`, { title: 'x' })).statusCode
    expect(alone).toBe(403)
    const [running] = (await list()).filter(({ record }) => record === id)
    expect(running).toMatchObject({ recordTitle: '合同A', outdated: false, stuck: false, overdue: false })
    expect(running?.holders).toMatchObject([{ assignee: people.manager.id, label: { zh: '经理审批' } }])
    expect(await list('?show=stuck')).toEqual([])
    const task = (await taskOf(people.manager, id)).id
    const { pool } = server.database
    await pool.query(`update formwork.task set data = data || '{"fallback":true}', due_at = $2 where id = $1`, [
      task,
      '2020-01-01T00:00:00Z',
    ])
    for (const show of ['stuck', 'overdue'])
      expect((await list(`?show=${show}`)).map(({ record }) => record)).toEqual([id])
    expect((await server.call(people.admin, 'GET', '/api/workflows?show=odd')).statusCode).toBe(400)
    expect((await list('?app=nothing')).length).toBe(0)
  })
})

describe('a newer version (M19)', () => {
  it('takes over what runs only when an administrator says so, and where it has a place for it', async () => {
    const [early, late] = [await contract(), await contract()]
    for (const id of [early, late]) await start(id, 'approval')
    await act(people.manager, (await taskOf(people.manager, late)).id, 'approve')
    await publish(nodes =>
      nodes.flatMap(node =>
        node.key === 'manager'
          ? [{ ...node, next: [{ to: 'second' }] } as Node, second]
          : node.key === 'law'
            ? []
            : [node],
      ),
    )
    const outdated = await list('?show=outdated')
    const of = (record: string) => outdated.find(one => one.record === record)?.id
    expect([of(early), of(late)]).toEqual([expect.any(String), expect.any(String)])
    const results = await move([of(early), of(late), '01990000-0000-7000-8000-000000000000'])
    expect(results).toMatchObject([
      { done: true },
      { done: false, problem: { code: 'workflow_step_gone', detail: expect.stringContaining('Legal') } },
      { done: false, problem: { status: 404 } },
    ])
    await act(people.manager, (await taskOf(people.manager, early)).id, 'approve')
    expect((await taskOf(people.director, early)).title.zh).toBe('合同审批：总监审批')
    expect((await taskOf(people.lawyer, late)).title.zh).toBe('合同审批：法务审批')
    const { instances } = (
      await server.call(people.seller, 'GET', `${base}/contract/records/${early}/workflows`)
    ).json()
    expect(instances[0].trail.map((entry: { act: string }) => entry.act)).toEqual(['move', 'approve'])
    await act(people.director, (await taskOf(people.director, early)).id, 'approve')
    expect(await move([of(early)])).toMatchObject([{ problem: { status: 409, code: 'workflow_ended' } }])
  })
})

const second: Node = {
  key: 'second',
  label: { zh: '总监审批', en: 'Director' },
  type: 'approve',
  by: 'ROLE("director")',
  next: [{ to: 'note' }],
}
