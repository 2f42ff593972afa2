import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { StartError } from './startError.ts'

/** The settings by environment, parsed once at start. Nobody else reads process.env. */
export interface Config {
  readonly port: number
  readonly host: string
  /** Absolute folder for the embedded database and the files. */
  readonly dataFolder: string
  /** May point to a pooler; undefined = the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined
  /** For LISTEN and migrations; never a pooler. */
  readonly directDatabaseUrl: string | undefined
  /** True = `DATABASE_URL` is a pooler that cannot keep named statements. */
  readonly databasePooled: boolean
  readonly admin: { readonly login: string; readonly password: string } | undefined
  /** Without a trailing slash. */
  readonly baseUrl: string
  readonly clockOffsetMs: number
  readonly production: boolean
  readonly logLevel: LogLevel
  readonly outgoing: OutgoingConfig
}

/** What may leave the house, as the operator says. */
export interface OutgoingConfig {
  /** Seals stored secrets; undefined = a key of our own in the data folder. */
  readonly secret: string | undefined
  /** Mail server of organisations that have set none: `smtps://user:password@host`. */
  readonly smtpUrl: string | undefined
  /** Sender of mails by `smtpUrl`. */
  readonly mailFrom: string | undefined
  /** Networks inside the house that may be called all the same, as CIDR texts. */
  readonly inside: readonly string[]
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const NAMES = [
  'FORMWORK_DATA',
  'FORMWORK_ADMIN_LOGIN',
  'FORMWORK_ADMIN_PASSWORD',
  'FORMWORK_BASE_URL',
  'FORMWORK_CLOCK_OFFSET',
  'FORMWORK_LOG_LEVEL',
  'FORMWORK_SECRET',
  'FORMWORK_SMTP_URL',
  'FORMWORK_MAIL_FROM',
  'FORMWORK_OUTGOING_INSIDE',
]

type Environment = Readonly<Record<string, string | undefined>>

/**
 * @param environment variables as text; an empty one counts as absent
 * @param folder what relative paths mean, usually the current folder
 * @throws StartError `config_invalid` that names the variable, its value and what it may be
 */
export function readConfig(environment: Environment, folder: string): Config {
  refuseUnknownNames(environment)
  const production = text(environment, 'NODE_ENV') === 'production'
  const host = text(environment, 'HOST') ?? '127.0.0.1'
  const port = readPort(text(environment, 'PORT') ?? '3000')
  return Object.freeze({
    port,
    host,
    dataFolder: resolve(folder, text(environment, 'FORMWORK_DATA') ?? './data'),
    databaseUrl: readDatabaseUrl(environment, 'DATABASE_URL'),
    directDatabaseUrl: readDatabaseUrl(environment, 'DIRECT_DATABASE_URL'),
    databasePooled: readSwitch(environment, 'DATABASE_POOLED'),
    admin: readAdmin(environment),
    baseUrl: readBaseUrl(text(environment, 'FORMWORK_BASE_URL')) ?? addressOf(host, port),
    clockOffsetMs: readClockOffset(text(environment, 'FORMWORK_CLOCK_OFFSET'), production),
    production,
    logLevel: readLogLevel(text(environment, 'FORMWORK_LOG_LEVEL') ?? 'warn'),
    outgoing: Object.freeze({
      secret: readSecret(text(environment, 'FORMWORK_SECRET')),
      ...readMail(environment),
      inside: readNetworks(text(environment, 'FORMWORK_OUTGOING_INSIDE') ?? ''),
    }),
  })
}

/** The address a browser opens: a wildcard host is shown as localhost, an IPv6 host in brackets. */
export function addressOf(host: string, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${shown}:${port}`
}

function text(environment: Environment, name: string): string | undefined {
  const value = environment[name]?.trim()
  return value === '' ? undefined : value
}

function invalid(name: string, value: string, english: string, chinese: string): StartError {
  return new StartError('config_invalid', `${name}=${value}: ${english}`, `环境变量 ${name} 的值无效：${chinese}`)
}

function refuseUnknownNames(environment: Environment): void {
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('FORMWORK_') || NAMES.includes(name) || name.startsWith('FORMWORK_TEST_')) continue
    throw new StartError(
      'config_invalid',
      `${name} is not a setting. There are: ${NAMES.join(', ')}.`,
      `没有名为 ${name} 的设置。`,
    )
  }
}

function readPort(value: string): number {
  const port = Number(value)
  if (/^\d{1,5}$/.test(value) && port <= 65535) return port
  throw invalid(
    'PORT',
    value,
    'must be a whole number from 0 to 65535 (0 = any free port).',
    '须为 0 到 65535 的整数。',
  )
}

function readDatabaseUrl(environment: Environment, name: string): string | undefined {
  const value = text(environment, name)
  if (value === undefined || /^(postgres|postgresql):\/\/\S+$/.test(value)) return value
  // The value may hold a password: it is not repeated.
  throw invalid(
    name,
    '…',
    'must look like postgres://user:password@host:5432/database.',
    '须形如 postgres://用户:密码@主机:5432/库名。',
  )
}

function readSwitch(environment: Environment, name: string): boolean {
  const value = text(environment, name) ?? '0'
  if (value === '0' || value === 'false') return false
  if (value === '1' || value === 'true') return true
  throw invalid(name, value, 'must be 1 or 0.', '须为 1 或 0。')
}

function readAdmin(environment: Environment): Config['admin'] {
  const login = text(environment, 'FORMWORK_ADMIN_LOGIN')
  const password = environment.FORMWORK_ADMIN_PASSWORD || undefined
  if (login === undefined && password === undefined) return undefined
  if (login !== undefined && password !== undefined) return Object.freeze({ login, password })
  throw new StartError(
    'config_invalid',
    'FORMWORK_ADMIN_LOGIN and FORMWORK_ADMIN_PASSWORD belong together: set both or none.',
    'FORMWORK_ADMIN_LOGIN 与 FORMWORK_ADMIN_PASSWORD 须同时设置。',
  )
}

function readBaseUrl(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  const url = URL.parse(value)
  if (url && /^https?:$/.test(url.protocol) && !url.search && !url.hash) return value.replace(/\/+$/, '')
  throw invalid(
    'FORMWORK_BASE_URL',
    value,
    'must be an http or https address without query.',
    '须为 http 或 https 地址。',
  )
}

function readLogLevel(value: string): LogLevel {
  const level = LOG_LEVELS.find(known => known === value)
  if (level) return level
  throw invalid(
    'FORMWORK_LOG_LEVEL',
    value,
    `must be one of ${LOG_LEVELS.join(', ')}.`,
    `须为 ${LOG_LEVELS.join('、')} 之一。`,
  )
}

const SHORTEST_SECRET = 32

function readSecret(value: string | undefined): string | undefined {
  if (value === undefined || (value.length >= SHORTEST_SECRET && new Set(value).size >= 8)) return value
  throw invalid(
    'FORMWORK_SECRET',
    '…',
    `must be a random text of at least ${SHORTEST_SECRET} characters.`,
    `须为至少 ${SHORTEST_SECRET} 个字符的随机文本。`,
  )
}

function readMail(environment: Environment): Pick<OutgoingConfig, 'smtpUrl' | 'mailFrom'> {
  const smtpUrl = text(environment, 'FORMWORK_SMTP_URL')
  const mailFrom = text(environment, 'FORMWORK_MAIL_FROM')
  // The address may hold a password: it is not repeated.
  if (smtpUrl !== undefined && !/^smtps?:\/\/\S+$/.test(smtpUrl))
    throw invalid(
      'FORMWORK_SMTP_URL',
      '…',
      'must look like smtps://user:password@host:465.',
      '须形如 smtps://用户:密码@主机:465。',
    )
  if ((smtpUrl === undefined) === (mailFrom === undefined)) return { smtpUrl, mailFrom }
  throw new StartError(
    'config_invalid',
    'FORMWORK_SMTP_URL and FORMWORK_MAIL_FROM belong together: set both or none.',
    'FORMWORK_SMTP_URL 与 FORMWORK_MAIL_FROM 须同时设置。',
  )
}

function readNetworks(value: string): readonly string[] {
  const networks = value
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
  for (const network of networks) {
    const [address = '', length = ''] = network.split('/')
    const bits = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1
    if (/^\d{1,3}$/.test(length) && Number(length) <= bits) continue
    throw invalid(
      'FORMWORK_OUTGOING_INSIDE',
      value,
      'must be networks like 10.1.0.0/16, with commas between.',
      '须为网段，如 10.1.0.0/16，以逗号分隔。',
    )
  }
  return Object.freeze(networks)
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `+2h`, `-3d`, `90m`, `+1d12h`: a sign and units d, h, m, s; in milliseconds. */
function readClockOffset(value: string | undefined, production: boolean): number {
  if (value === undefined) return 0
  const name = 'FORMWORK_CLOCK_OFFSET'
  const match = /^([+-]?)((?:\d{1,6}[dhms])+)$/.exec(value)
  if (!match) throw invalid(name, value, 'must be a duration like +2h, -3d or +1d12h.', '须为时长，如 +2h、-3d。')
  if (production)
    throw invalid(name, value, 'is refused with NODE_ENV=production.', '生产环境（NODE_ENV=production）不允许。')
  const parts = match[2]!.matchAll(/(\d+)([dhms])/g)
  const total = parts.reduce((sum, part) => sum + Number(part[1]) * UNITS[part[2]!]!, 0)
  return match[1] === '-' ? -total : total
}
