/** What is known before a record is read is worked out by the closure, so that SQL compares with a plain value and indexes serve it. */
import { compile } from '../compile.ts'
import { unitOf } from '../functions/unit.ts'
import type { TypedNode, TypedNodeOf } from '../typed.ts'
import type { Result } from '../value.ts'

/** Operations that ask the clock, the calendar or the organisation. */
const ASKING = new Set([
  ...['TODAY', 'NOW', 'SYSTIME', 'AGE', 'NETWORKDAYS', 'WORKDAY', 'WORKHOURS', 'METRIC'],
  ...['MANAGER', 'MANAGERS', 'HEAD', 'ROLE', 'SUBORDINATES', 'DEPARTMENT', 'HASROLE'],
])

/** The value of a call over constants; undefined when it needs a record or more than the zone. */
export function foldedValue(node: TypedNodeOf<'call'>, zone: string): Result | undefined {
  if (!isKnown(node)) return undefined
  return compile(node)({ zone, now: '', today: '', read: () => null })
}

function isKnown(node: TypedNode): boolean {
  if (node.node === 'constant') return true
  if (node.node === 'list') return node.items.every(isKnown)
  return node.node === 'call' && !ASKING.has(node.operation.name) && !stepsByCalendar(node) && node.args.every(isKnown)
}

/** DATEADD in working days or hours. */
function stepsByCalendar({ operation, args }: TypedNodeOf<'call'>): boolean {
  const unit = args[2]
  const written = operation.name === 'DATEADD' && unit?.node === 'constant' ? unitOf(String(unit.value)) : undefined
  return written === 'wd' || written === 'wh'
}
