import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Secrets } from '../../../server/channels/secrets.ts'

const folder = mkdtempSync(join(tmpdir(), 'formwork-secrets-'))
afterAll(() => rmSync(folder, { recursive: true }))

const store = (dataFolder: string, secret?: string) =>
  new Secrets({ dataFolder, outgoing: { secret, smtpUrl: undefined, mailFrom: undefined, inside: [] } }, randomBytes)

describe('a sealed secret', () => {
  const place = 'channel:org:email'

  it('opens in its place, with the same key, after a new start', () => {
    const sealed = store(folder).seal(place, '密码 1')
    expect(store(folder).open(place, sealed)).toBe('密码 1')
    expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600)
    expect(sealed.toString('utf8')).not.toContain('密码')
  })

  it('is another text each time', () => {
    expect(store(folder).seal(place, 'a').equals(store(folder).seal(place, 'a'))).toBe(false)
  })

  it('opens in no other place, with no other key, and not when a byte was changed', () => {
    const secrets = store(folder)
    const sealed = secrets.seal(place, 'a')
    expect(() => secrets.open('channel:other:email', sealed)).toThrow('secret_unreadable')
    expect(() => store(folder, 'another key, long enough, of 32 characters').open(place, sealed)).toThrow(
      'secret_unreadable',
    )
    for (let at = 0; at < sealed.length; at += 1) {
      const damaged = Buffer.from(sealed)
      damaged[at] = damaged[at]! ^ 1
      expect(() => secrets.open(place, damaged)).toThrow('secret_unreadable')
    }
    expect(() => secrets.open(place, Buffer.of())).toThrow('secret_unreadable')
  })
})
