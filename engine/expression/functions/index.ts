import { aggregateFunctions } from './aggregate.ts'
import { calendarFunctions } from './calendar.ts'
import { chineseFunctions } from './chinese.ts'
import { comparisonFunctions } from './comparison.ts'
import { conditionalFunctions } from './conditional.ts'
import { dateFunctions } from './date.ts'
import { dateDifferenceFunctions } from './date-difference.ts'
import { datePartFunctions } from './date-part.ts'
import { dateTextFunctions } from './date-text.ts'
import type { FunctionDefinition } from './definition.ts'
import { listFunctions } from './list.ts'
import { logicFunctions } from './logic.ts'
import { numberFunctions } from './number.ts'
import { patternFunctions } from './pattern.ts'
import { peopleFunctions } from './people.ts'
import { recordFunctions } from './record.ts'
import { roundingFunctions } from './rounding.ts'
import { statisticFunctions } from './statistic.ts'
import { textFunctions } from './text.ts'
import { textCodeFunctions } from './text-code.ts'
import { textListFunctions } from './text-list.ts'
import { textSearchFunctions } from './text-search.ts'
import { tierFunctions } from './tier.ts'

const ALL: readonly FunctionDefinition[] = [
  ...logicFunctions,
  ...comparisonFunctions,
  ...numberFunctions,
  ...roundingFunctions,
  ...aggregateFunctions,
  ...conditionalFunctions,
  ...statisticFunctions,
  ...tierFunctions,
  ...textFunctions,
  ...textSearchFunctions,
  ...textCodeFunctions,
  ...textListFunctions,
  ...chineseFunctions,
  ...patternFunctions,
  ...dateFunctions,
  ...datePartFunctions,
  ...dateDifferenceFunctions,
  ...dateTextFunctions,
  ...calendarFunctions,
  ...listFunctions,
  ...recordFunctions,
  ...peopleFunctions,
]

/** Every function of the language by its own name, in the order the editor lists them. */
export const functions: ReadonlyMap<string, FunctionDefinition> = new Map(
  ALL.map(definition => [definition.name, definition]),
)

const byAnyName: ReadonlyMap<string, FunctionDefinition> = new Map(
  ALL.flatMap(definition => [definition.name, ...definition.aliases].map(name => [name, definition] as const)),
)

/** A function by name or alias, in any case. */
export function findFunction(name: string): FunctionDefinition | undefined {
  return byAnyName.get(name.toUpperCase())
}

/** Names and aliases, for "did you mean". */
export function functionNames(): readonly string[] {
  return [...byAnyName.keys()]
}
