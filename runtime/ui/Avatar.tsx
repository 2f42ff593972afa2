/** Quiet colours for faces and tiles, chosen by the text: the same person has the same colour everywhere. */
const HUES = 8

function hueOf(text: string): number {
  let sum = 0
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997
  return sum % HUES
}

/** Chinese names show their last two characters, others their initials. */
function shortName(name: string): string {
  const letters = [...name.trim()]
  if (letters.some(letter => /\p{Script=Han}/u.test(letter))) return letters.slice(-2).join('')
  return name
    .trim()
    .split(/\s+/)
    .map(word => [...word][0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase()
}

export function Avatar({ name, size = 24 }: { readonly name: string; readonly size?: number }) {
  return (
    <span
      className="fw-avatar"
      data-hue={hueOf(name)}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.4) }}
      // Drawn, not written: a button around it is called by its name, and initials are no part of that.
      data-short={shortName(name)}
      aria-hidden="true"
    />
  )
}

/** The mark of an app: its first character on its colour. */
export function AppTile({
  name,
  seed,
  size = 40,
}: {
  readonly name: string
  readonly seed: string
  readonly size?: number
}) {
  return (
    <span
      className="fw-tile"
      data-hue={hueOf(seed)}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.44) }}
      aria-hidden="true"
    >
      {[...name.trim()][0] ?? '·'}
    </span>
  )
}
