/** Milliseconds of answered requests. */
export interface Latency {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly worst: number
}

export function latencyOf(all: readonly number[]): Latency {
  const sorted = [...all].sort((one, other) => one - other)
  const at = (share: number): number => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), worst: Math.round(sorted.at(-1) ?? 0) }
}
