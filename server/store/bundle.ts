import { createHash } from 'node:crypto'
import { isObject } from '../../engine/definition/elements.ts'
import { canonical } from '../../engine/definition/same.ts'
import type { AppDefinition, Label } from '../../schemas/generated/definition.ts'
import { withoutPeople } from '../apps/fingerprint.ts'
import { HttpProblem } from '../http/problem.ts'
import { isSignatureOf, type Signature, type SigningKey, signatureOf } from './signature.ts'

/** Version of the bundle's own shape; the definition inside has one of its own. 1 knew no signature and is still read. */
const BUNDLE_FORMAT = 2

/** An app as one file: its definition whole, what changed in this version, a sum over both that shows damage, and who made it. */
export interface Bundle {
  readonly format: 'formwork-bundle'
  readonly formatVersion: number
  readonly definition: AppDefinition
  /** what is new, in the author's words */
  readonly notes?: Label
  /** fingerprints of the versions it comes from, the newest first: what both sides know is what a merge begins with */
  readonly lineage?: readonly string[]
  /** `sha256:` over the canonical text of definition and notes */
  readonly checksum: string
  /** over all of the above */
  readonly signature?: Signature
}

const checksumOf = (definition: unknown, notes: unknown): string =>
  `sha256:${createHash('sha256')
    .update(canonical({ definition, ...(notes === undefined ? {} : { notes }) }))
    .digest('hex')}`

/** A bundle, signed where a key is given. */
export function makeBundle(
  definition: AppDefinition,
  notes?: Label,
  key?: SigningKey,
  lineage?: readonly string[],
): Bundle {
  const bundle = {
    format: 'formwork-bundle' as const,
    formatVersion: BUNDLE_FORMAT,
    definition,
    ...(notes === undefined ? {} : { notes }),
    ...(lineage === undefined ? {} : { lineage: lineage.slice(0, LONGEST_LINEAGE) }),
    checksum: checksumOf(definition, notes),
  }
  return key === undefined ? bundle : { ...bundle, signature: signatureOf(bundle, key) }
}

/**
 * A bundle read from a file. Its definition is not checked here beyond its being an object.
 * @throws HttpProblem 422 `bundle_invalid` (no bundle), `bundle_newer` (made by a newer server), `bundle_damaged` (the sum does not fit),
 *   `bundle_signature_wrong` (not what its signature was given for)
 */
export function readBundle(input: unknown): Bundle {
  const bundle = (input ?? {}) as Partial<Bundle>
  const { format, formatVersion, definition, notes, lineage, checksum } = bundle
  if (format !== 'formwork-bundle' || !Number.isInteger(formatVersion) || formatVersion! < 1)
    throw new HttpProblem(422, 'bundle_invalid')
  if (formatVersion! > BUNDLE_FORMAT)
    throw new HttpProblem(422, 'bundle_newer', { version: formatVersion, supported: BUNDLE_FORMAT })
  if (!isObject(definition) || !isNotes(notes) || !isLineage(lineage)) throw new HttpProblem(422, 'bundle_invalid')
  // A name misspelt is not one left out: a bundle with its signature misnamed would pass for one without.
  if (Object.keys(bundle).some(name => !NAMES.has(name))) throw new HttpProblem(422, 'bundle_invalid')
  if (checksum !== checksumOf(definition, notes)) throw new HttpProblem(422, 'bundle_damaged')
  if (Object.hasOwn(bundle, 'signature') && !isSigned(bundle as Bundle))
    throw new HttpProblem(422, 'bundle_signature_wrong')
  return bundle as Bundle
}

const NAMES = new Set(['format', 'formatVersion', 'definition', 'notes', 'lineage', 'checksum', 'signature'])

const LONGEST_NOTES = 5_000

/** Versions a bundle names at most. */
const LONGEST_LINEAGE = 1_000

const isLineage = (lineage: unknown): boolean =>
  lineage === undefined ||
  (Array.isArray(lineage) &&
    lineage.length <= LONGEST_LINEAGE &&
    lineage.every(one => typeof one === 'string' && /^[0-9a-f]{64}$/.test(one)))

/** A text in one language or both. */
const isNotes = (notes: unknown): boolean =>
  notes === undefined ||
  (isObject(notes) &&
    Object.entries(notes).every(
      ([language, text]) => /^(zh|en)$/.test(language) && typeof text === 'string' && text.length <= LONGEST_NOTES,
    ))

/** The first format had no signatures: one that stands in it was given for something else. */
function isSigned({ signature, ...content }: Bundle): boolean {
  return content.formatVersion > 1 && isSignatureOf(content, signature)
}

/** Ids of people and of anything else that lives in one house only. */
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/**
 * A definition as it may leave the house: without sample data unless it is asked for, and without the people a setting names.
 * @throws HttpProblem 422 `template_names_somebody` for every other place that holds an id of this house: a formula, a default
 */
export function forOthers(
  definition: AppDefinition,
  options: { sampleData: boolean; key?: string; version?: string },
): AppDefinition {
  const { sampleData, ...rest } = withoutPeople(definition)
  const open: AppDefinition = {
    ...rest,
    ...(options.key === undefined ? {} : { key: options.key }),
    ...(options.version === undefined ? {} : { version: options.version }),
    ...(options.sampleData && sampleData !== undefined ? { sampleData } : {}),
  }
  const places = idsIn(open, '')
  if (places.length > 0)
    throw new HttpProblem(
      422,
      'template_names_somebody',
      {},
      places.map(path => ({ code: 'names_somebody', path, params: {} })),
    )
  return open
}

const MOST_PLACES = 50

function idsIn(value: unknown, path: string, found: string[] = []): string[] {
  if (found.length >= MOST_PLACES) return found
  if (typeof value === 'string') {
    if (ID.test(value)) found.push(path)
  } else if (value !== null && typeof value === 'object')
    for (const [name, one] of Object.entries(value)) idsIn(one, `${path}/${name}`, found)
  return found
}

/** Whether a version is later than another: `1.10` after `1.9`. */
export function isLater(version: string, than: string): boolean {
  const [a, b] = [version, than].map(text => text.split('.').map(Number))
  for (let at = 0; at < 3; at += 1) {
    const [mine, other] = [a![at] ?? 0, b![at] ?? 0]
    if (mine !== other) return mine > other
  }
  return false
}
