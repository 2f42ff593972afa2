import { reservedKeys } from '../../schemas/definition/reserved.ts'
import type { AppDefinition, Field, Form, Option, Role, RowField, Section } from '../../schemas/generated/definition.ts'
import type { CompiledApp } from '../definition/compiled-app.ts'
import type { ConvertStep, StorageStep } from './plan.ts'
import { stepKey } from './plan.ts'
import type { Replacements } from './storage-map.ts'

/** What the publisher decided for a step: `empty`, `keep`, `replace:{option}`. By `stepKey`. */
export type Choices = Readonly<Record<string, string>>

/** A field or an option that a definition is given so that values have a place to stay in. */
export type Addition =
  | { readonly add: 'field'; readonly form: string; readonly beside: string; readonly field: Field }
  | { readonly add: 'option'; readonly library: string; readonly option: Option }

/** What follows from the choices of a publish. */
export interface Decided {
  readonly additions: readonly Addition[]
  /** conversions whose values that do not fit stay readable, with the key of the field they stay in */
  readonly kept: readonly { readonly step: ConvertStep; readonly key: string }[]
  readonly replacements: Replacements
}

const REPLACE = 'replace:'

/** Turns choices into what they ask for. Only steps that concern values have one. */
export function decide(
  steps: readonly StorageStep[],
  choices: Choices,
  before: CompiledApp,
  after: CompiledApp,
): Decided {
  const additions: Addition[] = []
  const kept: { step: ConvertStep; key: string }[] = []
  const replacements = new Map<string, Record<string, string>>()
  for (const step of steps) {
    const choice = choices[stepKey(step)]
    if (choice === undefined) continue
    if (step.kind === 'convert' && choice === 'keep') {
      const addition = keptField(step, after)
      if (addition === undefined) continue
      additions.push(addition)
      kept.push({ step, key: addition.field.key })
    } else if (step.kind === 'retire_option') {
      if (choice === 'keep') additions.push(...retiredOption(step, before))
      else if (choice.startsWith(REPLACE)) {
        const name = `${step.form}.${step.field}`
        replacements.set(name, { ...replacements.get(name), [step.option]: choice.slice(REPLACE.length) })
      }
    }
  }
  return { additions, kept, replacements }
}

function keptField(step: ConvertStep, after: CompiledApp): Extract<Addition, { add: 'field' }> | undefined {
  const form = after.forms.get(step.form)
  const field = form?.fields.get(step.field)
  if (form === undefined || field === undefined) return undefined
  const label = {
    ...(field.label.zh === undefined ? {} : { zh: `${field.label.zh}（原值）` }),
    ...(field.label.en === undefined ? {} : { en: `${field.label.en} (before)` }),
  }
  const key = freeKey(`${step.field.slice(0, 36)}_before`, new Set([...form.fields.keys(), ...form.inverses.keys()]))
  return { add: 'field', form: step.form, beside: step.field, field: { key, label, type: 'long_text' } }
}

function freeKey(stem: string, taken: ReadonlySet<string>): string {
  const reserved = new Set<string>(reservedKeys)
  for (let n = 1; ; n += 1) {
    const key = n === 1 ? stem : `${stem}_${n}`
    if (!taken.has(key) && !reserved.has(key)) return key
  }
}

function retiredOption(step: Extract<StorageStep, { kind: 'retire_option' }>, before: CompiledApp): Addition[] {
  const library = before.forms.get(step.form)?.fields.get(step.field)?.library
  const option = library?.definition.options.find(({ key }) => key === step.option)
  return library === undefined || option === undefined
    ? []
    : [{ add: 'option', library: library.key, option: { ...option, active: false } }]
}

/** A definition with additions; what it has already stays as it is. */
export const withAdditions = (definition: AppDefinition, additions: readonly Addition[]): AppDefinition =>
  additions.reduce(
    (known, addition) => (addition.add === 'field' ? withField(known, addition) : withOption(known, addition)),
    definition,
  )

function withOption(
  definition: AppDefinition,
  { library: key, option }: Extract<Addition, { add: 'option' }>,
): AppDefinition {
  const libraries = definition.optionLibraries ?? []
  return {
    ...definition,
    optionLibraries: libraries.map(library =>
      library.key !== key || library.options.some(one => one.key === option.key)
        ? library
        : { ...library, options: [...library.options, option] },
    ),
  }
}

function withField(definition: AppDefinition, addition: Extract<Addition, { add: 'field' }>): AppDefinition {
  const [form = '', rows] = addition.form.split('.')
  const known = definition.forms.find(({ key }) => key === form)
  if (known === undefined) return definition
  const next = rows === undefined ? formWith(known, addition.field, addition.beside) : rowsWith(known, rows, addition)
  if (next === known) return definition
  return {
    ...definition,
    forms: definition.forms.map(one => (one === known ? next : one)),
    ...(rows !== undefined || definition.roles === undefined
      ? {}
      : { roles: definition.roles.map(role => roleWith(role, form, addition)) }),
  }
}

function formWith(form: Form, field: Field, beside: string): Form {
  if (form.fields.some(({ key }) => key === field.key)) return form
  const fields = after(form.fields, ({ key }) => key === beside, field)
  if (form.layout === undefined) return { ...form, fields }
  const sections = form.layout.sections.map(section => sectionWith(section, field.key, beside))
  return { ...form, fields, layout: { ...form.layout, sections } }
}

function sectionWith(section: Section, key: string, beside: string): Section {
  const names = (item: Section['fields'][number]): boolean =>
    (typeof item === 'string' ? item : (item as { field?: string }).field) === beside
  return section.fields.some(names) ? { ...section, fields: after(section.fields, names, key) } : section
}

function rowsWith(form: Form, rows: string, { field, beside }: Extract<Addition, { add: 'field' }>): Form {
  const place = form.fields.find(({ key }) => key === rows)
  if (place?.type !== 'subform' || place.fields.some(({ key }) => key === field.key)) return form
  const next: Field = { ...place, fields: after(place.fields, ({ key }) => key === beside, field as RowField) }
  return { ...form, fields: form.fields.map(one => (one === place ? next : one)) }
}

/** Who may not see the field may not see what was in it. */
function roleWith(role: Role, form: string, { field, beside }: Extract<Addition, { add: 'field' }>): Role {
  const grants = role.grants.map(grant => {
    const own = grant.fields?.[beside]
    return grant.form !== form || own === undefined
      ? grant
      : { ...grant, fields: { ...grant.fields, [field.key]: own } }
  })
  return { ...role, grants }
}

function after<T>(items: readonly T[], is: (item: T) => boolean, item: T): T[] {
  const at = items.findIndex(is)
  return at < 0 ? [...items, item] : [...items.slice(0, at + 1), item, ...items.slice(at + 1)]
}
