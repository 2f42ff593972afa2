import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { canonical } from '../../engine/definition/same.ts'

/** Who made a bundle, as the bundle says it and its value proves it; the name is a claim, the key is not. */
export interface Signature {
  readonly algorithm: 'ed25519'
  /** the key's fingerprint: first half of the SHA-256 of the public key, in hexadecimal digits */
  readonly keyId: string
  /** 32 bytes, base64url */
  readonly publicKey: string
  readonly publisher: string
  /** 64 bytes, base64url */
  readonly value: string
}

/** A key pair of an organisation, with the name it signs under. */
export interface SigningKey {
  readonly keyId: string
  readonly publicKey: string
  /** 32 bytes, base64url: never in a bundle, a log or an answer */
  readonly privateKey: string
  readonly publisher: string
}

/** Longest name a bundle may claim, in characters. */
const LONGEST_NAME = 200

/** A signature of ours says nothing anywhere else: whatever else is signed one day begins with other words. */
const DOMAIN = 'formwork-bundle-signature-1\n'

/** What a signature is given over: a bundle without it. */
type Signed = Readonly<Record<string, unknown>>

export function newKeyPair(): Omit<SigningKey, 'publisher'> {
  const { privateKey } = generateKeyPairSync('ed25519')
  const { d = '', x = '' } = privateKey.export({ format: 'jwk' })
  return { keyId: keyIdOf(x), publicKey: x, privateKey: d }
}

export function signatureOf(content: Signed, { keyId, publicKey, privateKey, publisher }: SigningKey): Signature {
  const key = createPrivateKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: publicKey, d: privateKey },
    format: 'jwk',
  })
  const value = sign(null, textOf(content, publisher, publicKey), key).toString('base64url')
  return { algorithm: 'ed25519', keyId, publicKey, publisher, value }
}

/** Whether a bundle says by whom it is, in the form it must have, and the key signed exactly this content. */
export function isSignatureOf(content: Signed, signature: unknown): signature is Signature {
  if (!hasShape(signature) || signature.keyId !== keyIdOf(signature.publicKey)) return false
  const { publicKey, publisher, value } = signature
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
    return verify(null, textOf(content, publisher, publicKey), key, Buffer.from(value, 'base64url'))
  } catch {
    // 32 bytes that are no point of the curve.
    return false
  }
}

const textOf = (content: Signed, publisher: string, publicKey: string): Buffer =>
  Buffer.from(`${DOMAIN}${canonical({ ...content, publisher, publicKey })}`)

const keyIdOf = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex').slice(0, 32)

const properties = 'algorithm,keyId,publicKey,publisher,value'

function hasShape(value: unknown): value is Signature {
  if (value === null || typeof value !== 'object' || Object.keys(value).sort().join() !== properties) return false
  const { algorithm, keyId, publicKey, publisher, value: proof } = value as Record<string, unknown>
  return (
    algorithm === 'ed25519' &&
    typeof keyId === 'string' &&
    isBytes(publicKey, 32) &&
    isBytes(proof, 64) &&
    typeof publisher === 'string' &&
    publisher.trim() !== '' &&
    publisher.length <= LONGEST_NAME
  )
}

/** Written in the one way there is. */
const isBytes = (text: unknown, length: number): text is string => {
  if (typeof text !== 'string' || text.length > 100) return false
  const bytes = Buffer.from(text, 'base64url')
  return bytes.length === length && bytes.toString('base64url') === text
}
