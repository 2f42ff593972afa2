import { filledIn, leafName } from '../../engine/definition/call-values.ts'
import { FormulaError } from '../../engine/expression/index.ts'
import { HttpProblem } from '../http/problem.ts'
import { type ConnectorAuth, enqueueCall, type NewCall } from '../outbox/calls.ts'
import { evaluateIn } from './action-values.ts'
import type { Running } from './running.ts'

/**
 * Calls another system through a connector of the app: the call leaves after the commit, and the run goes on with its answer
 * (`$out.name.status`, `$out.name.body`).
 * @throws HttpProblem 422 where nothing can wait, or a part of the call cannot be worked out
 */
export async function callOut(running: Running): Promise<undefined> {
  const { step, request, action, index } = running
  const { definition } = action
  if (definition.do !== 'http') return undefined
  const { installation, records, connection } = step
  const connector = installation.app.definition.connectors?.find(({ key }) => key === definition.connector)
  if (connector?.kind !== 'http' || request.run === undefined || request.pause === undefined)
    throw new HttpProblem(422, 'http_cannot_wait')
  const { method, as = null } = definition
  await enqueueCall(records.platform, connection, {
    ...{ orgId: installation.orgId, appId: installation.id, method },
    target: { base: connector.host, auth: connector.auth as ConnectorAuth | undefined },
    path: String(partOf(running, 'path')),
    query: Object.fromEntries(
      Object.keys(definition.query ?? {}).map(key => [key, String(partOf(running, leafName('query', [key])) ?? '')]),
    ),
    payload:
      definition.payload === undefined
        ? undefined
        : (filledIn(definition.payload, way => partOf(running, leafName('payload', way))) as NewCall['payload']),
    key: `${request.run}:${index}:${records.platform.newId()}`,
    continuation: { kind: 'run', run: request.run, as },
  })
  request.pause.at = index + 1
  return undefined
}

function partOf({ action, scope }: Running, name: string): unknown {
  const value = action.values.get(name)
  if (value === undefined) return ''
  if ('constant' in value) return value.constant
  const result = evaluateIn(scope, value.expression)
  if (result instanceof FormulaError) throw new HttpProblem(422, 'formula_failed', { field: name, reason: result.code })
  return result
}
