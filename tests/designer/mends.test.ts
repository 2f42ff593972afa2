import { describe, expect, it } from 'vitest'
import { destinationOf } from '../../designer/check/destination.ts'
import { mendsOf } from '../../designer/check/mends.ts'
import { applyCommands } from '../../designer/commands/apply.ts'
import { analyseDefinition } from '../../engine/definition/analyse.ts'
import { placeOf } from '../../engine/definition/elements.ts'
import type { Finding } from '../../engine/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import { adviceCases } from '../engine/definition/finding-cases/advice.ts'
import { formulaCases } from '../engine/definition/finding-cases/formulas.ts'
import { nameCases } from '../engine/definition/finding-cases/names.ts'
import { processCases } from '../engine/definition/finding-cases/processes.ts'
import { shapeCases } from '../engine/definition/finding-cases/shape.ts'
import { office } from '../fixtures/office.ts'

const cases = [...shapeCases, ...nameCases, ...processCases, ...formulaCases, ...adviceCases]

const findingsOf = (definition: AppDefinition): readonly Finding[] => {
  const { problems } = validateDefinition(definition)
  return problems.length > 0
    ? problems.map(found => ({ ...found, severity: 'error' as const }))
    : analyseDefinition(definition).findings
}
const named = (definition: AppDefinition, { code, path }: Finding): string =>
  `${code} ${placeOf(definition, path).join('/')}`
const errors = (definition: AppDefinition): number =>
  findingsOf(definition).filter(({ severity }) => severity === 'error').length

const offered = cases.flatMap(([code, at, bad]) => {
  const definition = bad(office)
  const finding = findingsOf(definition).find(one => named(definition, one) === `${code} ${at}`)!
  return mendsOf(definition, finding).map(mend => ({ code, at, definition, finding, mend }))
})

describe('putting findings right with one click', () => {
  it('is offered for many kinds of findings', () =>
    expect(new Set(offered.map(({ code }) => code)).size).toBeGreaterThanOrEqual(35))

  it.each(offered.map(one => [`${one.code} at ${one.at}: ${one.mend.text.en}`, one] as const))(
    '%s takes it away',
    (_, { code, at, definition, mend }) => {
      const mended = applyCommands(definition, mend.commands)
      expect(findingsOf(mended).map(one => named(mended, one))).not.toContain(`${code} ${at}`)
      expect(validateDefinition(mended).problems.length).toBeLessThanOrEqual(
        validateDefinition(definition).problems.length,
      )
      expect(errors(mended)).toBeLessThanOrEqual(errors(definition))
      expect(mend.text.zh).toMatch(/[一-鿿]/)
    },
  )
})

describe('the page a place is edited on', () => {
  it.each([
    ['forms/customer/fields/industry/options', 'forms/customer?at=industry'],
    ['forms/customer/layout/sections/money/tab', 'forms/customer?at=section:money'],
    ['forms/customer/rules/big/when', 'forms/customer'],
    ['forms/opportunity/stages/pipeline/proposal/gate', 'stages/opportunity?at=proposal'],
    ['workflows/large/nodes/manager/by', 'workflows/large?at=manager'],
    ['workflows/large/start/to', 'workflows/large'],
    ['roles/seller/grants/customer/rows', 'roles/seller?at=customer'],
    ['optionLibraries/industry/options/old', 'libraries/industry'],
    ['navigation/sales/items/open', 'app'],
    ['zone', 'app'],
  ])('%s', (place, to) => expect(destinationOf(place.split('/'))).toBe(to))

  it('of samples is none', () => expect(destinationOf(['sampleData', 'customer'])).toBeUndefined())
})
