import type { Problem } from '../../schemas/problem.ts'
import type { Transaction } from '../database/statements.ts'

/** The ways out (and `hook`, the way in, which is retried and kept by the same rules). */
export type Channel = 'email' | 'sms' | 'wecom' | 'dingtalk' | 'feishu' | 'digest' | 'webhook' | 'http' | 'hook'

/** Why a try did not succeed: a code of the error catalogue. */
export interface Reason {
  readonly code: string
  readonly params: Problem['params']
}

/** One delivery as a worker holds it. */
export interface Delivery {
  readonly orgId: string
  /** The same at every try: sent along, so that the other side can tell a repetition. */
  readonly id: string
  readonly appId: string | null
  readonly channel: string
  readonly lane: string
  readonly content: Readonly<Record<string, unknown>>
  readonly createdAt: string
  /** this one included */
  readonly tries: number
  readonly fence: string
  /** milliseconds of the One Clock */
  readonly leaseUntil: number
}

/** What came of a try. */
export type Outcome =
  | {
      readonly result: 'sent'
      /** what the other side said, for the delivery log; never a secret */
      readonly detail?: Readonly<Record<string, unknown>>
      /** in the transaction that marks it sent */
      readonly settle?: (transaction: Transaction) => Promise<void>
    }
  | { readonly result: 'retry'; readonly reason: Reason; readonly afterMs?: number | undefined }
  /** Trying again would not help: it goes to the administrators' list at once. */
  | { readonly result: 'failed'; readonly reason: Reason }
  /** Not its turn (a limit of the sender's own): comes again without having used up a try. */
  | { readonly result: 'later'; readonly reason: Reason; readonly afterMs: number }

type Undone = Exclude<Outcome, { readonly result: 'sent' }>

/** Carries deliveries of one channel out. */
export interface Sender {
  send(delivery: Delivery): Promise<Outcome>
  /** In the transaction that gives it up. */
  gaveUp?(transaction: Transaction, delivery: Delivery, reason: Reason): Promise<void>
}

export type Senders = ReadonlyMap<string, Sender>

export const retry = (code: string, params: Reason['params'] = {}, afterMs?: number): Undone => ({
  result: 'retry',
  reason: { code, params },
  afterMs,
})

export const failed = (code: string, params: Reason['params'] = {}): Undone => ({
  result: 'failed',
  reason: { code, params },
})

export const later = (code: string, afterMs: number): Undone => ({
  result: 'later',
  reason: { code, params: {} },
  afterMs,
})

/** Thrown by a sender on its way, where no answer can be given: what came of the try. */
export class Undelivered extends Error {
  readonly outcome: Undone

  constructor(outcome: Undone) {
    super(outcome.reason.code)
    this.name = 'Undelivered'
    this.outcome = outcome
  }
}

/** Tries in all (RL-38) ... */
export const MOST_TRIES = 6

const WAITS_MS = [10_000, 60_000, 300_000, 1_800_000, 7_200_000] as const

/** ... and how long after the n-th one the next begins, in ms: 10 s, 1 min, 5 min, 30 min, 2 h. */
export const waitAfter = (tries: number): number => WAITS_MS[Math.min(tries, WAITS_MS.length) - 1] ?? WAITS_MS[0]
