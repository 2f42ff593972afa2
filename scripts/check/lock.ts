import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { completeLock, type Lock } from '../complete-lock.mjs'
import type { Rule } from './rule.ts'

interface Manifest {
  readonly dependencies?: Record<string, string>
  readonly devDependencies?: Record<string, string>
  readonly optionalDependencies?: Record<string, string>
}

/** Exact versions, a lock without addresses that names every platform's packages: `npm ci` works anywhere. */
export const lock: Rule = {
  name: 'lock file',
  run: async root => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
    const lockFile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock
    const wanted = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
    return [...inexact(wanted), ...addresses(lockFile), ...incomplete(lockFile)]
  },
}

function inexact(wanted: Record<string, string>): string[] {
  return Object.entries(wanted)
    .filter(([, version]) => !/^(npm:[^@]*(@[^@]+)?@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json: ${name} ${version} is not an exact version`)
}

function addresses(lockFile: Lock): string[] {
  const found = Object.entries(lockFile.packages).find(([, entry]) => entry.resolved?.startsWith('http'))
  return found
    ? [`package-lock.json holds addresses (${found[0]}): set omit-lockfile-registry-resolved=true and install again`]
    : []
}

function incomplete(lockFile: Lock): string[] {
  const missing = completeLock(lockFile)
  return missing.length > 0 ? [`package-lock.json lacks ${missing.join(', ')}: run node scripts/complete-lock.mjs`] : []
}
