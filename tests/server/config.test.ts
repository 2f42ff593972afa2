import { describe, expect, it } from 'vitest'
import { addressOf, readConfig } from '../../server/config.ts'

describe('readConfig', () => {
  it('has the stated defaults', () => {
    expect(readConfig({}, '/srv/app')).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataFolder: '/srv/app/data',
      databaseUrl: undefined,
      directDatabaseUrl: undefined,
      databasePooled: false,
      admin: undefined,
      baseUrl: 'http://127.0.0.1:3000',
      clockOffsetMs: 0,
      production: false,
      logLevel: 'warn',
      outgoing: { secret: undefined, smtpUrl: undefined, mailFrom: undefined, inside: [] },
    })
  })

  it.each([
    ['+2h', 7_200_000],
    ['-3d', -259_200_000],
    ['90s', 90_000],
    ['+1d12h', 129_600_000],
  ])('reads the clock offset %s as %d ms', (text, ms) => {
    expect(readConfig({ FORMWORK_CLOCK_OFFSET: text }, '/').clockOffsetMs).toBe(ms)
  })

  it.each([
    [{ PORT: '70000' }, 'PORT=70000'],
    [{ PORT: '3e3' }, 'PORT=3e3'],
    [{ DATABASE_URL: 'mysql://root:geheim@db/x' }, 'DATABASE_URL'],
    [{ DATABASE_POOLED: 'maybe' }, 'DATABASE_POOLED=maybe'],
    [{ FORMWORK_BASE_URL: 'ftp://x' }, 'FORMWORK_BASE_URL=ftp://x'],
    [{ FORMWORK_LOG_LEVEL: 'loud' }, 'FORMWORK_LOG_LEVEL=loud'],
    [{ FORMWORK_CLOCK_OFFSET: '2 weeks' }, 'FORMWORK_CLOCK_OFFSET=2 weeks'],
    [{ FORMWORK_CLOCK_OFFSET: '+2h', NODE_ENV: 'production' }, 'production'],
    [{ FORMWORK_ADMIN_LOGIN: 'admin' }, 'FORMWORK_ADMIN_PASSWORD'],
    [{ FORMWORK_SECRET: 'geheim' }, 'FORMWORK_SECRET=…'],
    [{ FORMWORK_SMTP_URL: 'http://geheim@mail' }, 'FORMWORK_SMTP_URL=…'],
    [{ FORMWORK_SMTP_URL: 'smtp://mail' }, 'FORMWORK_MAIL_FROM'],
    [{ FORMWORK_OUTGOING_INSIDE: '10.0.0.0/33' }, 'FORMWORK_OUTGOING_INSIDE=10.0.0.0/33'],
    [{ FORMWORK_DATE: './x' }, 'FORMWORK_DATE is not a setting'],
  ])('refuses %j and names it', (environment, part) => {
    expect(() => readConfig(environment, '/')).toThrow(part)
    expect(() => readConfig(environment, '/')).not.toThrow('geheim')
  })

  it.each([
    ['0.0.0.0', 'http://localhost:3000'],
    ['::1', 'http://[::1]:3000'],
    ['10.0.0.5', 'http://10.0.0.5:3000'],
  ])('shows %s as %s', (host, address) => {
    expect(addressOf(host, 3000)).toBe(address)
  })
})
