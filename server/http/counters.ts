/** What happened in this process, counted for `/metrics` (RL-42): names like `outbox_settled_total`, labels as `{ channel: 'email' }`. */
export class Counters {
  readonly #counts = new Map<string, number>()

  add(name: string, labels: Readonly<Record<string, string>> = {}, n = 1): void {
    const inner = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
    const series = `formwork_${name}${inner.length === 0 ? '' : `{${inner.join(',')}}`}`
    this.#counts.set(series, (this.#counts.get(series) ?? 0) + n)
  }

  /** Lines of the Prometheus text format. */
  lines(): string[] {
    return [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([series, count]) => `${series} ${count}`)
  }
}
