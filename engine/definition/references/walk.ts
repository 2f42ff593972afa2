import type { CompiledForm } from '../compiled.ts'
import { identityOf, isObject, type Place } from '../elements.ts'
import { formEnvironment, type NameSpace } from '../environment.ts'
import { APP, type Shape, shapeInside } from '../shape.ts'
import { relatedForm } from '../shells.ts'
import { type Names, namingProperties } from './properties.ts'
import { fieldPlace, pathPlaces } from './targets.ts'

type Json = Readonly<Record<string, unknown>>

/** What keys mean at a place: of which form fields and stages are, of which workflow nodes. */
interface Context {
  readonly form: CompiledForm | undefined
  readonly workflow: string | undefined
  /** the object a property belongs to, and its shape */
  readonly owner: Json
  readonly shape: string
}

/** Texts that are filled in for their reader: `{field}`, `{relation.field}`, `{$settings.key}`. */
const TEXTS: ReadonlySet<string> = new Set(['notify_action', 'task_action', 'cc_node', 'heading_block', 'text_block'])
const TEXT_NAMES: ReadonlySet<string> = new Set(['message', 'title', 'text'])
const IN_TEXT = /\{((?:\$settings\.)?[a-z][\w.]*)\}/g

function textPlaces(space: NameSpace, text: Json, form: CompiledForm | undefined): Place[] {
  const written = [text.zh, text.en].filter(one => typeof one === 'string').join(' ')
  return [...written.matchAll(IN_TEXT)].flatMap(([, path = '']) =>
    pathPlaces(space, formEnvironment(space, form), path.split('.'), { form, workflow: undefined }),
  )
}

/** Hears a key that names another element: where it stands, and which place it names. */
type Heard = (from: Place, to: Place) => void

/** Every key in a definition that names another element. `targetForm` tells the form of the records an action is about. */
export function walkNames(
  space: NameSpace,
  targetForm: (place: Place) => CompiledForm | undefined,
  heard: Heard,
): void {
  const visit = (value: unknown, shape: Shape, place: Place, list: string, context: Context): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        const step = identityOf(list, item) ?? String(index)
        visit(item, shapeInside(shape, String(index), item), [...place, step], list, context)
      }
      return
    }
    if (!isObject(value) || shape.name === 'expr') return
    if (TEXTS.has(context.shape) && TEXT_NAMES.has(list))
      for (const to of textPlaces(space, value, context.form)) heard(place, to)
    const inside = contextInside(space, value, shape, place, context, targetForm)
    for (const [name, item] of Object.entries(value)) {
      if (name === 'sampleData') continue
      const here = [...place, name]
      const property = `${shape.name}.${name}`
      const names = name === 'form' && typeof item === 'string' ? 'form' : namingProperties[property]
      if (names !== undefined)
        for (const [from, key] of keysIn(item, here, name)) {
          const to = placeNamed(space, names, key, property, inside)
          if (to !== undefined) heard(from, to)
        }
      visit(item, shapeInside(shape, name, item), here, name, rowsContext(name, shape, inside))
    }
    const own = namingProperties[shape.name]
    if (own !== undefined && shape.schema.properties === undefined)
      for (const name of Object.keys(value)) {
        const to = placeNamed(space, own, name, shape.name, inside)
        if (to !== undefined) heard([...place, name], to)
      }
  }
  sampleNames(space, heard)
  visit(space.definition, APP, [], '', { form: undefined, workflow: undefined, owner: {}, shape: '' })
}

/** Forms that have sample records, and the fields some of them fill in: of thousands of records it is enough to know that. */
function sampleNames(space: NameSpace, heard: Heard): void {
  for (const [key, records] of Object.entries(space.definition.sampleData ?? {})) {
    heard(['sampleData', key], ['forms', key])
    const form = space.forms.get(key)
    for (const name of new Set(records.flatMap(record => Object.keys(record)))) {
      const to = fieldPlace(form, name)
      if (to !== undefined) heard(['sampleData', key], to)
    }
  }
}

function contextInside(
  space: NameSpace,
  value: Json,
  { name }: Shape,
  place: Place,
  context: Context,
  targetForm: (place: Place) => CompiledForm | undefined,
): Context {
  const key = String(value.key)
  const own = { ...context, owner: value, shape: name }
  if (name === 'form') return { ...own, form: space.forms.get(key) }
  if (name === 'rule' && typeof value.for === 'string') {
    const rows = context.form?.fields.get(value.for)?.rows
    return { ...own, form: rows ?? context.form }
  }
  const form = 'target' in value ? targetForm([...place, 'target']) : (ownForm(space, value) ?? context.form)
  return { ...own, form, workflow: name === 'workflow' ? key : context.workflow }
}

/** The form an element names, or the first of what sets it off. */
function ownForm(space: NameSpace, { form, on }: Json): CompiledForm | undefined {
  const [first] = Array.isArray(on) ? on : []
  const key = [form, isObject(first) ? (isObject(first.button) ? first.button.form : first.form) : undefined].find(
    one => typeof one === 'string',
  )
  return space.forms.get(String(key))
}

/** Inside a sub-form names are those of its rows. */
function rowsContext(property: string, { name }: Shape, context: Context): Context {
  if (name !== 'subform_field' || (property !== 'fields' && property !== 'rules')) return context
  return { ...context, form: context.form?.fields.get(String(context.owner.key))?.rows }
}

/** The keys a property holds: one, several, or the names of a map; each with its place. */
function keysIn(value: unknown, place: Place, name: string): (readonly [Place, string])[] {
  if (typeof value === 'string') return [[place, value]]
  if (Array.isArray(value))
    return value.flatMap((item): (readonly [Place, string])[] => {
      const key = identityOf(name, item)
      return key === undefined ? [] : [[[...place, key], key]]
    })
  return isObject(value) ? Object.keys(value).map(key => [[...place, key], key] as const) : []
}

function placeNamed(
  space: NameSpace,
  names: Names,
  key: string,
  property: string,
  { form, workflow, owner }: Context,
): Place | undefined {
  switch (names) {
    case 'field':
      return fieldNamed(space, key.replace(/^-/, ''), property, form, owner)
    case 'form':
      return ['forms', key]
    case 'library':
      return ['optionLibraries', key]
    case 'option':
      return optionNamed(space, key, property, owner)
    case 'stage':
      return form === undefined ? undefined : ['forms', form.key, 'stages', 'pipeline', key]
    case 'node':
      return workflow === undefined ? undefined : ['workflows', workflow, 'nodes', key]
    case 'dimension':
      return ['total', 'grade'].includes(key) ? undefined : ['scorecards', String(owner.scorecard), 'dimensions', key]
    case 'tab':
      return form === undefined ? undefined : ['forms', form.key, 'layout', 'tabs', key]
    default:
      return [LISTS[names], key]
  }
}

const LISTS = {
  workflow: 'workflows',
  role: 'roles',
  view: 'views',
  dashboard: 'dashboards',
  calendar: 'calendars',
  scorecard: 'scorecards',
  policy: 'policies',
  connector: 'connectors',
  setting: 'settings',
  automation: 'automations',
} as const

function fieldNamed(
  space: NameSpace,
  key: string,
  property: string,
  form: CompiledForm | undefined,
  owner: Json,
): Place | undefined {
  if (form === undefined) return undefined
  if (property === 'rule.for') return fieldPlace(space.forms.get(form.parent ?? form.key), key)
  if (property === 'lookup_field.field')
    return fieldPlace(space.forms.get(form.fields.get(String(owner.relation))?.target ?? ''), key)
  if (property === 'rollup_field.field')
    return fieldPlace(space.forms.get(relatedForm(form, String(owner.relation)) ?? ''), key)
  if (property === 'rows_block.columns' || property === 'rows_block.totals')
    return fieldPlace(listedForm(space, form, owner), key)
  const [head = '', ...rows] = key.split('.')
  return rows.length === 0 ? fieldPlace(form, head) : fieldPlace(form.fields.get(head)?.rows, rows.join('.'))
}

/** The form of the rows a block of a document lists. */
const listedForm = (space: NameSpace, form: CompiledForm, { of, query }: Json): CompiledForm | undefined =>
  space.forms.get(isObject(query) ? String(query.form) : (relatedForm(form, String(of)) ?? ''))

/** A parent stands in the library above, else in the same one; a grade in the scorecard's library. */
function optionNamed(space: NameSpace, key: string, property: string, owner: Json): Place | undefined {
  const libraries = space.definition.optionLibraries ?? []
  if (property !== 'option.parent') {
    const scorecard = space.definition.scorecards?.find(({ grades = [] }) =>
      (grades as readonly unknown[]).includes(owner),
    )
    return scorecard?.options === undefined ? undefined : ['optionLibraries', scorecard.options, 'options', key]
  }
  const library = libraries.find(({ options }) => options.some(option => (option as unknown) === owner))
  return library === undefined ? undefined : ['optionLibraries', library.parent ?? library.key, 'options', key]
}
