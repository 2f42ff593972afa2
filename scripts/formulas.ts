/** Writes docs/formulas.md from the functions themselves: `node scripts/formulas.ts`. A test refuses a stale page. */
import { writeFile } from 'node:fs/promises'
import { formulaReference } from './generate/formula-reference.ts'

await writeFile(new URL('../docs/formulas.md', import.meta.url), formulaReference())
