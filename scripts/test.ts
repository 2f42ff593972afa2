/**
 * `npm test`: the check, then every test. `npm test -- tests/engine` runs only those tests. The very last line counts:
 * `123 passed, 0 failed` (the check counts as one).
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Counts, count, type Report } from './test/count.ts'

const ROOT = join(import.meta.dirname, '..')

function run(args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' })
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
    child.on('error', reject)
    child.on('exit', code => resolve(code ?? 1))
  })
}

async function runTests(args: readonly string[]): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'formwork-results-'))
  const file = join(folder, 'results.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const code = await run(['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args])
    return count(readReport(file), code)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch {
    return undefined
  }
}

const args = process.argv.slice(2)
const checkFailed = args.length === 0 && (await run(['scripts/check.ts'])) !== 0
const tests = await runTests(args)
const passed = tests.passed + (args.length === 0 && !checkFailed ? 1 : 0)
const failed = tests.failed + (checkFailed ? 1 : 0)
if (checkFailed) process.stdout.write('npm run check failed, see above.\n')
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
