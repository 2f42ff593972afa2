interface LockEntry {
  version?: string
  resolved?: string
  optionalDependencies?: Record<string, string>
}
export interface Lock {
  packages: Record<string, LockEntry>
}
export function completeLock(lock: Lock): string[]
