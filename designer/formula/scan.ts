import { ParseFailure } from '../../engine/expression/expression-error.ts'
import { type Token, tokenize } from '../../engine/expression/lexer.ts'

export type PieceKind =
  | 'function'
  | 'name'
  | 'constant'
  | 'number'
  | 'text'
  | 'operator'
  | 'bracket'
  | 'comma'
  | 'wrong'

/** A piece of a formula's text as the language itself cuts it; what it cannot read is `wrong`. Blanks lie between the pieces. */
export interface Piece {
  readonly kind: PieceKind
  readonly start: number
  readonly end: number
  /** of a name: its parts; of a function: its name in capitals */
  readonly path?: readonly string[]
  readonly braces?: boolean
  /** of an operator, bracket or comma: its ASCII spelling; of a text: its value */
  readonly text?: string
}

/** Longest text that is looked at; the parser refuses longer ones by name (SR-11). */
const LONGEST = 20_000

/** Cuts a formula by the language's own lexer, and goes on behind what that refuses: half-typed text still has its colours. */
export function scan(formula: string): readonly Piece[] {
  const text = formula.slice(0, LONGEST)
  const pieces: Piece[] = []
  for (let from = 0; from < text.length; ) {
    const rest = text.slice(from)
    const failure = read(rest, from, pieces)
    if (failure === undefined) break
    read(rest.slice(0, failure.start), from, pieces)
    const end = from + Math.max(failure.end, failure.start + 1)
    pieces.push({ kind: 'wrong', start: from + failure.start, end })
    from = end
  }
  return pieces
}

/** Adds the pieces of a text, or answers where the lexer stopped. */
function read(text: string, offset: number, pieces: Piece[]): { start: number; end: number } | undefined {
  try {
    const tokens = tokenize(text)
    for (const [index, token] of tokens.entries())
      if (token.type !== 'end') pieces.push(piece(token, tokens[index + 1], offset))
    return undefined
  } catch (failure) {
    if (failure instanceof ParseFailure) return failure.error
    throw failure
  }
}

function piece(token: Exclude<Token, { type: 'end' }>, next: Token | undefined, offset: number): Piece {
  const place = { start: token.start + offset, end: token.end + offset }
  switch (token.type) {
    case 'number':
    case 'duration':
      return { ...place, kind: 'number' }
    case 'text':
      return { ...place, kind: 'text', text: token.value }
    case 'symbol':
      return { ...place, kind: symbolKind(token.text), text: token.text }
    case 'name': {
      const word = token.path.length === 1 && !token.braces ? token.path[0]!.toUpperCase() : ''
      const called = next?.type === 'symbol' && next.text === '('
      if (word !== '' && called) return { ...place, kind: 'function', path: [word] }
      if (word === 'TRUE' || word === 'FALSE') return { ...place, kind: 'constant' }
      return { ...place, kind: 'name', path: token.path, braces: token.braces }
    }
  }
}

function symbolKind(text: string): PieceKind {
  if (text === ',') return 'comma'
  return '()[]'.includes(text) ? 'bracket' : 'operator'
}
