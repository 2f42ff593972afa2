import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { SetupError } from './say.mjs'

/**
 * Runs one step of the set-up to its end. Output is kept and only shown when the step fails.
 * @returns {Promise<string>} stdout and stderr together
 */
export function runStep(command, args, options = {}) {
  const { timeout = 20 * 60_000, show = false, ...rest } = options
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe']
    const child = spawn(command, args, { stdio, timeout, ...rest })
    let output = ''
    child.stdout?.on('data', data => {
      output += data
    })
    child.stderr?.on('data', data => {
      output += data
    })
    child.on('error', error => reject(new SetupError(`could not run ${command}: ${error.message}`)))
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(output)
      reject(
        new SetupError(`${[command, ...args].join(' ')} failed (${signal ?? `exit code ${code}`})\n${output.trim()}`),
      )
    })
  })
}

/**
 * Runs the product (or a check) in the foreground: same terminal, signals forwarded. npm starts us through a shell that
 * dies of a signal without passing it on; so when our parent is gone, the child is asked to stop too.
 * @returns {Promise<number>} its exit code; 128 + n when signal n ended it
 */
export function runForeground(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options })
    const forward = signal => child.kill(signal)
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, forward)
    const parent = process.ppid
    const watch = setInterval(() => {
      if (!process.env.npm_lifecycle_event || process.ppid === parent) return
      clearInterval(watch)
      child.kill('SIGTERM')
    }, 300)
    watch.unref()
    child.on('error', error => reject(new SetupError(`could not run ${command}: ${error.message}`)))
    child.on('exit', (code, signal) => {
      clearInterval(watch)
      for (const name of signals) process.off(name, forward)
      resolve(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1))
    })
  })
}
