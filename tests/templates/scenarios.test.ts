import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileApp } from '../../engine/index.ts'
import { runScenario } from '../../server/scenarios/run.ts'
import { readTemplate } from '../../server/store/templates.ts'
import { startTestServer, type TestServer } from '../server/testServer.ts'
import { playLive } from './live.ts'

const folder = (name: string): string => fileURLToPath(new URL(`../../templates/${name}`, import.meta.url))
const templates = await Promise.all(
  ['sales-management', 'store-sales'].map(async name => {
    const { definition } = await readTemplate(folder(name))
    return { name, definition, compiled: compileApp(definition).app! }
  }),
)

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe.each(templates)('scenarios of $name', ({ definition, compiled }) => {
  const scenarios = [...compiled.scenarios.values()]
  it('are there', () => {
    expect(scenarios.length).toBeGreaterThan(1)
  })
  it.each(scenarios.map(scenario => [scenario.key, scenario] as const))(
    '%s, in simulated time',
    async (_, scenario) => {
      const { steps } = await runScenario(server.platform, { definition, compiled }, scenario)
      expect(steps.flatMap(({ at, problems }) => problems.map(({ en }) => `${at} ${en}`))).toEqual([])
    },
  )
  it.each(scenarios.map(scenario => [scenario.key, scenario] as const))(
    '%s, on a server restarted with its clock moved on',
    async (_, scenario) => {
      const { steps } = await playLive({ definition, compiled }, scenario)
      expect(steps.flatMap(({ at, problems }) => problems.map(({ en }) => `${at} ${en}`))).toEqual([])
    },
    60_000,
  )
})
