import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { choiceWord } from '../../../schemas/words/choices.ts'
import type { Word } from '../../../schemas/words/word.ts'
import { isObject, type Place } from '../elements.ts'
import { same } from '../same.ts'
import { type Shape, shapeInside } from '../shape.ts'
import { lowered, propertyInSentence } from './items.ts'
import { keyName, labelOf, type Said } from './place.ts'

const NOTHING: Said = { zh: '无', en: 'none' }
const YES: Said = { zh: '是', en: 'yes' }
const NO: Said = { zh: '否', en: 'no' }
const LONGEST = 120

/** An expression in words; undefined leaves it as it is written. */
export type TellExpression = (place: Place, text: string) => Said | undefined

/** A value of a definition as people say it; undefined = there is none. `place` tells where it stands, so that keys are called what they name. */
export function valueInWords(
  definition: AppDefinition,
  place: Place,
  shape: Shape,
  value: unknown,
  tell?: TellExpression,
): Said {
  if (value === undefined || value === null) return NOTHING
  if (typeof value === 'boolean') return value ? YES : NO
  if (typeof value === 'string')
    return (shape.name === 'expr' ? tell?.(place, value) : undefined) ?? textInWords(definition, place, shape, value)
  if (Array.isArray(value)) {
    const items = value.map((item, at) =>
      valueInWords(definition, place, shapeInside(shape, String(at), item), item, tell),
    )
    if (items.length === 0) return NOTHING
    return cut({ zh: items.map(({ zh }) => zh).join('、'), en: items.map(({ en }) => en).join(', ') })
  }
  if (!isObject(value)) return plain(String(value))
  return pairOf(value) ?? labelOf(value) ?? partsInWords(definition, place, shape, value, tell)
}

const plain = (text: string): Said => cut({ zh: text, en: text })
const shorten = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text)
const cut = ({ zh, en }: Said): Said => ({ zh: shorten(zh), en: shorten(en) })

/** A text in two languages. */
function pairOf({ zh, en, ...rest }: Readonly<Record<string, unknown>>): Said | undefined {
  if (Object.keys(rest).length > 0) return undefined
  const [one, other] = [zh ?? en, en ?? zh]
  return typeof one === 'string' && typeof other === 'string' ? cut({ zh: `“${one}”`, en: `“${other}”` }) : undefined
}

function textInWords(definition: AppDefinition, place: Place, shape: Shape, text: string): Said {
  const { name, schema } = shape
  if (name === 'key') {
    const called = keyName(definition, place, text)
    return called === undefined ? plain(text) : cut({ zh: `“${called.zh}”`, en: `“${called.en}”` })
  }
  const duration = DURATION.exec(String(schema.pattern).includes('wd|wh|mo') ? text : '')
  if (duration !== null) return durationOf(duration[1]!, duration[2]!)
  if (place.at(-1) === 'sort') return sorted(definition, place, text)
  if (name === 'color') return COLORS[text] ?? plain(text)
  if (schema.enum !== undefined || schema.const !== undefined) {
    const [zh, en] = choiceWord(name.slice(name.lastIndexOf('.') + 1), text)
    return { zh, en: lowered(en) }
  }
  return (place.at(-1) === 'rows' ? ROWS[text] : undefined) ?? plain(text)
}

const DURATION = /^(-?\d+)(h|min|d|wd|wh|mo)$/
const UNITS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  min: ['分钟', 'minutes'],
  h: ['小时', 'hours'],
  d: ['天', 'days'],
  wd: ['个工作日', 'working days'],
  wh: ['个工作小时', 'working hours'],
  mo: ['个月', 'months'],
}

function durationOf(amount: string, unit: string): Said {
  const [zh, en] = UNITS[unit]!
  return { zh: `${amount} ${zh}`, en: `${amount} ${/^-?1$/.test(amount) ? en.slice(0, -1) : en}` }
}

/** A field to sort by: downwards with a `-`. */
function sorted(definition: AppDefinition, place: Place, text: string): Said {
  const called = keyName(definition, place, text) ?? { zh: text, en: text }
  const arrow = text.startsWith('-') ? '↓' : '↑'
  return { zh: `“${called.zh}”${arrow}`, en: `“${called.en}”${arrow}` }
}

const COLORS: Readonly<Record<string, Said>> = {
  grey: { zh: '灰色', en: 'grey' },
  blue: { zh: '蓝色', en: 'blue' },
  cyan: { zh: '青色', en: 'cyan' },
  green: { zh: '绿色', en: 'green' },
  lime: { zh: '黄绿色', en: 'lime' },
  gold: { zh: '金色', en: 'gold' },
  orange: { zh: '橙色', en: 'orange' },
  red: { zh: '红色', en: 'red' },
  magenta: { zh: '品红色', en: 'magenta' },
  purple: { zh: '紫色', en: 'purple' },
}

/** Row rules so common that they have a word. */
const ROWS: Readonly<Record<string, Said>> = {
  own: { zh: '本人的', en: 'own' },
  subordinates: { zh: '本人和下属的', en: 'own and the team’s' },
  department: { zh: '本人和本部门的', en: 'own and the department’s' },
  all: { zh: '全部', en: 'all' },
}

/** An object told by its parts: 每隔 24h，次数 3. */
export function partsInWords(
  definition: AppDefinition,
  place: Place,
  shape: Shape,
  value: Readonly<Record<string, unknown>>,
  tell?: TellExpression,
): Said {
  if (shape.name === 'expr') return plain(JSON.stringify(value))
  const parts = Object.entries(value).flatMap(([key, item]) => {
    if (key === 'key') return []
    const [zh, en] = partWord(definition, place, shape, key)
    const said = valueInWords(definition, [...place, key], shapeInside(shape, key, item), item, tell)
    return [{ zh: `${zh} ${said.zh}`, en: `${en} ${said.en}` }]
  })
  if (parts.length === 0) return YES
  return cut({ zh: parts.map(({ zh }) => zh).join('，'), en: parts.map(({ en }) => en).join(', ') })
}

/** A part of an object by its word; of a table's row, of values to set, of rights by the name of the column or field. */
function partWord(definition: AppDefinition, place: Place, { name, schema }: Shape, key: string): Word {
  const named = schema.properties === undefined ? keyName(definition, place, key) : undefined
  return named === undefined ? propertyInSentence(name, key) : [named.zh, named.en]
}

/** What two values of one place say differently: of two elements only the parts that differ. */
export function differingParts(one: unknown, other: unknown): readonly [one: unknown, other: unknown] {
  if (!isObject(one) || !isObject(other) || pairOf(one) !== undefined) return [one, other]
  const differ = (a: typeof one, b: typeof one) =>
    Object.fromEntries(Object.entries(a).filter(([key, value]) => !same(value, b[key])))
  return [differ(one, other), differ(other, one)]
}
