import { SMTPServer } from 'smtp-server'

/** A mail as the server received it: its headers by lower-case name, and everything as text. */
export interface ReceivedMail {
  readonly headers: ReadonlyMap<string, string>
  readonly recipients: readonly string[]
  readonly raw: string
}

/** A real SMTP server on a free port of this machine. `refuse` answers a recipient with a code, e.g. 550. */
export async function startMailServer(account = { user: 'mailer', password: 'mail-secret-1' }) {
  const mails: ReceivedMail[] = []
  const refused = new Map<string, number>()
  let onMail: (mail: ReceivedMail) => Promise<void> = async () => undefined
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === account.user && password === account.password
        ? done(null, { user: username })
        : done(new Error('535 wrong credentials')),
    onRcptTo: ({ address }, _session, done) => {
      const code = refused.get(address)
      done(code === undefined ? null : Object.assign(new Error('refused'), { responseCode: code }))
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const raw = Buffer.concat(parts).toString('utf8')
        const mail = { headers: headersOf(raw), recipients: session.envelope.rcptTo.map(({ address }) => address), raw }
        mails.push(mail)
        onMail(mail).then(() => done(), done)
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const bound = server.server.address()
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0
  return {
    port,
    mails,
    refused,
    /** called when a mail was received, before the server says so */
    beforeAnswer: (work: typeof onMail) => {
      onMail = work
    },
    close: () => new Promise<void>(resolve => server.close(() => resolve())),
  }
}

/** Headers with folded lines joined. */
function headersOf(raw: string): Map<string, string> {
  const head = raw.split('\r\n\r\n', 1)[0] ?? ''
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  return new Map(lines.map(line => [line.split(':', 1)[0]!.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]))
}

/** Text of a header written in encoded words (RFC 2047, UTF-8). */
export const decodedHeader = (text: string): string =>
  text.replace(/\?=\s+=\?/g, '?==?').replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, content: string) =>
    kind.toLowerCase() === 'b'
      ? Buffer.from(content, 'base64').toString('utf8')
      : Buffer.from(
          content
            .replace(/_/g, ' ')
            .replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        ).toString('utf8'),
  )
