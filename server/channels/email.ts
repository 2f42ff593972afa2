import { isIP } from 'node:net'
import { createTransport } from 'nodemailer'
import type { Platform } from '../http/platform.ts'
import type { Delivery, Outcome, Sender } from '../outbox/delivery.ts'
import { failed, retry } from '../outbox/delivery.ts'
import type { Boundary } from './inside.ts'
import { type PersonMessage, personMessage } from './message.ts'
import type { Secrets } from './secrets.ts'
import { openChannel } from './store.ts'

/** A mail server as an organisation sets it. */
export interface MailSettings {
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

/** E-mail by SMTP: the organisation's server, else the operator's (`FORMWORK_SMTP_URL`). The delivery's id is the Message-ID. */
export const emailSender = (platform: Platform, secrets: Secrets, boundary: Boundary): Sender => ({
  async send(delivery) {
    const message = personMessage(platform.config.baseUrl, delivery)
    if (!MAIL_ADDRESS.test(message.to)) return failed('recipient_invalid', { address: message.to })
    const server = await mailServer(platform, secrets, boundary, delivery.orgId)
    if (server === undefined) return failed('channel_missing', { channel: 'email' })
    return sendMail(server, delivery, message)
  },
})

async function mailServer(
  { config, database }: Platform,
  secrets: Secrets,
  boundary: Boundary,
  orgId: string,
): Promise<MailServer | undefined> {
  const channel = await openChannel(database.pool, secrets, orgId, 'email')
  if (channel !== undefined) {
    const settings = channel.settings as unknown as MailSettings
    const { address } = await boundary.addressOf(settings.host)
    return {
      options: {
        host: address,
        port: settings.port,
        secure: settings.security === 'tls',
        requireTLS: settings.security === 'starttls',
        ignoreTLS: settings.security === 'none',
        // The certificate is the name's, the connection goes to the address that was checked.
        tls: isIP(settings.host) === 0 ? { servername: settings.host } : {},
        ...(settings.user === undefined ? {} : { auth: { user: settings.user, pass: channel.secret } }),
      },
      from: { name: settings.fromName ?? 'Formwork', address: settings.from },
    }
  }
  const { smtpUrl, mailFrom } = config.outgoing
  if (smtpUrl === undefined || mailFrom === undefined) return undefined
  return { options: { url: smtpUrl }, from: { name: 'Formwork', address: mailFrom } }
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
