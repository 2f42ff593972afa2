import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileApp } from '../../../engine/index.ts'
import type { CompiledWorkflow } from '../../../engine/workflow/compiled.ts'
import { moveObstacle, type Standing } from '../../../engine/workflow/move.ts'
import type { Node } from '../../../schemas/generated/definition.ts'
import { standings } from '../../../server/apps/carry-over/standings.ts'
import { approve, appWith, done } from '../../engine/workflow/harness.ts'
import { trade } from '../../fixtures/trade.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const base: Node[] = [
  { key: 'split', type: 'parallel', next: [{ to: 'one' }, { to: 'two' }] },
  approve('one', 'ROLE("a")', { next: [{ to: 'last' }], events: [{ after: '48h', to: 'done' }] }),
  approve('two', 'ROLE("b")', { next: [{ to: 'last' }] }),
  approve('last', 'ROLE("c")', { join: 'all', next: [{ to: 'done' }] }),
  done,
]
const flowOf = (nodes: readonly Node[]): CompiledWorkflow => {
  const { app, findings } = compileApp(appWith(nodes))
  if (app === null) throw new Error(JSON.stringify(findings))
  return app.workflows.get('flow')!
}
/** The same workflow, with the second step of another kind, the first without its event, and the join gone. */
const targets = [
  base,
  base.map(node =>
    node.key === 'two' ? ({ key: 'two', type: 'fill', by: '"x"', next: [{ to: 'last' }] } as Node) : node,
  ),
  base.map(node => (node.key === 'one' ? ({ ...node, events: undefined } as Node) : node)),
  base.map(node => (node.key === 'last' ? ({ ...node, join: 1, rest: 'cancel' } as Node) : node)),
].map(flowOf)

const node = fc.constantFrom('split', 'one', 'two', 'last', 'gone', '$applicant')
const activation = fc.record(
  {
    id: fc.nat(),
    node,
    at: fc.constant('2026-11-22T05:10:00.000Z'),
    state: fc.constantFrom('live', 'held', 'done', 'cancelled'),
    by: fc.constantFrom(null, 'somebody'),
    from: fc.constant([]),
    tasks: fc.array(
      fc.record({
        id: fc.uuid(),
        kind: fc.constantFrom('approve', 'fill'),
        assignee: fc.uuid(),
        state: fc.constant('open'),
      }),
      { maxLength: 3 },
    ),
    alarms: fc.array(
      fc.record({ key: fc.string(), alarm: fc.constantFrom('wait', 'check', '0', '1'), due: fc.string() }),
      {
        maxLength: 2,
      },
    ),
    children: fc.array(fc.record({ id: fc.uuid(), state: fc.constant('live') }), { maxLength: 2 }),
    backTo: fc.record({ node, people: fc.array(fc.uuid()), from: fc.constant([]) }),
  },
  { requiredKeys: ['id', 'node', 'at', 'state', 'from', 'tasks'] },
)
const state = fc.record({
  activations: fc.array(activation, { maxLength: 6 }),
  waiting: fc.array(fc.record({ node, edge: fc.constantFrom('one>0', 'two>0', 'two>1'), activation: fc.nat() }), {
    maxLength: 2,
  }),
}) as unknown as fc.Arbitrary<Standing>

let server: TestServer
let admin: Client
let appId = ''

beforeAll(async () => {
  server = await startTestServer()
  admin = await server.addPerson(await server.addOrganisation('甲公司'), 'admin', { admin: true })
  await server.call(admin, 'POST', '/api/apps', { definition: trade })
  appId = (await server.database.pool.query<{ id: string }>('select id from formwork.app')).rows[0]!.id
})
afterAll(() => server.close())

const insert = (states: readonly Standing[], workflow: string) =>
  server.database.pool.query(
    `insert into formwork.workflow_instance (org_id, id, app_id, app_version, form_key, record_id, workflow_key, row_key, state, status, started_at, version)
     select $1, gen_random_uuid(), $2, 1, 'order', $3, $4, n::text, s, 'running', now(), 1 from jsonb_array_elements($5::jsonb) with ordinality as t(s, n)`,
    [admin.orgId, appId, randomUUID(), workflow, JSON.stringify(states.map(one => ({ ...one, status: 'running' })))],
  )
/** How many stand where they cannot go on, by step; '' where they can. */
const counted = (
  many: readonly { standing: Standing; count: number }[],
  to: CompiledWorkflow,
): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { standing, count } of many) {
    const step = moveObstacle(standing, to) ?? ''
    counts[step] = (counts[step] ?? 0) + count
  }
  return counts
}
const read = (workflow: string) =>
  standings({ orgId: admin.orgId, id: appId }, workflow, [{ version: 1 }], server.database.pool)

describe('where running instances stand', () => {
  it('is counted in SQL as it is from each whole state', { timeout: 120_000 }, async () => {
    let round = 0
    await fc.assert(
      fc.asyncProperty(fc.array(state, { minLength: 1, maxLength: 40 }), async states => {
        round += 1
        await insert(states, `flow_${round}`)
        const found = await read(`flow_${round}`)
        for (const to of targets)
          expect(counted(found, to)).toEqual(
            counted(
              states.map(standing => ({ standing, count: 1 })),
              to,
            ),
          )
      }),
      { numRuns: 60 },
    )
  })

  it('is told of all, however many there are', { timeout: 120_000 }, async () => {
    const [one, two] = ['one', 'two'].map(
      key => ({ activations: [{ node: key, state: 'live', tasks: [{ kind: 'approve' }] }], waiting: [] }) as Standing,
    )
    for (let n = 0; n < 4; n += 1)
      await insert(
        Array.from({ length: 5_000 }, (_, i) => (i % 5 === 0 ? two! : one!)),
        'many',
      )
    const found = await read('many')
    expect(found).toHaveLength(2)
    expect(counted(found, targets[1]!)).toEqual({ '': 16_000, two: 4_000 })
  })
})
