/** Building blocks of the grammar of random formulas. */
export type Kind = 'number' | 'text' | 'boolean' | 'date' | 'datetime' | 'duration' | 'numbers' | 'texts' | 'dates'
/** What `$item` is here. */
export type Element = 'line' | 'number' | 'text' | undefined

/** What a rule asks of the writer. */
export interface Writing {
  pick<T>(choices: readonly T[]): T
  whole(least: number, most: number): number
  /** What `write` writes while `$item` is an element of a kind. */
  within<T>(element: Element, write: () => T): T
  /** A formula of a kind, at most `depth` deep. */
  write(kind: Kind, depth: number): string
}

/** Leaves, and ways to build deeper formulas. */
export interface Grammar {
  readonly leaves: readonly string[]
  readonly nodes: readonly Rule[]
}

export type Rule = (w: Writing, depth: number) => string

export const NUMBERS = ['0', '1', '2', '7', '0.5', '0.01', '2.345', '(-3)', '(-0.7)', '12.5', '100', '1000000', '8%']
export const EDGES = ['99999999999999999999999999', '0.00000000000000000000000001', '1e3', '123456789.123456789']
export const call =
  (name: string, ...kinds: readonly Kind[]): Rule =>
  (w, depth) =>
    `${name}(${kinds.map(kind => w.write(kind, depth)).join(', ')})`
export const each = (names: readonly string[], ...kinds: readonly Kind[]): Rule[] =>
  names.map(name => call(name, ...kinds))
export const between =
  (kind: Kind, operators: readonly string[], other: Kind = kind): Rule =>
  (w, depth) =>
    `(${w.write(kind, depth)} ${w.pick(operators)} ${w.write(other, depth)})`
export const places = (w: Writing) => String(w.whole(-3, 8))
export const text = (w: Writing, choices: readonly string[]) => `"${w.pick(choices)}"`
const MIXED: readonly Kind[] = ['number', 'numbers', 'number']
export const mixed = (w: Writing, depth: number) =>
  Array.from({ length: w.whole(1, 3) }, () => w.write(w.pick(MIXED), depth)).join(', ')

/** Choices that every type has. */
export const choices = (kind: Kind): Rule[] => [
  (w, depth) => `IF(${w.write('boolean', depth)}, ${w.write(kind, depth)}, ${w.write(kind, depth)})`,
  (w, depth) =>
    `IFS(${w.write('boolean', depth)}, ${w.write(kind, depth)}, ${w.write('boolean', depth)}, ${w.write(kind, depth)})`,
  (w, depth) =>
    `SWITCH(${w.write('number', depth)}, 1, ${w.write(kind, depth)}, ${w.write('number', depth)}, ${w.write(kind, depth)}, ${w.write(kind, depth)})`,
  (w, depth) => `IFEMPTY(${w.write(kind, depth)}, ${w.write(kind, depth)})`,
  (w, depth) => `IFERROR(${w.write(kind, depth)}, ${w.write(kind, depth)})`,
]

export const mapped = (kind: Kind): Rule[] => [
  (w, depth) => `MAPLIST({lines}, ${w.within('line', () => w.write(kind, depth))})`,
  (w, depth) =>
    `MAPLIST(FILTER({lines}, ${w.within('line', () => w.write('boolean', Math.min(depth, 2)))}), ${w.within('line', () => w.write(kind, Math.min(depth, 2)))})`,
]

export const CRITERIA = ['>2', '<=5', '<>0', '=2.5', '>=0', '5', '<>', '', 'a', '<>a', '*b*', '?', '分*', '>a', '<0']
export const LINE_NUMBERS = ['{lines.price}', '{lines.qty}', '{lines.margin}']
export const LINE_ANY = [...LINE_NUMBERS, '{lines.kind}']
export const TABLES = [
  '[[0, 0], [5000000, 0.02], [8000000, 0.025]]',
  '[[10, 1]]',
  '[[0, 0.01], [2.5, 0.02], [100, 0.123456789]]',
]
export const UNITS = ['y', 'M', 'd', 'h', 'm', 's', 'w', 'q']
