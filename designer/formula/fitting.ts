import type { Example, Hole, HoleKind } from './examples.ts'
import { bracedPath, resolvePath, shownFormula } from './names.ts'
import type { FormulaPlace } from './place.ts'

/** A field that fits a hole: how it is written, and called. */
export interface Fitting {
  /** its keys in braces */
  readonly path: string
  readonly names: readonly string[]
}

const isFit: Readonly<Record<Exclude<HoleKind, 'numbers'>, readonly string[]>> = {
  number: ['number'],
  date: ['date', 'datetime'],
  text: ['text'],
}

/** The form's own fields that can stand in a hole, the likeliest first; the field whose formula it is reads not itself. */
export function fittings(place: FormulaPlace, { kind, guess }: Hole): readonly Fitting[] {
  const found = (place.form?.fieldList ?? []).flatMap(field => {
    if (field.key === place.field || (field.system && kind !== 'date')) return []
    if (kind === 'numbers')
      return (field.rows?.fieldList ?? []).filter(column => !column.system).map(column => [field.key, column.key])
    return [[field.key]]
  })
  return found
    .flatMap(keys => {
      const meant = resolvePath(place, keys)
      return meant !== undefined && fits(kind, meant.type) ? [{ path: bracedPath(keys), names: meant.labels }] : []
    })
    .sort((a, b) => likeness(b, guess) - likeness(a, guess))
}

function fits(kind: HoleKind, type: NonNullable<ReturnType<typeof resolvePath>>['type']): boolean {
  if (kind === 'numbers') return type.kind === 'list' && type.of.kind === 'number'
  return isFit[kind].includes(type.kind)
}

/** How early among the guesses a word of it stands. */
function likeness({ path, names }: Fitting, guess: readonly string[]): number {
  const text = `${path} ${names.at(-1)}`.toLowerCase()
  const at = guess.findIndex(word => text.includes(word.toLowerCase()))
  return at === -1 ? 0 : guess.length - at
}

/** An example with fields in its holes, as it is shown and typed; undefined while one is open. */
export function filledExample(
  { formula, holes }: Example,
  chosen: Readonly<Record<string, string | undefined>>,
  place: FormulaPlace,
): string | undefined {
  if (Object.keys(holes).some(hole => chosen[hole] === undefined)) return undefined
  const text = formula[place.language === 'zh' ? 0 : 1].replace(/\{(\w+)\}/g, (_, hole: string) => chosen[hole] ?? '')
  return shownFormula(text, place)
}
