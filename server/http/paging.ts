import { HttpProblem } from './problem.ts'

const LARGEST = 200
const ORDINARY = 50

/**
 * The `limit` parameter: 1 to 200, 50 when absent.
 * @throws HttpProblem 400 `page_size` | `invalid_parameter`
 */
export function pageSize(limit: string | undefined): number {
  if (limit === undefined) return ORDINARY
  const size = /^[1-9]\d{0,8}$/.test(limit) ? Number(limit) : 0
  if (size === 0) throw new HttpProblem(400, 'invalid_parameter', { parameter: 'limit', reason: limit.slice(0, 20) })
  if (size > LARGEST) throw new HttpProblem(400, 'page_size', { limit: LARGEST })
  return size
}

/** Cuts a list that was read one longer than the page, and says from where the next page goes on. */
export function page<T extends { readonly id: string }>(
  rows: readonly T[],
  size: number,
): { rows: readonly T[]; nextCursor: string | null } {
  if (rows.length <= size) return { rows, nextCursor: null }
  const shown = rows.slice(0, size)
  return { rows: shown, nextCursor: shown.at(-1)?.id ?? null }
}
