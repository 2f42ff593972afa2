import { parseFormula } from '../expression/parser.ts'
import { childrenOf, type Node } from '../expression/tree.ts'
import { KEPT_BLANK } from './names.ts'
import { expect, type Rule } from './rule.ts'

/** The tree of formula text; undefined for what is none. */
export function treeOf(formula: string): Node | undefined {
  const parsed = parseFormula(formula)
  return 'tree' in parsed ? parsed.tree : undefined
}

export const sourceOf = (formula: string, node: Node): string => formula.slice(node.start, node.end)

/** A reference as formula text: `{customer.owner}`. */
export const reference = (path: readonly string[]): string => `{${path.join('.')}}`

export const textLiteral = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** The same tree however it is spelled: 1.0 apart from blanks, brackets and quotation marks. */
export function sameTree(a: string, b: string): boolean {
  const [left, right] = [treeOf(a), treeOf(b)]
  return left !== undefined && right !== undefined && shape(left) === shape(right)
}

function shape(node: Node): string {
  const { start: _start, end: _end, ...rest } = node
  const own = Object.entries(rest).filter(([, value]) => typeof value !== 'object' || isPath(value))
  return JSON.stringify([own, childrenOf(node).map(shape)])
}

const isPath = (value: unknown): boolean => Array.isArray(value) && value.every(item => typeof item === 'string')

/** A formula as it is, between corner brackets: what the grammar has no words for. */
export const formula: Rule<string> = {
  *read(reader, at) {
    expect(reader, at, '「」')
    const { source } = reader
    const start = source.match(at, '「')
    const end = start === undefined ? -1 : source.text.indexOf('」', start)
    if (start === undefined || end < 0) return
    const text = source.text.slice(start, end)
    if (treeOf(text) !== undefined) yield { value: text, end: end + 1 }
  },
  say: value =>
    /[「」\uE000\n]/.test(value) || treeOf(value) === undefined
      ? undefined
      : `「${value.replaceAll(' ', KEPT_BLANK)}」`,
}
