import type { Call } from '../channels/client.ts'
import type { Transaction } from '../database/statements.ts'
import type { Delivery, Reason } from './delivery.ts'
import { enqueue, type Outgoing } from './enqueue.ts'

/** How a connector says who it is: `basic` by a user, `header` by a header's name. `secret` names one of the app's secrets. */
export interface ConnectorAuth {
  readonly type: 'bearer' | 'basic' | 'header'
  readonly secret: string
  readonly user?: string | undefined
  readonly header?: string | undefined
}

/** A service an app calls, as its definition names it. */
export interface CallTarget {
  /** https://host[:port][/path], constant */
  readonly base: string
  readonly auth?: ConnectorAuth | undefined
}

/** What goes on when the answer is there: `kind` finds its handler, the rest is the handler's own. */
export interface Continuation {
  readonly kind: string
  readonly [name: string]: unknown
}

export interface NewCall {
  readonly orgId: string
  readonly appId: string
  readonly target: CallTarget
  readonly method: Call['method']
  /** begins with '/' */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** sent as JSON */
  readonly payload?: unknown
  readonly key: string
  readonly continuation: Continuation
}

/** What a call ended in: an answer of the 2xx, or why it was given up. */
export type CallResult =
  | { readonly ok: true; readonly status: number; readonly body: unknown }
  | { readonly ok: false; readonly reason: Reason }

/** In the transaction that settles the call: it goes on exactly once. */
export type CallHandler = (
  transaction: Transaction,
  call: Pick<Delivery, 'id' | 'orgId' | 'appId'> & { readonly continuation: Continuation },
  result: CallResult,
) => Promise<void>

/** Who goes on with answers, by the kind of continuation. */
export class Calls {
  readonly #handlers = new Map<string, CallHandler>()

  onAnswer(kind: string, handler: CallHandler): void {
    this.#handlers.set(kind, handler)
  }

  async answer(transaction: Transaction, delivery: Delivery, result: CallResult): Promise<void> {
    const continuation = delivery.content.continuation as Continuation
    const { id, orgId, appId } = delivery
    await this.#handlers.get(continuation.kind)?.(transaction, { id, orgId, appId, continuation }, result)
  }
}

/**
 * Puts a call into the outbox, in the caller's transaction: it is made if and only if that commits, at least once, with the delivery's id as
 * `Idempotency-Key` at every try. Its end is told once to the handler of `continuation.kind`, in the transaction that settles the delivery: an answer of the
 * 2xx, or why it was given up (refused for good, or six tries). What the handler throws undoes that transaction and counts as a try that failed: the
 * call is then made again with the same id. Answers the delivery's id; undefined when the key was used before (nothing is called, nobody is told).
 */
export const enqueueCall = (
  platform: Outgoing,
  transaction: Transaction,
  call: NewCall,
): Promise<string | undefined> => {
  const { orgId, appId, target, method, path, query = {}, payload, key, continuation } = call
  return enqueue(platform, transaction, {
    orgId,
    appId,
    channel: 'http',
    lane: `http:${appId}:${target.base}`,
    body: payload,
    more: { target, method, path, query, continuation },
    key,
  })
}
