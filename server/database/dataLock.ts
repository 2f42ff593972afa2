import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../startError.ts'
import { startOf } from './processes.ts'

interface Holder {
  readonly pid: number
  readonly start: string
  readonly address?: string
}

/** The held lock on a data folder. */
export interface DataLock {
  /** Written into the lock, so that a second start can say where the first one answers. */
  setAddress(address: string): void
  release(): void
}

/**
 * One server per data folder. The lock is a file with process id and start time, so one left by `kill -9` is seen as
 * stale even when its id is used again.
 * @throws StartError `data_folder_in_use`, `data_folder_unusable`
 */
export function lockDataFolder(folder: string): DataLock {
  const file = join(folder, 'server.lock')
  const mine: Holder = { pid: process.pid, start: startOf(process.pid) ?? '-' }
  makeFolder(folder)
  for (let tries = 0; !claim(file, mine); tries++) {
    const holder = read(file)
    if (holder && startOf(holder.pid) === holder.start) throw inUse(folder, holder)
    if (tries > 20) throw unusable(folder, new Error(`cannot replace the stale ${file}`))
    setAside(file)
  }
  return {
    setAddress: address => replace(file, { ...mine, address }),
    release: () => {
      if (read(file)?.pid === mine.pid) rmSync(file, { force: true })
    },
  }
}

function makeFolder(folder: string): void {
  try {
    // Others may pass through (the database may run as another user), not look inside; the parts have their own modes.
    if (mkdirSync(folder, { recursive: true }) !== undefined) chmodSync(folder, 0o711)
  } catch (error) {
    throw unusable(folder, error)
  }
}

/** Writes elsewhere, then links: the lock appears whole or not at all. */
function claim(file: string, holder: Holder): boolean {
  const draft = `${file}.${process.pid}`
  try {
    writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 })
    linkSync(draft, file)
    return true
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EEXIST') return false
    throw unusable(file, error)
  } finally {
    rmSync(draft, { force: true })
  }
}

function replace(file: string, holder: Holder): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 })
  renameSync(draft, file)
}

function read(file: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof value === 'object' && value !== null && 'pid' in value && 'start' in value
      ? (value as Holder)
      : undefined
  } catch {
    return undefined
  }
}

/** Moves a stale lock out of the way; if a live one took its place in between, puts that back. */
function setAside(file: string): void {
  const aside = `${file}.stale.${process.pid}`
  try {
    renameSync(file, aside)
    const holder = read(aside)
    if (holder && startOf(holder.pid) === holder.start) linkSync(aside, file)
    rmSync(aside, { force: true })
  } catch {
    // Another start was faster; the next round sees its lock.
  }
}

function inUse(folder: string, holder: Holder): StartError {
  const place = holder.address ? ` at ${holder.address}` : ''
  return new StartError(
    'data_folder_in_use',
    `Another Formwork (process ${holder.pid}) already runs on ${folder}${place}. Use that one, stop it, or set FORMWORK_DATA to another folder.`,
    `数据目录 ${folder} 正被另一个 Formwork（进程 ${holder.pid}）使用${place && `：${holder.address}`}。请先停止它，或设置 FORMWORK_DATA。`,
  )
}

function unusable(place: string, cause: unknown): StartError {
  return new StartError(
    'data_folder_unusable',
    `The data folder cannot be written: ${place}. Set FORMWORK_DATA to a folder this user may write.`,
    `数据目录无法写入：${place}。请将 FORMWORK_DATA 设为可写的目录。`,
    { cause },
  )
}
