import type { Config } from '../config.ts'
import type { Platform } from '../http/platform.ts'
import type { Way } from '../notifications/ways.ts'
import { type Delivery, failed, type Outcome, retry, Undelivered } from '../outbox/delivery.ts'
import { type Answer, afterStatus, type Client } from './client.ts'
import type { Boundary } from './inside.ts'
import type { PersonMessage } from './message.ts'
import type { Tokens } from './tokens.ts'

/** What every protocol stands on. */
export interface Tools {
  readonly platform: Platform
  readonly boundary: Boundary
  readonly call: Client
  readonly tokens: Tokens
}

/** A channel as an organisation set it. */
export interface OpenChannel {
  readonly settings: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, string>>
}

export interface Sending {
  readonly tools: Tools
  readonly channel: OpenChannel
  readonly delivery: Delivery
  readonly message: PersonMessage
}

/** One way of sending that an organisation can set: a mail server, a robot, a gateway. */
export interface Protocol {
  /** `formwork.channel.kind`, and the address of its settings */
  readonly kind: string
  readonly way: Way
  /** speaks to a group, not to a person: the message has no address */
  readonly group?: boolean
  /** schema of its settings */
  readonly settings: Readonly<Record<string, unknown>>
  /** names of its secrets; each is written and never read back */
  readonly secrets: readonly string[]
  /** what the operator set for organisations that have none */
  byOperator?(config: Config): OpenChannel | undefined
  send(sending: Sending): Promise<Outcome>
}

/** What an error code of a protocol says about the next try. */
export type Verdict = 'sent' | 'busy' | 'slow' | 'renew' | 'credentials' | 'recipient'

/** Thrown where the token ran out: the call is made once more with a new one. */
export class TokenRefused extends Error {}

interface Said {
  readonly code: string
  readonly text: string
}

const SLOW_MS = 60_000

/**
 * The outcome of an answer by the protocol's own table of codes; a code it does not name is a refusal for good.
 * @throws TokenRefused
 */
export function judge(verdicts: Readonly<Record<string, Verdict>>, { code, text }: Said, slowMs = SLOW_MS): Outcome {
  const answer = `${code} ${text}`.trim().slice(0, 300)
  switch (verdicts[code]) {
    case 'sent':
      return { result: 'sent', detail: { answer } }
    case 'busy':
      return retry('delivery_refused', { answer })
    case 'slow':
      return retry('delivery_refused', { answer }, slowMs)
    case 'renew':
      throw new TokenRefused(answer)
    case 'credentials':
      return failed('credentials_refused', { answer })
    case 'recipient':
      return failed('recipient_refused', { answer })
    default:
      return failed('delivery_refused', { answer })
  }
}

/** The JSON document of an answer. @throws Undelivered when there is none */
export function documentOf(answer: Answer, host: string): Readonly<Record<string, unknown>> {
  if (answer.status >= 500 || answer.status === 429) throw new Undelivered(afterStatus(answer, host))
  try {
    const document: unknown = JSON.parse(answer.body)
    if (document !== null && typeof document === 'object') return document as Readonly<Record<string, unknown>>
  } catch {
    // said below
  }
  throw new Undelivered(afterStatus(answer, host))
}

/** Sends with the token that is kept; when it is refused, once more with a new one. */
export async function withToken(
  tokens: Tokens,
  key: string,
  fetch: () => Promise<{ readonly token: string; readonly seconds: number }>,
  send: (token: string) => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await send(await tokens.of(key, fetch))
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error
    tokens.forget(key)
  }
  try {
    return await send(await tokens.of(key, fetch))
  } catch (error) {
    if (error instanceof TokenRefused) return failed('credentials_refused', { answer: error.message })
    throw error
  }
}

/** Address of the service: its documented one, or that of a private deployment. */
export const baseOf = ({ settings }: OpenChannel, documented: string): string =>
  typeof settings.base === 'string' ? settings.base.replace(/\/+$/, '') : documented

export const baseSchema = { type: 'string', maxLength: 300, pattern: '^https?://[^\\s?#@]+$' }
