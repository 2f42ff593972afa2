import { describe, expect, it } from 'vitest'
import { analyseDefinition } from '../../../engine/definition/analyse.ts'
import { placeOf } from '../../../engine/definition/elements.ts'
import type { Finding } from '../../../engine/index.ts'
import { adviceErrors } from '../../../schemas/errors/advice.ts'
import { errorMessage } from '../../../schemas/errors/catalogue.ts'
import { definitionErrors } from '../../../schemas/errors/definition.ts'
import { expressionErrors } from '../../../schemas/errors/expression.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { validateDefinition } from '../../../schemas/validate.ts'
import { office } from '../../fixtures/office.ts'
import { adviceCases } from './finding-cases/advice.ts'
import { formulaCases } from './finding-cases/formulas.ts'
import { nameCases } from './finding-cases/names.ts'
import { processCases } from './finding-cases/processes.ts'
import { shapeCases } from './finding-cases/shape.ts'

const cases = [...shapeCases, ...nameCases, ...processCases, ...formulaCases, ...adviceCases]

/**
 * Codes of the catalogues that no definition can have: about people, about values while a formula runs, refused by the schema before, or asked only by
 * callers that forbid functions.
 */
const ELSEWHERE = new Set([
  ...['manager_cycle', 'formula_too_many_steps', 'formula_too_slow', 'formula_output_too_large'],
  ...['formula_not_an_expression', 'formula_function_not_allowed'],
  // Of an add-on and the app it is added to: `add-on.test.ts`.
  ...['add_on_part', 'add_on_host_missing', 'add_on_key_taken', 'add_on_changes_host', 'add_on_reads_around'],
])
/** Remarks of the formula's own editor. */
const HINTS = new Set(['formula_plus_joins'])
/** Shown with a workflow of thousands of states: `soundness.test.ts`. */
const LARGE = new Set(['not_proven'])

const findingsOf = (definition: AppDefinition): readonly Pick<Finding, 'code' | 'path' | 'params'>[] => {
  const { problems } = validateDefinition(definition)
  return problems.length > 0 ? problems : analyseDefinition(definition).findings
}
const places = (definition: AppDefinition): string[] =>
  findingsOf(definition).map(({ code, path }) => `${code} ${placeOf(definition, path).join('/')}`)

describe('every kind of finding', () => {
  const codes = [
    ...Object.keys(definitionErrors),
    ...Object.keys(adviceErrors),
    ...Object.keys(expressionErrors).filter(code => /^(formula|logic)_/.test(code)),
    'calendar_missing',
  ].filter(code => !ELSEWHERE.has(code) && !HINTS.has(code) && !LARGE.has(code))

  it('has a definition that shows it', () => {
    const shown = new Set(cases.map(([code]) => code))
    expect(codes.filter(code => !shown.has(code))).toEqual([])
    expect(codes.length).toBeGreaterThan(130)
  })

  it.each(cases.map(one => [`${one[0]} at ${one[1]}`, one] as const))('%s', (_, [code, at, bad, good]) => {
    const broken = bad(office)
    expect(places(broken)).toContain(`${code} ${at}`)
    const kept = good(office)
    expect(places(kept)).not.toContain(`${code} ${at}`)
    for (const { code: found, params } of findingsOf(broken))
      for (const language of ['zh', 'en'] as const)
        expect(errorMessage(found, params, language)).not.toMatch(/undefined|\[object/)
  })
})
