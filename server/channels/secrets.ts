import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { RandomBytes } from '../ids.ts'
import { failed, Undelivered } from '../outbox/delivery.ts'

const FORMAT = 1
const KEY_ID_BYTES = 8
const IV_BYTES = 12
const TAG_BYTES = 16
const HEAD = 1 + KEY_ID_BYTES + IV_BYTES + TAG_BYTES

/**
 * Seals secrets for the database (SR-37): AES-256-GCM, bound to the place they stand in, so that a row copied elsewhere opens nothing. The key comes
 * from `FORMWORK_SECRET`, else from `secret.key` in the data folder, made at first use: a dump of the database alone holds no secret.
 */
export class Secrets {
  readonly #key: () => Buffer
  readonly #random: RandomBytes

  constructor(config: Pick<Config, 'dataFolder' | 'outgoing'>, random: RandomBytes) {
    let known: Buffer | undefined
    this.#key = () => {
      known ??= createHash('sha256')
        .update(config.outgoing.secret ?? ownKey(config.dataFolder, random))
        .digest()
      return known
    }
    this.#random = random
  }

  /** @param place what the secret belongs to, e.g. `channel:<org>:email` */
  seal(place: string, secret: string): Buffer {
    const key = this.#key()
    const iv = this.#random(IV_BYTES)
    const cipher = createCipheriv('aes-256-gcm', key, iv)
    cipher.setAAD(Buffer.from(place))
    const content = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
    return Buffer.concat([Buffer.of(FORMAT), keyId(key), iv, cipher.getAuthTag(), content])
  }

  /** Whether it was sealed with the present key. */
  canOpen(sealed: Buffer | null | undefined): sealed is Buffer {
    if (sealed === null || sealed === undefined || sealed[0] !== FORMAT || sealed.length < HEAD) return false
    return sealed.subarray(1, 1 + KEY_ID_BYTES).equals(keyId(this.#key()))
  }

  /** @throws Undelivered `secret_unreadable`: sealed with another key than the present one, or damaged */
  open(place: string, sealed: Buffer): string {
    const key = this.#key()
    if (!this.canOpen(sealed)) throw unreadable()
    const iv = sealed.subarray(1 + KEY_ID_BYTES, 1 + KEY_ID_BYTES + IV_BYTES)
    const decipher = createDecipheriv('aes-256-gcm', key, iv)
    decipher.setAAD(Buffer.from(place))
    decipher.setAuthTag(sealed.subarray(HEAD - TAG_BYTES, HEAD))
    try {
      return Buffer.concat([decipher.update(sealed.subarray(HEAD)), decipher.final()]).toString('utf8')
    } catch {
      throw unreadable()
    }
  }
}

const unreadable = (): Undelivered => new Undelivered(failed('secret_unreadable'))

const keyId = (key: Buffer): Buffer =>
  createHash('sha256').update('formwork key').update(key).digest().subarray(0, KEY_ID_BYTES)

/** Several processes may meet on one folder: whoever writes first makes the key of all. */
function ownKey(folder: string, random: RandomBytes): string {
  const file = join(folder, 'secret.key')
  mkdirSync(folder, { recursive: true })
  try {
    writeFileSync(file, random(32).toString('hex'), { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8')
}
