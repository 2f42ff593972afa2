import { createHash } from 'node:crypto'
import type { Transaction } from '../database/statements.ts'
import { HttpProblem } from '../http/problem.ts'

/** Wrong tries that are free; then each further one waits twice as long, from 30 s to 15 min. */
const FREE = { login: 10, address: 30 } as const
const FIRST_WAIT_S = 30
const LONGEST_WAIT_S = 900
/** After so long without a wrong try the count starts again. */
const FORGOTTEN_S = 3_600

type Place = keyof typeof FREE

const keyOf = (place: Place, value: string): Buffer =>
  createHash('sha256').update(`${place}:${value.toLowerCase()}`).digest()

/** Login and address of a sign-in; the address is the connection's, never a header's. */
export interface Attempt {
  readonly login: string
  readonly address: string
}

const keysOf = ({ login, address }: Attempt): [Buffer, Buffer] => [keyOf('login', login), keyOf('address', address)]

/**
 * Counts a try as wrong before its password is looked at, and holds both rows meanwhile: parallel guesses count one after
 * the other.
 * @throws HttpProblem 429 `too_many_attempts` with Retry-After; the same for known and unknown logins
 */
export async function countAttempt(transaction: Transaction, attempt: Attempt, now: string): Promise<void> {
  const keys = keysOf(attempt)
  const free = [FREE.login, FREE.address]
  const { rows } = await transaction.query<{ seconds: number | null }>(COUNT, [
    keys,
    free,
    now,
    FORGOTTEN_S,
    FIRST_WAIT_S,
    LONGEST_WAIT_S,
  ])
  const seconds = Math.max(0, ...rows.map(row => row.seconds ?? 0))
  // The count of this very try is rolled back with the transaction.
  if (seconds > 0)
    throw new HttpProblem(429, 'too_many_attempts', { seconds }, [], {}, { 'retry-after': String(seconds) })
}

/**
 * Adds one to both counts and answers for how many seconds each was blocked already: the old time is in the row that the
 * update locked. Rows in one order of keys: two sign-ins never wait for each other in a circle.
 */
const COUNT = `
  with wanted as (
    select w.key, w.free from unnest($1::bytea[], $2::int[]) as w(key, free) order by w.key
  ), counted as (
    insert into formwork.sign_in_attempt as a (key, failures, last_at, blocked_before)
    select w.key, 1, $3::timestamptz, null from wanted w order by w.key
    on conflict (key) do update set
      blocked_before = a.blocked_until,
      failures = case when a.last_at < $3::timestamptz - make_interval(secs => $4::int) then 1 else a.failures + 1 end,
      blocked_until = case when a.last_at >= $3::timestamptz - make_interval(secs => $4::int)
        and a.failures + 1 >= (select w.free from wanted w where w.key = a.key)
        then $3::timestamptz + make_interval(secs => least(
          $5::int * power(2, least(a.failures + 1 - (select w.free from wanted w where w.key = a.key), 10)), $6::int)) end,
      last_at = $3::timestamptz
    returning a.blocked_before
  )
  select ceil(extract(epoch from blocked_before - $3::timestamptz))::int as seconds from counted`

/** After a right password: the login's count ends, the address's goes down by this try. */
export async function clearAttempt(transaction: Transaction, attempt: Attempt): Promise<void> {
  const [login, address] = keysOf(attempt)
  await transaction.query('delete from formwork.sign_in_attempt where key = $1', [login])
  await transaction.query('update formwork.sign_in_attempt set failures = greatest(failures - 1, 0) where key = $1', [
    address,
  ])
}
