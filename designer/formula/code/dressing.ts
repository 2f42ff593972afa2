import { EditorState, Facet, RangeSetBuilder, StateEffect, StateField, type Transaction } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view'
import type { ExpressionError } from '../../../engine/expression/index.ts'
import { type Dressed, type DressedFormula, dress } from '../dress.ts'
import type { FormulaPlace } from '../place.ts'
import type { Piece } from '../scan.ts'

/** Where the edited formula stands. One per editor. */
export const placeFacet = Facet.define<FormulaPlace, FormulaPlace>({ combine: ([place]) => place! })

/** Shows mistakes as underlined; sent a moment after typing stopped. */
export const showMistakes = StateEffect.define<readonly ExpressionError[]>()

/** A field's labels, or an option's, in place of what is stored. */
class Chip extends WidgetType {
  readonly labels: readonly string[]
  readonly hint: string | undefined
  readonly kind: string
  constructor(labels: readonly string[], hint: string | undefined, kind: string) {
    super()
    this.labels = labels
    this.hint = hint
    this.kind = kind
  }
  override eq(other: Chip): boolean {
    return this.labels.join('\n') === other.labels.join('\n') && this.hint === other.hint && this.kind === other.kind
  }
  override toDOM(): HTMLElement {
    const chip = document.createElement('span')
    chip.className = `fd-chip is-${this.kind}`
    for (const label of this.labels) chip.appendChild(document.createElement('span')).textContent = label
    if (this.hint !== undefined) chip.appendChild(document.createElement('small')).textContent = this.hint
    return chip
  }
  override ignoreEvent(): boolean {
    return false
  }
}

interface Dressing {
  readonly formula: DressedFormula
  readonly marks: DecorationSet
  readonly chips: DecorationSet
  readonly mistakes: DecorationSet
}

const colours = Object.fromEntries(
  ['function', 'name', 'constant', 'number', 'text', 'operator', 'bracket', 'comma', 'wrong'].map(kind => [
    kind,
    Decoration.mark({ class: `fd-code-${kind}` }),
  ]),
)
const matched = Decoration.mark({ class: 'fd-code-match' })
const unmatched = Decoration.mark({ class: 'fd-code-unmatched' })
const mistaken = Decoration.mark({ class: 'fd-code-mistake' })

export const dressing = StateField.define<Dressing>({
  create: state => dressed(state, dress(state.doc.toString(), state.facet(placeFacet)), false, Decoration.none),
  update(before, transaction) {
    const mistakes = nextMistakes(before.mistakes, transaction)
    if (!transaction.docChanged && transaction.selection === undefined)
      return mistakes === before.mistakes ? before : { ...before, mistakes }
    const { state } = transaction
    const formula = transaction.docChanged ? dress(state.doc.toString(), state.facet(placeFacet)) : before.formula
    return dressed(state, formula, transaction.isUserEvent('input'), mistakes)
  },
  provide: field => [
    EditorView.decorations.from(field, value => value.marks),
    EditorView.decorations.from(field, value => value.chips),
    EditorView.decorations.from(field, value => value.mistakes),
    EditorView.atomicRanges.of(view => view.state.field(field).chips),
  ],
})

function dressed(state: EditorState, formula: DressedFormula, typing: boolean, mistakes: DecorationSet): Dressing {
  const { head } = state.selection.main
  const marks = new RangeSetBuilder<Decoration>()
  const chips = new RangeSetBuilder<Decoration>()
  const pair = bracketPair(formula.pieces, head)
  for (const piece of formula.pieces) {
    const chip = chipOf(piece, head, typing)
    if (chip === undefined) {
      marks.add(piece.start, piece.end, colours[piece.kind]!)
      if (pair?.includes(piece)) marks.add(piece.start, piece.end, pair.length === 2 ? matched : unmatched)
      openParts(piece, state.doc.sliceString(piece.start, piece.end), head, chips)
    } else chips.add(piece.start, piece.end, Decoration.replace({ widget: chip }))
  }
  return { formula, marks: marks.finish(), chips: chips.finish(), mistakes }
}

/** A name that is understood stands as its label, unless it is being typed or the cursor is inside it. */
function chipOf({ start, end, shown, hint, kind, braces }: Dressed, head: number, typing: boolean): Chip | undefined {
  if (shown === undefined || (head > start && head < end)) return undefined
  if (kind === 'name' && braces !== true && typing && head === end) return undefined
  return new Chip(shown, hint, kind)
}

/** While a path in braces is being typed, its finished parts already show their labels. */
function openParts(piece: Dressed, text: string, head: number, chips: RangeSetBuilder<Decoration>): void {
  if (piece.kind !== 'name' || piece.braces !== true || piece.meant === undefined || text.includes('\\')) return
  let at = piece.start + 1
  for (const [index, part] of text.slice(1, -1).split('.').entries()) {
    const end = at + part.length
    if (end < head && piece.shown?.[index] !== undefined)
      chips.add(at, end, Decoration.replace({ widget: new Chip([piece.shown[index]!], undefined, 'name') }))
    at = end + 1
  }
}

/** The bracket beside the cursor and its partner; alone when it has none. */
function bracketPair(pieces: readonly Piece[], head: number): readonly Piece[] | undefined {
  const brackets = pieces.filter(({ kind }) => kind === 'bracket')
  const at = brackets.find(({ end }) => end === head) ?? brackets.find(({ start }) => start === head)
  if (at === undefined) return undefined
  const open: Piece[] = []
  for (const one of brackets) {
    if (one.text === '(' || one.text === '[') open.push(one)
    else {
      const partner = open.pop()
      const fits = partner !== undefined && (partner.text === '(') === (one.text === ')')
      if (fits && (one === at || partner === at)) return [partner, one]
    }
  }
  return [at]
}

function nextMistakes(before: DecorationSet, transaction: Transaction): DecorationSet {
  const effect = transaction.effects.find(one => one.is(showMistakes))
  if (effect === undefined) return before.map(transaction.changes)
  const length = transaction.state.doc.length
  const places = (effect.value as readonly ExpressionError[])
    .map(
      ({ start, end }) =>
        [Math.min(start, Math.max(length - 1, 0)), Math.min(Math.max(end, start + 1), length)] as const,
    )
    .filter(([start, end]) => start < end)
    .sort((a, b) => a[0] - b[0])
  return Decoration.set(places.map(([start, end]) => mistaken.range(start, end)))
}

/** A point right behind a link opens it again: `{customer}.` goes on as `{customer.`. */
export const pointOpensLink = EditorState.transactionFilter.of(transaction => {
  if (!transaction.isUserEvent('input.type')) return transaction
  let opened: { at: number; point: number } | undefined
  transaction.changes.iterChanges((from, to, _fromNew, toNew, inserted) => {
    const piece = transaction.startState.field(dressing).formula.pieces.find(one => one.end === from)
    const linked = piece?.kind === 'name' && piece.braces === true && piece.meant !== undefined
    if (from === to && /^[.．]$/.test(inserted.toString()) && linked) opened = { at: from, point: toNew }
  })
  if (opened === undefined) return transaction
  const { at } = opened
  return {
    changes: { from: at - 1, to: at, insert: '.}' },
    selection: { anchor: at },
    userEvent: 'input.type',
  }
})
