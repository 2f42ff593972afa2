import type { Caller } from '../http/caller.ts'
import { mayUseApp } from '../http/caller.ts'
import type { Message } from './listener.ts'

/** A page that asks for more has been away: its reader reads everything again. */
const MOST_AGO_MS = 30_000
const SWEEP_ABOVE = 2_000

/** What a page may have read too early to know of. */
export interface Missed {
  readonly tasks: boolean
  readonly notices: boolean
  /** apps in which records changed */
  readonly apps: readonly string[]
  /** apps with a new version */
  readonly published: readonly string[]
}

/**
 * When each person's tasks and notices and each app's records last changed: a page reads first and listens a moment later, and what
 * happens between the two would otherwise stay unseen until the next change.
 */
export class Lately {
  readonly #at = new Map<string, number>()
  readonly #now: () => number

  /** @param now monotonic milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  note(message: Message): void {
    switch (message.kind) {
      case 'task':
      case 'notice':
        for (const user of message.users) this.#note(`${message.kind} ${message.org} ${user}`)
        return
      case 'record':
        this.#note(`records ${message.org} ${message.app}`)
        return
      case 'app':
        this.#note(`app ${message.org} ${message.app}`)
        return
      case 'records':
        for (const { org, app } of message.places) this.#note(`records ${org} ${app}`)
    }
  }

  /** @param ago milliseconds, at most 30,000: since when the page has been reading */
  missed(caller: Caller, ago: number): Missed | null {
    const since = this.#now() - Math.min(ago, MOST_AGO_MS)
    const changed = (key: string): boolean => (this.#at.get(key) ?? Number.NEGATIVE_INFINITY) >= since
    const tasks = changed(`task ${caller.orgId} ${caller.userId}`)
    const notices = changed(`notice ${caller.orgId} ${caller.userId}`)
    const apps = this.#appsOf('records', caller, changed)
    const published = this.#appsOf('app', caller, changed)
    return tasks || notices || apps.length + published.length > 0 ? { tasks, notices, apps, published } : null
  }

  #appsOf(kind: string, caller: Caller, changed: (key: string) => boolean): string[] {
    const start = `${kind} ${caller.orgId} `
    return [...this.#at.keys()]
      .filter(key => key.startsWith(start) && changed(key))
      .map(key => key.slice(start.length))
      .filter(app => mayUseApp(caller, app))
  }

  #note(key: string): void {
    const now = this.#now()
    this.#at.set(key, now)
    if (this.#at.size <= SWEEP_ABOVE) return
    for (const [old, at] of this.#at) if (at < now - MOST_AGO_MS) this.#at.delete(old)
  }
}
