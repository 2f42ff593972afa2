import { isIP } from 'node:net'
import { createTransport } from 'nodemailer'
import { closedObject, shapes } from '../http/schema.ts'
import { type Delivery, failed, type Outcome, retry } from '../outbox/delivery.ts'
import type { Boundary } from './inside.ts'
import type { PersonMessage } from './message.ts'
import type { OpenChannel, Protocol } from './protocol.ts'

/** A mail server as an organisation sets it. */
interface MailSettings {
  readonly host: string
  readonly port: number
  /** `tls` from the first byte (465), `starttls` (587), `none` */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user?: string
  readonly from: string
  readonly fromName?: string
}

interface MailServer {
  /** transport options of nodemailer */
  readonly options: Readonly<Record<string, unknown>>
  readonly from: { readonly name: string; readonly address: string }
}

const WITHIN_MS = { connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 15_000, dnsTimeout: 5_000 }

/** One address and nothing else: no line break, comma or angle bracket, so that no header or further recipient can hide in it. */
export const MAIL_ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{1,253}$)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+$/

const host = { type: 'string', minLength: 1, maxLength: 253, pattern: '^[A-Za-z0-9.:-]+$' }

/** E-mail by SMTP: the organisation's server, else the operator's (`FORMWORK_SMTP_URL`). The delivery's id is the Message-ID. */
export const email: Protocol = {
  kind: 'email',
  way: 'email',
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
  secrets: ['password'],
  byOperator: ({ outgoing: { smtpUrl, mailFrom } }) =>
    smtpUrl === undefined || mailFrom === undefined
      ? undefined
      : { settings: { from: mailFrom }, secrets: { url: smtpUrl } },
  async send({ tools, channel, delivery, message }) {
    if (!MAIL_ADDRESS.test(message.to)) return failed('recipient_invalid', { address: message.to })
    return sendMail(await mailServer(channel, tools.boundary), delivery, message)
  },
}

async function mailServer({ settings, secrets }: OpenChannel, boundary: Boundary): Promise<MailServer> {
  const { host, port, security, user, from, fromName = 'Formwork' } = settings as unknown as MailSettings
  const sender = { name: fromName, address: from }
  if (secrets.url !== undefined) return { options: { url: secrets.url }, from: sender }
  const { address } = await boundary.addressOf(host)
  return {
    options: {
      host: address,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      // The certificate is the name's, the connection goes to the address that was checked.
      tls: isIP(host) === 0 ? { servername: host } : {},
      ...(user === undefined ? {} : { auth: { user, pass: secrets.password ?? '' } }),
    },
    from: sender,
  }
}

async function sendMail({ options, from }: MailServer, delivery: Delivery, message: PersonMessage): Promise<Outcome> {
  const transport = createTransport({ ...options, ...WITHIN_MS, disableFileAccess: true, disableUrlAccess: true })
  try {
    const { response } = await transport.sendMail({
      from,
      to: { name: '', address: message.to },
      subject: message.subject,
      text: message.text,
      html: message.html,
      date: new Date(delivery.createdAt),
      messageId: `<${delivery.id}@${from.address.split('@')[1] ?? 'formwork'}>`,
      headers: { 'X-Formwork-Delivery': delivery.id, 'Auto-Submitted': 'auto-generated' },
    })
    return { result: 'sent', detail: { answer: String(response).slice(0, 200) } }
  } catch (error) {
    return afterError(error)
  } finally {
    transport.close()
  }
}

/** 5xx and wrong credentials are final; 4xx and everything about the connection passes (RFC 5321 4.2.1). */
function afterError(error: unknown): Outcome {
  const {
    code = '',
    responseCode = 0,
    response = '',
    message = '',
  } = error as {
    code?: string
    responseCode?: number
    response?: string
    message?: string
  }
  const answer = { answer: (response || message).replace(/\s+/g, ' ').slice(0, 200) }
  if (code === 'EAUTH') return failed('credentials_refused', answer)
  if (responseCode >= 500 && responseCode < 600) return failed('delivery_refused', answer)
  if (responseCode >= 400) return retry('delivery_refused', answer)
  return retry('delivery_unreachable', { ...answer, host: '' })
}
