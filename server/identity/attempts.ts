import { createHash } from 'node:crypto'
import type { Transaction } from '../http/platform.ts'
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
 * Counts a try as wrong before its password is looked at, so that parallel guesses cannot share one count.
 * @throws HttpProblem 429 `too_many_attempts` with Retry-After; the same for known and unknown logins
 */
export async function countAttempt(transaction: Transaction, attempt: Attempt, now: string): Promise<void> {
  const keys = keysOf(attempt)
  const blocked = await transaction.query<{ seconds: number }>(
    `select ceil(extract(epoch from max(blocked_until) - $2::timestamptz))::int as seconds
     from formwork.sign_in_attempt where key = any($1) and blocked_until > $2`,
    [keys, now],
  )
  const seconds = blocked.rows[0]?.seconds ?? 0
  if (seconds > 0)
    throw new HttpProblem(429, 'too_many_attempts', { seconds }, [], {}, { 'retry-after': String(seconds) })
  // Both rows in one order of keys: two sign-ins never wait for each other in a circle.
  const counted = keys
    .map((key, at) => ({ key, free: at === 0 ? FREE.login : FREE.address }))
    .sort((a, b) => a.key.compare(b.key))
  for (const { key, free } of counted)
    await transaction.query(COUNT, [key, now, free, FIRST_WAIT_S, LONGEST_WAIT_S, FORGOTTEN_S])
}

const COUNT = `
  insert into formwork.sign_in_attempt as a (key, failures, last_at) values ($1, 1, $2)
  on conflict (key) do update set
    failures = case when a.last_at < $2::timestamptz - make_interval(secs => $6::int) then 1 else a.failures + 1 end,
    blocked_until = case when a.last_at >= $2::timestamptz - make_interval(secs => $6::int) and a.failures + 1 >= $3::int
      then $2::timestamptz + make_interval(secs => least($4::int * power(2, least(a.failures + 1 - $3::int, 10)), $5::int)) end,
    last_at = $2`

/** After a right password: the login's count ends, the address's goes down by this try. */
export async function clearAttempt(transaction: Transaction, attempt: Attempt): Promise<void> {
  const [login, address] = keysOf(attempt)
  await transaction.query('delete from formwork.sign_in_attempt where key = $1', [login])
  await transaction.query('update formwork.sign_in_attempt set failures = greatest(failures - 1, 0) where key = $1', [
    address,
  ])
}
