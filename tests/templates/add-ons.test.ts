import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTo } from '../../engine/definition/add-on.ts'
import { analyseDefinition } from '../../engine/definition/analyse.ts'
import { compileApp } from '../../engine/index.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import { runScenario } from '../../server/scenarios/run.ts'
import { readTemplate } from '../../server/store/templates.ts'
import { startTestServer, type TestServer } from '../server/testServer.ts'

const read = (name: string) => readTemplate(fileURLToPath(new URL(`../../templates/${name}`, import.meta.url)))
const addOns = await Promise.all(
  [['customer-esg', 'sales-management'] as const].map(async ([name, host]) => ({
    name,
    addOn: (await read(name)).definition,
    host: (await read(host)).definition,
  })),
)

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe.each(addOns)('add-on $name', ({ addOn, host }) => {
  const { definition, findings } = addTo(host, addOn)
  const together = definition!

  it('is for its host, and fits without an error or a warning', () => {
    expect(addOn.extends).toBe(host.key)
    expect(validateDefinition(addOn).problems).toEqual([])
    expect(findings).toEqual([])
    expect(analyseDefinition(together).findings).toEqual([])
  })

  it('says everything in Chinese and in English', () => {
    const poor: string[] = []
    const walk = (value: unknown, path: string): void => {
      if (value === null || typeof value !== 'object') return
      const { zh, en } = value as { zh?: unknown; en?: unknown }
      const whole = [zh, en].every(text => typeof text === 'string' && /\S/.test(text))
      if ((zh !== undefined || en !== undefined) && !whole) poor.push(path)
      for (const [key, one] of Object.entries(value)) walk(one, `${path}/${key}`)
    }
    walk(addOn, '')
    expect(poor).toEqual([])
  })

  const compiled = compileApp(together).app!
  const own = [...compiled.scenarios.values()].filter(({ key }) => addOn.scenarios!.some(one => one.key === key))
  it('has scenarios', () => expect(own.length).toBeGreaterThan(1))
  it.each(own.map(scenario => [scenario.key, scenario] as const))('%s, in simulated time', async (_, scenario) => {
    const { steps } = await runScenario(server.platform, { definition: together, compiled }, scenario)
    expect(steps.flatMap(({ at, problems }) => problems.map(({ en }) => `${at} ${en}`))).toEqual([])
  })
})
