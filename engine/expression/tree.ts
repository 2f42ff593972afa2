/** The tree of an expression as written: both spellings (formula text, JsonLogic) give it. Offsets are characters of the formula. */

interface Span {
  readonly start: number
  readonly end: number
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '^' | '&' | '=' | '<>' | '<' | '<=' | '>' | '>=' | '&&' | '||'
export type UnaryOperator = '-' | '+' | '!' | '%'
/** wd, wh: working days and hours (calendar); d: the same local time; mo, y: clamped to the month's end; the rest elapsed. */
export type DurationUnit = 's' | 'min' | 'h' | 'd' | 'w' | 'mo' | 'y' | 'wd' | 'wh'

export type Node = Span &
  (
    | { readonly type: 'number'; readonly text: string }
    | { readonly type: 'text'; readonly value: string }
    | { readonly type: 'boolean'; readonly value: boolean }
    | { readonly type: 'blank' }
    | { readonly type: 'duration'; readonly amount: string; readonly unit: DurationUnit }
    | { readonly type: 'path'; readonly path: readonly string[] }
    | { readonly type: 'list'; readonly items: readonly Node[] }
    | { readonly type: 'unary'; readonly operator: UnaryOperator; readonly operand: Node }
    | { readonly type: 'binary'; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node }
    | { readonly type: 'call'; readonly name: string; readonly args: readonly Node[] }
  )

export type NodeOf<K extends Node['type']> = Extract<Node, { type: K }>

/** The direct children of a node, in order. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.type) {
    case 'list':
      return node.items
    case 'unary':
      return [node.operand]
    case 'binary':
      return [node.left, node.right]
    case 'call':
      return node.args
    default:
      return []
  }
}

/** The same node with other children (same number, same order). */
export function withChildren(node: Node, children: readonly Node[]): Node {
  switch (node.type) {
    case 'list':
      return { ...node, items: children }
    case 'unary':
      return { ...node, operand: children[0]! }
    case 'binary':
      return { ...node, left: children[0]!, right: children[1]! }
    case 'call':
      return { ...node, args: children }
    default:
      return node
  }
}
