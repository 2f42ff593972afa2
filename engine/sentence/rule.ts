import type { Language } from '../../schemas/problem.ts'
import { type Source, sourceOf } from './source.ts'

/** What a rule found, and where the text goes on behind it. */
export interface Found<T> {
  readonly value: T
  readonly end: number
}

/** A piece of text that could stand at `at`. */
export interface Expected {
  readonly at: number
  readonly text: string
}

/** One reading of a text: what was tried and where it got to. */
export interface Reader {
  readonly source: Source
  readonly expected: Map<string, Expected>
  /** what rules found at places they were tried at already */
  readonly memory: Map<Rule<unknown>, Map<number, readonly Found<unknown>[]>>
  /** places still to be tried; a text that needs more is not understood */
  left: number
  furthest: number
}

/**
 * A phrase that can be read and said: reading answers every way it can stand at a place, saying answers its text, or undefined for a value it has no
 * words for. What is said is read as the same value again.
 */
export interface Rule<T> {
  read(reader: Reader, at: number): Iterable<Found<T>>
  say(value: T): string | undefined
}

/** Sentences of people need some thousands; the bound keeps tangled text from holding up a server. */
const MOST_TRIES = 100_000

export const readerOf = (text: string, language: Language): Reader => ({
  source: sourceOf(text, language),
  expected: new Map(),
  memory: new Map(),
  left: MOST_TRIES,
  furthest: 0,
})

/** Notes what could have stood at a place; only the furthest places tell what was not understood. Other spellings of a phrase are not offered. */
export function expect(reader: Reader, at: number, text: string, offered = true): void {
  reader.left -= 1
  const place = reader.source.skip(at)
  if (place > reader.furthest) reader.furthest = place
  if (offered && reader.expected.size < 20_000) reader.expected.set(`${place} ${text}`, { at: place, text })
}

/** A rule that is tried once at each place, however many phrases lead there. */
export function remembered<T>(rule: Rule<T>): Rule<T> {
  return {
    read(reader, at) {
      let places = reader.memory.get(rule)
      if (places === undefined) {
        places = new Map()
        reader.memory.set(rule, places)
      }
      let found = places.get(at) as readonly Found<T>[] | undefined
      if (found === undefined) {
        found = distinct(rule.read(reader, at))
        places.set(at, found)
      }
      return found
    },
    say: value => rule.say(value),
  }
}

/** The same reached on several ways is one finding: what stands around is tried once for it. */
function distinct<T>(found: Iterable<Found<T>>): readonly Found<T>[] {
  const all = new Map<string, Found<T>>()
  for (const one of found) {
    const key = `${one.end} ${JSON.stringify(one.value)}`
    if (!all.has(key)) all.set(key, one)
  }
  return [...all.values()]
}

/** The first rule that has words for a value says it; all of them are read. */
export const choice = <T>(...rules: readonly Rule<T>[]): Rule<T> => ({
  *read(reader, at) {
    for (const rule of rules) if (reader.left > 0) yield* rule.read(reader, at)
  },
  say(value) {
    for (const rule of rules) {
      const text = rule.say(value)
      if (text !== undefined) return text
    }
    return undefined
  },
})

/** The same phrase for another value. `from` answers undefined for a value the phrase is not about; `to` for one that means nothing. */
export const mapped = <A, B>(
  rule: Rule<A>,
  to: (value: A) => B | undefined,
  from: (value: B) => A | undefined,
): Rule<B> => ({
  *read(reader, at) {
    for (const { value, end } of rule.read(reader, at)) {
      const made = to(value)
      if (made !== undefined) yield { value: made, end }
    }
  },
  say(value) {
    const inner = from(value)
    return inner === undefined ? undefined : rule.say(inner)
  },
})

/** A rule made when it is needed: conditions hold values that hold conditions. */
export const lazy = <T>(make: () => Rule<T>): Rule<T> => {
  let made: Rule<T> | undefined
  const rule = (): Rule<T> => {
    made ??= make()
    return made
  }
  return { read: (reader, at) => rule().read(reader, at), say: value => rule().say(value) }
}

/** One or more with any of the separators between; the first separator is said, the last of them before the last item. */
export function listOf<T>(item: Rule<T>, separators: readonly string[], least = 1): Rule<readonly T[]> {
  const [first = ''] = separators
  const last = separators.at(-1) ?? first
  function* rest(reader: Reader, at: number, items: readonly T[]): Iterable<Found<readonly T[]>> {
    for (const separator of separators)
      for (const next of readWord(reader, at, separator))
        for (const found of item.read(reader, next)) yield* rest(reader, found.end, [...items, found.value])
    if (items.length >= least) yield { value: items, end: at }
  }
  return {
    *read(reader, at) {
      for (const found of item.read(reader, at)) yield* rest(reader, found.end, [found.value])
    },
    say(values) {
      if (values.length < least) return undefined
      const said = values.map(value => item.say(value))
      if (said.some(text => text === undefined)) return undefined
      return said.reduce<string>(
        (text, next, index) => (index === 0 ? next! : `${text} ${index === said.length - 1 ? last : first} ${next}`),
        '',
      )
    },
  }
}

/** A fixed piece of text; answers the end of it, or nothing. */
export function* readWord(reader: Reader, at: number, text: string, offered = true): Iterable<number> {
  expect(reader, at, text, offered)
  const end = reader.source.match(at, text)
  if (end !== undefined) yield end
}
