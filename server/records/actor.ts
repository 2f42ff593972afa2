import type { Caller } from '../http/caller.ts'

/** Who makes a write, as history tells it (ARCHITECTURE "Data"). */
export interface Actor {
  readonly kind: 'user' | 'token' | 'automation' | 'template' | 'system'
  /** the person, or the person an automation acts for; null in timers */
  readonly userId: string | null
  readonly onBehalfOf?: string | undefined
  readonly requestId?: string | undefined
  /** what led to it: `{ workflow, node }`, `{ automation }`, `{ move: [from, to] }`, `{ rollup: ... }` */
  readonly cause?: Readonly<Record<string, unknown>> | undefined
  /** length of the chain of automations behind it (limit 10) */
  readonly depth?: number
}

export const actorOf = (caller: Caller, requestId: string): Actor => ({
  kind: caller.kind,
  userId: caller.userId,
  requestId,
})
