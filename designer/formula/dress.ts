import { check, type ExpressionError, elementOf, parseFormula, type TypedNode } from '../../engine/expression/index.ts'
import { type ResolvedPath, resolvePath } from './names.ts'
import type { FormulaPlace } from './place.ts'
import { type Piece, scan } from './scan.ts'

/** A piece with what a reader should see in its place. */
export interface Dressed extends Piece {
  /** of a name that means something */
  readonly meant?: ResolvedPath
  /** shown instead of the text: a field's labels, an option's label */
  readonly shown?: readonly string[]
  /** tells apart what has the same label */
  readonly hint?: string
}

/** What stands with a formula: its pieces as shown, its mistakes and remarks. */
export interface DressedFormula {
  readonly pieces: readonly Dressed[]
  readonly errors: readonly ExpressionError[]
  readonly hints: readonly ExpressionError[]
}

export function dress(text: string, place: FormulaPlace): DressedFormula {
  const parsed = parseFormula(text)
  const checked = 'errors' in parsed ? undefined : check(parsed.tree, place.environment, place.expected)
  const options = checked?.typed == null ? new Map<number, string>() : optionLabels(checked.typed, place)
  const pieces = scan(text).map((piece): Dressed => {
    if (piece.kind === 'name') return dressedName(piece, place)
    const option = piece.kind === 'text' ? options.get(piece.start) : undefined
    return option === undefined ? piece : { ...piece, shown: [option] }
  })
  return {
    pieces,
    errors: 'errors' in parsed ? parsed.errors : (checked?.errors ?? []),
    hints: checked?.hints ?? [],
  }
}

function dressedName(piece: Piece, place: FormulaPlace): Dressed {
  const meant = resolvePath(place, piece.path ?? [])
  if (meant === undefined) return piece
  const hint = meant.keys.find((_, at) => isAmbiguous(place, meant, at))
  return { ...piece, meant, shown: meant.labels, ...(hint === undefined ? {} : { hint }) }
}

/** Whether another field of the same form is called the same. */
function isAmbiguous({ space, form, environment }: FormulaPlace, { keys, labels }: ResolvedPath, at: number): boolean {
  const owner = at === 0 ? form : ownerForm({ space, environment }, keys, at)
  if (owner === undefined) return false
  const named = [...owner.fields.values(), ...owner.inverses.values()].filter(
    ({ label }) => label.zh === labels[at] || label.en === labels[at],
  )
  return named.length > 1
}

function ownerForm(
  { space, environment }: Pick<FormulaPlace, 'space' | 'environment'>,
  keys: readonly string[],
  at: number,
) {
  let type = environment.resolve(keys[0] ?? '')?.type
  for (const [index, key] of keys.slice(1, at).entries())
    type = type && environment.member(elementOf(type), keys.slice(0, index + 1), key)?.type
  const owner = type && elementOf(type)
  return owner?.kind === 'record' ? space.forms.get(owner.form) : undefined
}

/** Labels of the options a formula names, by where their key stands in the text. */
function optionLabels(typed: TypedNode, { space, language }: FormulaPlace): Map<number, string> {
  const found = new Map<number, string>()
  const open = [typed]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.node === 'call') open.push(...node.args)
    if (node.node === 'list') open.push(...node.items)
    if (node.node !== 'constant' || node.type.kind !== 'option' || typeof node.value !== 'string') continue
    const label = space.libraries.get(node.type.library ?? '')?.options.get(node.value)?.label
    const text = label?.[language] ?? label?.zh ?? label?.en
    if (text !== undefined) found.set(node.source.start, text)
  }
  return found
}
