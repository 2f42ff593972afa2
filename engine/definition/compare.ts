import type { AppDefinition, Automation, Form } from '../../schemas/generated/definition.ts'
import type { Change, ChangeGroup, Comparison } from './change.ts'
import { compareLayouts } from './compare-layout.ts'
import { compareRoles } from './compare-rights.ts'
import { identitiesOf, isObject, type Place } from './elements.ts'
import { same } from './same.ts'
import { APP, isAtomic, type Shape, shapeInside } from './shape.ts'
import { itemWord } from './words/items.ts'
import { keyName, labelOf, placeInWords, type Said, stopsOf } from './words/place.ts'
import { tellerOf } from './words/teller.ts'

export type { Change } from './change.ts'

type Json = Readonly<Record<string, unknown>>

/** The changes from `before` to `after`, elements matched by key. Sample data is left out: it is not meaning. */
export function compareDefinitions(before: AppDefinition, after: AppDefinition): Change[] {
  const comparison: Comparison = { before: tellerOf(before), after: tellerOf(after), changes: [] }
  compareObjects(before as unknown as Json, after as unknown as Json, APP, [], comparison)
  return comparison.changes
}

/** Properties that are no change of the app: what it is called by itself, and records to try it with. */
const LEFT_OUT: ReadonlySet<string> = new Set(['sampleData', 'formatVersion', 'key'])

function compareObjects(before: Json, after: Json, shape: Shape, place: Place, comparison: Comparison): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (LEFT_OUT.has(name)) continue
    const [a, b] = [before[name], after[name]]
    if (a === b || same(a, b)) continue
    const here = [...place, name]
    const inside = shapeInside(shape, name, b ?? a)
    if (name === 'roles' && place.length === 0) compareRoles(asList(a), asList(b), comparison)
    else compareValues(a, b, inside, here, comparison)
  }
}

const asList = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : [])

/** Two values of one place that differ. */
function compareValues(a: unknown, b: unknown, shape: Shape, place: Place, comparison: Comparison): void {
  const name = place.at(-1)!
  const lists = [a ?? [], b ?? []]
  const areLists = lists.every(Array.isArray) && !isAtomic(shape)
  const named = areLists && lists.every(items => identitiesOf(name, items as unknown[]) !== undefined)
  if (named) compareLists(lists[0] as unknown[], lists[1] as unknown[], shape, place, comparison)
  else if (isObject(a) && isObject(b) && !isAtomic(shape) && !isText(shape))
    compareObjects(a, b, shape, place, comparison)
  else tellChange(a, b, shape, place, comparison)
}

const isText = ({ name, schema }: Shape): boolean =>
  name === 'label' || name === 'help' || 'zh' in ((schema.properties as Json | undefined) ?? {})

function compareLists(
  before: readonly unknown[],
  after: readonly unknown[],
  shape: Shape,
  place: Place,
  comparison: Comparison,
): void {
  const list = place.at(-1)!
  const [old, now] = [keyed(list, before), keyed(list, after)]
  const kept = (names: Iterable<string>, other: ReadonlyMap<string, unknown>) =>
    [...names].filter(key => other.has(key)).join('\n')
  const reordered = kept(old.keys(), now) !== kept(now.keys(), old)
  if ([...old.values(), ...now.values()].every(item => typeof item === 'string')) {
    if (reordered && old.size === now.size) tellOrder(shape, place, comparison)
    else tellKeys([...old.keys()], [...now.keys()], shape, place, comparison)
    return
  }
  for (const [key, item] of now) {
    const earlier = old.get(key)
    if (earlier === undefined) tellElement('added', key, item, place, comparison)
    else if (!same(earlier, item)) compareItems(earlier, item, shape, [...place, key], comparison)
  }
  for (const [key, item] of old) if (!now.has(key)) tellElement('removed', key, item, place, comparison)
  if (reordered) tellOrder(shape, place, comparison)
}

const keyed = (list: string, items: readonly unknown[]): ReadonlyMap<string, unknown> =>
  new Map(identitiesOf(list, items)!.map((key, index) => [key, items[index]]))

/** The same element before and after: an automation as the sentence it is, a form with its layout apart, everything else by its parts. */
function compareItems(before: unknown, after: unknown, shape: Shape, place: Place, comparison: Comparison): void {
  const [list] = place
  const inside = shapeInside(shape, place.at(-1)!, after)
  if (!isObject(before) || !isObject(after)) tellChange(before, after, inside, place, comparison)
  else if (list === 'scenarios') tellElement('changed', place.at(-1)!, after, place.slice(0, -1), comparison)
  else if (list === 'automations' && place.length === 2)
    compareAutomations(before as unknown as Automation, after as unknown as Automation, inside, place, comparison)
  else if (list === 'forms' && place.length === 2) compareForms(before, after, inside, place, comparison)
  else compareObjects(before, after, inside, place, comparison)
}

function compareForms(before: Json, after: Json, shape: Shape, place: Place, comparison: Comparison): void {
  const { layout: a, ...old } = before
  const { layout: b, ...now } = after
  compareObjects(old, now, shape, place, comparison)
  if (!same(a, b)) compareLayouts(before as unknown as Form, after as unknown as Form, place, comparison)
}

/** Properties of an automation its sentence tells. */
const TOLD = ['on', 'unless', 'same', 'within', 'per', 'where', 'then', 'with', 'onError', 'calendar', 'form'] as const

function compareAutomations(
  before: Automation,
  after: Automation,
  shape: Shape,
  place: Place,
  comparison: Comparison,
): void {
  const [a, b] = [comparison.before.sentence(before), comparison.after.sentence(after)]
  const told = a !== undefined && b !== undefined && !TOLD.every(name => same(before[name], after[name]))
  const rest = (one: Automation): Json =>
    Object.fromEntries(Object.entries(one).filter(([name]) => !told || !(TOLD as readonly string[]).includes(name)))
  if (told) {
    const head = placeInWords(comparison.after.definition, place)
    comparison.changes.push({
      path: pathOf(place),
      kind: 'changed',
      group: 'meaning',
      text: { zh: `${head.zh}：${a.zh} → ${b.zh}`, en: `${head.en}: ${a.en} → ${b.en}` },
    })
  }
  compareObjects(rest(before), rest(after), shape, place, comparison)
}

const pathOf = (place: Place): string => place.map(step => `/${step}`).join('')

/** What only holds other things together is not named before them. */
const SILENT: ReadonlySet<string> = new Set(['stages', 'layout'])

/** 表单“客户” becomes the beginning of a sentence; the app itself has no name in it. */
function headOf({ after, before }: Comparison, place: Place): Said {
  const shown = SILENT.has(place.at(-1) ?? '') ? place.slice(0, -1) : place
  const { definition } = shown.length > 1 && keyName(after.definition, shown, shown[1]!) === undefined ? before : after
  const { zh, en } = placeInWords(definition, shown)
  return { zh: zh.replaceAll('” ', '”'), en }
}

/** A property or an item of a map as the rest of a sentence, and what stands before it: 表单“客户”, 必填. */
function sayingOf(place: Place, comparison: Comparison): { head: Said; word: Said } {
  const stop = stopsOf(comparison.after.definition, place).at(-1)!
  const [zh, en] = stop.kind
  if (!stop.isItem) return { head: headOf(comparison, place.slice(0, -1)), word: { zh, en } }
  const name = stop.name ?? { zh: stop.step, en: stop.step }
  const word = { zh: `${zh}“${name.zh}”`, en: `${en} “${name.en}”` }
  return { head: headOf(comparison, place.slice(0, -2)), word }
}

function tellElement(kind: Change['kind'], key: string, item: unknown, place: Place, comparison: Comparison): void {
  const { definition } = kind === 'removed' ? comparison.before : comparison.after
  const list = place.at(-1)!
  const [zh, en] = itemWord('', list)
  const name = (isObject(item) ? labelOf(item) : undefined) ?? keyName(definition, place, key) ?? { zh: key, en: key }
  const head = headOf(comparison, place.slice(0, -1))
  const more = kind === 'added' ? detailOf(list, item, place, comparison) : undefined
  const text: Readonly<Record<Change['kind'], Said>> = {
    added: {
      zh: `新增${zh}“${name.zh}”${more === undefined ? '' : `：${more.zh}`}`,
      en: `new ${en} “${name.en}”${more === undefined ? '' : `: ${more.en}`}`,
    },
    removed: { zh: `移除${zh}“${name.zh}”`, en: `${en} “${name.en}” removed` },
    changed: { zh: `${zh}“${name.zh}”有改动`, en: `${en} “${name.en}” changed` },
  }
  comparison.changes.push({
    path: `${pathOf(place)}/${key}`,
    kind,
    group: groupOf(list, place),
    text: joined(head, text[kind]),
  })
}

/** What a new automation or rule does, because its name alone does not tell. */
function detailOf(list: string, item: unknown, place: Place, { after }: Comparison): Said | undefined {
  if (!isObject(item)) return undefined
  if (list === 'automations') return after.sentence(item as unknown as Automation)
  if (list !== 'rules') return undefined
  const { label: _, message: __, ...body } = item
  return after.value([...place, String(item.key)], RULE, body)
}

const joined = (head: Said, { zh, en }: Said): Said => ({
  zh: `${head.zh}${zh}`,
  en: head.en === '' ? en : `${head.en}: ${en}`,
})

function tellOrder(shape: Shape, place: Place, comparison: Comparison): void {
  const [zh, en] = itemWord(shape.name, place.at(-1)!)
  comparison.changes.push({
    path: pathOf(place),
    kind: 'changed',
    group: place.at(-1) === 'pipeline' || place.at(-1) === 'next' ? 'meaning' : 'layout',
    text: joined(headOf(comparison, place.slice(0, -1)), { zh: `${zh}顺序调整`, en: `order of ${en}s` }),
  })
}

/** A list of keys or words: what came, what went. */
function tellKeys(
  before: readonly string[],
  after: readonly string[],
  shape: Shape,
  place: Place,
  comparison: Comparison,
): void {
  const come = after.filter(key => !before.includes(key))
  const gone = before.filter(key => !after.includes(key))
  const [a, b] = [comparison.before.value(place, shape, gone), comparison.after.value(place, shape, come)]
  const { head, word } = sayingOf(place, comparison)
  const parts: Said[] = [
    ...(come.length === 0 ? [] : [{ zh: `增加${b.zh}`, en: `${b.en} added` }]),
    ...(gone.length === 0 ? [] : [{ zh: `去掉${a.zh}`, en: `${a.en} taken away` }]),
  ]
  comparison.changes.push({
    path: pathOf(place),
    kind: 'changed',
    group: groupOf(place.at(-1)!, place),
    ...(isRight(place) ? { opens: come.length > 0 } : {}),
    text: spaced(head, {
      zh: `${word.zh}: ${parts.map(part => part.zh).join('，')}`,
      en: `${word.en}: ${parts.map(part => part.en).join(', ')}`,
    }),
  })
}

const spaced = (head: Said, { zh, en }: Said): Said => ({
  zh: `${head.zh} ${zh}`.trim(),
  en: `${head.en} ${en}`.trim(),
})

/** Flags that hold unless they say otherwise. */
const ON_BY_ITSELF: ReadonlySet<string> = new Set(['active', 'enabled', 'onChange'])

/** A property: 必填: 否 → 是. A flag that is not there says what it means then. */
function tellChange(a: unknown, b: unknown, shape: Shape, place: Place, comparison: Comparison): void {
  const name = place.at(-1)!
  const isFlag = typeof a === 'boolean' || typeof b === 'boolean'
  const unsaid = isFlag ? ON_BY_ITSELF.has(name) : undefined
  const [was, is] = [a ?? unsaid, b ?? unsaid]
  if (isFlag && was === is) return
  const { head, word } = sayingOf(place, comparison)
  const [old, now] = [comparison.before.value(place, shape, was), comparison.after.value(place, shape, is)]
  comparison.changes.push({
    path: pathOf(place),
    kind: a === undefined ? 'added' : b === undefined ? 'removed' : 'changed',
    group: groupOf(name, place),
    ...(isRight(place) ? { opens: true } : {}),
    text: spaced(head, {
      zh: `${old.zh === now.zh ? `${word.zh}（英文）: ${old.en} → ${now.en}` : `${word.zh}: ${old.zh} → ${now.zh}`}`,
      en: `${old.en === now.en ? `${word.en} (Chinese): ${old.zh} → ${now.zh}` : `${word.en}: ${old.en} → ${now.en}`}`,
    }),
  })
}

const WORDS: ReadonlySet<string> = new Set([
  ...['label', 'name', 'help', 'message', 'description', 'words', 'icon', 'color', 'title', 'text', 'category'],
])
const LAYOUT: ReadonlySet<string> = new Set(['layout', 'navigation', 'columns', 'w', 'h', 'span', 'collapsed', 'tab'])
/** What the format says of a rule. */
const RULE = ['forms', '0', 'rules', '0'].reduce((shape, step) => shapeInside(shape, step, {}), APP)

/** Properties that say who may do something. */
const RIGHTS: ReadonlySet<string> = new Set(['who', 'roles'])

const isRight = (place: Place): boolean => place[0] === 'roles' || RIGHTS.has(place.at(-1)!)

function groupOf(name: string, place: Place): ChangeGroup {
  if (isRight(place)) return 'rights'
  if (WORDS.has(name) && (place[0] !== 'automations' || place.length === 3)) return 'words'
  return place.some(step => LAYOUT.has(step)) && place[0] !== 'settings' ? 'layout' : 'meaning'
}
