import { PRECEDENCE } from './parser.ts'
import type { Node } from './tree.ts'

type Names = (path: readonly string[]) => readonly string[] | string

const ATOM = 10
const SIGN = 8
const PERCENT = 9

/** A part of a path inside braces: points, braces and backslashes are escaped. */
function escapePart(part: string): string {
  return part.replace(/[\\.}｝]/g, '\\$&')
}

/**
 * Canonical text of a tree: function names in capitals, names in braces, one blank around operators, as few brackets as the meaning allows. Parsing it gives the
 * same tree. `names` may turn each path into what a reader should see (labels): an array of parts, or a text taken as one part.
 */
export function formatFormula(tree: Node, names: Names = path => path): string {
  return write(tree, names).text
}

function write(node: Node, names: Names): { text: string; strength: number } {
  const atom = (text: string) => ({ text, strength: ATOM })
  const wrapped = (child: Node, least: number) => {
    const { text, strength } = write(child, names)
    return strength < least ? `(${text})` : text
  }
  const list = (items: readonly Node[]) => items.map(item => write(item, names).text).join(', ')
  switch (node.type) {
    case 'number':
      return node.text.startsWith('-') ? { text: node.text, strength: SIGN } : atom(node.text)
    case 'text':
      return atom(`"${node.value.replaceAll('"', '""')}"`)
    case 'boolean':
      return atom(node.value ? 'TRUE' : 'FALSE')
    case 'blank':
      return atom('BLANK()')
    case 'duration':
      return atom(`${node.amount}${node.unit}`)
    case 'path': {
      const parts = names(node.path)
      return atom(`{${(typeof parts === 'string' ? [parts] : parts).map(escapePart).join('.')}}`)
    }
    case 'list':
      return atom(`[${list(node.items)}]`)
    case 'call':
      return atom(`${node.name}(${list(node.args)})`)
    case 'unary':
      return node.operator === '%'
        ? { text: `${wrapped(node.operand, PERCENT)}%`, strength: PERCENT }
        : { text: `${node.operator}${wrapped(node.operand, SIGN)}`, strength: SIGN }
    case 'binary': {
      const strength = PRECEDENCE[node.operator]
      return { text: `${wrapped(node.left, strength)} ${node.operator} ${wrapped(node.right, strength + 1)}`, strength }
    }
  }
}
