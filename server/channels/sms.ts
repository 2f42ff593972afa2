import { createHash, createHmac } from 'node:crypto'
import { closedObject, shapes } from '../http/schema.ts'
import { failed } from '../outbox/delivery.ts'
import { cutText, oneLine } from './message.ts'
import { baseOf, baseSchema, documentOf, judge, type Protocol, type Verdict } from './protocol.ts'

/**
 * SMS by Alibaba Cloud (阿里云短信, Dysmsapi 2017-05-25, SendSms), signed by its V3 scheme (ACS3-HMAC-SHA256), as help.aliyun.com documents both. A
 * gateway of one's own can speak the same: `base`. Tests speak to a server of ours that checks the signature, not to Alibaba Cloud.
 */
const HOST = 'https://dysmsapi.aliyuncs.com'
const VERSION = '2017-05-25'
const ALGORITHM = 'ACS3-HMAC-SHA256'

const verdicts: Readonly<Record<string, Verdict>> = {
  OK: 'sent',
  'isp.SYSTEM_ERROR': 'busy',
  'isp.RAM_PERMISSION_DENY': 'credentials',
  ServiceUnavailable: 'busy',
  InternalError: 'busy',
  Throttling: 'slow',
  'Throttling.User': 'slow',
  'isv.BUSINESS_LIMIT_CONTROL': 'slow',
  'isv.DAY_LIMIT_CONTROL': 'slow',
  'isv.MOBILE_NUMBER_ILLEGAL': 'recipient',
  'isv.MOBILE_COUNT_OVER_LIMIT': 'recipient',
  'isv.BLACK_KEY_CONTROL_LIMIT': 'recipient',
  SignatureDoesNotMatch: 'credentials',
  'InvalidAccessKeyId.NotFound': 'credentials',
  'InvalidAccessKeyId.Inactive': 'credentials',
  'isv.ACCOUNT_NOT_EXISTS': 'credentials',
  'isv.OUT_OF_SERVICE': 'credentials',
  'isv.AMOUNT_NOT_ENOUGH': 'credentials',
  'isv.SMS_SIGNATURE_ILLEGAL': 'credentials',
  'isv.SMS_TEMPLATE_ILLEGAL': 'credentials',
}

/** A number that was told too often is tried again after an hour. */
const SLOW_MS = 3_600_000
/** A variable of a notice template holds so many characters. */
const LONGEST_VALUE = 35

export interface AliyunRequest {
  readonly method: string
  readonly host: string
  readonly action: string
  readonly version: string
  readonly query: Readonly<Record<string, string>>
  /** ISO, without milliseconds: 2023-10-26T10:22:32Z */
  readonly date: string
  readonly nonce: string
}

/** encodeURIComponent, and the five characters it leaves alone. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Headers and query text of a request with an empty body, signed by scheme V3. */
export function signAliyun(request: AliyunRequest, keyId: string, keySecret: string) {
  const query = Object.entries(request.query)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&')
  const content = sha256('')
  const headers: Record<string, string> = {
    host: request.host,
    'x-acs-action': request.action,
    'x-acs-content-sha256': content,
    'x-acs-date': request.date,
    'x-acs-signature-nonce': request.nonce,
    'x-acs-version': request.version,
  }
  const names = Object.keys(headers).sort()
  const lines = names.map(name => `${name}:${headers[name]}\n`).join('')
  const canonical = [request.method, '/', query, lines, names.join(';'), content].join('\n')
  const signature = createHmac('sha256', keySecret)
    .update(`${ALGORITHM}\n${sha256(canonical)}`)
    .digest('hex')
  const authorization = `${ALGORITHM} Credential=${keyId},SignedHeaders=${names.join(';')},Signature=${signature}`
  return { query, headers: { ...headers, authorization } }
}

/** A text message by an approved template, whose one variable is the notice. */
export const aliyunSms: Protocol = {
  kind: 'sms',
  way: 'sms',
  settings: closedObject(
    {
      accessKeyId: { type: 'string', pattern: '^[\\w.-]{1,64}$' },
      signName: { ...shapes.text(30), minLength: 1 },
      templateCode: { type: 'string', pattern: '^[\\w-]{1,40}$' },
      variable: { type: 'string', pattern: '^[A-Za-z]\\w{0,19}$' },
      base: baseSchema,
    },
    ['accessKeyId', 'signName', 'templateCode'],
  ),
  secrets: ['accessKeySecret'],
  async send({ tools, channel, delivery, message }) {
    const phone = message.to.replace(/[\s-]/g, '')
    if (!/^\+?\d{5,15}$/.test(phone)) return failed('recipient_invalid', { address: message.to })
    const { accessKeyId, signName, templateCode, variable = 'content' } = channel.settings
    const base = new URL(baseOf(channel, HOST))
    const value = cutText(oneLine(message.body), LONGEST_VALUE)
    const request: AliyunRequest = {
      method: 'POST',
      host: base.host,
      action: 'SendSms',
      version: VERSION,
      query: {
        PhoneNumbers: phone.replace(/^\+86|^\+/, ''),
        SignName: String(signName),
        TemplateCode: String(templateCode),
        TemplateParam: JSON.stringify({ [String(variable)]: value }),
        OutId: delivery.id,
      },
      date: tools.platform.clock.now().replace(/\.\d+Z$/, 'Z'),
      nonce: tools.platform.random(16).toString('hex'),
    }
    const { query, headers } = signAliyun(request, String(accessKeyId), channel.secrets.accessKeySecret ?? '')
    const answer = await tools.call({ url: `${base.origin}/?${query}`, method: 'POST', headers })
    const document = documentOf(answer, base.host)
    return judge(verdicts, { code: String(document.Code), text: String(document.Message ?? '') }, SLOW_MS)
  },
}
