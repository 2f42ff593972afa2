import { nearestName } from '../suggestion.ts'
import type { TypedNode } from '../typed.ts'

/** Units of dates. `m` is minutes and `M` months, as in DATEDIF of 简道云 and Airtable. */
export type Unit = 's' | 'min' | 'h' | 'd' | 'w' | 'mo' | 'q' | 'y' | 'wd' | 'wh'

const SPELLINGS: Readonly<Record<Unit, readonly string[]>> = {
  s: ['s', 'second', 'seconds', '秒'],
  min: ['m', 'min', 'minute', 'minutes', '分', '分钟'],
  h: ['h', 'H', 'hour', 'hours', '时', '小时'],
  d: ['d', 'D', 'day', 'days', '日', '天'],
  w: ['w', 'week', 'weeks', '周'],
  mo: ['M', 'mo', 'month', 'months', '月', '个月'],
  q: ['q', 'quarter', 'quarters', '季', '季度'],
  y: ['y', 'Y', 'year', 'years', '年'],
  wd: ['wd', 'workday', 'workdays', '工作日'],
  wh: ['wh', 'workhour', 'workhours', '工时', '工作小时'],
}
const UNITS: ReadonlyMap<string, Unit> = new Map(
  Object.entries(SPELLINGS).flatMap(([unit, names]) => names.map(name => [name, unit as Unit] as const)),
)

/** The unit of a spelling; undefined = there is none. */
export function unitOf(written: string): Unit | undefined {
  return UNITS.get(written) ?? UNITS.get(written.toLowerCase())
}

/** The constant unit at `index`, `fallback` when the argument is absent. */
export function unitAt(nodes: readonly TypedNode[], index: number, fallback?: Unit): Unit | undefined {
  const node = nodes[index]
  if (!node) return fallback
  return node.node === 'constant' && typeof node.value === 'string' ? unitOf(node.value) : undefined
}

/** An unknown unit, or one that is not a constant, is an error of the formula. */
export function validateUnit(index: number, allowed: readonly Unit[]) {
  return (nodes: readonly TypedNode[]) => {
    const node = nodes[index]
    const unit = unitAt(nodes, index)
    if (!node || (unit && allowed.includes(unit))) return undefined
    const written = node.node === 'constant' && typeof node.value === 'string' ? node.value : ''
    const near = nearestName(
      written,
      allowed.flatMap(each => SPELLINGS[each]),
    )
    return {
      code: 'formula_unknown_unit',
      params: { units: allowed.join(', ') },
      at: index,
      ...(near === undefined ? {} : { suggestion: `"${near}"` }),
    }
  }
}
