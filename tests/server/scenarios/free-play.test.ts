import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginning, deciding, passing } from '../../../designer/preview/freePlay.ts'
import { compileApp } from '../../../engine/index.ts'
import type { AppDefinition, Scenario } from '../../../schemas/generated/definition.ts'
import { trade } from '../../fixtures/trade.ts'
import { startTestServer, type TestServer } from '../testServer.ts'

/** The trade app in which the director approves every new customer, and is reminded after two days. */
const definition: AppDefinition = {
  ...trade,
  workflows: [
    {
      key: 'admission',
      name: { zh: '准入审批', en: 'Admission' },
      form: 'customer',
      start: { to: 'director', on: [{ event: 'created' }] },
      nodes: [
        {
          key: 'director',
          type: 'approve',
          by: 'ROLE("director")',
          deadline: {
            steps: [
              {
                key: 'late',
                after: '48h',
                do: [{ do: 'notify', to: '{$task.assignee}', message: { zh: '请处理', en: 'Please act' } }],
              },
            ],
          },
          next: [{ to: 'done' }],
        },
        { key: 'done', type: 'end', outcome: 'approved' },
      ],
    },
  ],
}

let server: TestServer
let admin: Awaited<ReturnType<TestServer['addPerson']>>
let org: string
beforeAll(async () => {
  server = await startTestServer()
  org = await server.addOrganisation('trial')
  admin = await server.addPerson(org, 'trial-admin', { admin: true })
  expect((await server.call(admin, 'POST', '/api/apps', { definition })).statusCode).toBe(201)
})
afterAll(() => server.close())

const play = async (scenario: Scenario | object) =>
  server.call(admin, 'POST', '/api/apps/trade/draft/scenarios', { scenario })

describe('a free play of the preview', () => {
  it('reminds the approver in time, and goes on when he has decided', async () => {
    const { app } = compileApp(definition)
    const begun = beginning(
      app!,
      app!.forms.get('customer')!,
      { name: '新客户' },
      'seller',
      '2026-11-23T10:00',
      new Map(),
    )
    const first = (await play(begun)).json().scenarios[0]
    expect(first.steps[0].problems).toEqual([])
    expect(first.steps[0].tasks).toMatchObject([{ to: 'director', record: 'record_1', node: 'director' }])
    expect(first.open).toHaveLength(1)
    const later = passing(begun, 72)
    const second = (await play(later)).json().scenarios[0]
    expect(second.steps[1].notices).toMatchObject([
      { to: 'director', at: '2026-11-25T02:00:00.000Z', text: { en: 'Please act' } },
    ])
    const decided = deciding(later, second.open[0], 'approve', '同意')
    const third = (await play(decided)).json().scenarios[0]
    expect(third.steps.flatMap((step: { problems: unknown[] }) => step.problems)).toEqual([])
    expect(third.open).toEqual([])
    expect((await server.call(admin, 'GET', '/api/apps/trade/forms/customer/records')).json().records).toEqual([])
  })

  it('refuses what is no scenario with its mistakes', async () => {
    const refused = await play({ key: 'x', clock: '2026-11-23T10:00', steps: [{ by: 'nobody', act: [] }] })
    expect(refused.statusCode).toBe(422)
    expect(refused.json().code).toBe('check_failed')
  })
})
