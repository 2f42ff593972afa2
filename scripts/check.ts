/** `npm run check`: every rule, all problems at once. `npm run check -- layers purity` runs only those. */
import { join } from 'node:path'
import type { Rule } from './check/rule.ts'
import { RULES } from './check/rules.ts'

const ROOT = join(import.meta.dirname, '..')

async function runRule(rule: Rule): Promise<boolean> {
  const started = performance.now()
  const problems = await rule.run(ROOT).catch((error: unknown) => [`the rule itself failed: ${error}`])
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const verdict = problems.length === 0 ? 'ok' : `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`
  process.stdout.write(
    [`check ${rule.name}: ${verdict} (${seconds} s)`, ...problems.map(text => `  ${text}`), ''].join('\n'),
  )
  return problems.length === 0
}

const wanted = process.argv.slice(2)
const chosen = RULES.filter(rule => wanted.length === 0 || wanted.includes(rule.name))
if (chosen.length === 0) {
  process.stderr.write(`There are these rules: ${RULES.map(rule => rule.name).join(', ')}\n`)
  process.exitCode = 1
}
const results = await Promise.all(chosen.map(runRule))
if (results.includes(false)) process.exitCode = 1
