import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isAddOn } from '../../engine/definition/add-on.ts'
import type { AppDefinition, Label, Ladder } from '../../schemas/generated/definition.ts'
import type { Signature } from './signature.ts'

/** What names a template: its key, or its key and the store it is another server's. */
export const addressOf = ({ address, key }: Pick<Template, 'address' | 'key'>): string => address ?? key

/** An app that ships: its whole definition, its sample data apart, its pictures. */
export interface Template {
  readonly key: string
  readonly definition: AppDefinition
  /** file names in the template's `pictures` folder */
  readonly pictures: readonly string[]
  readonly folder: string
  /** what is new in this version, in its author's words */
  readonly notes?: Label | undefined
  /** it came with the house, was made in this organisation, or comes from somebody else */
  readonly source: 'house' | 'own' | 'outside'
  readonly signature?: Signature | undefined
  /** of the bundle it came in */
  readonly checksum?: string
  /** fingerprints of the versions it comes from, where it came as a file of an app */
  readonly lineage?: readonly string[] | undefined
  /** where it is found again: `key@store` for another server's; absent = its key */
  readonly address?: string
  /** the other server */
  readonly store?: { readonly id: string; readonly name: string }
}

/**
 * Finds a template by what names it: its key, or its key and another server's store (`key@store`).
 * Of the house's and the organisation's own, its own go first where keys meet; another server's never stand in for either.
 */
export type FindTemplate = (orgId: string, address: string) => Promise<Template>

/** Lists kept one element a file. */
export const filedLists = [
  'forms',
  'workflows',
  'automations',
  'policies',
  'optionLibraries',
  'scorecards',
  'views',
  'dashboards',
  'documents',
  'roles',
  'scenarios',
] as const

/**
 * Reads a template's folder: `app.json`, one file per large element (`forms/customer.json`), sample records per form (`sampleData/customer.json`).
 * Elements of `app.json` come first, then files by name; `order` of app.json's lists is kept by numbering files.
 */
export async function readTemplate(folder: string): Promise<Template> {
  const app = await readJson(join(folder, 'app.json'))
  const definition: Record<string, unknown> = { ...app }
  for (const list of filedLists) {
    const parts = await readParts(join(folder, list))
    if (parts.length > 0) definition[list] = [...((app[list] as unknown[]) ?? []), ...parts.map(([, value]) => value)]
  }
  const samples = await readParts(join(folder, 'sampleData'))
  if (samples.length > 0) definition.sampleData = Object.fromEntries(samples)
  return {
    key: String(app.key),
    definition: definition as unknown as AppDefinition,
    pictures: await names(join(folder, 'pictures'), /\.(png|jpg|webp)$/),
    folder,
    source: 'house',
  }
}

/** `01-customer.json` -> ['customer', content], by file name. */
async function readParts(folder: string): Promise<[string, unknown][]> {
  const files = await names(folder, /\.json$/)
  return Promise.all(
    files.map(
      async file =>
        [file.replace(/^\d+-/, '').replace(/\.json$/, ''), await readJson(join(folder, file))] as [string, unknown],
    ),
  )
}

async function names(folder: string, pattern: RegExp): Promise<string[]> {
  const files = await readdir(folder).catch(() => [])
  return files.filter(file => pattern.test(file)).sort()
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
}

/** The bundled templates, add-ons after apps; read once. */
export class Templates {
  readonly #folder: string
  #loading: Promise<ReadonlyMap<string, Template>> | undefined

  constructor(folder: string) {
    this.#folder = folder
  }

  all(): Promise<ReadonlyMap<string, Template>> {
    this.#loading ??= this.#load()
    return this.#loading
  }

  async #load(): Promise<ReadonlyMap<string, Template>> {
    const entries = await readdir(this.#folder, { withFileTypes: true }).catch(() => [])
    const templates = await Promise.all(
      entries.filter(entry => entry.isDirectory()).map(entry => readTemplate(join(this.#folder, entry.name))),
    )
    const place = ({ key, definition }: Template): string => `${isAddOn(definition) ? 2 : 1}${key}`
    return new Map(templates.sort((a, b) => (place(a) < place(b) ? -1 : 1)).map(one => [one.key, one]))
  }
}

/** Every notice of a definition, wherever it stands. */
function noticesIn(value: unknown): { readonly to?: unknown; readonly channels?: readonly string[] }[] {
  if (value === null || typeof value !== 'object') return []
  const here = !Array.isArray(value) && (value as { do?: unknown }).do === 'notify' ? [value] : []
  return [...here, ...Object.values(value).flatMap(noticesIn)]
}

function outsideOf(definition: AppDefinition) {
  const notices = noticesIn([definition.workflows, definition.automations, definition.forms])
  const reachable = new Map(
    definition.forms.flatMap(({ fields }) =>
      fields
        .filter(({ type }) => type === 'email' || type === 'phone')
        .map(({ key, label }): [string, Label] => [key, label]),
    ),
  )
  const named = notices.flatMap(({ to }) =>
    [...JSON.stringify(to ?? '').matchAll(/\{([\w.]+)\}/g)].map(match => match[1]?.split('.').at(-1) ?? ''),
  )
  return {
    channels: [...new Set(notices.flatMap(({ channels = [] }) => channels))].filter(name => name !== 'app').sort(),
    /** fields whose content notices are sent to, as their author calls them */
    fields: [...reachable].flatMap(([key, label]) => (named.includes(key) ? [label] : [])),
  }
}

const hostsNamed = ({ connectors = [] }: AppDefinition): string[] =>
  [...new Set(connectors.flatMap(one => (one.kind === 'http' ? [new URL(one.host).host] : [])))].sort()

/** What installing will bring, in numbers an administrator can weigh (SR-36). */
export function templateFacts({ definition }: Pick<Template, 'definition'>) {
  const ladders = (definition.workflows ?? []).flatMap(({ ladder, nodes }) => [
    ...(ladder === undefined ? [] : [ladder]),
    ...nodes.flatMap(node => ('deadline' in node && node.deadline !== undefined ? [node.deadline as Ladder] : [])),
  ])
  const samples = Object.values(definition.sampleData ?? {}).reduce(
    (sum, records) => sum + (records as unknown[]).length,
    0,
  )
  return {
    forms: definition.forms.map(({ key, name }) => ({ key, name })),
    roles: (definition.roles ?? []).map(({ key, label, help }) => ({ key, label, help: help ?? null })),
    workflows: (definition.workflows ?? []).map(({ key, name }) => ({ key, name })),
    automations: (definition.automations ?? []).map(({ key, name }) => ({ key, name })),
    timers: ladders.reduce((sum, { steps }) => sum + steps.length, 0),
    /** outside hosts its connectors name; none is called before an administrator allows it */
    hosts: hostsNamed(definition),
    /** channels its notices name, and fields whose addresses outside it writes to */
    tells: outsideOf(definition),
    sampleRecords: samples,
    size: JSON.stringify(definition).length,
  }
}
