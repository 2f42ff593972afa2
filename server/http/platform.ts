import type { FastifyInstance } from 'fastify'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Database } from '../database/connect.ts'
import type { Transaction } from '../database/statements.ts'
import type { Hub } from '../events/hub.ts'
import type { Listener } from '../events/listener.ts'
import type { RecordNews } from '../events/recordNews.ts'
import type { Accounts } from '../identity/accounts.ts'
import type { Directories } from '../identity/directory.ts'
import type { NewId, RandomBytes } from '../ids.ts'
import type { Bell } from '../outbox/bell.ts'
import type { Calls } from '../outbox/calls.ts'
import type { Hooks } from '../outbox/hooks.ts'
import type { Webhooks } from '../outbox/webhooks.ts'
import type { Caller } from './caller.ts'
import type { Counters } from './counters.ts'
import type { JsonLimits } from './json.ts'
import type { RecordAccess } from './recordAccess.ts'

export type { Transaction }

/** What every room of the server shares. Made once per process by `buildServer`. */
export interface Platform {
  readonly config: Config
  readonly database: Database
  readonly clock: Clock
  readonly random: RandomBytes
  readonly newId: NewId
  readonly accounts: Accounts
  readonly directories: Directories
  readonly listener: Listener
  readonly hub: Hub
  readonly recordNews: Pick<RecordNews, 'tell' | 'close'>
  /** Timers fire for this organisation only: a scenario's world. Absent = for all. */
  readonly only?: string
  readonly counters: Counters
  /** Rung when a delivery was put into the outbox. */
  readonly outbox: Bell
  readonly webhooks: Webhooks
  /** Listen here for what other systems tell an app. */
  readonly hooks: Hooks
  /** Go on here with the answers of calls to other systems. */
  readonly calls: Calls
  /** Until a plugin sets it, nobody may read any record. */
  recordAccess: RecordAccess
  /** One transaction, tried again after a deadlock or serialization failure: no effect outside it in `work`. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
}

/** A concern's routes. */
export type Routes = (app: FastifyInstance, platform: Platform) => void | Promise<void>

declare module 'fastify' {
  interface FastifyRequest {
    /** null on public routes without a sign-in; elsewhere use `callerOf`. */
    caller: Caller | null
  }
  interface FastifyContextConfig {
    /** Answers without a sign-in. */
    public?: boolean
    /** A token limited to some apps may call it although it names no app; the route does the limiting itself. */
    anyApp?: boolean
    /** A POST that changes nothing: a read-only token may call it. */
    reads?: boolean
    /** Bounds of the body's JSON, when not the ordinary ones. */
    json?: JsonLimits
  }
}
