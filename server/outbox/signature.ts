import { createHmac, timingSafeEqual } from 'node:crypto'
import type { RandomBytes } from '../ids.ts'

/**
 * Signatures of webhooks both ways, as standardwebhooks.com has them (version 1.0.0): HMAC-SHA256 over `id.timestamp.raw body`, base64 after `v1,`; the
 * secret is base64 after `whsec_`, the timestamp whole seconds.
 */
export interface Signed {
  readonly id: string
  readonly timestamp: string
  readonly body: string | Buffer
}

/** A signature may be so old or so far ahead, in ms (SR-26). */
export const SIGNATURE_WINDOW_MS = 300_000

export const newSigningSecret = (random: RandomBytes): string => `whsec_${random(32).toString('base64')}`

export function signatureOf(secret: string, { id, timestamp, body }: Signed): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')
  return `v1,${signature}`
}

/** Whether one of the signatures given (blanks between them) is right; takes as long for a wrong one. */
export function isSignedBy(secret: string, signed: Signed, given: string): boolean {
  const expected = Buffer.from(signatureOf(secret, signed))
  return given
    .split(' ')
    .slice(0, 10)
    .some(one => {
      const sent = Buffer.from(one)
      return sent.length === expected.length && timingSafeEqual(sent, expected)
    })
}
