import type { CompiledField } from '../definition/compiled.ts'
import { elementOf } from '../expression/types.ts'
import { formula, reference } from './formula.ts'
import { quotedText } from './names.ts'
import { fieldPath, pathOf } from './paths.ts'
import { isPerson, people } from './people.ts'
import { fixed } from './phrase.ts'
import type { Place } from './place.ts'
import { choice, mapped, type Rule } from './rule.ts'
import { numeral, optionNames } from './values.ts'

/** A constant a field can hold: an option, yes or no, a number, a text, nothing. */
export function constant(field: CompiledField | undefined, place: Place): Rule<unknown> {
  const { phrases } = place
  const blank = fixed<unknown>(phrases.blank, null)
  const options = field === undefined ? undefined : optionNames(field, place)
  if (options !== undefined) return choice(asUnknown(options, 'string'), blank)
  switch (field === undefined ? '' : elementOf(field.valueType).kind) {
    case 'boolean':
      return choice<unknown>(fixed<unknown>(phrases.yes, true), fixed<unknown>(phrases.no, false), blank)
    case 'number':
      return choice(numbers(field?.kind === 'percent'), blank)
    case 'text':
    case 'any':
      return choice(asUnknown(escaped, 'string'), blank)
    default:
      return blank
  }
}

/** A number as JSON holds it; one with more than 15 digits as text. */
const numbers = (percent: boolean): Rule<unknown> =>
  mapped(
    numeral(percent),
    text => (text.replace(/\D/g, '').length > 15 ? text : Number(text)),
    value =>
      typeof value === 'number' ? String(value) : typeof value === 'string' && value.length > 15 ? value : undefined,
  )

/** A text that begins like a formula is one only without its escape. */
const escaped: Rule<string> = mapped(
  quotedText,
  text => (/^[=']/.test(text) ? `'${text}` : text),
  value => (value.startsWith('=') ? undefined : value.startsWith("'") ? value.slice(1) : value),
)

const asUnknown = (rule: Rule<string>, type: 'string'): Rule<unknown> =>
  mapped(
    rule,
    value => value as unknown,
    value => (typeof value === type ? (value as string) : undefined),
  )

/** What a field is given: a constant, or what another field holds. `target` is the field, `place` the record it is worked out for. */
export function givenValue(target: CompiledField | undefined, place: Place): Rule<unknown> {
  const { phrases } = place
  const worked: Rule<string>[] = [
    mapped(
      fieldPath(place, field => fits(field, target)),
      reference,
      text => pathOf(text),
    ),
    ...(target !== undefined && isPerson(target) ? [people(place)] : []),
    ...(target?.target === undefined
      ? []
      : [fixed(phrases.thisRecord, reference(place.prefix.length > 0 ? place.prefix : ['$record']))]),
    ...(['date', 'datetime'].includes(kindOf(target))
      ? [fixed(phrases.today, 'TODAY()'), fixed(phrases.now, 'NOW()')]
      : []),
    formula,
  ]
  const expression: Rule<unknown> = mapped(
    choice(...worked),
    text => `=${text}` as unknown,
    value => (typeof value === 'string' && value.startsWith('=') ? value.slice(1) : undefined),
  )
  return choice(constant(target, place), expression)
}

const kindOf = (field: CompiledField | undefined): string =>
  field === undefined ? '' : elementOf(field.valueType).kind

const fits = (field: CompiledField, target: CompiledField | undefined): boolean =>
  target !== undefined && kindOf(field) === kindOf(target) && field.target === target.target
