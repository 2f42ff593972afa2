/** `npm run dev`: the server, started again on every change, and the pages with hot reload. Ends both together. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')

function run(...args: string[]): ChildProcess {
  return spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' })
}

const children = [run('--watch', 'server/main.ts'), run('node_modules/vite/bin/vite.js')]

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal)
  })
}
for (const child of children) {
  child.on('exit', code => {
    process.exitCode ||= code ?? 1
    for (const other of children) other.kill('SIGTERM')
  })
}
