/**
 * Completes package-lock.json: `node scripts/complete-lock.mjs` after every `npm i` of a maintainer.
 *
 * A registry mirror may not serve the builds of a tool for other platforms. `npm i` then leaves them out of the lock, and
 * `npm ci` refuses that lock everywhere. This adds an entry (version, os, cpu, libc; no checksum) for each optional
 * package that is named but absent, so that one lock works on all platforms. It changes nothing else.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const SYSTEMS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'aix',
  'win32',
  'windows',
]
const PROCESSORS = [
  'arm64',
  'arm',
  'x64',
  'ia32',
  'ppc64',
  'ppc64le',
  's390x',
  'riscv64',
  'loong64',
  'mips64el',
  'wasm32',
]
const NAMES = { windows: 'win32' }

/** The lock with an entry for every optional package that is missing; gives the names added. */
export function completeLock(lock) {
  const added = []
  for (const [place, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isResolved(lock, place, name)) continue
      const target = targetOf(name)
      if (!target || !/^\d+\.\d+\.\d+/.test(version)) continue
      lock.packages[`node_modules/${name}`] = {
        version,
        ...target,
        ...(entry.dev ? { dev: true } : {}),
        optional: true,
      }
      added.push(`${name}@${version}`)
    }
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
  return added
}

/** Looks where Node would look: beside the dependent, then in each folder above it. */
function isResolved(lock, place, name) {
  for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    if (lock.packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true
    if (at === '') return false
  }
}

function targetOf(name) {
  const parts = name.split(/[/-]/)
  const os = parts.find(part => SYSTEMS.includes(part))
  const cpu = parts.find(part => PROCESSORS.includes(part))
  if (!os || !cpu) return undefined
  const last = parts.at(-1)
  const libc = last.startsWith('musl') ? ['musl'] : last.startsWith('gnu') && os === 'linux' ? ['glibc'] : undefined
  return { cpu: [cpu], ...(libc ? { libc } : {}), os: [NAMES[os] ?? os] }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = process.argv[2] ?? fileURLToPath(new URL('../package-lock.json', import.meta.url))
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const added = completeLock(lock)
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  process.stdout.write(added.length ? `added ${added.length}:\n${added.join('\n')}\n` : 'nothing to add\n')
}
