/** Random formulas of every type over the small world of `harness.ts`. */
import type fc from 'fast-check'
import { GRAMMAR, ITEMS } from './grammar.ts'
import { Made, type Random } from './made.ts'
import type { Element, Kind, Writing } from './rules.ts'

class Writer implements Writing {
  readonly #random: Random
  #element: Element
  constructor(random: Random) {
    this.#random = random
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.#random.nextInt(0, choices.length - 1)]!
  }

  whole(least: number, most: number): number {
    return this.#random.nextInt(least, most)
  }

  within<T>(element: Element, write: () => T): T {
    const outer = this.#element
    this.#element = element
    const made = write()
    this.#element = outer
    return made
  }

  /** A formula of a kind, at most `depth` deep. */
  write(kind: Kind, depth: number): string {
    const { leaves, nodes } = GRAMMAR[kind]
    if (depth <= 0 || this.whole(0, 9) === 0) {
      const items = this.#element ? ITEMS[this.#element][kind] : undefined
      return items && this.whole(0, 2) > 0 ? this.pick(items) : this.pick(leaves)
    }
    return this.pick(nodes)(this, depth - 1)
  }
}

const KINDS: readonly Kind[] = [
  'number',
  'number',
  'number',
  'number',
  'text',
  'text',
  'boolean',
  'boolean',
  'date',
  'datetime',
  'duration',
  'numbers',
  'texts',
  'dates',
]

const DEPTHS = [1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4]

/** Formula texts of all types; every function that SQL knows comes up. */
export const formulas: fc.Arbitrary<string> = new Made(random => {
  const writer = new Writer(random)
  return writer.write(writer.pick(KINDS), writer.pick(DEPTHS))
})
