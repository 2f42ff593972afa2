import type { FormulaPlace } from '../formula/place.ts'
import type { ConditionField, ConditionPlace } from './fields.ts'

/** What the lines of a builder share. */
export interface Editor {
  readonly place: ConditionPlace
  readonly fields: readonly ConditionField[]
  readonly byPath: ReadonlyMap<string, ConditionField>
  readonly formula: FormulaPlace
}
