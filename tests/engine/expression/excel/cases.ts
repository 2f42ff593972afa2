/** The cases of this folder: formulas with the answers of implementations that are not ours (see generate/make.py). */
import { readdirSync, readFileSync } from 'node:fs'
import { Decimal } from '../../../../engine/expression/index.ts'

export interface Case {
  readonly formula: string
  /** values of fields */
  readonly data?: Readonly<Record<string, unknown>>
  /** as `show` spells it; a blank is the empty text, an error is Excel's or Calc's name of it */
  readonly expected: string
  /** who says so, and how he was asked */
  readonly source: string
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

/** A rule by which we differ from Excel on purpose. */
export interface Deviation {
  readonly zh: string
  readonly en: string
  readonly examples: readonly {
    readonly formula: string
    /** as `expected`, or `finding <code>`: the editor refuses the formula */
    readonly ours: string
    readonly excel: string
    readonly source: string
  }[]
}

export function readDeviations(): readonly Deviation[] {
  return JSON.parse(read('deviations.json'))
}

/** The cases by family. */
export function readCases(): Readonly<Record<string, readonly Case[]>> {
  const files = readdirSync(new URL('cases', import.meta.url)).sort()
  return Object.fromEntries(files.map(file => [file.replace('.json', ''), JSON.parse(read(`cases/${file}`))]))
}

/** Calc's doubles hold 15 digits, and a result of 13 or more may be cut: ours is rounded to as many. */
const DOUBLE_DIGITS = 15
const CUT_DIGITS = 13

/** An error matches one of its class: division by zero, or any other. Blank and "" are one (M1). Exact sources are matched digit for digit. */
export function isExpected(result: string, { expected, source }: Pick<Case, 'expected' | 'source'>): boolean {
  if (expected === '#DIV/0!') return result === '!division_by_zero'
  if (expected.startsWith('#')) return result.startsWith('!') && result !== '!division_by_zero'
  if (expected === '') return result === 'blank' || result === ''
  if (result === expected) return true
  return source.startsWith('LibreOffice Calc') && digitsOf(expected) >= CUT_DIGITS && inDouble(result) === expected
}

const isNumber = (text: string): boolean => /^-?[0-9]+(\.[0-9]+)?$/.test(text)

const digitsOf = (text: string): number => (isNumber(text) ? new Decimal(text).precision() : 0)

const inDouble = (result: string): string =>
  isNumber(result) ? new Decimal(result).toSignificantDigits(DOUBLE_DIGITS).toFixed() : result
