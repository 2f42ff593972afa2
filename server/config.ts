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
