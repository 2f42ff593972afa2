import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const SKIPPED = new Set(['generated', 'node_modules', 'dist', '.git'])

/** sha256 over names and contents of files and folders below `root`; absent ones count as absent, generated ones not at all. */
export function hashOf(root, names) {
  const hash = createHash('sha256')
  for (const name of names) {
    for (const file of filesBelow(join(root, name))) {
      hash.update(`${relative(root, file)}\0`)
      hash.update(readFileSync(file))
      hash.update('\0')
    }
  }
  return hash.digest('hex')
}

/** All files below a path in a stable order (a file gives itself, an absent path nothing). */
export function filesBelow(path, skipped = SKIPPED) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesBelow(join(path, entry.name), skipped)
      return entry.isFile() ? [join(path, entry.name)] : []
    })
}

/** A small JSON file that says from which inputs something was made. */
export function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Writes what `readStamp` reads. */
export function writeStamp(file, value) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(value)}\n`)
}
