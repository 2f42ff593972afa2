import type { TypedNode } from '../expression/index.ts'
import type { CompiledExpression, CompiledForm } from './compiled.ts'
import type { CompiledApp } from './compiled-app.ts'

/** What time alone does to a value: nothing, only ever more (false to true), only ever less, or who knows. */
export type TimeDirection = 'still' | 'up' | 'down' | 'any'

const opposite: Readonly<Record<TimeDirection, TimeDirection>> = { still: 'still', up: 'down', down: 'up', any: 'any' }

const together = (directions: readonly TimeDirection[]): TimeDirection => {
  const moving = new Set(directions.filter(direction => direction !== 'still'))
  return moving.size === 0 ? 'still' : moving.size === 1 ? [...moving][0]! : 'any'
}

type Signs = readonly (1 | -1 | 0)[]

/** How a result follows each argument: 1 with it, -1 against it, 0 = that argument must stand still; the last one goes on for further arguments. */
const signs: Readonly<Record<string, Signs>> = {
  '+': [1, 1],
  '-': [1, -1],
  '>': [1, -1],
  '>=': [1, -1],
  '<': [-1, 1],
  '<=': [-1, 1],
  GT: [1, -1],
  GE: [1, -1],
  LT: [-1, 1],
  LE: [-1, 1],
  AND: [1],
  OR: [1],
  '&&': [1],
  '||': [1],
  NOT: [-1],
  '!': [-1],
  DAYS: [1, -1],
  DATEDIF: [-1, 1, 0],
  DATETIME_DIFF: [1, -1, 0],
  DATEADD: [1, 1, 0],
  EDATE: [1, 1],
  EOMONTH: [1, 1],
  MAX: [1],
  MIN: [1],
  INT: [1],
  ROUND: [1, 0],
  ROUNDUP: [1, 0],
  ROUNDDOWN: [1, 0],
  IF: [0, 1, 1],
  IFEMPTY: [1],
  IFERROR: [1],
}

/**
 * What time does to a condition on a form's records. A condition that reads the clock in a way not foreseen here is `any`: nobody can say when it will
 * have become true.
 */
export const timeDirection = (
  app: Pick<CompiledApp, 'forms'>,
  form: CompiledForm,
  condition: CompiledExpression,
): TimeDirection => directionOf(app, form, condition.typed, new Set())

function directionOf(
  app: Pick<CompiledApp, 'forms'>,
  form: CompiledForm,
  node: TypedNode,
  seen: ReadonlySet<string>,
): TimeDirection {
  if (node.node === 'constant' || node.node === 'bound') return 'still'
  if (node.node === 'reference') return directionOfPath(app, form, node.path, seen)
  if (node.node === 'list') return together(node.items.map(item => directionOf(app, form, item, seen)))
  const { name } = node.operation
  if (name === 'TODAY' || name === 'NOW') return 'up'
  const args = node.args.map(arg => directionOf(app, form, arg, seen))
  const known = Object.hasOwn(signs, name) ? signs[name]! : undefined
  // Conversions, named in small letters, keep the order of what they convert.
  const rule: Signs = known ?? (/^[a-z]/.test(name) ? [1] : [0])
  // A single minus turns its operand round.
  if (name === '-' && args.length === 1) return opposite[args[0]!]
  return together(
    args.map((direction, index) => {
      const sign = rule[Math.min(index, rule.length - 1)]!
      if (direction === 'still') return 'still'
      return sign === 0 ? 'any' : sign === 1 ? direction : opposite[direction]
    }),
  )
}

/** A computed field of the record goes as its formula does; what other records hold is judged when it changes there. */
function directionOfPath(
  app: Pick<CompiledApp, 'forms'>,
  form: CompiledForm,
  path: readonly string[],
  seen: ReadonlySet<string>,
): TimeDirection {
  const own = path[0] === '$record' ? path.slice(1) : path
  const field = form.fields.get(own[0] ?? '')
  if (own[0] === '$stages') return 'any'
  if (field === undefined || own.length > 1 || seen.has(field.key)) return 'still'
  const deeper = new Set([...seen, field.key])
  if (field.formula !== undefined) return directionOf(app, form, field.formula.typed, deeper)
  return field.rollup?.where?.usesClock !== undefined && field.rollup.where.usesClock !== 'none' ? 'any' : 'still'
}
