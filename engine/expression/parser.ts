import { type ExpressionError, ParseFailure } from './expression-error.ts'
import { type Token, tokenize } from './lexer.ts'
import { DEFAULT_LIMITS, type Limits } from './limits.ts'
import { type BinaryOperator, childrenOf, type Node, type UnaryOperator } from './tree.ts'

export type Parsed = { readonly tree: Node } | { readonly errors: readonly ExpressionError[] }

/** Excel's order: % before sign before ^ before * / before + - before & before comparison; then && and ||. All from the left. */
export const PRECEDENCE: Readonly<Record<BinaryOperator, number>> = {
  '||': 1,
  '&&': 2,
  '=': 3,
  '<>': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '&': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '^': 7,
}

function isBinary(text: string): text is BinaryOperator {
  return Object.hasOwn(PRECEDENCE, text)
}

/**
 * Parses formula text, Excel-like, with names of any language: `IF(回款总额>8000000,0.025,0.02)`, `{customer.grade} = "A"`.
 * Errors: syntax codes with offsets, `formula_too_long`, `formula_too_deep`.
 */
export function parseFormula(text: string, limits: Partial<Limits> = {}): Parsed {
  const bounds = { ...DEFAULT_LIMITS, ...limits }
  try {
    if (text.length > bounds.text) throw new ParseFailure('formula_too_long', 0, text.length, { limit: bounds.text })
    const tree = new Parser(text, bounds).parse()
    assertTreeDepth(tree, bounds.treeDepth)
    return { tree }
  } catch (failure) {
    if (failure instanceof ParseFailure) return { errors: [failure.error] }
    throw failure
  }
}

/** Refuses trees deeper than the later passes recurse, e.g. a sum of thousands of terms. Throws ParseFailure. */
export function assertTreeDepth(tree: Node, limit: number): void {
  const open: [Node, number][] = [[tree, 1]]
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, depth] = next
    if (depth > limit) throw new ParseFailure('formula_too_deep', node.start, node.end, { limit })
    for (const child of childrenOf(node)) open.push([child, depth + 1])
  }
}

class Parser {
  readonly #text: string
  readonly #limits: Limits
  readonly #tokens: readonly Token[]
  #next = 0
  #depth = 0

  constructor(text: string, limits: Limits) {
    this.#text = text
    this.#limits = limits
    this.#tokens = tokenize(text)
  }

  parse(): Node {
    const tree = this.#expression(0)
    if (this.#token.type !== 'end') this.#unexpected()
    return tree
  }

  get #token(): Token {
    return this.#tokens[this.#next]!
  }

  #isSymbol(text: string): boolean {
    return this.#token.type === 'symbol' && this.#token.text === text
  }

  #expect(text: string, start: number): number {
    if (!this.#isSymbol(text)) {
      if (this.#token.type === 'end')
        throw new ParseFailure('formula_not_closed', start, this.#text.length, { expected: text }, text)
      this.#unexpected()
    }
    return this.#tokens[this.#next++]!.end
  }

  #unexpected(): never {
    const { type, start, end } = this.#token
    if (type === 'end') throw new ParseFailure('formula_unexpected_end', start, end)
    throw new ParseFailure('formula_unexpected', start, end, {
      found: this.#text.slice(start, Math.min(end, start + 40)),
    })
  }

  #expression(floor: number): Node {
    let left = this.#prefix()
    for (;;) {
      const token = this.#token
      if (token.type !== 'symbol' || !isBinary(token.text) || PRECEDENCE[token.text] <= floor) return left
      this.#next++
      const right = this.#expression(PRECEDENCE[token.text])
      left = { type: 'binary', operator: token.text, left, right, start: left.start, end: right.end }
    }
  }

  /** Counts brackets, calls and signs: recursion is as deep as they nest. */
  #nested<T>(read: () => T): T {
    const { start, end } = this.#token
    if (++this.#depth > this.#limits.depth)
      throw new ParseFailure('formula_too_deep', start, end, { limit: this.#limits.depth })
    const result = read()
    this.#depth--
    return result
  }

  #prefix(): Node {
    const token = this.#token
    if (token.type !== 'symbol' || !['-', '+', '!'].includes(token.text)) return this.#postfix(this.#primary())
    this.#next++
    const operand = this.#nested(() => this.#prefix())
    return { type: 'unary', operator: token.text as UnaryOperator, operand, start: token.start, end: operand.end }
  }

  #postfix(operand: Node): Node {
    let node = operand
    for (let count = 0; this.#isSymbol('%'); count++) {
      if (count > 2) this.#unexpected()
      const end = this.#expect('%', node.start)
      node = { type: 'unary', operator: '%', operand: node, start: node.start, end }
    }
    return node
  }

  #primary(): Node {
    const token = this.#token
    const { start, end } = token
    this.#next++
    switch (token.type) {
      case 'number':
        return { type: 'number', text: token.text, start, end }
      case 'text':
        return { type: 'text', value: token.value, start, end }
      case 'duration':
        return { type: 'duration', amount: token.amount, unit: token.unit, start, end }
      case 'name':
        return this.#name(token)
      case 'symbol':
        if (token.text === '(') {
          const inner = this.#nested(() => this.#expression(0))
          return { ...inner, start, end: this.#expect(')', start) }
        }
        if (token.text === '[') return { type: 'list', ...this.#items(']', start), start }
    }
    this.#next--
    return this.#unexpected()
  }

  #name(token: Extract<Token, { type: 'name' }>): Node {
    const { start, end, path } = token
    const word = path.length === 1 && !token.braces ? path[0]!.toUpperCase() : ''
    if (word !== '' && this.#isSymbol('(')) {
      this.#next++
      const { items: args, end: close } = this.#items(')', start)
      if (args.length === 0 && (word === 'TRUE' || word === 'FALSE')) {
        return { type: 'boolean', value: word === 'TRUE', start, end: close }
      }
      return args.length === 0 && word === 'BLANK'
        ? { type: 'blank', start, end: close }
        : { type: 'call', name: word, args, start, end: close }
    }
    if (word === 'TRUE' || word === 'FALSE') return { type: 'boolean', value: word === 'TRUE', start, end }
    return { type: 'path', path, start, end }
  }

  /** Comma-separated expressions up to the closing symbol; an empty place is an error. */
  #items(close: string, start: number): { items: readonly Node[]; end: number } {
    const items: Node[] = []
    if (this.#isSymbol(close)) return { items, end: this.#expect(close, start) }
    for (;;) {
      items.push(this.#nested(() => this.#expression(0)))
      if (!this.#isSymbol(',')) return { items, end: this.#expect(close, start) }
      this.#next++
    }
  }
}
