/**
 * The formula lines of the performance goals, as ratios within one run: closures against decimal.js by hand, compiling, a form with 200 formulas, a write
 * with three levels of roll-ups against a plain one, and a changed formula over a million records against one hand-written UPDATE. Results are
 * proved equal before they are timed. `npm run bench formulas [records]`.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { closures, compiling, largeForm } from './formula-closures.ts'
import { recalculation } from './formula-recalculation.ts'
import { rollupWrite } from './formula-rollups.ts'

const RECORDS = Number(process.argv[3] ?? 1_000_000)

const lines: string[] = []
const tell = (text: string): void => {
  console.log(text)
  lines.push(text)
}

const day = new Date().toISOString().slice(0, 10)
tell(`# Formulas ${day}\n`)
tell('| what | figure | goal |\n|---|---|---|')
for (const row of [
  ...closures(),
  compiling(),
  largeForm(),
  ...(await rollupWrite()),
  ...(await recalculation(RECORDS)),
])
  tell(`| ${row.join(' | ')} |`)
mkdirSync(join(import.meta.dirname, 'results'), { recursive: true })
writeFileSync(join(import.meta.dirname, 'results', `${day}-formulas.md`), `${lines.join('\n')}\n`)
process.exit(0)
