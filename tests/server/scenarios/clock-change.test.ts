import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileApp } from '../../../engine/index.ts'
import type { AppDefinition, Scenario } from '../../../schemas/generated/definition.ts'
import { runScenario } from '../../../server/scenarios/run.ts'
import { playLive } from '../../templates/live.ts'
import { follow } from '../ladders/follow.ts'
import { startTestServer, type TestServer } from '../testServer.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const lead = { do: 'create' as const, form: 'lead', as: 'lead', set: { name: 'Acme' } }
const payment = (due_on: string) => ({ do: 'create' as const, form: 'payment', set: { name: 'Acme', due_on } })
const step = (at: string, notices: number, like: string) => ({ at, expect: [{ person: 'li', notices, like }] })

/** In Berlin the clock goes from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25 October 2026. */
const scenarios: Scenario[] = [
  {
    ...{ key: 'hours_in_spring', clock: '2026-03-29T01:00' },
    steps: [{ by: 'li', act: [lead] }, step('2026-03-29T03:59', 0, 'remind'), step('2026-03-29T04:00', 1, 'remind')],
  },
  {
    ...{ key: 'days_in_spring', clock: '2026-03-28T10:00' },
    steps: [{ by: 'li', act: [lead] }, step('2026-03-30T09:59', 0, 'slow'), step('2026-03-30T10:00', 1, 'slow')],
  },
  {
    ...{ key: 'hours_in_autumn', clock: '2026-10-25T01:30' },
    steps: [
      { by: 'li', act: [lead] },
      step('+119min', 0, 'remind'),
      step('2026-10-25T02:30', 0, 'remind'),
      step('+2h', 1, 'remind'),
    ],
  },
  {
    ...{ key: 'date_over_the_change', clock: '2026-10-20T10:00' },
    steps: [
      { by: 'li', act: [payment('2026-10-28')] },
      step('2026-10-25T08:59', 0, 'due soon'),
      step('2026-10-25T09:00', 1, 'due soon'),
    ],
  },
  {
    ...{ key: 'leap_day', clock: '2028-02-20T10:00' },
    steps: [
      { by: 'li', act: [payment('2028-03-03')] },
      step('2028-02-29T08:59', 0, 'due soon'),
      step('2028-02-29T09:00', 1, 'due soon'),
    ],
  },
]
const roles: AppDefinition['roles'] = [
  {
    ...{ key: 'seller', label: { zh: '销售', en: 'Seller' } },
    grants: ['lead', 'customer', 'visit', 'payment'].map(form => ({ form, can: ['read', 'create', 'update'] })),
  },
]
const definition: AppDefinition = {
  ...{ ...follow, zone: 'Europe/Berlin', roles },
  scenarios: scenarios.map(one => ({ ...one, people: [{ key: 'li', roles: ['seller'] }] })),
}
const { app, findings } = compileApp(definition)

describe('a change of the clocks, and a leap day', () => {
  it('compiles', () => {
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  })
  it.each(scenarios.map(({ key }) => key))('%s, in simulated time and on a running server', async key => {
    const scenario = app!.scenarios.get(key)!
    for (const { steps } of [
      await runScenario(server.platform, { definition, compiled: app! }, scenario),
      await playLive({ definition, compiled: app! }, scenario),
    ])
      expect(steps.flatMap(({ at, problems }) => problems.map(({ en }) => `${at} ${en}`))).toEqual([])
  })
})
