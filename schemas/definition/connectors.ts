import { closed, key, kinds, label, list, oneOf, ref, type Schema, text } from './shapes.ts'

const host: Schema = {
  type: 'string',
  maxLength: 500,
  pattern: '^https?://[a-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?$',
}

const connector = (kind: string, properties: Record<string, Schema>, required: readonly string[] = []): Schema =>
  closed({ key, kind: { type: 'string', const: kind }, name: label, ...properties }, ['key', 'kind', ...required])

const connectorKinds: Record<string, Schema> = {
  webhook: connector('webhook', {}),
  http: connector('http', { host, auth: ref('connectorAuth') }, ['host']),
}

/** What an app and other systems tell each other: addresses are constants, secrets are only named. */
export const connectorSchemas: Record<string, Schema> = {
  connectorAuth: closed(
    {
      type: oneOf('bearer', 'basic', 'header'),
      secret: key,
      user: text(200),
      header: { type: 'string', pattern: '^[A-Za-z0-9-]{1,60}$' },
    },
    ['type', 'secret'],
  ),
  ...Object.fromEntries(Object.entries(connectorKinds).map(([kind, schema]) => [`${kind}_connector`, schema])),
  connector: kinds(
    'kind',
    Object.keys(connectorKinds).map(kind => ref(`${kind}_connector`)),
  ),
}

export const connectors: Schema = list(ref('connector'), 200)
