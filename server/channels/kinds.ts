import type { Platform } from '../http/platform.ts'
import { closedObject, shapes } from '../http/schema.ts'
import type { Sender } from '../outbox/delivery.ts'
import { emailSender, MAIL_ADDRESS } from './email.ts'
import type { Boundary } from './inside.ts'
import type { Secrets } from './secrets.ts'

/** What every sender of a channel stands on. */
export interface ChannelWorld {
  readonly platform: Platform
  readonly secrets: Secrets
  readonly boundary: Boundary
}

/** A kind of channel an organisation can set. */
export interface ChannelKind {
  /** `formwork.channel.kind`, and the address of its settings */
  readonly kind: string
  /** the channel of notices it serves */
  readonly channel: string
  /** schema of its settings */
  readonly settings: Readonly<Record<string, unknown>>
  /** whether it can do without a secret */
  readonly secretOptional: boolean
}

const host = { type: 'string', minLength: 1, maxLength: 253, pattern: '^[A-Za-z0-9.:-]+$' }

/** Every kind of channel. */
export const channelKinds: readonly ChannelKind[] = [
  {
    kind: 'email',
    channel: 'email',
    settings: closedObject(
      {
        host,
        port: { type: 'integer', minimum: 1, maximum: 65535 },
        security: { enum: ['tls', 'starttls', 'none'] },
        user: { type: 'string', minLength: 1, maxLength: 320 },
        from: { type: 'string', maxLength: 320, pattern: MAIL_ADDRESS.source },
        fromName: shapes.text(100),
      },
      ['host', 'port', 'security', 'from'],
    ),
    secretOptional: true,
  },
]

/** A sender for each channel that reaches people. */
export const personSenders = ({ platform, secrets, boundary }: ChannelWorld): [string, Sender][] => [
  ['email', emailSender(platform, secrets, boundary)],
]
