import { closed, decimal, expr, flag, key, label, list, oneOf, ref, type Schema } from './shapes.ts'

const help = ref('help')

/** How a dimension without a value counts: left out, its weight shared by the others; 0; or a stated score. */
const missing: Schema = {
  type: ['string', 'object'],
  if: { type: 'object' },
  then: closed({ value: decimal }, ['value']),
  else: oneOf('skip', 'zero'),
}

/** Bands written out, or an Expr for a table setting with the columns `from` | `above` and `score`. */
const bandRows: Schema = {
  type: ['array', 'string', 'object'],
  if: { type: 'array' },
  then: list(ref('band'), 100, 1),
  else: expr,
}

/** A scorecard: weighted dimensions -> score 0-100 -> grade (P20, M5). Fields of type `score` show its parts. */
export const scorecardSchemas: Record<string, Schema> = {
  band: closed({ from: expr, above: expr, score: expr }, ['score']),
  bands: closed({ of: expr, rows: bandRows }, ['of', 'rows']),
  dimension: closed({ key, label, advice: help, weight: expr, score: expr, bands: ref('bands'), missing }, [
    'key',
    'label',
    'weight',
  ]),
  adjustment: closed({ when: expr, by: expr, label }, ['when', 'by', 'label']),
  grade: closed({ key, from: expr, above: expr }, ['key']),
  scorecard: closed(
    {
      key,
      name: label,
      help,
      form: key,
      dimensions: list(ref('dimension'), 100, 1),
      adjust: list(ref('adjustment'), 50),
      grades: list(ref('grade'), 50, 1),
      options: key,
      refresh: closed({ onChange: flag, every: ref('duration') }),
    },
    ['key', 'form', 'dimensions'],
  ),
}
