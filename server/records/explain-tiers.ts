import { Decimal } from '../../engine/expression/index.ts'

/** What one tier of a marginal table brought: the part of the amount that lies in it, its rate, and their product. */
export interface TierSlice {
  readonly from: string
  readonly to: string | null
  readonly part: string
  readonly rate: string
  readonly brings: string
}

interface Bound {
  readonly edge: Decimal
  readonly rate: Decimal
}

/** The modes of TIER, as written, in which each part of the amount has its own rate. */
const MARGINAL = new Set<string | undefined>(['"marginal"', '"超额"'])

/** What surrounds the tier that applied, from the inputs of a TIER: amount, table, mode. */
export function tierBounds(
  from: string,
  inputs: readonly { readonly text: string; readonly value?: unknown }[],
): { to?: string; slices?: readonly TierSlice[] } {
  const [amount, table] = inputs.map(({ value }) => value)
  const bounds = boundsOf(table)
  const next = bounds.find(({ edge }) => edge.gt(from))
  return {
    ...(next === undefined ? {} : { to: next.edge.toFixed() }),
    ...(MARGINAL.has(inputs[2]?.text) && isDecimal(amount)
      ? { slices: slicesOf(new Decimal(String(amount)), bounds) }
      : {}),
  }
}

const isDecimal = (value: unknown): boolean => /^-?\d+(\.\d+)?$/.test(String(value))

/** The rows of a table in ascending order; a row that is none is left out, as TIER itself would have refused it. */
function boundsOf(table: unknown): readonly Bound[] {
  const rows = (Array.isArray(table) ? table : []).flatMap((row: unknown): Bound[] => {
    const cells = Array.isArray(row) ? { from: row[0], rate: row[1] } : ((row ?? {}) as Record<string, unknown>)
    const edge = cells.from ?? (cells as Record<string, unknown>).above
    return isDecimal(edge) && isDecimal(cells.rate)
      ? [{ edge: new Decimal(String(edge)), rate: new Decimal(String(cells.rate)) }]
      : []
  })
  return rows.sort((a, b) => a.edge.cmp(b.edge))
}

function slicesOf(amount: Decimal, bounds: readonly Bound[]): readonly TierSlice[] {
  return bounds.flatMap(({ edge, rate }, index) => {
    const end = bounds[index + 1]?.edge
    const part = (end?.lt(amount) ? end : amount).minus(edge)
    if (!part.isPositive() || part.isZero()) return []
    const brings = part.times(rate).toFixed()
    return [{ from: edge.toFixed(), to: end?.toFixed() ?? null, part: part.toFixed(), rate: rate.toFixed(), brings }]
  })
}
