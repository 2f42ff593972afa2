/** Bounds of SR-11; each over-run is a named error. */
export interface Limits {
  /** characters of a formula's text */
  readonly text: number
  /** nesting of calls, brackets and JsonLogic objects */
  readonly depth: number
  /** depth of the tree, which also a long chain such as a+b+c+... makes */
  readonly treeDepth: number
  /** elements visited by one evaluation */
  readonly steps: number
  /** characters of a text result */
  readonly output: number
}

export const DEFAULT_LIMITS: Limits = {
  text: 20_000,
  depth: 100,
  treeDepth: 1_000,
  steps: 1_000_000,
  output: 1_000_000,
}
