import type { FastifyInstance } from 'fastify'
import { readDraft } from '../apps/drafts.ts'
import { checkFailed } from '../apps/findings.ts'
import { checkDefinition } from '../apps/publish.ts'
import { adminOf, assertApp } from '../http/caller.ts'
import { closedObject } from '../http/schema.ts'
import type { Records } from '../records/records.ts'
import { runScenario, type ScenarioResult } from './run.ts'

interface Path {
  readonly app: string
}

/** Scenarios of a draft, played before it is published. One call at a time: each holds a connection and a transaction for as long as it plays. */
export function scenarioRoutes(app: FastifyInstance, { platform, installations }: Records): void {
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }
  app.post<{ Params: Path; Body: { keys?: readonly string[] } | null }>(
    '/api/apps/:app/draft/scenarios',
    { config: { reads: true }, schema: { body: playBody } },
    async request => {
      const caller = adminOf(request)
      assertApp(caller, request.params.app)
      const installation = await installations.get(caller.orgId, request.params.app)
      const checked = checkDefinition((await readDraft(platform, installation)).definition)
      if (checked.app === null) throw checkFailed(checked.findings)
      const compiled = checked.app
      const wanted = [...compiled.scenarios.values()].filter(
        ({ key }) => request.body?.keys === undefined || request.body.keys.includes(key),
      )
      const results = await inTurn(async () => {
        const played: ScenarioResult[] = []
        for (const scenario of wanted)
          played.push(await runScenario(platform, { definition: compiled.definition, compiled }, scenario))
        return played
      })
      return { passed: results.every(({ passed }) => passed), scenarios: results }
    },
  )
}

const playBody = {
  anyOf: [
    { type: 'null' },
    closedObject({ keys: { type: 'array', maxItems: 1000, items: { type: 'string', maxLength: 48 } } }),
  ],
}
