import type { Transaction } from '../database/statements.ts'

/** Something another system told us, checked and stored. */
export interface HookEvent {
  readonly id: string
  readonly orgId: string
  readonly appId: string
  readonly hook: { readonly id: string; readonly name: string; readonly connector: string | null }
  /** the sender's own id of it */
  readonly externalId: string
  /** its JSON, as it came */
  readonly body: unknown
  readonly receivedAt: string
}

/** Does what follows, in the transaction that marks the event handled: both or neither. An error is tried again, then listed (RL-38). */
export type HookListener = (transaction: Transaction, event: HookEvent) => Promise<void>

/** Who acts on incoming hooks. */
export class Hooks {
  readonly #listeners: HookListener[] = []

  onHook(listener: HookListener): void {
    this.#listeners.push(listener)
  }

  async handle(transaction: Transaction, event: HookEvent): Promise<void> {
    for (const listener of this.#listeners) await listener(transaction, event)
  }
}
