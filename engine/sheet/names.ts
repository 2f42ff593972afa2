import { reservedKeys } from '../../schemas/definition/reserved.ts'

/** A legal key nobody has yet: the Latin letters of a text where it has some, else `<stem>_<n>`. */
export function freeKey(text: string, stem: string, taken: ReadonlySet<string>): string {
  const letters = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 40)
    .replace(/_+$/, '')
  const free = (key: string): boolean => !taken.has(key) && !reservedKeys.has(key)
  if (letters !== '' && free(letters)) return letters
  for (let n = letters === '' ? 1 : 2; ; n += 1) {
    const key = `${letters === '' ? stem : letters}_${n}`
    if (free(key)) return key
  }
}
