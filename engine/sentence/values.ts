import type { CompiledField } from '../definition/compiled.ts'
import { Decimal } from '../expression/decimal.ts'
import { nameOf, names } from './names.ts'
import { phrase } from './phrase.ts'
import type { Speech } from './place.ts'
import { choice, expect, mapped, type Rule } from './rule.ts'

const DIGITS = '零一二三四五六七八九'
/** Words that multiply a number: 10 万, 3 million. */
const SCALES: readonly (readonly [string, number])[] = [
  ['万元', 4],
  ['亿元', 8],
  ['万', 4],
  ['亿', 8],
  ['million', 6],
  ['k', 3],
  ['%', -2],
  ['元', 0],
]

/** A Chinese numeral below a hundred: 三, 十五, 二十, 两. */
function chinese(text: string): number | undefined {
  const plain = text.replaceAll('两', '二')
  const match = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/.exec(plain)
  if (match === null || plain === '') return undefined
  const [, first, ten, last] = match
  if (ten === undefined) return plain.length === 1 ? DIGITS.indexOf(plain) : undefined
  return (first === undefined ? 1 : DIGITS.indexOf(first)) * 10 + (last === undefined ? 0 : DIGITS.indexOf(last))
}

const NUMBER = /-?\d{1,15}(?:,\d{3})*(?:\.\d{1,10})?|[一二三四五六七八九十两]{1,3}/

/** A number as exact text: 1,000,000, 100 万, 85%, 三. `percent` says it as a percentage. */
export const numeral = (percent = false): Rule<string> => ({
  *read(reader, at) {
    expect(reader, at, '1')
    const match = reader.source.pattern(at, NUMBER)
    if (match === undefined) return
    const text = match.found[0]
    const plain = /\d/.test(text) ? text.replaceAll(',', '') : chinese(text)
    if (plain === undefined) return
    const value = new Decimal(plain)
    for (const [word, power] of SCALES) {
      const end = reader.source.match(match.end, word)
      if (end !== undefined) yield { value: value.times(new Decimal(10).pow(power)).toFixed(), end }
    }
    yield { value: value.toFixed(), end: match.end }
  },
  say(value) {
    if (!/^-?\d{1,15}(\.\d{1,10})?$/.test(value)) return undefined
    return percent ? `${new Decimal(value).times(100).toFixed()}%` : value
  },
})

/** A whole number that is no amount: of days, of a month. */
export const whole: Rule<number> = mapped(
  numeral(),
  text => (/^\d{1,7}$/.test(text) ? Number(text) : undefined),
  value => (Number.isInteger(value) && value >= 0 ? String(value) : undefined),
)

/** A duration as the format writes it: `72h`; one that a setting holds is `={$settings.key}`. Units are tried as their table lists them. */
export function duration(speech: Speech, settings = true): Rule<string> {
  const { phrases } = speech
  const units = (Object.keys(phrases.durations) as (keyof typeof phrases.durations)[]).map(unit =>
    mapped(
      phrase<{ n: number }>(phrases.durations[unit], { n: whole }),
      ({ n }) => `${n}${unit}`,
      (text: string) => {
        const match = /^(\d{1,7})([a-z]+)$/.exec(text)
        return match?.[2] === unit ? { n: Number(match[1]) } : undefined
      },
    ),
  )
  const fixedOnes = Object.entries(phrases.spans).map(([text, words]) =>
    mapped(
      phrase<Record<never, never>>(words, {}),
      () => text,
      (): Record<never, never> | undefined => undefined,
    ),
  )
  const weeks = mapped(
    phrase<{ n: number }>(phrases.weeks, { n: whole }),
    ({ n }) => `${n * 7}d`,
    (): { n: number } | undefined => undefined,
  )
  return choice(...units, weeks, ...fixedOnes, ...(settings ? [settingValue(speech)] : []))
}

/** `={$settings.key}` */
const settingValue = (speech: Speech): Rule<string> =>
  mapped(
    setting(speech),
    key => `={$settings.${key}}`,
    text => /^=\{\$settings\.(\w+)\}$/.exec(text)?.[1],
  )

/** A setting by its name. */
export const setting = (speech: Speech): Rule<string> =>
  mapped(
    phrase<{ name: string }>(speech.phrases.setting, {
      name: names(
        (speech.space.definition.settings ?? []).map(({ key, label }) => nameOf(key, label, speech.language)),
        // Settings are called by whole questions: in quotation marks one sees where they end.
        { quoted: true },
      ),
    }),
    ({ name }) => name,
    name => ({ name }),
  )

const CLOCK = /([01]?\d|2[0-3])[:点](?:([0-5]\d)分?)?/

/** A time of day: 09:00, 9:00, 9点. */
export const clock: Rule<string> = {
  *read(reader, at) {
    expect(reader, at, '09:00')
    const match = reader.source.pattern(at, CLOCK)
    if (match === undefined) return
    const [, hour = '', minute = '00'] = match.found
    yield { value: `${hour.padStart(2, '0')}:${minute}`, end: match.end }
  },
  say: value => value,
}

/** A day of the month, 1 to 28: later ones do not come every month. */
export const dayOfMonth: Rule<number> = mapped(
  whole,
  day => (day >= 1 && day <= 28 ? day : undefined),
  day => day,
)

/** Names of the values a field chooses from: options of a library, stages, bands of a scorecard. */
export function optionNames(field: CompiledField, { space, language, quoted }: Speech): Rule<string> | undefined {
  const type = field.valueType.kind === 'list' ? field.valueType.of : field.valueType
  if (type.kind !== 'option') return undefined
  const options = field.library?.options ?? space.libraries.get(type.library ?? '')?.options
  if (options === undefined) return undefined
  return names(
    [...options.values()].map(option => nameOf(option.key, option.label, language)),
    { quoted },
  )
}
