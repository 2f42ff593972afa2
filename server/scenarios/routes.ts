import type { FastifyInstance } from 'fastify'
import { readDraft } from '../apps/drafts.ts'
import { checkFailed } from '../apps/findings.ts'
import { checkDefinition } from '../apps/publish.ts'
import { adminOf, assertApp } from '../http/caller.ts'
import { closedObject } from '../http/schema.ts'
import type { Records } from '../records/records.ts'
import { nameOf, scenariosOf } from './played.ts'

interface Path {
  readonly app: string
}

interface PlayBody {
  readonly keys?: readonly string[]
  /** one that the draft does not have, played instead of its own */
  readonly scenario?: object
}

/** Scenarios of a draft, played before it is published. */
export function scenarioRoutes(app: FastifyInstance, { platform, installations }: Records): void {
  app.post<{ Params: Path; Body: PlayBody | null }>(
    '/api/apps/:app/draft/scenarios',
    { config: { reads: true }, schema: { body: playBody } },
    async request => {
      const caller = adminOf(request)
      assertApp(caller, request.params.app)
      const installation = await installations.get(caller.orgId, request.params.app)
      const { keys, scenario } = request.body ?? {}
      const { definition } = await readDraft(platform, installation)
      const checked = checkDefinition(scenario === undefined ? definition : { ...definition, scenarios: [scenario] })
      if (checked.app === null) throw checkFailed(checked.findings)
      const compiled = checked.app
      const { scenarios, skipped } = await scenariosOf(platform).play(
        compiled,
        scenario === undefined ? keys : [...compiled.scenarios.keys()],
      )
      const passed = skipped.length === 0 && scenarios.every(one => one.passed)
      return { passed, scenarios: scenarios.map(one => ({ ...one, name: nameOf(compiled, one.key) })), skipped }
    },
  )
}

const playBody = {
  anyOf: [
    { type: 'null' },
    closedObject({
      keys: { type: 'array', maxItems: 1000, items: { type: 'string', maxLength: 48 } },
      scenario: { type: 'object' },
    }),
  ],
}
