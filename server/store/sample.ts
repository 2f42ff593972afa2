import { graphOf } from '../../engine/definition/cascade.ts'
import { instantText, parseInstant } from '../../engine/expression/time.ts'
import type { CompiledField, CompiledForm } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import { recalculateAll } from '../apps/recalculation/job.ts'
import { keepEverybody } from '../assignment/people.ts'
import type { Transaction } from '../database/statements.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import { localDay } from '../records/local-day.ts'
import { type Records, writeScope } from '../records/records.ts'
import { createRecord } from '../records/write.ts'

type Sample = Readonly<Record<string, unknown>>

/**
 * Fills an app with its sample records. Marks in the data: `@-30d` and `@-30d 09:30` are days from today in the app's zone; a relation names its
 * target by the title; `_owner` and fields of people are `role#n`, the n-th person with the role (else the installer; `_owner: null` is nobody); `_created` dates the record. Computed values are
 * worked out once at the end. No workflow and no automation starts: sample records are history, not events.
 */
export async function insertSamples(
  records: Records,
  installation: Installation,
  directory: OrganisationDirectory,
  installer: string,
  transaction: Transaction,
): Promise<number> {
  const samples = installation.app.definition.sampleData ?? {}
  const titles = new Map<string, Map<string, string>>()
  const quiet: Records = { ...records, listeners: [] }
  let count = 0
  for (const form of inOrder(installation, Object.keys(samples))) {
    const known = new Map<string, string>()
    titles.set(form.key, known)
    for (const sample of (samples[form.key] ?? []) as Sample[]) {
      const id = await insertSample(quiet, installation, directory, installer, form, sample, titles, transaction)
      known.set(String(sample[form.titleField] ?? id), id)
      count += 1
    }
  }
  await recalculateAll(quiet, installation, graphOf(installation.app).nodes.keys(), directory, transaction)
  await keepEverybody(records.platform, installation, transaction)
  return count
}

/** Targets of relations before the forms that name them; forms of a circle keep the definition's order. */
function inOrder(installation: Installation, keys: readonly string[]): CompiledForm[] {
  const ordered: CompiledForm[] = []
  const visit = (key: string, path: readonly string[]): void => {
    const form = installation.app.forms.get(key)
    if (form === undefined || ordered.includes(form) || path.includes(key)) return
    for (const { target, rows } of form.fieldList)
      for (const wanted of [target, ...(rows?.fieldList ?? []).map(column => column.target)])
        if (wanted !== undefined) visit(wanted, [...path, key])
    ordered.push(form)
  }
  for (const key of keys) visit(key, [])
  return ordered
}

async function insertSample(
  records: Records,
  installation: Installation,
  directory: OrganisationDirectory,
  installer: string,
  form: CompiledForm,
  sample: Sample,
  titles: ReadonlyMap<string, ReadonlyMap<string, string>>,
  transaction: Transaction,
): Promise<string> {
  const owner = sample._owner === null ? null : (personOf(directory, installation.key, sample._owner) ?? installer)
  const base = writeScope(
    records,
    installation,
    form,
    directory,
    { kind: 'template', userId: owner, cause: { template: installation.origin?.template ?? null } },
    true,
  )
  const read = (value: unknown): unknown => relative(value, base.now, installation.zone)
  const created = String(sample._created === undefined ? base.now : instantOf(read(sample._created), installation.zone))
  const scope = { ...base, now: [created, base.now].sort()[0]!, form: withoutDependents(form) }
  const values: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(sample)) {
    const field = form.fields.get(key)
    if (!key.startsWith('_') && field !== undefined && field.kind !== 'stage')
      values[key] = sampleValue(field, value, {
        read,
        titles,
        directory,
        app: installation.key,
        zone: installation.zone,
        installer,
      })
  }
  const stage = form.stageField === undefined ? undefined : sample[form.stageField]
  const entered = sample._entered === undefined ? created : instantOf(read(sample._entered), installation.zone)
  const written = await createRecord(scope, values, transaction, {
    owner,
    department: directory.people.get(owner ?? '')?.department ?? null,
    sample: true,
    held: true,
    ...(typeof stage === 'string' ? { stage, stageEnteredAt: String(entered) } : {}),
  })
  return String(written.values.id)
}

/** Roll-ups are settled at the end, once, instead of after every row. */
const withoutDependents = (form: CompiledForm): CompiledForm => ({ ...form, dependents: new Map() })

interface Reading {
  readonly read: (value: unknown) => unknown
  readonly titles: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly directory: OrganisationDirectory
  readonly app: string
  readonly zone: string
  /** stands in where nobody holds the role */
  readonly installer: string
}

function sampleValue(field: CompiledField, value: unknown, reading: Reading): unknown {
  if (field.rows !== undefined)
    return (value as Sample[]).map(row =>
      Object.fromEntries(
        Object.entries(row).flatMap(([key, cell]) =>
          field.rows!.fields.has(key) ? [[key, sampleValue(field.rows!.fields.get(key)!, cell, reading)]] : [],
        ),
      ),
    )
  if (Array.isArray(value)) return value.map(item => sampleValue({ ...field, list: false }, item, reading))
  if (field.target !== undefined) return reading.titles.get(field.target)?.get(String(value)) ?? value
  if (field.kind === 'user')
    return personOf(reading.directory, reading.app, value) ?? (isMark(value) ? reading.installer : value)
  const plain = reading.read(value)
  return field.kind === 'datetime' ? instantOf(plain, reading.zone) : plain
}

const MARK = /^([a-z][a-z0-9_]*)#(\d+)$/
const isMark = (value: unknown): boolean => MARK.test(String(value))

/** `seller#2`: the second active person with the role, by name; wraps around. */
function personOf(directory: OrganisationDirectory, app: string, mark: unknown): string | undefined {
  const match = MARK.exec(String(mark ?? ''))
  if (match === null) return undefined
  const people = directory.forApp(app).usersWithRole(match[1]!)
  return people.length === 0 ? undefined : people[(Number(match[2]) - 1) % people.length]
}

/** `@-30d` -> the day, `@-30d 09:30` -> the day with its time; everything else as it is. */
function relative(value: unknown, now: string, zone: string): unknown {
  const match = /^@([+-]?\d{1,5})d(?: (\d{2}:\d{2}))?$/.exec(typeof value === 'string' ? value : '')
  if (match === null) return value
  const day = localDay(new Date(Date.parse(now) + Number(match[1]) * 86_400_000).toISOString(), zone)
  return match[2] === undefined ? day : `${day} ${match[2]}`
}

/** A local day, with or without a time, as an instant. */
function instantOf(value: unknown, zone: string): string {
  const text = String(value)
  if (!/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$/.test(text)) return text
  const [day = '', time = '09:00'] = text.split(' ')
  const instant = parseInstant(`${day} ${time}`, zone)
  return instant === undefined ? text : instantText(instant)
}
