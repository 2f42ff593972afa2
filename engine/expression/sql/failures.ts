/** The failures of a strict operation, and marks that stand for its arguments while it is tried. */
import { joinSql, rawSql, type SqlFragment, sql } from '../fragment.ts'
import type { TypedNode } from '../typed.ts'

/** A condition under which the closure gives an error value. */
export interface Failure {
  readonly condition: SqlFragment
  readonly code: string
}

/** Arguments that may be blank, where a blank does not by itself make every condition NULL. */
export function guardedArguments(args: readonly TypedNode[], failures: readonly Failure[]): number[] {
  const open = args.flatMap((arg, index) => (arg.node === 'constant' && arg.value !== null ? [] : [index]))
  const decides = ({ condition }: Failure) => mentions(condition, open[0]!)
  return failures.length === 0 || (open.length === 1 && failures.every(decides)) ? [] : open
}

/** A stand-in for an argument (1), or for a bound value that depends on it (2). */
export const mark = (sign: string, index: number): SqlFragment => rawSql(`${sign}${index}${sign}`)

export const mentions = (fragment: SqlFragment, index: number): boolean =>
  occurrences(fragment, mark('\u0001', index)) + occurrences(fragment, mark('\u0002', index)) > 0

export function codesOf(failures: readonly Failure[], filled: readonly SqlFragment[]): SqlFragment | undefined {
  if (failures.length === 0) return undefined
  const whens = failures.map(({ condition, code }) => sql`when ${condition} then ${rawSql(`'${code}'::text`)}`)
  const blank =
    filled.length === 0
      ? rawSql('')
      : sql`when ${joinSql(
          filled.map(value => sql`${value} is null`),
          ' or ',
        )} then null `
  return sql`case ${blank}${joinSql(whens, ' ')} end`
}

export function occurrences(fragment: SqlFragment, mark: SqlFragment): number {
  return fragment.text.reduce((sum, text) => sum + text.split(mark.text[0]!).length - 1, 0)
}
