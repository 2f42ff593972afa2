import type { Config } from '../config.ts'
import type { Outgoing } from '../outbox/enqueue.ts'
import type { NoticeKind } from './ways.ts'

/** What a notification says, in both languages. */
export interface NoticeText {
  readonly zh: string
  readonly en: string
}

/** Where it leads. */
export interface NoticeLink {
  readonly app: string
  readonly form: string
  readonly record: string
  readonly task?: string
}

export interface NewNotice {
  readonly orgId: string
  readonly users: readonly string[]
  readonly text: NoticeText
  readonly link: NoticeLink | null
  /** The same key is told once per person, however often the work behind it is tried (RL-10). */
  readonly dedupeKey?: string
  /** what it is about; default `notice` */
  readonly kind?: NoticeKind
  /** what the author of a `notify` names; absent = every person's own choice */
  readonly channels?: readonly string[] | undefined
}

/** What telling outside needs of the platform. */
export interface Telling extends Outgoing {
  readonly config: Config
}

/** One row of the notification table, just written. */
export interface Told {
  readonly id: string
  readonly user: string
}
