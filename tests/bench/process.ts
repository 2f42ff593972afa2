import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** Starts a command on one core, in production mode, with nothing of this process's environment but PATH and HOME. */
export const pinned = (core: number, command: readonly string[], env: Record<string, string>): ChildProcess =>
  spawn('taskset', ['-c', String(core), ...command], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })

/** The first group of `mark` once the process has printed it. */
export const ready = (child: ChildProcess, mark: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.on('data', data => {
      output += String(data)
      const found = mark.exec(output)
      if (found !== null) resolve(found[1] ?? '')
    })
    child.on('exit', code => reject(new Error(`ended with ${code}: ${output}`)))
  })

/** Asks a process to end and waits until it has. */
export const ended = (child: ChildProcess): Promise<void> =>
  new Promise(resolve => {
    child.on('exit', () => resolve())
    child.kill('SIGTERM')
  })

/** User and system time of a process in ms, from /proc. */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** A process's memory in MB, shared pages counted by share (PSS); NaN where the system does not tell. */
export function memoryMb(pid: number): number {
  const kb = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
  return Math.round(Number(kb ?? Number.NaN) / 1024)
}
