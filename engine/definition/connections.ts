import type { AppDefinition, Label } from '../../schemas/generated/definition.ts'
import { isObject } from './elements.ts'

/** Something outside an app that it uses, and that somebody must connect. */
export interface Connection {
  /** a way notices leave; an address outside; a secret; an address other systems call; a webhook of its own notices */
  readonly kind: 'channel' | 'host' | 'secret' | 'hook' | 'webhook'
  /** `sms`, `api.example.com`, `erp_token`, the key of a connector; empty for webhooks */
  readonly name: string
  /** what uses it, as its author calls it */
  readonly users: readonly Label[]
}

/** Everything outside that an app uses, each once; an app that only tells people within the pages uses nothing. */
export function connectionsOf(definition: AppDefinition): Connection[] {
  const found = new Map<string, { kind: Connection['kind']; name: string; users: Label[] }>()
  const add = (kind: Connection['kind'], name: string, user: Label): void => {
    const key = `${kind} ${name}`
    const known = found.get(key) ?? { kind, name, users: [] }
    found.set(key, known)
    if (!known.users.some(one => one.zh === user.zh && one.en === user.en)) known.users.push(user)
  }
  for (const { channels, user } of noticesOf(definition))
    for (const channel of channels)
      if (channel === 'webhook') add('webhook', '', user)
      else if (channel !== 'app') add('channel', channel, user)
  for (const connector of definition.connectors ?? []) {
    const user = connector.name ?? { zh: connector.key }
    if (connector.kind === 'webhook') add('hook', connector.key, user)
    else {
      add('host', new URL(connector.host).hostname, user)
      if (connector.auth !== undefined) add('secret', connector.auth.secret, user)
    }
  }
  return [...found.values()]
}

/** Whether an app tells people anything by itself: notices, tasks, approvals. */
export const tellsPeople = (definition: AppDefinition): boolean =>
  (definition.workflows ?? []).length > 0 || noticesOf(definition).length > 0

interface Notice {
  readonly channels: readonly string[]
  readonly user: Label
}

/** Every notice and task with what it belongs to. */
function noticesOf({ automations = [], workflows = [], forms }: AppDefinition): Notice[] {
  return [...automations, ...workflows, ...forms].flatMap(element => noticesIn(element, element.name))
}

function noticesIn(value: unknown, user: Label): Notice[] {
  if (Array.isArray(value)) return value.flatMap(one => noticesIn(one, user))
  if (!isObject(value)) return []
  const { do: act, channels } = value
  const here = act === 'notify' || act === 'task' ? [{ channels: (channels ?? []) as readonly string[], user }] : []
  return [...here, ...Object.values(value).flatMap(one => noticesIn(one, user))]
}
