import type { Label } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'
import type { CompiledLibrary, CompiledOption } from '../definition/compiled.ts'
import { fileTypes } from '../definition/field-type.ts'
import { labelText } from '../definition/labels.ts'
import { formatMoment } from '../expression/functions/moment-format.ts'
import { Decimal } from '../expression/index.ts'
import { isDecimal, numberText } from './number-text.ts'
import type { Shape } from './shape.ts'

/** What words need to know beside the value. */
export interface Wording {
  readonly language: Language
  /** instants are told by the clock of this zone */
  readonly zone: string
  /** people and departments by their ids */
  readonly named: (id: string) => string | undefined
}

/**
 * A stored value as it is printed: exact, with currency or unit, options by their labels, people by their names. Blank is an empty text. Links to records
 * and rows are not told here: what they say needs their records.
 */
export function valueWords(value: unknown, shape: Shape, wording: Wording): string {
  if (value === null || value === undefined) return ''
  const { language } = wording
  if (fileTypes.has(shape.kind)) return filesText(Array.isArray(value) ? value.length : 1, language)
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return items
    .map(item => oneWord(item, shape, wording))
    .filter(text => text !== '')
    .join(language === 'zh' ? '、' : ', ')
}

function oneWord(value: unknown, shape: Shape, { language, zone, named }: Wording): string {
  switch (shape.kind) {
    case 'number':
    case 'percent':
    case 'duration':
    case 'score':
      return numberText(value, shape, language)
    case 'money':
      return numberText(inFull(value, shape.scale), shape, language)
    case 'datetime':
      return formatMoment(String(value), 'yyyy-MM-dd HH:mm', zone)
    case 'yes_no':
      return value === true ? (language === 'zh' ? '是' : 'Yes') : language === 'zh' ? '否' : 'No'
    case 'select':
    case 'cascade':
    case 'option':
      return optionText(shape, String(value), label => labelText(label, language) ?? '')
    case 'user':
    case 'department':
      return named(String(value)) ?? ''
    case 'address':
      return addressText(value as Record<string, string>)
    case 'location':
      return placeText(value as Record<string, unknown>)
    default:
      return typeof value === 'object' ? '' : String(value)
  }
}

/** On paper an amount has all its places: 1200 is 1,200.00. */
const inFull = (value: unknown, scale = 2): unknown => {
  if (!isDecimal(value)) return value
  const amount = new Decimal(value)
  return amount.decimalPlaces() < scale ? amount.toFixed(scale) : amount.toFixed()
}

const filesText = (count: number, language: Language): string =>
  count === 0 ? '' : language === 'zh' ? `${count} 个文件` : count === 1 ? '1 file' : `${count} files`

/** A cascade reads with its parents: "制造业 / 汽车". */
export function optionText(
  { kind, library }: { readonly kind: string; readonly library: CompiledLibrary | undefined },
  key: string,
  label: (label: Label) => string,
): string {
  const names: string[] = []
  for (let at: CompiledOption | undefined = library?.options.get(key); at !== undefined && names.length < 6; ) {
    names.unshift(label(at.label))
    at = kind === 'cascade' && at.parent !== undefined ? library?.options.get(at.parent) : undefined
  }
  return names.length === 0 ? key : names.join(' / ')
}

export const placeText = ({ address, lat, lng }: Record<string, unknown>): string =>
  typeof address === 'string' && address !== '' ? address : `${Number(lat).toFixed(5)}, ${Number(lng).toFixed(5)}`

export function addressText(value: Record<string, string>): string {
  const { province = '', city = '', district = '', street = '' } = value
  return [province, city === province ? '' : city, district, street].filter(Boolean).join(' ')
}
