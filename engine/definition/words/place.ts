import { blockTypes } from '../../../schemas/definition/documents.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { choiceWord } from '../../../schemas/words/choices.ts'
import type { Word } from '../../../schemas/words/word.ts'
import { indexOf, isObject, type Place } from '../elements.ts'
import { APP, type Shape, shapeInside } from '../shape.ts'
import { itemWord, propertyInSentence } from './items.ts'

/** A text in both languages. */
export interface Said {
  readonly zh: string
  readonly en: string
}

/** A step of a way to a place: the element or property it names, in words, with what stands there. */
export interface Stop {
  readonly step: string
  readonly shape: Shape
  readonly value: unknown
  /** what it is: 字段, field */
  readonly kind: Word
  /** what it is called, of an element with a name */
  readonly name: Said | undefined
  readonly isItem: boolean
}

/** Every step of a place with what it means. Steps beyond what the definition holds are told as far as they can be. */
export function stopsOf(definition: AppDefinition, place: Place): Stop[] {
  let value: unknown = definition
  let shape = APP
  let list = ''
  let kinds: { readonly item: Word; readonly property: Word } | undefined
  return place.map(step => {
    const isItem = Array.isArray(value)
    const inside: unknown = Array.isArray(value)
      ? value[indexOf(list, value, step)]
      : isObject(value)
        ? value[step]
        : undefined
    const names = !isItem && shape.schema.properties === undefined
    const known = kinds
    if (!isItem && !names) kinds = { item: itemWord(shape.name, step), property: propertyInSentence(shape.name, step) }
    const kind: Word =
      isItem || names ? (known?.item ?? [step, step]) : kinds![Array.isArray(inside) ? 'item' : 'property']
    shape = shapeInside(shape, step, inside)
    value = inside
    list = step
    const name = isItem || names ? nameOf(definition, place, step, inside) : undefined
    return { step, shape, value: inside, kind, name, isItem: isItem || names }
  })
}

const nameOf = (definition: AppDefinition, place: Place, step: string, value: unknown): Said | undefined => {
  const own = isObject(value) ? labelOf(value) : undefined
  return own ?? keyName(definition, place, step)
}

/** The label or name of an element, of a rule without one what it says; each language standing in for the other. */
export function labelOf(element: Readonly<Record<string, unknown>>): Said | undefined {
  const { invalid, warn } = element
  const messages = [element, invalid, warn].map(one => (isObject(one) ? one.message : undefined))
  const label = [element.label, element.name, ...('key' in element ? messages : [])].find(isObject)
  if (label === undefined) return kindOfBlock(element)
  const [zh, en] = [label.zh ?? label.en, label.en ?? label.zh]
  return typeof zh === 'string' && typeof en === 'string' ? { zh, en } : undefined
}

/** A block of a document without a label is called what it is. */
function kindOfBlock({ key, type }: Readonly<Record<string, unknown>>): Said | undefined {
  if (typeof key !== 'string' || typeof type !== 'string' || !Object.hasOwn(blockTypes, type)) return undefined
  const [zh, en] = choiceWord('type', type)
  return { zh, en }
}

/** What a key is called where the place stands: of a field or stage of its form, or of any element of the app. */
export function keyName(definition: AppDefinition, place: Place, written: string): Said | undefined {
  // `-amount` sorts the other way round, `yes:approved` is the way to a step after a decision.
  const key = written.replace(/^-/, '').replace(/:\w+$/, '')
  const form = definition.forms.find(one => one.key === formOf(definition, place))
  const nodes = definition.workflows?.find(one => place[0] === 'workflows' && one.key === place[1])?.nodes
  const rows = form?.fields.flatMap(field =>
    field.type === 'subform' && place.includes(field.key) ? field.fields : [],
  )
  const columns = definition.settings?.find(one => place[0] === 'settings' && one.key === place[1])?.columns
  const listed = listedFields(definition, place)
  const sections = place.includes('layout') ? form?.layout?.sections : undefined
  const lists: readonly (readonly { readonly key: string }[] | undefined)[] = [
    sections,
    listed,
    columns,
    nodes,
    rows,
    form?.fields,
    form?.stages?.pipeline,
    ...NAMED.map(name => definition[name]),
  ]
  for (const list of lists) {
    const found = list?.find(one => one.key === key)
    const name = found === undefined ? undefined : labelOf(found as unknown as Readonly<Record<string, unknown>>)
    if (name !== undefined) return name
  }
  return SYSTEM[key]
}

const NAMED = [
  'forms',
  'roles',
  'views',
  'dashboards',
  'documents',
  'workflows',
  'optionLibraries',
  'calendars',
  'scorecards',
  'policies',
  'settings',
  'automations',
] as const

/** Columns every record has, and the days of a week. */
const SYSTEM: Readonly<Record<string, Said>> = {
  mon: { zh: '周一', en: 'Monday' },
  tue: { zh: '周二', en: 'Tuesday' },
  wed: { zh: '周三', en: 'Wednesday' },
  thu: { zh: '周四', en: 'Thursday' },
  fri: { zh: '周五', en: 'Friday' },
  sat: { zh: '周六', en: 'Saturday' },
  sun: { zh: '周日', en: 'Sunday' },
  '*': { zh: '其余字段', en: 'all others' },
  owner: { zh: '负责人', en: 'owner' },
  department: { zh: '部门', en: 'department' },
  stage: { zh: '阶段', en: 'stage' },
  created_at: { zh: '创建时间', en: 'created at' },
  created_by: { zh: '创建人', en: 'created by' },
  updated_at: { zh: '更新时间', en: 'changed at' },
  updated_by: { zh: '更新人', en: 'changed by' },
}

/** The fields of what a block of a document lists: rows of a sub-form, records that point to the record, or found ones. */
function listedFields(
  definition: AppDefinition,
  [list, key, , block]: Place,
): readonly { readonly key: string }[] | undefined {
  const document = list === 'documents' ? definition.documents?.find(one => one.key === key) : undefined
  const found = document?.blocks.find(one => one.key === block)
  if (document === undefined || found?.type !== 'rows') return undefined
  const fieldsOf = (form: string | undefined) => definition.forms.find(one => one.key === form)?.fields
  if (found.query !== undefined) return fieldsOf(found.query.form)
  const own = fieldsOf(document.form)?.find(field => field.key === found.of)
  if (own?.type === 'subform') return own.fields
  if (own?.type === 'relation') return fieldsOf(own.to)
  const pointing = definition.forms.find(form =>
    form.fields.some(
      field => field.type === 'relation' && field.to === document.form && field.inverse?.key === found.of,
    ),
  )
  return pointing?.fields
}

/** The form that a place is about. */
export function formOf(definition: AppDefinition, place: Place): string | undefined {
  const [list, key] = place
  if (list === 'forms') return key
  if (list === 'roles') return place[2] === 'grants' ? place[3] : undefined
  const elements = (definition as unknown as Readonly<Record<string, unknown>>)[list ?? '']
  const element = Array.isArray(elements) ? elements[indexOf(list ?? '', elements, key ?? '')] : undefined
  const [first] = isObject(element) && Array.isArray(element.on) ? element.on : []
  const found = [element, first].find(one => isObject(one) && typeof one.form === 'string')
  return isObject(found) ? String(found.form) : undefined
}

/** Lists that only hold things together: their items stand for themselves. */
const SILENT: ReadonlySet<string> = new Set(['layout', 'stages', 'steps'])

/** A place in words: 表单“客户” 字段“电话” 必填. */
export function placeInWords(definition: AppDefinition, place: Place): Said {
  const stops = stopsOf(definition, place)
  const parts = stops.flatMap((stop, at): Said[] => {
    const { kind, name, step, isItem } = stop
    const [zh, en] = kind
    if (isItem) {
      if (name === undefined && /^\d+$/.test(step))
        return [{ zh: `${zh}第 ${Number(step) + 1} 项`, en: `${en} no. ${Number(step) + 1}` }]
      const called = name ?? { zh: step, en: step }
      return [{ zh: `${zh}“${called.zh}”`, en: `${en} “${called.en}”` }]
    }
    const next = stops[at + 1]
    return next?.isItem === true || (next !== undefined && SILENT.has(step)) ? [] : [{ zh, en }]
  })
  return { zh: parts.map(({ zh }) => zh).join(' '), en: parts.map(({ en }) => en).join(', ') }
}
