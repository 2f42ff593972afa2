import { hash, verify } from '@node-rs/argon2'
import { type Problem, problem } from '../../schemas/problem.ts'
import { busy } from '../http/problem.ts'
import { commonPasswords } from './commonPasswords.ts'

const SHORTEST = 8
const LONGEST = 200
/** argon2id by default; 19 MiB and two passes are OWASP's least, about 30 ms here. */
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** A hash nobody has the password of: an unknown login costs as much time as a known one (SR-31). */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$Vgme9eg1o+crPjtQR9L88w$4Ie3MgAbKNSN2JyGbg0qoWtWj3Wp0vuaN1Fc5Z5Qiv0'

/** Hashing holds a thread and 19 MiB each: more than so many at once are refused. */
const MOST_AT_ONCE = 32
let running = 0

/** What is wrong with a new password (SR-30): too short, too long or one of the known-bad. Empty = fine. */
export function passwordProblems(password: string, path: string, login = ''): Problem[] {
  const length = [...password].length
  if (length > LONGEST) return [problem('too_long', path, { limit: LONGEST })]
  const plain = password.toLowerCase()
  const weak =
    length < SHORTEST ||
    commonPasswords.has(plain) ||
    new Set(plain).size < 3 ||
    (login !== '' && plain === login.toLowerCase())
  return weak ? [problem('weak_password', path)] : []
}

/** argon2id in the PHC form, to store. */
export const hashPassword = (password: string): Promise<string> => bounded(() => hash(password, strength))

/** Whether this is the person's password; takes as long when there is no such person (`stored` undefined). */
export function passwordMatches(stored: string | undefined, password: string): Promise<boolean> {
  return bounded(async () => (await verify(stored ?? NOBODY, password.slice(0, LONGEST * 2))) && stored !== undefined)
}

async function bounded<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MOST_AT_ONCE) throw busy(2)
  running += 1
  try {
    return await work()
  } finally {
    running -= 1
  }
}
