import type { Argument, FunctionDefinition } from '../../engine/expression/functions/definition.ts'
import { findFunction } from '../../engine/expression/functions/index.ts'
import type { Piece } from './scan.ts'

/** The call a place of a formula is inside of, and which of its arguments. */
export interface Call {
  readonly definition: FunctionDefinition
  readonly index: number
  /** pieces of the first argument, as far as they are written */
  readonly first: readonly Piece[]
  /** offset of the function's name */
  readonly start: number
}

interface Open {
  readonly name: Piece | undefined
  index: number
  first: Piece[]
}

/** The calls around an offset, the innermost first; names that are no function are passed over. */
export function callsAt(pieces: readonly Piece[], offset: number): readonly Call[] {
  const open: Open[] = []
  for (const [at, piece] of pieces.entries()) {
    if (piece.start >= offset) break
    const inside = piece.kind === 'bracket' || piece.kind === 'comma' ? piece.text : undefined
    const top = open.at(-1)
    if (inside === ',' && top !== undefined) top.index += 1
    else if (inside === ')' || inside === ']') open.pop()
    for (const one of open) if (one.index === 0 && inside !== ',') one.first.push(piece)
    if (inside !== '(' && inside !== '[') continue
    const before = pieces[at - 1]
    open.push({ name: inside === '(' && before?.kind === 'function' ? before : undefined, index: 0, first: [] })
  }
  return open.toReversed().flatMap(({ name, index, first }) => {
    const definition = findFunction(name?.path?.[0] ?? '')
    return name === undefined || definition === undefined ? [] : [{ definition, index, first, start: name.start }]
  })
}

/** Which of a function's declared arguments the one at `index` is; a repeating group goes on for ever. -1: one too many. */
export function argumentIndex({ args }: FunctionDefinition, index: number): number {
  if (index < args.length) return index
  const first = args.findIndex(({ repeats }) => repeats === true)
  return first < 0 ? -1 : first + ((index - first) % (args.length - first))
}

/** An argument as it stands in a signature: `[places]` when it may be left out, `value…` when it repeats. */
export function argumentName(argument: Argument, language: 'zh' | 'en'): string {
  const name = `${argument.name[language]}${argument.repeats === true ? '…' : ''}`
  return argument.optional === true ? `[${name}]` : name
}
