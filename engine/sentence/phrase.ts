import { type Found, type Reader, type Rule, readWord } from './rule.ts'

/** The rules of a phrase's places; one may depend on what the places before it say. */
export type Slots<V> = { readonly [K in keyof V]-?: Rule<V[K]> | ((known: Partial<V>) => Rule<V[K]>) }

type Piece =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'optional'; readonly text: string }
  | { readonly kind: 'slot'; readonly name: string }

/** A place that others depend on, and what may stand there: in some word orders it comes after them. */
export interface Assumption {
  readonly name: string
  readonly values: readonly unknown[]
}

/**
 * A phrase as a table writes it: `{form} enters {stage}|{form} reaches [the] {stage}`. The first spelling is said; all are read; what stands in square
 * brackets is read with or without it, and not said.
 */
export function phrase<V extends object>(pattern: string, slots: Slots<V>, assumption?: Assumption): Rule<V> {
  const spellings = spellingsOf(pattern)
  const ruleOf = (name: string, known: Partial<V>): Rule<unknown> => {
    const slot = (slots as Record<string, unknown>)[name]
    if (slot === undefined) throw new Error(`the phrase “${pattern}” has no place ${name}`)
    return (typeof slot === 'function' ? slot(known) : slot) as Rule<unknown>
  }
  const isDependent = (name: string): boolean => typeof (slots as Record<string, unknown>)[name] === 'function'
  function* from(
    reader: Reader,
    pieces: readonly Piece[],
    index: number,
    at: number,
    known: Partial<V>,
  ): Iterable<Found<V>> {
    const piece = pieces[index]
    if (piece === undefined) {
      yield { value: known as V, end: at }
      return
    }
    if (piece.kind === 'slot') {
      if (assumption !== undefined && !(assumption.name in known) && isDependent(piece.name)) {
        for (const value of assumption.values)
          yield* from(reader, pieces, index, at, { ...known, [assumption.name]: value })
        return
      }
      for (const { value, end } of ruleOf(piece.name, known).read(reader, at))
        if (!(piece.name in known) || (known as Record<string, unknown>)[piece.name] === value)
          yield* from(reader, pieces, index + 1, end, { ...known, [piece.name]: value })
      return
    }
    for (const end of readWord(reader, at, piece.text, pieces === spellings[0]))
      yield* from(reader, pieces, index + 1, end, known)
    if (piece.kind === 'optional') yield* from(reader, pieces, index + 1, at, known)
  }
  return {
    *read(reader, at) {
      for (const pieces of spellings) if (reader.left > 0) yield* from(reader, pieces, 0, at, {})
    },
    say(value) {
      const [first = []] = spellings
      const said: string[] = []
      for (const piece of first) {
        const text =
          piece.kind === 'slot'
            ? ruleOf(piece.name, value).say((value as Record<string, unknown>)[piece.name])
            : piece.kind === 'word'
              ? piece.text
              : ''
        if (text === undefined) return undefined
        if (text !== '') said.push(text)
      }
      return said.join(' ')
    },
  }
}

/** A phrase without places. */
export const fixed = <T>(pattern: string, value: T): Rule<T> => {
  const rule = phrase<Record<never, never>>(pattern, {})
  return {
    *read(reader, at) {
      for (const { end } of rule.read(reader, at)) yield { value, end }
    },
    say: other => (same(other, value) ? rule.say({}) : undefined),
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

const parsed = new Map<string, readonly (readonly Piece[])[]>()

/** Patterns come from the tables of words: as many as those hold, each taken apart once. */
function spellingsOf(pattern: string): readonly (readonly Piece[])[] {
  let spellings = parsed.get(pattern)
  if (spellings === undefined) {
    spellings = pattern.split('|').map(piecesOf)
    parsed.set(pattern, spellings)
  }
  return spellings
}

function piecesOf(spelling: string): Piece[] {
  return [...spelling.matchAll(/\{(\w+)\}|\[([^\]]+)\]|([^{[]+)/g)].flatMap(([, slot, optional, text]): Piece[] => {
    if (slot !== undefined) return [{ kind: 'slot', name: slot }]
    if (optional !== undefined) return [{ kind: 'optional', text: optional.trim() }]
    const word = (text ?? '').trim()
    return word === '' ? [] : [{ kind: 'word', text: word }]
  })
}
