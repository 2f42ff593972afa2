import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition, Node, Scenario } from '../../../schemas/generated/definition.ts'
import { follow } from '../ladders/follow.ts'
import { contracts } from '../workflow/contract.ts'
import { act, contract, server as house, openHouse, people, start, taskOf } from '../workflow/house.ts'
import { formOf, openWorkshop, type Workshop } from './publishing.ts'

describe('running work and a publish (M19)', () => {
  beforeAll(openHouse)
  afterAll(() => house.close())
  const app = '/api/apps/contracts'

  const draft = async (change: (nodes: Node[]) => Node[]): Promise<void> => {
    const workflows = contracts.workflows!.map(flow =>
      flow.key === 'approval' ? { ...flow, nodes: change(flow.nodes) } : flow,
    )
    const definition: AppDefinition = { ...contracts, workflows }
    const { revision } = (await house.call(people.admin, 'GET', `${app}/draft`)).json()
    await house.call(people.admin, 'PUT', `${app}/draft`, { definition }, { 'if-match': `"${revision}"` })
  }
  const versionOf = async (record: string): Promise<number> => {
    const { rows } = await house.database.pool.query<{ version: number }>(
      'select app_version as version from formwork.workflow_instance where record_id = $1',
      [record],
    )
    return rows[0]!.version
  }

  it('is counted with where it stands, and goes on by the new version when the publisher says so', async () => {
    const [early, late] = [await contract(), await contract()]
    for (const id of [early, late]) await start(id, 'approval')
    await act(people.manager, (await taskOf(people.manager, late)).id, 'approve')
    await draft(nodes =>
      nodes.flatMap(node =>
        node.key === 'manager' ? [{ ...node, next: [{ to: 'note' }] } as Node] : node.key === 'law' ? [] : [node],
      ),
    )
    const check = (await house.call(people.admin, 'POST', `${app}/draft/check`)).json()
    expect(check.running.workflows).toMatchObject([
      {
        ...{ workflow: 'approval', count: 2, movable: 1 },
        obstacles: [{ label: { zh: expect.stringContaining('法务') }, count: 1 }],
      },
    ])
    const published = await house.call(people.admin, 'POST', `${app}/publish`, { workflows: 'move' })
    expect(published.statusCode, published.body).toBe(200)
    const { version } = published.json()
    await expect.poll(() => versionOf(early)).toBe(version)
    expect(await versionOf(late)).toBe(version - 1)
    await act(people.manager, (await taskOf(people.manager, early)).id, 'approve')
    expect((await taskOf(people.lawyer, late)).title.zh).toBe('合同审批：法务审批')
    const [job] = (
      await house.database.pool.query(
        `select subject from formwork.timer where kind = 'carry_over' and state = 'fired'`,
      )
    ).rows
    expect(job.subject).toMatchObject({ moved: 1, stayed: 1, finishedAt: expect.any(String) })
  })
})

const lead: AppDefinition = {
  ...follow,
  roles: [
    {
      ...{ key: 'seller', label: { zh: '销售', en: 'Seller' } },
      grants: [{ form: 'lead', can: ['read', 'create', 'update'] }],
    },
  ],
}

describe('reminders that wait', () => {
  let shop: Workshop
  beforeAll(async () => {
    shop = await openWorkshop(lead)
  })
  afterAll(() => shop.close())
  const dueOf = async (record: string): Promise<string> => {
    const { rows } = await shop.server.database.pool.query<{ due: string }>(
      `select due_at as due from formwork.ladder_run where record_id = $1 and ladder = 'lead.first_touch' and state = 'waiting'`,
      [record],
    )
    return new Date(rows[0]!.due).toISOString()
  }
  const later = (draft: AppDefinition, after: string): void => {
    Object.assign(formOf(draft, 'lead').ladders![0]!.steps[0]!, { after })
  }

  it('keep their steps, and take the new ones when the publisher says so', async () => {
    const made = await shop.create('lead', { name: '新线索' })
    const at = Date.parse(made.created_at)
    const inHours = (hours: number): string => new Date(at + hours * 3_600_000).toISOString()
    expect(await dueOf(made.id)).toBe(inHours(2))
    await shop.draft(draft => later(draft, '3h'))
    expect((await shop.check()).running.ladders).toMatchObject([{ ladder: 'lead.first_touch', count: 1 }])
    expect((await shop.publish(() => undefined)).statusCode).toBe(200)
    await new Promise(resolve => setTimeout(resolve, 1_500))
    expect(await dueOf(made.id)).toBe(inHours(2))
    const answer = await shop.publish(draft => later(draft, '1h'), { ladders: 'apply' })
    expect(answer.statusCode, answer.body).toBe(200)
    await expect.poll(() => dueOf(made.id)).toBe(inHours(1))
  })
})

describe('scenarios before a publish', () => {
  const scenario: Scenario = {
    ...{ key: 'reminded', name: { zh: '两小时后提醒', en: 'Reminded after two hours' }, clock: '2026-03-02T10:00' },
    people: [{ key: 'li', roles: ['seller'] }],
    steps: [
      { by: 'li', act: [{ do: 'create', form: 'lead', as: 'lead', set: { name: 'Acme' } }] },
      { at: '+2h', expect: [{ person: 'li', notices: 1, like: 'remind' }] },
    ],
  }
  let shop: Workshop
  beforeAll(async () => {
    shop = await openWorkshop({ ...lead, scenarios: [scenario] })
  })
  afterAll(() => shop.close())

  it('refuse it when one fails, unless the publisher has seen it', async () => {
    const change = (draft: AppDefinition): void => {
      Object.assign(formOf(draft, 'lead').ladders![0]!.steps[0]!, { after: '3h' })
    }
    const refused = await shop.publish(change)
    expect(refused.json()).toMatchObject({
      ...{ status: 409, code: 'scenarios_failed' },
      scenarios: [{ zh: '两小时后提醒', en: 'Reminded after two hours' }],
    })
    expect((await shop.publish(() => undefined, { despite: true })).json()).toMatchObject({ version: 2 })
  })

  it('let it pass when all do, without being played twice', async () => {
    await shop.draft(draft => {
      Object.assign(formOf(draft, 'lead').ladders![0]!.steps[0]!, { after: '2h' })
    })
    const played = await shop.server.call(shop.admin, 'POST', `${shop.base}/draft/scenarios`)
    expect(played.json()).toMatchObject({
      passed: true,
      scenarios: [{ key: 'reminded', name: { zh: '两小时后提醒' } }],
    })
    expect((await shop.publish(() => undefined)).statusCode).toBe(200)
  })
})
