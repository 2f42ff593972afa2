import type { RandomBytes } from '../ids.ts'

const CONSONANTS = 'bdfghjkmnprstvwz'
const VOWELS = 'aeiou'

/** A password people can type from paper: "timo-kera-4821", about 38 random bits; guesses are throttled. */
export function readablePassword(random: RandomBytes): string {
  const bytes = random(12)
  const pick = (letters: string, at: number): string => letters[bytes[at]! % letters.length]!
  const syllable = (at: number): string => pick(CONSONANTS, at) + pick(VOWELS, at + 1)
  const digits = (bytes.readUInt32BE(8) % 10_000).toString().padStart(4, '0')
  return `${syllable(0)}${syllable(2)}-${syllable(4)}${syllable(6)}-${digits}`
}
