import type { Action, Connector } from '../../schemas/generated/definition.ts'
import type { NameSpace } from './environment.ts'
import { type Findings, suggest } from './finding.ts'

/** Headers a connector may not set: they belong to the request itself. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  ...['host', 'content-length', 'content-type', 'transfer-encoding', 'connection', 'cookie', 'accept'],
  ...['idempotency-key', 'x-formwork-delivery', 'user-agent', 'upgrade', 'expect', 'te', 'trailer'],
])

/** How a connector says who it is: what its way needs is there, and nothing else. */
export function checkConnector(connector: Connector, findings: Findings): void {
  if (connector.kind !== 'http' || connector.auth === undefined) return
  const { auth } = connector
  const place = findings.at('auth')
  const needed = auth.type === 'basic' ? 'user' : auth.type === 'header' ? 'header' : undefined
  for (const property of ['user', 'header'] as const) {
    if (property === needed && auth[property] === undefined) place.error('missing_property', { property })
    if (property !== needed && auth[property] !== undefined)
      place.at(property).error('auth_property_unused', { property, type: auth.type })
  }
  if (auth.header !== undefined && OWN_HEADERS.has(auth.header.toLowerCase()))
    place.at('header').error('auth_header_taken', { header: auth.header })
}

/** What of a call would be refused whenever it is made. */
export function checkCall({ path, method, payload }: Extract<Action, { do: 'http' }>, findings: Findings): void {
  if (!path.startsWith('=') && !/^\/[^?#\\]*$/.test(path)) findings.at('path').error('call_path', { path })
  if (payload !== undefined && (method === 'GET' || method === 'DELETE'))
    findings.at('payload').error('call_without_payload', { method })
}

/** The connector of a kind that a key names; otherwise a finding. */
export function knownConnector<Kind extends Connector['kind']>(
  { definition }: NameSpace,
  key: string,
  kind: Kind,
  findings: Findings,
): Extract<Connector, { kind: Kind }> | undefined {
  const fitting = (definition.connectors ?? []).filter(
    (connector): connector is Extract<Connector, { kind: Kind }> => connector.kind === kind,
  )
  const found = fitting.find(connector => connector.key === key)
  if (found === undefined) {
    const keys = fitting.map(connector => connector.key)
    findings.error('unknown_connector', { connector: key, kind, suggestion: suggest(key, keys) })
  }
  return found
}
