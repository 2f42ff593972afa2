/** Puts the expressions of a scorecard together to the one tree behind a score field: never by joining texts. */
import type { Expr, Label } from '../../schemas/generated/definition.ts'
import {
  bandOperation,
  type DimensionPart,
  type EdgeKind,
  TABLE_BAND,
  totalOperation,
} from '../expression/functions/score.ts'
import { compile, Decimal, functions, type Node, NUMBER, TEXT, type Type, type TypedNode } from '../expression/index.ts'
import { callNode } from '../expression/operators.ts'
import type { CompiledExpression, CompiledField } from './compiled.ts'

/** A dimension with its expressions. */
export interface ScoredPart extends DimensionPart {
  readonly weight: CompiledExpression
  readonly value: CompiledExpression
}

/** A row of bands or grades; the result is a score or an option's key. */
export interface BandRow {
  readonly kind: EdgeKind
  readonly edge: CompiledExpression
  readonly result: CompiledExpression | string
}

/** The text of a tree that nobody wrote; places in it mean nothing. */
const NOWHERE = { start: 0, end: 0 }
const call = (name: string, args: readonly TypedNode[]): Node => ({
  ...NOWHERE,
  type: 'call',
  name,
  args: args.map(({ source }) => source),
})

/** An expression around others: what they read and whether they read the clock is what it reads. */
function around(source: Expr, typed: TypedNode, inputs: readonly CompiledExpression[]): CompiledExpression {
  const clocks = inputs.map(({ usesClock }) => usesClock)
  return {
    source,
    typed,
    type: typed.type,
    references: inputs.flatMap(({ references }) => references),
    usesClock: clocks.includes('now') ? 'now' : clocks.includes('today') ? 'today' : 'none',
    evaluate: compile(typed),
  }
}

export function totalOf(
  source: Expr,
  parts: readonly ScoredPart[],
  adjustments: readonly { readonly label: Label; readonly points: CompiledExpression }[],
): CompiledExpression {
  const inputs = [...parts.flatMap(({ weight, value }) => [weight, value]), ...adjustments.map(({ points }) => points)]
  const args = inputs.map(({ typed }) => typed)
  const operation = totalOperation(
    parts,
    adjustments.map(({ label }) => label),
  )
  return around(source, callNode(operation, args, NUMBER, call('SCORE', args)), inputs)
}

/** Points that count only while a condition holds; else blank. */
export function pointsOf(when: CompiledExpression, points: CompiledExpression): CompiledExpression {
  const args = [when.typed, points.typed]
  return around(points.source, callNode(functions.get('IF')!, args, NUMBER, call('IF', args)), [when, points])
}

export function bandsOf(value: CompiledExpression, rows: readonly BandRow[]): CompiledExpression {
  return banded('band', 'BAND', value, rows, NUMBER, new Decimal(0))
}

export function tableBandOf(value: CompiledExpression, table: CompiledExpression): CompiledExpression {
  const args = [value.typed, table.typed]
  return around(value.source, callNode(TABLE_BAND, args, NUMBER, call('BAND', args)), [value, table])
}

/** `total` is the form's field that shows the total, else the total itself, to be rounded to `scale` places. */
export function gradeOf(
  source: Expr,
  total: CompiledField | { readonly total: CompiledExpression; readonly scale: number },
  grades: readonly BandRow[],
  type: Type,
): CompiledExpression {
  const input = 'total' in total ? rounded(total.total, total.scale) : fieldOf(total)
  return { ...banded('grade', 'GRADE', input, grades, type, null), source }
}

function rounded(total: CompiledExpression, scale: number): CompiledExpression {
  const places: TypedNode = {
    node: 'constant',
    value: new Decimal(scale),
    type: NUMBER,
    source: { ...NOWHERE, type: 'number', text: String(scale) },
    size: { digits: 2, scale: 0 },
  }
  const args = [total.typed, places]
  return around(total.source, callNode(functions.get('ROUND')!, args, NUMBER, call('ROUND', args)), [total])
}

/** The field of the same record, as `{key}` reads it. */
function fieldOf({ key, label, valueType: type, scale }: CompiledField): CompiledExpression {
  const path = [key]
  const labels = [label.zh ?? label.en ?? key]
  const typed: TypedNode = {
    node: 'reference',
    path,
    labels,
    type,
    source: { ...NOWHERE, type: 'path', path },
    size: { digits: 20, scale: scale ?? 20 },
  }
  const expression = around(`{${key}}`, typed, [])
  return { ...expression, references: [{ path, type, labels, ...NOWHERE }] }
}

function banded(
  name: string,
  written: string,
  value: CompiledExpression,
  rows: readonly BandRow[],
  type: Type,
  otherwise: Decimal | null,
): CompiledExpression {
  const pairs = rows.flatMap(({ edge, result }) => [
    edge.typed,
    typeof result === 'string' ? optionNode(result, type) : result.typed,
  ])
  const args = [value.typed, ...pairs]
  const kinds = rows.map(({ kind }) => kind)
  const inputs = [value, ...rows.flatMap(({ edge, result }) => (typeof result === 'string' ? [edge] : [edge, result]))]
  return around(value.source, callNode(bandOperation(name, kinds, otherwise), args, type, call(written, args)), inputs)
}

const optionNode = (key: string, type: Type): TypedNode => ({
  node: 'constant',
  value: key,
  type: type.kind === 'option' ? type : TEXT,
  source: { ...NOWHERE, type: 'text', value: key },
})
