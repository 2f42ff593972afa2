import type { Label } from '../../../schemas/generated/definition.ts'
import type { Bundle } from '../bundle.ts'
import type { Template } from '../templates.ts'

const FORMAT = 1
/** More of anything is no catalog but an attack. */
const MOST_TEMPLATES = 500
const MOST_PICTURES = 8
const LONGEST = { name: 200, description: 2_000, notes: 5_000 }

/** A template as its server tells of it, before anybody has looked into it: none of it is proven. */
export interface CatalogEntry {
  readonly key: string
  readonly version: string
  readonly name: Label
  readonly description: Label | null
  readonly icon: string | null
  readonly category: string | null
  readonly notes: Label | null
  /** of the bundle: what is fetched later must be this */
  readonly checksum: string
  /** file names */
  readonly pictures: readonly string[]
}

export interface Catalog {
  /** what the other organisation calls itself */
  readonly name: string
  readonly templates: readonly CatalogEntry[]
}

/** What an organisation tells other servers of its templates. */
export function writeCatalog(name: string, offered: readonly { template: Template; bundle: Bundle }[]) {
  return {
    format: 'formwork-store',
    formatVersion: FORMAT,
    name,
    templates: offered.map(({ template: { key, definition, pictures }, bundle }): CatalogEntry => {
      const { version, description = null, icon = null, category = null } = definition
      return {
        ...{ key, version, name: definition.name, description, icon, category },
        ...{ notes: bundle.notes ?? null, checksum: bundle.checksum, pictures: pictures.slice(0, MOST_PICTURES) },
      }
    }),
  }
}

/** A catalog as somebody else's server sent it; undefined when any of it is not what a catalog holds. */
export function readCatalog(input: unknown): Catalog | undefined {
  if (!isRecord(input) || input.format !== 'formwork-store' || input.formatVersion !== FORMAT) return undefined
  const { name, templates } = input
  if (!isText(name, LONGEST.name) || !Array.isArray(templates) || templates.length > MOST_TEMPLATES) return undefined
  const entries = templates.map(readEntry)
  const keys = new Set(entries.map(entry => entry?.key))
  return entries.every(entry => entry !== undefined) && keys.size === entries.length
    ? { name, templates: entries }
    : undefined
}

export const isPictureName = (name: unknown): name is string =>
  typeof name === 'string' && /^[A-Za-z0-9][A-Za-z0-9_-]{0,80}\.(png|webp)$/.test(name)

function readEntry(value: unknown): CatalogEntry | undefined {
  if (!isRecord(value)) return undefined
  const { key, version, name, description = null, icon = null, category = null, notes = null, checksum } = value
  const { pictures = [] } = value
  const sound =
    matches(key, /^[a-z][a-z0-9_]{0,47}$/) &&
    matches(version, /^\d{1,6}(\.\d{1,6}){0,2}$/) &&
    matches(checksum, /^sha256:[0-9a-f]{64}$/) &&
    isLabel(name, LONGEST.name) &&
    (description === null || isLabel(description, LONGEST.description)) &&
    (notes === null || isLabel(notes, LONGEST.notes)) &&
    (icon === null || matches(icon, /^[a-z0-9_-]{1,60}$/i)) &&
    (category === null || matches(category, /^[a-z_]{1,60}$/)) &&
    Array.isArray(pictures) &&
    pictures.length <= MOST_PICTURES &&
    pictures.every(isPictureName)
  return sound
    ? ({ key, version, name, description, icon, category, notes, checksum, pictures } as CatalogEntry)
    : undefined
}

type Json = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Json => value !== null && typeof value === 'object' && !Array.isArray(value)

const matches = (value: unknown, pattern: RegExp): boolean => typeof value === 'string' && pattern.test(value)

const isText = (value: unknown, longest: number): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= longest

const isLabel = (value: unknown, longest: number): boolean =>
  isRecord(value) &&
  Object.keys(value).length > 0 &&
  Object.entries(value).every(([language, text]) => /^(zh|en)$/.test(language) && isText(text, longest))
