/** Random work on the mill app: what eight people at once would do to it, and worse. */
export type Send = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
) => Promise<{ status: number; json: Record<string, unknown> }>

export const base = '/api/apps/mill/forms'
const forms = ['region', 'product', 'customer', 'order', 'payment'] as const
type Form = (typeof forms)[number]

/** Numbers from 0 to 1 from a seed (mulberry32), so that a run's choices can be made again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export class MillWriters {
  /** writes that were acknowledged */
  acknowledged = 0
  /** answers by status, for whoever wonders */
  readonly refused = new Map<number, number>()
  readonly #ids: Record<Form, string[]> = { region: [], product: [], customer: [], order: [], payment: [] }
  readonly #deleted: { form: Form; id: string }[] = []
  readonly #send: Send
  readonly #random: () => number

  constructor(send: Send, random: () => number) {
    this.#send = send
    this.#random = random
  }

  /** A few of each, so that the first writers have something to link. */
  async seed(count = 3): Promise<void> {
    for (const form of forms) for (let n = 0; n < count; n += 1) await this.#create(form)
  }

  async one(): Promise<void> {
    const dice = this.#random()
    if (dice < 0.3) await this.#create(this.#pick(forms))
    else if (dice < 0.7) await this.#change(this.#pick(forms))
    else if (dice < 0.78) await this.#relink()
    else if (dice < 0.86) await this.#delete()
    else if (dice < 0.9) await this.#restore()
    else if (dice < 0.95) await this.#batch()
    else await this.#import()
  }

  #pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.#random() * items.length)]!
  }
  #maybe<T>(value: () => T, share = 0.85): T | null {
    return this.#random() < share ? value() : null
  }
  #amount(most: number): string {
    return (Math.floor(this.#random() * most * 100) / 100).toFixed(2)
  }
  #link(form: Form): string | null {
    return this.#maybe(() => this.#pick(this.#ids[form]) ?? null)
  }

  #values(form: Form): Record<string, unknown> {
    switch (form) {
      case 'region':
        return { name: `区${this.#amount(9)}`, bonus: this.#maybe(() => (this.#random() * 0.2).toFixed(4)) }
      case 'product':
        return {
          name: `品${this.#amount(9)}`,
          price: this.#random() < 0.2 ? '0' : this.#amount(50),
          cost: this.#maybe(() => this.#amount(40)),
        }
      case 'customer':
        return {
          ...{
            name: `客户${this.#amount(99)}`,
            region: this.#link('region'),
            limit: this.#maybe(() => this.#amount(900)),
          },
          level: this.#maybe(() => this.#pick(['gold', 'plain', 'none'])),
        }
      case 'order':
        return {
          ...{ title: `单${this.#amount(99)}`, customer: this.#link('customer'), product: this.#link('product') },
          ...{
            status: this.#maybe(() => this.#pick(['open', 'done'])),
            day: this.#maybe(() => `2026-${this.#pick(['01', '06', '11'])}-${this.#pick(['01', '15', '28'])}`),
          },
          ...{ discount: this.#maybe(() => (this.#random() * 0.3).toFixed(4), 0.4), lines: this.#lines() },
        }
      case 'payment':
        return {
          note: `款${this.#amount(99)}`,
          order: this.#link('order'),
          amount: this.#maybe(() => this.#amount(500)),
        }
    }
  }

  #lines(): Record<string, unknown>[] {
    return Array.from({ length: Math.floor(this.#random() * 4) }, () => ({
      item: this.#link('product'),
      quantity: this.#maybe(() => String(1 + Math.floor(this.#random() * 20))),
    }))
  }

  async #write(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<Record<string, unknown> | undefined> {
    try {
      const { status, json } = await this.#send(method, path, body)
      if (status < 300) {
        this.acknowledged += 1
        return json
      }
      this.refused.set(status, (this.refused.get(status) ?? 0) + 1)
    } catch {
      this.refused.set(0, (this.refused.get(0) ?? 0) + 1)
    }
    return undefined
  }

  async #create(form: Form): Promise<void> {
    const made = await this.#write('POST', `${base}/${form}/records`, this.#values(form))
    if (made !== undefined) this.#ids[form].push(String(made.id))
  }

  async #change(form: Form): Promise<void> {
    const id = this.#pick(this.#ids[form])
    if (id === undefined) return
    const values = Object.entries(this.#values(form)).filter(() => this.#random() < 0.5)
    await this.#write('PATCH', `${base}/${form}/records/${id}`, Object.fromEntries(values))
  }

  async #relink(): Promise<void> {
    const [form, field, to] = this.#pick([
      ['customer', 'region', 'region'],
      ['order', 'customer', 'customer'],
      ['order', 'product', 'product'],
      ['payment', 'order', 'order'],
    ] as const)
    const id = this.#pick(this.#ids[form])
    if (id !== undefined) await this.#write('PATCH', `${base}/${form}/records/${id}`, { [field]: this.#link(to) })
  }

  async #delete(): Promise<void> {
    const form = this.#pick(forms)
    if (this.#ids[form].length < 4) return
    const id = this.#pick(this.#ids[form])
    if ((await this.#write('DELETE', `${base}/${form}/records/${id}`)) === undefined) return
    this.#ids[form] = this.#ids[form].filter(other => other !== id)
    this.#deleted.push({ form, id })
  }

  async #restore(): Promise<void> {
    const at = Math.floor(this.#random() * this.#deleted.length)
    const [one] = this.#deleted.splice(at, 1)
    if (one === undefined) return
    const back = await this.#write('POST', `${base}/${one.form}/records/${one.id}/restore`)
    if (back !== undefined) this.#ids[one.form].push(one.id)
  }

  /** Several records in one transaction: a bulk edit. */
  async #batch(): Promise<void> {
    const form = this.#pick(forms)
    const ids = new Set(Array.from({ length: 3 }, () => this.#pick(this.#ids[form])).filter(id => id !== undefined))
    const updates = [...ids].map(id => ({ update: id, values: this.#values(form) }))
    const answer = await this.#write('POST', `${base}/${form}/batch`, {
      operations: [...updates, { create: this.#values(form) }],
    })
    const made = (answer?.results as { id: string }[] | undefined)?.at(-1)
    if (made !== undefined) this.#ids[form].push(made.id)
  }

  async #import(): Promise<void> {
    const form = this.#pick(forms)
    await this.#write('POST', `${base}/${form}/import`, { rows: Array.from({ length: 4 }, () => this.#values(form)) })
  }
}
