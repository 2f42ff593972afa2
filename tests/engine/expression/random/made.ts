import fc from 'fast-check'

export type Random = Parameters<fc.Arbitrary<unknown>['generate']>[0]

/** An arbitrary from a plain function; there is nothing to shrink, a failure is cut down by its own parts instead. */
export class Made<T> extends fc.Arbitrary<T> {
  readonly #make: (random: Random) => T
  constructor(make: (random: Random) => T) {
    super()
    this.#make = make
  }
  generate(random: Random): fc.Value<T> {
    return new fc.Value(this.#make(random), undefined)
  }
  canShrinkWithoutContext(value: unknown): value is T {
    return value === undefined && false
  }
  shrink(): fc.Stream<fc.Value<T>> {
    return fc.Stream.nil()
  }
}
