import { createHash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connect.ts'
import type { Caller } from '../http/caller.ts'
import type { RandomBytes } from '../ids.ts'

/** A session ends after so long without a request, and after so long in any case. */
export const SESSION_IDLE_MS = 12 * 3_600_000
export const SESSION_MS = 30 * 24 * 3_600_000

/** How long an answer of the database about a secret is believed (SR-08: a right taken away works within 1 s, the way of the request in it). */
const BELIEVED_MS = 700
const MOST_KNOWN = 10_000
/** `last_seen_at` and `last_used_at` are written at most so often. */
const TOUCH_MS = 300_000

const SESSION = `
  select 'user' as kind, s.org_id as "orgId", s.user_id as "userId", u.admin, coalesce(u.language, o.language) as language,
    coalesce(u.zone, o.zone) as zone, o.directory_version::float8 as "directoryVersion", null as "tokenId", null as scopes, null as apps,
    s.last_seen_at < $4 as stale
  from formwork.session s
  join formwork.app_user u on u.org_id = s.org_id and u.id = s.user_id
  join formwork.organisation o on o.id = s.org_id
  where s.id = $1 and u.active and s.expires_at > $2 and s.last_seen_at > $3`

const TOKEN = `
  select 'token' as kind, t.org_id as "orgId", t.user_id as "userId", u.admin, coalesce(u.language, o.language) as language,
    coalesce(u.zone, o.zone) as zone, o.directory_version::float8 as "directoryVersion", t.id as "tokenId", t.scopes, t.apps,
    t.last_used_at is null or t.last_used_at < $3 as stale
  from formwork.api_token t
  join formwork.app_user u on u.org_id = t.org_id and u.id = t.user_id
  join formwork.organisation o on o.id = t.org_id
  where t.token_hash = $1 and u.active and t.revoked_at is null and t.expires_at > $2`

type Found = Caller & { readonly stale: boolean }

interface Entry {
  readonly caller: Caller
  readonly readAt: number
}

/** The SHA-256 under which a secret is stored. Secrets are 256 random bits: no salt is needed. */
export const secretHash = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** A new secret for a cookie or a token: 256 random bits as text for URLs. */
export const newSecret = (random: RandomBytes): string => random(32).toString('base64url')

/**
 * Who a cookie or a token stands for. Answers are remembered for less than a second, so that an authenticated request
 * normally costs no round trip, and a right taken away still works within one second on every node.
 */
export class Accounts {
  readonly #database: Database
  readonly #clock: Clock
  readonly #monotonicMs: () => number
  readonly #known = new Map<string, Entry>()
  readonly #reading = new Map<string, Promise<Caller | null>>()
  #generation = 0

  constructor(database: Database, clock: Clock, monotonicMs: () => number = () => performance.now()) {
    this.#database = database
    this.#clock = clock
    this.#monotonicMs = monotonicMs
  }

  /** The caller of a session's cookie; null = unknown, ended, or the person is no longer active. */
  bySession(cookie: string): Promise<Caller | null> | Caller {
    return this.#find(secretHash(cookie), 'session')
  }

  /** The caller of an API token. */
  byToken(token: string): Promise<Caller | null> | Caller {
    return this.#find(secretHash(token), 'token')
  }

  /** Forgets everything about one person, or about everybody; reads under way are not remembered either. */
  forget(userId?: string): void {
    this.#generation += 1
    this.#reading.clear()
    for (const [key, { caller }] of this.#known) {
      if (userId === undefined || caller.userId === userId) this.#known.delete(key)
    }
  }

  /** Forgets everything about an organisation: its directory changed. */
  forgetOrganisation(orgId: string): void {
    this.#generation += 1
    this.#reading.clear()
    for (const [key, { caller }] of this.#known) if (caller.orgId === orgId) this.#known.delete(key)
  }

  #find(hash: Buffer, kind: 'session' | 'token'): Promise<Caller | null> | Caller {
    const key = hash.toString('latin1')
    const known = this.#known.get(key)
    if (known !== undefined && this.#monotonicMs() - known.readAt < BELIEVED_MS) return known.caller
    const reading = this.#reading.get(key) ?? this.#read(key, hash, kind)
    this.#reading.set(key, reading)
    return reading
  }

  async #read(key: string, hash: Buffer, kind: 'session' | 'token'): Promise<Caller | null> {
    const readAt = this.#monotonicMs()
    const generation = this.#generation
    try {
      const found = kind === 'session' ? await this.#readSession(hash) : await this.#readToken(hash)
      this.#known.delete(key)
      if (found === null) return null
      const { stale, ...caller } = found
      if (stale) await this.#touch(hash, kind)
      if (generation === this.#generation) this.#remember(key, { caller: Object.freeze(caller), readAt })
      return caller
    } finally {
      if (generation === this.#generation) this.#reading.delete(key)
    }
  }

  #remember(key: string, entry: Entry): void {
    const oldest = this.#known.keys().next()
    if (this.#known.size >= MOST_KNOWN && oldest.done !== true) this.#known.delete(oldest.value)
    this.#known.set(key, entry)
  }

  async #readSession(hash: Buffer): Promise<Found | null> {
    const now = this.#clock.epochMs()
    const values = [hash, instant(now), instant(now - SESSION_IDLE_MS), instant(now - TOUCH_MS)]
    return this.#one('session_caller', SESSION, values)
  }

  async #readToken(hash: Buffer): Promise<Found | null> {
    const now = this.#clock.epochMs()
    return this.#one('token_caller', TOKEN, [hash, instant(now), instant(now - TOUCH_MS)])
  }

  async #one(name: string, text: string, values: unknown[]): Promise<Found | null> {
    const { pool, pooled } = this.#database
    const { rows } = await pool.query<Found>(pooled ? { text, values } : { name, text, values })
    return rows[0] ?? null
  }

  async #touch(hash: Buffer, kind: 'session' | 'token'): Promise<void> {
    const text =
      kind === 'session'
        ? 'update formwork.session set last_seen_at = $2 where id = $1'
        : 'update formwork.api_token set last_used_at = $2 where token_hash = $1'
    await this.#database.pool.query(text, [hash, this.#clock.now()])
  }
}

const instant = (epochMs: number): string => new Date(epochMs).toISOString()
