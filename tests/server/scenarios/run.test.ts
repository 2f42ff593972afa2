import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileApp } from '../../../engine/index.ts'
import type { AppDefinition, Scenario } from '../../../schemas/generated/definition.ts'
import { runScenario } from '../../../server/scenarios/run.ts'
import { follow } from '../ladders/follow.ts'
import { startTestServer, type TestServer } from '../testServer.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const roles: AppDefinition['roles'] = [
  {
    key: 'seller',
    label: { zh: '销售', en: 'Seller' },
    grants: ['lead', 'customer', 'visit', 'payment'].map(form => ({
      form,
      can: ['read', 'create', 'update', 'delete', 'move'],
      ...(form === 'lead' ? { fields: { '*': 'write', touched_at: 'write' } } : {}),
    })),
  },
]
const people: Scenario['people'] = [
  { key: 'boss', roles: ['seller'] },
  { key: 'li', roles: ['seller'], manager: 'boss' },
]
async function play(scenario: Omit<Scenario, 'key' | 'people'> & Partial<Scenario>) {
  const whole = { key: 'case', people, ...scenario } as Scenario
  const definition: AppDefinition = { ...follow, roles, scenarios: [whole] }
  const { app, findings } = compileApp(definition)
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  return runScenario(server.platform, { definition, compiled: app! }, app!.scenarios.get('case')!)
}
const problems = (result: Awaited<ReturnType<typeof play>>): string[] =>
  result.steps.flatMap((step, index) => step.problems.map(({ en }) => `${index}: ${en}`))

describe('a scenario', () => {
  it('plays people, time and what they expect, in a world of its own', async () => {
    const before = await server.database.pool.query('select count(*)::int as n from formwork.organisation')
    const result = await play({
      clock: '2026-11-23T10:00',
      steps: [
        { by: 'li', act: [{ do: 'create', form: 'lead', as: 'lead', set: { name: 'Acme' } }] },
        { at: '+119min', expect: [{ person: 'li', notices: 0 }] },
        { at: '+2h', expect: [{ person: 'li', notices: 1, like: 'remind Acme' }] },
        { at: '+4h', expect: [{ person: 'li', notices: 1, like: 'reclaim Acme' }] },
        {
          at: '+100d',
          expect: [
            { person: 'li', notices: 1, like: 'slow' },
            { record: 'lead', holds: '{stage} = "new"' },
          ],
        },
      ],
    })
    expect(problems(result)).toEqual([])
    expect(result.passed).toBe(true)
    expect(result.happened.map(({ at, person, text }) => `${at} ${person} ${text.en}`)).toEqual([
      '2026-11-23T04:00:00.000Z li remind Acme',
      '2026-11-23T06:00:00.000Z li reclaim Acme',
      '2026-11-25T02:00:00.000Z li slow Acme',
    ])
    expect(
      result.steps.map(({ by, acts, notices }) => [by, acts.length, notices.map(({ to, text }) => [to, text.en])]),
    ).toEqual([
      ['li', 1, []],
      [null, 0, []],
      [null, 0, [['li', 'remind Acme']]],
      [null, 0, [['li', 'reclaim Acme']]],
      [null, 0, [['li', 'slow Acme']]],
    ])
    const values = result.steps[0]!.values.map(({ record, field, value }) => [record, field, value])
    expect(values).toEqual(
      expect.arrayContaining([
        ['lead', 'owner', 'li'],
        ['lead', 'stage', 'new'],
      ]),
    )
    expect(values.map(([, field]) => field)).not.toContain('name')
    expect(result.open).toEqual([])
    const after = await server.database.pool.query('select count(*)::int as n from formwork.organisation')
    expect(after.rows).toEqual(before.rows)
  })
  it('is silent at 71:59 and fires after 72 hours of silence', async () => {
    const visit = (name: string) => ({
      do: 'create' as const,
      form: 'visit',
      set: { name, customer: '@acme', confirmed: true },
    })
    const result = await play({
      clock: '2026-03-28T10:00',
      given: [{ form: 'customer', as: 'acme', by: 'li', set: { name: 'Acme' } }],
      steps: [
        { by: 'li', act: [visit('one')] },
        { at: '+4319min', by: 'li', act: [visit('two')] },
        { at: '+72h', expect: [{ notices: 0, like: 'silent' }] },
        { at: '+8638min', expect: [{ notices: 0, like: 'silent' }] },
        { at: '+8639min', expect: [{ person: 'li', notices: 1, like: 'silent since two' }] },
      ],
    })
    expect(problems(result)).toEqual([])
  })
  it('takes settings, and the doors a person has', async () => {
    const result = await play({
      clock: '2026-11-23T10:00',
      settings: { reclaim: '30min' },
      steps: [
        { by: 'li', act: [{ do: 'create', form: 'lead', as: 'lead', set: { name: 'Acme' } }] },
        { at: '+30min', expect: [{ person: 'li', notices: 1, like: 'reclaim' }] },
        { at: '+40min', by: 'li', act: [{ do: 'update', record: 'lead', set: { touched_at: '@+0h' } }] },
        { at: '+3h', expect: [{ person: 'li', notices: 0 }] },
        { by: 'li', act: [{ do: 'move', record: 'lead', to: 'nowhere' }], expect: [{ refused: 'stage_unknown' }] },
        {
          by: 'li',
          act: [{ do: 'move', record: 'lead', to: 'done' }],
          expect: [{ record: 'lead', holds: '{stage} = "done"' }],
        },
      ],
    })
    expect(problems(result)).toEqual([])
  })
  it('says what did not come as expected, in both languages', async () => {
    const result = await play({
      clock: '2026-11-23T10:00',
      steps: [
        { by: 'li', act: [{ do: 'create', form: 'lead', as: 'lead', set: { name: 'Acme' } }] },
        {
          at: '+2h',
          expect: [
            { person: 'li', notices: 2 },
            { record: 'lead', holds: '{name} = "Other"' },
            { person: 'boss', tasks: 1 },
          ],
        },
        { by: 'li', act: [{ do: 'update', record: 'lead', set: { name: '' } }], expect: [{ refused: 'required' }] },
      ],
    })
    expect(result.passed).toBe(false)
    expect(problems(result)).toEqual([
      '1: “li” should have got 2 notices, and got 1: remind Acme',
      '1: “lead” does not satisfy: {name} = "Other"',
      '1: “boss” should have 1 open tasks, and has 0: -',
      '2: It should have been refused (required), and was not.',
    ])
  })
})

describe('names of a scenario', () => {
  it.each([
    [{ steps: [{ by: 'lii', act: [] }] }, 'scenario_unknown_name /scenarios/0/steps/0/by'],
    [
      { steps: [{ by: 'li', act: [{ do: 'delete', record: 'x' }] }] },
      'scenario_unknown_name /scenarios/0/steps/0/act/0/record',
    ],
    [
      { steps: [{ by: 'li', act: [{ do: 'create', form: 'leed', set: {} }] }] },
      'unknown_form /scenarios/0/steps/0/act/0/form',
    ],
    [{ clock: '+2h', steps: [{}] }, 'scenario_clock_absolute /scenarios/0/clock'],
    [{ settings: { reclaimm: '1h' }, steps: [{}] }, 'unknown_setting /scenarios/0/settings/reclaimm'],
  ])('%j: %s', (part, expected) => {
    const scenario = { key: 'case', people, clock: '2026-11-23T10:00', ...part } as Scenario
    const { findings } = compileApp({ ...follow, roles, scenarios: [scenario] })
    expect(findings.map(({ code, path }) => `${code} ${path}`)).toContain(expected)
  })
})
