// biome-ignore-all lint/a11y/useSemanticElements: a star that can be taken back is no radio input
import { useState } from 'react'
import { fractionOf, groupDigits, percentOf } from '../../app/format.ts'
import { useText } from '../../i18n/useText.ts'
import { type ControlProps, described, textOfValue } from '../control.ts'

const PLAIN = /^[+-]?(\d+(\.\d*)?|\.\d+)$/
const MARKS: Readonly<Record<string, string>> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£' }

/** Wide digits, full stops and commas of a Chinese keyboard become plain ones. */
export const plainDigits = (text: string): string =>
  text
    .replace(/[０-９]/g, digit => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[。．]/g, '.')
    .replace(/[，,\s]/g, '')
    .replace(/[－—]/g, '-')

/** What stands in the box for a stored value. */
export function typedNumber(value: unknown, percent: boolean): string {
  const text = textOfValue(value)
  return percent && PLAIN.test(text) ? percentOf(text) : text
}

/** What is kept for what was typed: decimal text, a percent as its fraction; anything else as it is, for the check to refuse. */
export function keptNumber(typed: string, percent: boolean): string | null {
  const text = plainDigits(typed)
  if (text === '') return null
  return percent && PLAIN.test(text) ? fractionOf(text) : text
}

/** Number, money and percent: grouped to read, plain to type, exact in between. */
export function NumberControl(props: ControlProps) {
  const percent = props.shape.kind === 'percent'
  const [typing, setTyping] = useState<string>()
  const shown = typing ?? groupDigits(typedNumber(props.value, percent))
  const before =
    props.shape.kind === 'money' ? (MARKS[props.shape.currency ?? 'CNY'] ?? props.shape.currency) : undefined
  const after = percent ? '%' : props.shape.kind === 'money' ? undefined : props.shape.unit
  return (
    <div className="fw-affixed">
      {before === undefined ? null : <span aria-hidden="true">{before}</span>}
      <input
        {...described(props)}
        className="fw-input fw-number"
        inputMode="decimal"
        autoComplete="off"
        value={shown}
        onFocus={() => setTyping(typedNumber(props.value, percent))}
        onChange={event => {
          setTyping(event.target.value)
          props.onChange(keptNumber(event.target.value, percent))
        }}
        onBlur={() => {
          setTyping(undefined)
          props.onBlur()
        }}
      />
      {after === undefined ? null : <span aria-hidden="true">{after}</span>}
    </div>
  )
}

const UNITS = { min: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** A length of time in the author's unit; whole milliseconds are kept. */
export function DurationControl(props: ControlProps) {
  const { t } = useText()
  const unit = (props.field.definition as { unit?: keyof typeof UNITS } | undefined)?.unit ?? 'h'
  const [typing, setTyping] = useState<string>()
  const shown =
    typing ?? (typeof props.value === 'number' ? String(props.value / UNITS[unit]) : textOfValue(props.value))
  return (
    <div className="fw-affixed">
      <input
        {...described(props)}
        className="fw-input fw-number"
        inputMode="decimal"
        value={shown}
        onChange={event => {
          setTyping(event.target.value)
          const text = plainDigits(event.target.value)
          props.onChange(text === '' ? null : PLAIN.test(text) ? Math.round(Number(text) * UNITS[unit]) : text)
        }}
        onBlur={() => {
          setTyping(undefined)
          props.onBlur()
        }}
      />
      <span aria-hidden="true">{t(`field.${unit}`)}</span>
    </div>
  )
}

/** Stars; a second press on the same star takes it back. */
export function RatingControl(props: ControlProps) {
  const { t } = useText()
  const max = props.shape.max ?? 5
  const value = Number(props.value ?? 0)
  return (
    <div
      className="fw-rating"
      role="radiogroup"
      aria-label={props.label}
      id={props.id}
      aria-describedby={props.describedBy}
    >
      {Array.from({ length: max }, (_, index) => index + 1).map(star => (
        <button
          key={star}
          type="button"
          role="radio"
          aria-checked={star === value}
          aria-label={t('field.rate', { n: star, max })}
          className={star <= value ? 'is-full' : ''}
          onClick={() => props.onChange(star === value ? null : star)}
          onBlur={props.onBlur}
        >
          <svg width="26" height="26" viewBox="0 0 24 24" aria-hidden="true">
            <path d="m12 3 2.8 5.7 6.2.9-4.5 4.4 1 6.2L12 17.3 6.5 20.2l1-6.2L3 9.6l6.2-.9L12 3Z" />
          </svg>
        </button>
      ))}
    </div>
  )
}
