/** SQL text with parameters kept apart: `text` has one element more than `values`, like a template. Nothing of a user is ever in `text`. */
export interface SqlFragment {
  readonly text: readonly string[]
  readonly values: readonly unknown[]
}

function isFragment(value: unknown): value is SqlFragment {
  return typeof value === 'object' && value !== null && 'text' in value && 'values' in value
}

/** Template tag: fragments are spliced, everything else becomes a parameter. */
export function sql(strings: TemplateStringsArray, ...parts: readonly unknown[]): SqlFragment {
  const text = [strings[0]!]
  const values: unknown[] = []
  parts.forEach((part, index) => {
    const after = strings[index + 1]!
    if (isFragment(part)) {
      const [first = '', ...rest] = part.text
      text.push((text.pop() ?? '') + first, ...rest)
      text.push((text.pop() ?? '') + after)
      values.push(...part.values)
    } else {
      values.push(part)
      text.push(after)
    }
  })
  return { text, values }
}

/** Trusted text of the program itself (never of a user or a definition). */
export function rawSql(text: string): SqlFragment {
  return { text: [text], values: [] }
}

/** Joins fragments with trusted text between them. */
export function joinSql(fragments: readonly SqlFragment[], between: string): SqlFragment {
  return fragments.reduce((all, next, index) => (index === 0 ? next : sql`${all}${rawSql(between)}${next}`), rawSql(''))
}

/** The text with `$n` placeholders from `startIndex` (1 for a whole statement) and the parameters in order. */
export function sqlText(fragment: SqlFragment, startIndex = 1): { text: string; values: readonly unknown[] } {
  const text = fragment.text.reduce((all, part, index) => `${all}$${startIndex + index - 1}${part}`)
  return { text, values: fragment.values }
}

/** Length of a fragment's text; nested guards repeat their operands, so it is bounded. */
export function sqlLength(fragment: SqlFragment): number {
  return fragment.text.reduce((sum, part) => sum + part.length + 4, 0)
}
