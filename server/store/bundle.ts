import { createHash } from 'node:crypto'
import { canonical } from '../../engine/definition/same.ts'
import type { AppDefinition, Label, Setting } from '../../schemas/generated/definition.ts'
import { HttpProblem } from '../http/problem.ts'

/** Version of the bundle's own shape; the definition inside has one of its own. */
const BUNDLE_FORMAT = 1

/** An app as one file: its definition whole, what changed in this version, and a sum over both that shows damage. */
export interface Bundle {
  readonly format: 'formwork-bundle'
  readonly formatVersion: number
  readonly definition: AppDefinition
  /** what is new, in the author's words */
  readonly notes?: Label
  /** `sha256:` over the canonical text of definition and notes */
  readonly checksum: string
}

const checksumOf = (definition: unknown, notes: unknown): string =>
  `sha256:${createHash('sha256')
    .update(canonical({ definition, ...(notes === undefined ? {} : { notes }) }))
    .digest('hex')}`

export function makeBundle(definition: AppDefinition, notes?: Label): Bundle {
  const known = notes === undefined ? {} : { notes }
  return {
    format: 'formwork-bundle',
    formatVersion: BUNDLE_FORMAT,
    definition,
    ...known,
    checksum: checksumOf(definition, notes),
  }
}

/**
 * A bundle read from a file. Its definition is not checked here beyond its being an object.
 * @throws HttpProblem 422 `bundle_invalid` (no bundle), `bundle_newer` (made by a newer server), `bundle_damaged` (the sum does not fit)
 */
export function readBundle(input: unknown): Bundle {
  const bundle = (input ?? {}) as Partial<Bundle>
  if (bundle.format !== 'formwork-bundle' || typeof bundle.formatVersion !== 'number')
    throw new HttpProblem(422, 'bundle_invalid')
  if (bundle.formatVersion > BUNDLE_FORMAT)
    throw new HttpProblem(422, 'bundle_newer', { version: bundle.formatVersion, supported: BUNDLE_FORMAT })
  if (bundle.definition === null || typeof bundle.definition !== 'object' || Array.isArray(bundle.definition))
    throw new HttpProblem(422, 'bundle_invalid')
  if (bundle.checksum !== checksumOf(bundle.definition, bundle.notes)) throw new HttpProblem(422, 'bundle_damaged')
  return bundle as Bundle
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
  const { sampleData, ...rest } = definition
  const settings = definition.settings?.map(withoutPerson)
  const open: AppDefinition = {
    ...rest,
    ...(options.key === undefined ? {} : { key: options.key }),
    ...(options.version === undefined ? {} : { version: options.version }),
    ...(settings === undefined ? {} : { settings }),
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

const withoutPerson = (setting: Setting): Setting => (setting.type === 'user' ? { ...setting, value: null } : setting)

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
