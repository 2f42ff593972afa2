import type { Form } from '../../schemas/generated/definition.ts'
import type { Change, Comparison } from './change.ts'
import { identityOf, type Place } from './elements.ts'
import { same } from './same.ts'
import { keyName, labelOf, placeInWords, type Said } from './words/place.ts'

type Section = NonNullable<Form['layout']>['sections'][number]

const fieldOf = (entry: unknown): string => identityOf('fields', entry) ?? ''
const sectionsOf = (form: Form): readonly Section[] => form.layout?.sections ?? []

/** Field -> section that places it. */
const placement = (form: Form): ReadonlyMap<string, string> =>
  new Map(sectionsOf(form).flatMap(({ key, fields }) => fields.map(entry => [fieldOf(entry), key] as const)))

/** How a form is laid out, as people see it: sections that came, went or are called otherwise, fields that moved from one to another. */
export function compareLayouts(before: Form, after: Form, place: Place, comparison: Comparison): void {
  const told = comparison.changes.length
  const tell = teller(place, comparison)
  const [old, now] = [new Map(byKey(before)), new Map(byKey(after))]
  for (const [key, section] of now) {
    const earlier = old.get(key)
    if (earlier === undefined)
      tell('added', ['sections', key], { zh: `新增分组${quoted(section).zh}`, en: `new section ${quoted(section).en}` })
    else compareSections(earlier, section, tell)
  }
  for (const [key, section] of old)
    if (!now.has(key))
      tell('removed', ['sections', key], {
        zh: `移除分组${quoted(section).zh}`,
        en: `section ${quoted(section).en} removed`,
      })
  compareFields(before, after, place, comparison, tell)
  if (comparison.changes.length === told && !same(ofBoth(before, after), ofBoth(after, before)))
    tell('changed', [], { zh: '布局调整', en: 'layout rearranged' })
}

/** A layout without the places of fields the other form has not: they are told as fields. */
function ofBoth(form: Form, other: Form): unknown {
  const known = new Set(other.fields.map(({ key }) => key))
  const own = new Set(form.fields.map(({ key }) => key))
  const isTold = (entry: unknown): boolean => own.has(fieldOf(entry)) && !known.has(fieldOf(entry))
  const sections = sectionsOf(form).map(one => ({ ...one, fields: one.fields.filter(entry => !isTold(entry)) }))
  return { ...form.layout, sections }
}

const byKey = (form: Form): (readonly [string, Section])[] => sectionsOf(form).map(section => [section.key, section])

const quoted = (section: Section): Said => {
  const name = labelOf(section as unknown as Readonly<Record<string, unknown>>) ?? { zh: section.key, en: section.key }
  return { zh: `“${name.zh}”`, en: `“${name.en}”` }
}

type Tell = (kind: Change['kind'], rest: Place, text: Said, group?: Change['group']) => void

function teller(place: Place, { after, changes }: Comparison): Tell {
  const head = placeInWords(after.definition, place)
  return (kind, rest, text, group = 'layout') => {
    const path = [...place, 'layout', ...rest].map(step => `/${step}`).join('')
    changes.push({ path, kind, group, text: { zh: `${head.zh}${text.zh}`, en: `${head.en}: ${text.en}` } })
  }
}

function compareSections(before: Section, after: Section, tell: Tell): void {
  const [old, now] = [quoted(before), quoted(after)]
  const inChinese = old.en === now.en
  if (!same(before.label, after.label)) {
    const text = {
      zh: old.zh === now.zh ? `分组名称（英文）: ${old.en} → ${now.en}` : `分组名称: ${old.zh} → ${now.zh}`,
      en: inChinese ? `section (Chinese): ${old.zh} → ${now.zh}` : `section: ${old.en} → ${now.en}`,
    }
    tell('changed', ['sections', after.key, 'label'], text, 'words')
  }
  if (!same(before.when, after.when))
    tell(
      'changed',
      ['sections', after.key, 'when'],
      { zh: `分组${now.zh}的显示条件有改动`, en: `section ${now.en} is shown under another condition` },
      'meaning',
    )
}

/** Fields that stood in one section and stand in another; those that are new or gone are told as fields. */
function compareFields(
  before: Form,
  after: Form,
  place: Place,
  { after: { definition } }: Comparison,
  tell: Tell,
): void {
  const [old, now] = [placement(before), placement(after)]
  const sections = new Map([...byKey(before), ...byKey(after)])
  for (const [field, section] of now) {
    const was = old.get(field)
    if (was === undefined || was === section) continue
    const name = keyName(definition, place, field) ?? { zh: field, en: field }
    const [from, to] = [quoted(sections.get(was)!), quoted(sections.get(section)!)]
    tell('changed', ['sections', section, 'fields', field], {
      zh: `字段“${name.zh}”从${from.zh}移到${to.zh}`,
      en: `field “${name.en}” moved from ${from.en} to ${to.en}`,
    })
  }
  for (const [key, section] of byKey(after)) {
    const earlier = sectionsOf(before).find(one => one.key === key)
    if (earlier === undefined || sameOrder(earlier, section)) continue
    tell('changed', ['sections', key, 'fields'], {
      zh: `分组${quoted(section).zh}字段顺序调整`,
      en: `order of fields in ${quoted(section).en}`,
    })
  }
}

function sameOrder(before: Section, after: Section): boolean {
  const [old, now] = [before.fields.map(fieldOf), after.fields.map(fieldOf)]
  const kept = (names: readonly string[], other: readonly string[]) =>
    names.filter(name => other.includes(name)).join('\n')
  return kept(old, now) === kept(now, old)
}
