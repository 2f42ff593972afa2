import { type SqlFragment, sqlText } from '../../engine/expression/index.ts'

/** Stands in a statement for a value that is known only when it runs. No value of PostgreSQL begins like this. */
export const slot = (name: string): string => `\u0000${name}`

/** The same fragment with slots `t0`, `t1`, ... for its values. */
export const slotted = ({ text, values }: SqlFragment, prefix: string): SqlFragment => ({
  text,
  values: values.map((_, index) => slot(`${prefix}${index}`)),
})

export const slotValues = ({ values }: SqlFragment, prefix: string): Record<string, unknown> =>
  Object.fromEntries(values.map((value, index) => [`${prefix}${index}`, value]))

/** A statement written once per version, to be filled for each run. */
export interface WrittenStatement {
  readonly text: string
  readonly values: readonly unknown[]
}

export const written = (fragment: SqlFragment): WrittenStatement => sqlText(fragment)

/** The statement, or a fragment, with values in its slots. */
export const filled = <T extends { readonly values: readonly unknown[] }>(
  written: T,
  given: Readonly<Record<string, unknown>>,
): T => ({
  ...written,
  values: written.values.map(value =>
    typeof value === 'string' && value.startsWith('\u0000') ? given[value.slice(1)] : value,
  ),
})
