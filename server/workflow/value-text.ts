import { formatMoment } from '../../engine/expression/functions/moment-format.ts'
import type { CompiledField } from '../../engine/index.ts'
import { durationText, groupDigits, percentOf } from '../../engine/record/number-text.ts'
import type { Language } from '../../schemas/problem.ts'

/** What stands for a value that is not there, in the middle of a sentence. */
const BLANK = '—'

/**
 * A stored value as people write it: digits in groups, an instant by the clock of `zone`, yes and no, an option by its label. No sign of a currency
 * or unit, because the author's sentence says it ("{amount} 元"). `named` knows people and departments by their ids.
 */
export function valueText(
  field: CompiledField,
  value: unknown,
  { zone, language, named }: { zone: string; language: Language; named: (id: string) => string | undefined },
): string {
  if (Array.isArray(value))
    return value.map(item => valueText(field, item, { zone, language, named })).join(language === 'zh' ? '、' : ', ')
  const { kind } = innermost(field)
  if (value === null || value === undefined) return kind === 'text' ? '' : BLANK
  const option = field.library?.options.get(String(value))
  if (option !== undefined) return option.label[language] ?? option.label.zh ?? option.label.en ?? option.key
  if (kind === 'datetime') return formatMoment(String(value), 'yyyy-MM-dd HH:mm', zone)
  if (kind === 'duration') return durationText(Number(value), language)
  return plainText(value, isPercent(field) ? 'percent' : kind, { language, named })
}

/** One value that needs no clock: `kind` is a type of the format or of an expression; digits are grouped in `number`, `money` and `percent`. */
export function plainText(
  value: unknown,
  kind: string,
  { language, named }: { language: Language; named: (id: string) => string | undefined },
): string {
  if (value === null || value === undefined) return BLANK
  if (typeof value === 'boolean') return language === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no'
  if (typeof value === 'object') return ''
  const text = String(value)
  if (kind === 'percent') return `${groupDigits(percentOf(text))}%`
  return kind === 'number' || kind === 'money' ? groupDigits(text) : (named(text) ?? text)
}

const innermost = ({ valueType }: CompiledField) => (valueType.kind === 'list' ? valueType.of : valueType)

const isPercent = ({ definition }: CompiledField): boolean =>
  definition?.type === 'percent' || (definition?.type === 'formula' && definition.result === 'percent')
