import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { formulaReference } from '../../scripts/generate/formula-reference.ts'

it('docs/formulas.md is what the functions say today', () => {
  const page = readFileSync(new URL('../../docs/formulas.md', import.meta.url), 'utf8')
  expect(page).toBe(formulaReference())
})
